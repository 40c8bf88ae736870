package board

// The head: what, where, how grave, who commands, and whether it is real.

import (
	"fmt"
	"slices"

	"muster/cli/text"
	"muster/incident"
	"muster/incident/frozen"
)

func (p *painter) head() []text.Line {
	v := p.View
	first := text.List("  ", p.mark(), text.S(text.Strong, v.Title.In(p.Lang)), text.L(string(v.Level)))
	where := text.S(text.Strong, v.Location)
	who, note := p.commander(), p.carrier()
	id := text.List("  ", text.S(text.Faint, v.Site), text.S(text.Faint, v.ID))
	var lines []text.Line
	if p.Width < roomy {
		lines = []text.Line{text.Ends(first, p.elapsed(), p.Width), text.List("  ", p.state(), id), where, text.L(v.Summary), who, note}
	} else {
		lines = []text.Line{
			text.Ends(text.List("  ", first, p.state()), p.elapsed(), p.Width),
			text.Ends(text.List(": ", where, text.L(v.Summary)), nil, p.Width),
			p.lastOfHead(text.List("  ", who, note), id),
		}
	}
	lines = slices.DeleteFunc(lines, func(l text.Line) bool { return l.Width() == 0 })
	return append(lines, p.alerts()...)
}

// lastOfHead puts the site and the id at the right end as far as there is room beside what matters more.
func (p *painter) lastOfHead(left, id text.Line) text.Line {
	for _, right := range []text.Line{id, text.S(text.Faint, p.View.ID)} {
		if left.Width()+gap+right.Width() <= p.Width {
			return text.Ends(left, right, p.Width)
		}
	}
	return left
}

// gap is the least space between two ends of a line.
const gap = 2

// mark says loudly whether the incident is real.
func (p *painter) mark() text.Line {
	word, style := p.in("REAL", "真实"), text.Alarm
	if p.View.Mode == frozen.Drill {
		word, style = p.in("DRILL", "演练"), text.Calm
	}
	switch {
	case p.Colour:
		return text.Line{{Text: " " + word + " ", Style: style}}
	case p.View.Mode == frozen.Drill:
		return text.L("=== " + word + " ===")
	}
	return text.L("*** " + word + " ***")
}

// state is where the incident stands as a whole.
func (p *painter) state() text.Line {
	switch v := p.View; v.State {
	case incident.StandingDown:
		return text.S(text.Warn, p.in("standing down", "响应终止"))
	case incident.Closed, incident.Cancelled:
		word := p.in("closed", "已结束")
		if v.State == incident.Cancelled {
			word = p.in("cancelled", "已取消")
		}
		return text.List(": ", text.S(text.Good, word), text.L(value(v.Outcome)))
	default:
		return text.L(p.phase(v.Phase))
	}
}

func (p *painter) phase(phase frozen.Phase) string {
	switch phase {
	case frozen.Alarm:
		return p.in("alarm", "报警")
	case frozen.Response:
		return p.in("response", "处置")
	case frozen.Recovery:
		return p.in("recovery", "恢复")
	default:
		return string(phase)
	}
}

// elapsed is how long the incident has been open, by its own clock.
func (p *painter) elapsed() text.Line {
	clock := text.S(text.Strong, p.since(p.Now))
	if p.Speed == 0 || p.Speed == 1 {
		return clock
	}
	return text.Join(clock, text.S(text.Calm, fmt.Sprintf(" x%g ", p.Speed)))
}

func (p *painter) commander() text.Line {
	if p.View.Commander == nil {
		return text.S(text.Bad, p.in("nobody in command yet", "尚无指挥"))
	}
	return text.Join(text.S(text.Faint, p.in("in command ", "指挥 ")), text.S(text.Strong, p.name(*p.View.Commander)))
}

func (p *painter) carrier() text.Line {
	if p.View.Carrier != incident.CarrierSimulator {
		return nil
	}
	return text.S(text.Warn, p.in("SIMULATOR: no phone rings", "模拟通信：不会真正拨打"))
}

// alerts are what must not be missed.
func (p *painter) alerts() []text.Line {
	var lines []text.Line
	if p.View.PausedAt != nil {
		lines = append(lines, text.S(text.Alarm, p.in(" PAUSED: somebody reports something real. `muster resume` goes on. ", " 演练暂停：有人报告真实情况，muster resume 恢复 ")))
	}
	for _, id := range p.View.PossibleDuplicates {
		lines = append(lines, text.S(text.Warn, p.in("May be the same as ", "可能重复：")+id))
	}
	return lines
}
