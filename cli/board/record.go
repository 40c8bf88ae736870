package board

// The record: facts, and the newest lines of the timeline.

import (
	"muster/cli/text"
	"muster/incident"
	"muster/incident/frozen"
)

// section makes a part of the picture.
func (p *painter) section(head text.Line, rows []text.Line, least int) section {
	return section{head: head, rows: rows, least: least, air: p.Height == 0 || p.Height >= airy, more: p.in("(%d more)", "（另有%d项）")}
}

func (p *painter) facts(width int) section {
	var rows [][]text.Line
	for _, f := range p.View.Facts {
		if f.Value != nil {
			rows = append(rows, []text.Line{text.L(" " + f.Title.In(p.Lang)), text.S(text.Strong, *f.Value), text.S(text.Faint, p.by(f))})
		}
	}
	if len(rows) == 0 {
		return section{}
	}
	return p.section(text.S(text.Strong, p.in("FACTS", "情况")), text.Table([]text.Column{{Grow: true}, {}, {}}, rows, width), 1)
}

func (p *painter) by(f incident.FactView) string {
	if f.By == nil {
		return ""
	}
	return p.in("by ", "由") + p.name(*f.By)
}

func (p *painter) timeline() section {
	if p.Entries == nil {
		return section{}
	}
	shown := p.Entries[max(0, len(p.Entries)-p.Height):]
	rows := make([][]text.Line, 0, len(shown))
	for _, e := range shown {
		rows = append(rows, []text.Line{text.S(text.Faint, " "+p.since(e.At)), text.S(tone(e.Kind), Said(e, p.Lang))})
	}
	s := p.section(text.S(text.Strong, p.in("TIMELINE", "时间线")), text.Table([]text.Column{{Right: true}, {Grow: true}}, rows, p.Width), 4)
	s.newest = true
	return s
}

// Said is what an entry says in a language; of a note, also whose it is.
func Said(e incident.Entry, lang string) string {
	said := e.Text.In(lang)
	if e.Kind == incident.KindNote && e.By != "" {
		return e.By + ": " + said
	}
	return said
}

// tone colours what a reader should notice in a long record.
func tone(kind incident.Kind) text.Style {
	switch kind {
	case incident.KindDanger, incident.KindHelp, incident.KindPaused:
		return text.Alarm
	case incident.KindUnreachable, incident.KindPageDeclined, incident.KindStepLate, incident.KindSeatReopened, incident.KindPromiseMissed, incident.KindJobLost,
		incident.KindMissed:
		return text.Bad
	case incident.KindUnknown, incident.KindThrottled, incident.KindDuplicate, incident.KindSimulated, incident.KindLikely:
		return text.Warn
	case incident.KindPageAccepted, incident.KindPageOnScene, incident.KindSeatFilled, incident.KindStepDone:
		return text.Good
	case incident.KindOpened, incident.KindStandDown, incident.KindEnded, incident.KindCancelled, incident.KindCommand, incident.KindLevel:
		return text.Strong
	default:
		return text.Plain
	}
}

// Summary says in one line how an incident stands.
func Summary(f Frame) string {
	p := newPainter(f)
	mode := p.in("real", "真实")
	if p.View.Mode == frozen.Drill {
		mode = p.in("drill", "演练")
	}
	line := text.List(", ",
		text.L(p.View.ID), text.L(p.View.Title.In(p.Lang)+" "+string(p.View.Level)+" ("+mode+")"), p.state(), p.elapsed(), p.seats(f.Width).head, p.steps(f.Width).head)
	return line.String(false)
}
