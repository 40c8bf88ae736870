package review

// The short form, for whoever has just watched an incident to its end.

import (
	"fmt"
	"strings"

	"muster/incident/words"
)

// mostNamed bounds how many steps the short form names.
const mostNamed = 5

// Short is a review in a few lines, in a language ("en" or "zh").
func (r Review) Short(lang string) []string {
	w := newWriter(r, lang, moment(r.OpenedAt).Location())
	lines := []string{
		w.title() + w.ended(),
		w.shortTimes(),
		w.in("seats: ", "岗位：") + w.seatSums() + w.named(w.shortSeats()),
		w.in("steps: ", "步骤：") + w.stepSums() + w.named(w.shortSteps()),
		w.in("people: ", "人员：") + w.peopleSums(),
	}
	if trouble := w.messageTrouble(); trouble != "" {
		lines = append(lines, w.in("messages: ", "短信：")+trouble)
	}
	if len(w.Contained) > 0 {
		lines = append(lines, fmt.Sprintf(w.in("notices and calls kept from the outside: %d", "未对外发出的通知与电话：%d项"), len(w.Contained)))
	}
	for k := range lines {
		lines[k] = plain(lines[k])
	}
	return lines
}

// ended says how it came out, and after how long.
func (w *writer) ended() string {
	line := w.in(": ", "：")
	if w.Outcome != nil {
		line += w.say(words.Outcome(*w.Outcome)) + w.in(", ", "，")
	}
	line += w.in("lasted ", "历时") + w.Lasted.String()
	if w.Paused > 0 {
		line += w.in(", paused for ", "，暂停") + w.Paused.String()
	}
	return line
}

func (w *writer) shortTimes() string {
	var said []string
	for _, one := range []struct {
		what string
		mark *Mark
	}{
		{w.in("page", "呼叫"), w.First.Page},
		{w.in("answer", "应答"), w.First.Answer},
		{w.in("commander", "指挥到位"), w.First.Commander},
		{w.in("all seats", "全部到岗"), w.First.AllSeats},
	} {
		at := w.in("never", "无")
		if one.mark != nil {
			at = one.mark.After.String()
		}
		said = append(said, one.what+" "+at)
	}
	return w.in("first: ", "首次：") + strings.Join(said, w.in(", ", "，"))
}

func (w *writer) shortSeats() []string {
	var said []string
	for _, s := range w.Seats {
		if s.Verdict == SeatShort {
			said = append(said, fmt.Sprintf("%s %d/%d", s.ID, s.Have, s.Needs))
		}
	}
	return said
}

// shortSteps names the steps that ran late or were never done.
func (w *writer) shortSteps() []string {
	var said []string
	for _, s := range w.Steps {
		if s.Verdict == StepNever || s.LateBy != nil {
			said = append(said, s.ID+" "+w.verdict(s))
		}
	}
	return said
}

// named adds names in brackets, the first few of them.
func (w *writer) named(names []string) string {
	if len(names) == 0 {
		return ""
	}
	more := ""
	if rest := len(names) - mostNamed; rest > 0 {
		names, more = names[:mostNamed], fmt.Sprintf(w.in(", %d more", "，另%d项"), rest)
	}
	return w.in(" (", "（") + strings.Join(names, w.in("; ", "；")) + more + w.in(")", "）")
}
