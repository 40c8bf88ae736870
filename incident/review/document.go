package review

// The document: a review as people read it, in one language, before it is laid out as text or Markdown.

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
)

// document is a review in words.
type document struct {
	title string
	lead  []string
	parts []part
}

// part is a table with a title, and sentences above it. It may lack either.
type part struct {
	title string
	notes []string
	head  []string
	rows  [][]string
}

// writer words a review in a language, with moments in a time zone.
type writer struct {
	Review
	chinese bool
	zone    *time.Location
}

func newWriter(r Review, lang string, zone *time.Location) *writer {
	return &writer{Review: r, chinese: lang == "zh", zone: zone}
}

func (w *writer) in(en, zh string) string {
	if w.chinese {
		return zh
	}
	return en
}

func (w *writer) say(t Text) string { return w.in(t.EN, t.ZH) }

// document words the whole review; parts in which nothing happened are left out.
func (w *writer) document() document {
	d := document{title: w.title(), lead: w.lead()}
	for _, p := range []part{
		w.times(), w.seatTable(), w.stepTable(), w.changeTable(), w.peopleTable(), w.containedTable(), w.courseTable(), w.rungTable(), w.messagePart(),
	} {
		if len(p.rows)+len(p.notes) > 0 {
			d.parts = append(d.parts, p)
		}
	}
	return d
}

func (w *writer) title() string {
	what := w.in("Review", "复盘")
	if w.SoFar {
		what = w.in("Review so far", "阶段复盘（尚未结束）")
	}
	return what + w.in(": ", "：") + w.say(w.Title) + w.in(" (", "（") + w.mode() + w.in("), ", "），") + w.Location
}

func (w *writer) mode() string {
	if w.Mode == frozen.Drill {
		return w.in("drill", "演练")
	}
	return w.in("real", "真实")
}

func (w *writer) lead() []string {
	lines := []string{
		w.Incident + w.in(", plan ", "，预案") + w.Plan + w.in(" version ", "第") + strconv.Itoa(w.PlanVersion) + w.in("", "版") + w.in(", site ", "，园区") + w.Site,
	}
	if w.Summary != "" {
		lines = append(lines, w.Summary)
	}
	lines = append(lines, w.span())
	if w.SoFar {
		lines = append(lines, w.in("The incident has not ended: all of this may still change.", "事件尚未结束，以下内容仍会变化。"))
	}
	return lines
}

// span says from when to when, how long, and how it ended.
func (w *writer) span() string {
	line := w.date(w.OpenedAt) + w.in(" to ", "至") + w.date(w.Until) + w.in(", ", "，") + w.in("lasted ", "历时") + w.Lasted.String()
	if w.Response != nil {
		line += w.in(" (response ", "（响应") + w.Response.String() + w.in(")", "）")
	}
	if w.Paused > 0 {
		line += w.in(", paused for ", "，暂停") + w.Paused.String() + w.in(", which counts nowhere", "（不计入各项用时）")
	}
	if w.Outcome != nil {
		line += w.in("; outcome: ", "；结果：") + w.say(words.Outcome(*w.Outcome))
	}
	if w.State == incident.Cancelled {
		line += w.in(", stopped by a real incident", "，因真实事件中止")
	}
	return line
}

func (w *writer) date(at Time) string {
	return moment(at).In(w.zone).Format("2006-01-02 15:04:05 -07:00")
}

func (w *writer) times() part {
	p := part{title: w.in("First times", "首次时间"), head: []string{"", w.in("after", "用时"), w.in("who", "人员")}}
	row := func(what string, m *Mark) {
		if m == nil {
			p.rows = append(p.rows, []string{what, w.in("never", "无"), ""})
			return
		}
		p.rows = append(p.rows, []string{what, m.After.String(), deref(m.Name)})
	}
	row(w.in("page", "呼叫"), w.First.Page)
	row(w.in("answer", "应答"), w.First.Answer)
	row(w.in("acceptance", "接受"), w.First.Acceptance)
	row(w.in("commander", "指挥到位"), w.First.Commander)
	row(w.in("all seats filled", "岗位全部到岗"), w.First.AllSeats)
	row(w.in("on scene", "到场"), w.First.Arrival)
	return p
}

func (w *writer) seatTable() part {
	p := part{
		title: w.in("Seats", "岗位"),
		notes: []string{w.seatSums()},
		head:  []string{w.in("seat", "岗位"), "", w.in("people", "人数"), w.in("filled after", "到岗用时"), w.in("rung", "级"), w.in("who accepted", "接受人员")},
	}
	for _, s := range w.Seats {
		if s.Verdict == SeatNotAsked {
			continue
		}
		filled := w.in("never", "未满")
		if s.Took != nil {
			filled = s.Took.String()
		}
		if s.Reopened > 0 {
			filled += fmt.Sprintf(w.in(", then %d left or late", "，其后%d人次离开或未到"), s.Reopened)
		}
		p.rows = append(p.rows, []string{s.ID, w.say(s.Title), fmt.Sprintf("%d/%d", s.Have, s.Needs), filled, strconv.Itoa(s.Rung), strings.Join(s.Names, w.in(", ", "、"))})
	}
	return p
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
