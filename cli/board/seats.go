package board

// The seats: how far each is filled, by whom, and where its ladder stands.

import (
	"fmt"
	"slices"
	"strings"

	"muster/cli/text"
	"muster/incident"
)

const barCells = 6

func (p *painter) seats(width int) section {
	var rows [][]text.Line
	var open, filled, missing int
	for _, s := range p.asked() {
		open++
		if lack := s.Needs - s.Filled; lack > 0 {
			missing += lack
		} else {
			filled++
		}
		rows = append(rows, p.seat(s, width))
	}
	head := text.Join(text.S(text.Strong, p.in("SEATS", "岗位")), text.L(fmt.Sprintf(p.in("  %d of %d filled", "  已到岗%d/%d"), filled, open)))
	if open == 0 {
		head = text.Join(head[:1], text.S(text.Faint, p.in("  none open", "  无")))
	}
	if missing > 0 {
		head = append(head, text.S(text.Warn, fmt.Sprintf(p.in(", %d people missing", "，缺%d人"), missing))...)
	}
	titles := 12
	if width >= wide {
		titles = 24
	}
	columns := []text.Column{{}, {}, {Right: true}, {Max: titles}, {Grow: true}, {Right: true}}
	return p.section(head, text.Table(columns, rows, width), 5)
}

// asked are the seats that the incident asks for, those that lack somebody first.
func (p *painter) asked() []incident.SeatView {
	seats := slices.DeleteFunc(slices.Clone(p.View.Seats), func(s incident.SeatView) bool {
		return len(s.Holders) == 0 && (!s.Open || s.Needs == 0)
	})
	slices.SortStableFunc(seats, func(a, b incident.SeatView) int { return full(a) - full(b) })
	return seats
}

func full(s incident.SeatView) int {
	if s.Filled >= s.Needs {
		return 1
	}
	return 0
}

func (p *painter) seat(s incident.SeatView, width int) []text.Line {
	style := text.Warn
	switch {
	case s.Filled >= s.Needs:
		style = text.Good
	case s.Filled == 0:
		style = text.Bad
	}
	cells := []text.Line{
		text.S(text.Strong, " "+s.ID), text.S(style, bar(s)), text.S(style, fmt.Sprintf("%d/%d", s.Filled, s.Needs)), nil,
		text.List(", ", p.holders(s), p.called(s)), p.ladder(s, width),
	}
	if width >= roomy {
		cells[3] = text.L(s.Title.In(p.Lang))
	}
	return cells
}

// bar shows how much of a seat is filled, a cell a person where that fits.
func bar(s incident.SeatView) string {
	size := min(s.Needs, barCells)
	done := size
	if s.Filled < s.Needs {
		done = s.Filled * size / s.Needs
	}
	return strings.Repeat("█", done) + strings.Repeat("░", size-done)
}

func (p *painter) holders(s incident.SeatView) text.Line {
	list := make([]text.Line, 0, len(s.Holders))
	for _, h := range s.Holders {
		list = append(list, text.Join(text.L(h.Name+" "), p.holding(h)))
	}
	return text.List(", ", list...)
}

// holding says how far a holder has come.
func (p *painter) holding(h incident.HolderView) text.Line {
	switch {
	case h.State == incident.HolderOnScene:
		return text.S(text.Good, p.in("here", "已到"))
	case h.PromisedAt == nil && h.State == incident.HolderLate:
		return text.S(text.Bad, p.in("late", "未按时到"))
	case h.PromisedAt == nil:
		return text.S(text.Plain, p.in("coming", "前往"))
	}
	left := p.until(*h.PromisedAt)
	if left < 0 || h.State == incident.HolderLate {
		return text.S(text.Bad, p.in("late ", "超时")+text.Clock(left))
	}
	return text.L(p.in("in ", "还有") + text.Clock(left))
}

// called names those who are being asked for a seat that is short.
func (p *painter) called(s incident.SeatView) text.Line {
	if s.Filled >= s.Needs {
		return nil
	}
	var names []string
	for _, g := range p.View.Pages {
		if waits(g) && slices.Contains(g.Seats, s.ID) {
			names = append(names, g.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return text.S(text.Faint, p.in("calling ", "呼叫")+strings.Join(names, p.in(", ", "、")))
}

// ladder says where a seat's ladder stands and when it goes on.
func (p *painter) ladder(s incident.SeatView, width int) text.Line {
	l := s.Ladder
	if l == nil {
		return nil
	}
	next, left := p.in("next", "下一级"), text.Clock(max(0, p.until(l.NextAt)))
	if l.Rung >= l.Rungs {
		next = p.in("again", "再次")
	}
	switch {
	case l.InHand != nil && width >= wide:
		return text.L(fmt.Sprintf(p.in("%s sees to it, %s", "%s处理，%s"), p.name(*l.InHand), left))
	case l.InHand != nil && width >= roomy:
		return text.L(p.in("in hand ", "处理中") + left)
	case width >= wide:
		return text.L(fmt.Sprintf(p.in("rung %d/%d, %s %s", "第%d/%d级，%s%s"), l.Rung, l.Rungs, next, left))
	case width >= roomy:
		return text.L(fmt.Sprintf("%d/%d %s %s", l.Rung, l.Rungs, next, left))
	}
	return text.L(fmt.Sprintf("%d/%d %s", l.Rung, l.Rungs, left))
}
