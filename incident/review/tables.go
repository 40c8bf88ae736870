package review

// The tables of steps, changes, people and ladders.

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/incident"
)

func (w *writer) stepTable() part {
	p := part{
		title: w.in("Steps against their targets", "步骤与时限"),
		notes: []string{w.stepSums()},
		head:  []string{w.in("step", "步骤"), "", w.in("verdict", "结论"), w.in("took", "用时"), w.in("target", "时限"), w.in("by", "完成人")},
	}
	for _, s := range w.Steps {
		if s.Verdict == StepSkipped || s.Verdict == StepWaiting {
			continue
		}
		p.rows = append(p.rows, []string{s.ID, w.say(s.Title), w.verdict(s), clockOf(s.Took), clockOf(s.Allowed), w.doer(s)})
	}
	return p
}

func clockOf(s *Span) string {
	if s == nil {
		return ""
	}
	return s.String()
}

func (w *writer) verdict(s Step) string {
	late := ""
	if s.LateBy != nil {
		late = w.in(" late by ", "超时") + s.LateBy.up().String()
	}
	switch s.Verdict {
	case StepOnTime:
		return w.in("on time", "按时")
	case StepLate:
		if s.Rounds > 1 {
			return strings.TrimSpace(late) + fmt.Sprintf(w.in(" (%d of %d rounds late)", "（%d/%d次超时）"), s.LateRounds, s.Rounds)
		}
		return strings.TrimSpace(late)
	case StepDone:
		return w.in("done", "完成")
	case StepAssumed:
		return w.in("assumed", "按预案认定")
	case StepNever:
		return w.in("never done", "未完成") + because(late, w.in(",", "，"))
	case StepOpen:
		return w.in("open", "进行中") + because(late, w.in(",", "，"))
	case StepSkipped:
		return w.in("skipped", "跳过")
	case StepWaiting:
		return w.in("to come", "未开始")
	}
	return string(s.Verdict)
}

// because puts a comma before what is said, if anything is.
func because(said, comma string) string {
	if said == "" {
		return ""
	}
	return comma + said
}

// doer is who did a step, and what they said.
func (w *writer) doer(s Step) string {
	who := w.who(s.By, s.Name)
	if s.Verdict == StepAssumed {
		who = w.in("nobody", "无人")
	}
	if value := deref(s.Value); value != "" && value != "done" {
		who += " = " + value
	}
	return who
}

// who names whoever acted; the plan acts too.
func (w *writer) who(by, name *string) string {
	switch deref(by) {
	case incident.ByPlan:
		return w.in("the plan", "预案")
	case incident.ByAssumption:
		return w.in("assumed", "按预案认定")
	}
	return deref(name)
}

// changeTable shows the plan as run beside the plan as written. Steps that were skipped for one reason share a row.
func (w *writer) changeTable() part {
	p := part{
		title: w.in("Plan as written, plan as run", "预案与实际"),
		head:  []string{w.in("what", "变更"), w.in("steps", "步骤"), w.in("first after", "首次用时"), w.in("by", "由"), w.in("why", "原因")},
	}
	if len(w.Changes) == 0 {
		p.head, p.notes = nil, []string{w.in("Every step was run as it is written.", "各步骤均按预案执行。")}
	}
	for _, c := range w.Changes {
		row := []string{w.change(c), c.Step, c.After.String(), w.who(c.By, c.Name), w.reasonOf(c)}
		k := slices.IndexFunc(p.rows, func(r []string) bool { return r[0] == row[0] && r[3] == row[3] && r[4] == row[4] })
		if k >= 0 && c.Kind == incident.KindStepSkipped {
			p.rows[k][1] += ", " + c.Step
			continue
		}
		p.rows = append(p.rows, row)
	}
	return p
}

func (w *writer) change(c Change) string {
	switch c.Kind {
	case incident.KindStepSkipped:
		return w.in("skipped", "跳过")
	case incident.KindStepDone:
		return w.in("assumed", "认定") + " = " + deref(c.Value)
	case incident.KindStepReassigned:
		return w.in("given to another", "改派")
	case incident.KindStepExtended:
		return w.in("more time", "延时")
	case KindStepAdded:
		return w.in("added", "新增")
	default:
		return string(c.Kind)
	}
}

