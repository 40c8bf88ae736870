package board

// The steps: what is to be done by whom, and its clock.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/cli/text"
	"muster/incident"
)

func (p *painter) steps(width int) section {
	steps := slices.Clone(p.View.Steps)
	slices.SortStableFunc(steps, p.earlier)
	rows := make([][]text.Line, 0, len(steps))
	var open, late, done, waiting int
	for _, s := range steps {
		switch group(s) {
		case groupOpen:
			open++
			if p.late(s) {
				late++
			}
		case groupOver:
			done++
		case groupWaits:
			waiting++
		}
		rows = append(rows, p.step(s, width))
		if s.Notice != nil {
			rows = append(rows, []text.Line{nil, text.S(text.Faint, p.foreseen(*s.Notice)), nil, nil})
		}
	}
	head := text.Join(text.S(text.Strong, p.in("STEPS", "步骤")), text.L("  "), text.List(", ",
		counted(text.Bad, late, p.in("%d late", "超时%d")), counted(text.Plain, open, p.in("%d open", "进行中%d")),
		counted(text.Good, done, p.in("%d over", "已完成%d")), counted(text.Faint, waiting, p.in("%d to come", "未到%d"))))
	columns := []text.Column{{}, {Grow: true}, {Max: max(12, width/6)}, {Max: max(18, width/3), Right: true}}
	return p.section(head, text.Table(columns, rows, width), 3)
}

// The order of steps: what is being done, what is over, what has not begun.
const (
	groupOpen = iota
	groupOver
	groupWaits
)

func group(s incident.StepView) int {
	switch s.State {
	case incident.StepOpen, incident.StepStarted, incident.StepBlocked:
		return groupOpen
	case incident.StepDone, incident.StepSkipped:
		return groupOver
	case incident.StepWaiting:
		return groupWaits
	default:
		return groupWaits
	}
}

// earlier puts the most pressing step first, and of those that are over the latest.
func (p *painter) earlier(a, b incident.StepView) int {
	if by := group(a) - group(b); by != 0 {
		return by
	}
	switch group(a) {
	case groupOpen:
		return due(a).Compare(due(b))
	case groupOver:
		return cmp.Or(moment(b.DoneAt).Compare(moment(a.DoneAt)), skippedLast(a)-skippedLast(b))
	}
	return 0
}

func skippedLast(s incident.StepView) int {
	if s.State == incident.StepSkipped {
		return 1
	}
	return 0
}

// due is a step's target; one without comes after all others.
func due(s incident.StepView) time.Time {
	if s.TargetAt == nil {
		return time.Unix(1<<40, 0)
	}
	return time.Time(*s.TargetAt)
}

func moment(t *incident.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return time.Time(*t)
}

func (p *painter) late(s incident.StepView) bool {
	return group(s) == groupOpen && (s.Late || (s.TargetAt != nil && p.until(*s.TargetAt) < 0))
}

func (p *painter) step(s incident.StepView, width int) []text.Line {
	style := text.Plain
	switch {
	case p.late(s):
		style = text.Bad
	case group(s) == groupWaits || s.State == incident.StepSkipped:
		style = text.Faint
	case s.State == incident.StepStarted:
		style = text.Strong
	}
	title := s.Title.In(p.Lang)
	if place := value(s.Place); place != "" {
		title += " (" + place + ")"
	}
	cells := []text.Line{text.S(style, " "+s.ID), text.S(style, title), nil, p.clock(s)}
	if width >= roomy || group(s) == groupOpen {
		cells[2] = text.S(text.Faint, p.owner(s))
	}
	return cells
}

// foreseen says what the notice takes that a step sends when it is done.
func (p *painter) foreseen(n incident.ForeseenNotice) string {
	return fmt.Sprintf(p.in("sends %s to %d residents, last %s", "将发%s给%d户，末条%s"), n.ID, n.AudienceCount, time.Time(n.ExpectedLastAt).Local().Format("15:04:05"))
}

// owner is who does the step, or the seat that it waits for.
func (p *painter) owner(s incident.StepView) string {
	if len(s.Assignees) == 0 {
		return s.Seat
	}
	names := make([]string, 0, len(s.Assignees))
	for _, id := range s.Assignees {
		names = append(names, p.name(id))
	}
	return strings.Join(names, p.in(", ", "、"))
}

// clock is how much time a step has left, or how it came out.
func (p *painter) clock(s incident.StepView) text.Line {
	switch s.State {
	case incident.StepDone:
		return p.done(s)
	case incident.StepSkipped:
		return text.S(text.Faint, strings.TrimRight(p.in("skipped: ", "跳过：")+value(s.Reason), ":： "))
	case incident.StepBlocked:
		return text.List(" ", text.S(text.Bad, p.in("nobody", "暂无人")), p.left(s))
	case incident.StepStarted:
		return text.List(" ", text.S(text.Good, p.in("begun", "已开始")), p.left(s))
	case incident.StepOpen:
		if s.TargetAt != nil {
			return p.left(s)
		}
		return text.L(p.in("open", "待办"))
	case incident.StepWaiting:
		return text.S(text.Faint, p.in("to come", "未到"))
	default:
		return text.L(string(s.State))
	}
}

func (p *painter) done(s incident.StepView) text.Line {
	word := p.in("done", "完成")
	if v := value(s.Value); v != "" && v != "done" {
		word += " = " + v
	}
	if s.DoneAt != nil {
		word += " " + p.since(time.Time(*s.DoneAt))
	}
	return text.S(text.Good, word)
}

func (p *painter) left(s incident.StepView) text.Line {
	if s.TargetAt == nil {
		return nil
	}
	left := p.until(*s.TargetAt)
	if p.late(s) {
		return text.S(text.Bad, fmt.Sprintf(p.in("%s late", "超时%s"), text.Clock(left)))
	}
	return text.L(fmt.Sprintf(p.in("%s left", "剩%s"), text.Clock(left)))
}