// reasonOf is why; where nobody said so, the timeline's own sentence says at least what.
func (w *writer) reasonOf(c Change) string {
	switch {
	case c.Reason != nil:
		return w.say(*c.Reason)
	case c.Kind == incident.KindStepDone:
		return w.in("nobody answered in time", "超时未答")
	}
	return w.say(c.Text)
}

func (w *writer) peopleTable() part {
	p := part{
		title: w.in("People", "人员"),
		notes: []string{w.peopleSums()},
		head: []string{
			w.in("who", "姓名"), w.in("answer", "应答"), w.in("answered after", "应答用时"), w.in("calls", "呼叫次数"), w.in("on scene after", "到场用时"), w.in("steps done", "完成步骤"), "",
		},
	}
	for _, one := range w.People {
		p.rows = append(p.rows, []string{one.Name, w.answer(one.Answer), clockOf(one.Took), strconv.Itoa(one.Calls), clockOf(one.ArrivedAfter), strconv.Itoa(one.Steps), w.remarks(one)})
	}
	return p
}

func (w *writer) answer(a Answer) string {
	switch a {
	case Accepted:
		return w.in("accepted", "接受")
	case Declined:
		return w.in("declined", "谢绝")
	case Unreachable:
		return w.in("unreachable", "无法联系")
	case NotNeeded:
		return w.in("no longer needed", "不再需要")
	case SeenOnly:
		return w.in("seen only", "仅已读")
	case Silent:
		return w.in("silent", "无应答")
	}
	return string(a)
}

func (w *writer) remarks(p Person) string {
	var said []string
	if p.Missed > 0 {
		said = append(said, fmt.Sprintf(w.in("broke a promise (%d)", "未按时到场（%d次）"), p.Missed))
	}
	if p.Left > 0 {
		said = append(said, fmt.Sprintf(w.in("left a seat (%d)", "离岗（%d次）"), p.Left))
	}
	return strings.Join(said, w.in(", ", "，"))
}

func (w *writer) containedTable() part {
	p := part{title: w.in("Kept from the outside, since it is a drill", "演练未对外发出"), head: []string{w.in("after", "用时"), w.in("step", "步骤"), ""}}
	for _, c := range w.Contained {
		p.rows = append(p.rows, []string{c.After.String(), c.Step, w.say(c.Text)})
	}
	return p
}

// courseTable shows level, command and alarms in the order in which they came.
func (w *writer) courseTable() part {
	p := part{title: w.in("Level, command, alarms", "等级、指挥、险情"), head: []string{w.in("after", "用时"), ""}}
	all := slices.Concat(w.Levels, w.Command, w.Alarms)
	slices.SortStableFunc(all, func(a, b Event) int { return moment(a.At).Compare(moment(b.At)) })
	for _, e := range all {
		p.rows = append(p.rows, []string{e.After.String(), w.say(e.Text)})
	}
	return p
}

// rungTable shows the ladders beside those of seats, whose rungs stand with them.
func (w *writer) rungTable() part {
	p := part{title: w.in("Ladders of late steps, danger and help", "超时、险情与求助的升级"), head: []string{w.in("about", "事项"), w.in("highest rung", "最高级"), w.in("rungs reached", "升级次数")}}
	for _, r := range w.Rungs {
		if r.Seat == nil {
			p.rows = append(p.rows, []string{w.subject(r), strconv.Itoa(r.Highest), strconv.Itoa(r.Reached)})
		}
	}
	return p
}

func (w *writer) subject(r Rung) string {
	if r.Responder != nil {
		name := *r.Responder
		if k := slices.IndexFunc(w.People, func(p Person) bool { return p.Responder == name }); k >= 0 {
			name = w.People[k].Name
		}
		return w.in("danger or help: ", "险情或求助：") + name
	}
	for _, s := range w.Steps {
		if r.Step != nil && s.ID == *r.Step {
			return s.ID + " " + w.say(s.Title)
		}
	}
	return cmp.Or(deref(r.Step), "-")
}

func (w *writer) messagePart() part {
	m := w.Sums.Messages
	trouble := w.messageTrouble()
	if trouble == "" {
		trouble = w.in("None was unknown, delayed, doubled or undelivered.", "无去向不明、延迟、重复或未送达。")
	}
	return part{title: w.in("Messages", "短信"), notes: []string{
		fmt.Sprintf(w.in("calls %d, tasks %d, others %d; rungs reached %d", "呼叫%d条，任务%d条，其他%d条；升级%d次"), m.Pages, m.Tasks, m.Notes, w.Sums.Rungs),
		trouble,
	}}
}
