// Package board draws a running incident for a terminal: who holds which seat, who has been called, what is to be done by
// when, and what has happened. It is pure: the moment and the size of the screen are given.
package board

import (
	"strings"
	"time"

	"muster/cli/text"
	"muster/incident"
	"muster/incident/frozen"
)

// Frame is everything that a picture is made from.
type Frame struct {
	View    incident.View
	Entries []incident.Entry // of the timeline, in order; nil leaves the timeline out
	Now     time.Time        // of the incident's own clock
	Speed   float64          // how many of the incident's seconds pass in one; 0 is taken for 1
	Width   int              // cells in a line
	Height  int              // lines; 0: as many as there are
	Lang    string           // "en" or "zh"
	Colour  bool
	Foot    text.Line // what the last line says; nil leaves it out
}

// Sizes at which the picture changes.
const (
	twoColumns = 120 // from here on seats and steps stand side by side
	wide       = 96  // of a column: from here on in whole words
	roomy      = 64  // of a column: from here on with titles
	airy       = 36  // lines: from here on with empty lines between the parts
)

// Render draws a frame: lines parted by line feeds, none wider than Width, and no more of them than Height.
func Render(f Frame) string {
	lines := newPainter(f).picture()
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Fit(f.Width).String(f.Colour)
	}
	return strings.Join(out, "\n")
}

// painter draws one frame.
type painter struct {
	Frame
	names map[string]string // of responders, by id
}

// newPainter makes a painter. What has ended is drawn as it was at its end.
func newPainter(f Frame) *painter {
	if end := f.View.EndedAt; end != nil {
		f.Now = time.Time(*end)
	}
	return &painter{Frame: f, names: people(f.View)}
}

func (p *painter) picture() []text.Line {
	lines := p.head()
	if p.Height == 0 {
		return append(lines, stack([]section{p.seats(p.Width), p.pages(p.Width), p.steps(p.Width), p.facts(p.Width)}, unlimited)...)
	}
	height := p.Height
	if p.Foot != nil {
		height--
	}
	room := height - len(lines)
	switch {
	case room <= 0:
		lines = lines[:height]
	case p.Width >= twoColumns:
		lines = append(lines, p.sideBySide(room)...)
	default:
		lines = append(lines, stack([]section{p.seats(p.Width), p.steps(p.Width), p.pages(p.Width), p.timeline()}, room)...)
	}
	if p.Foot == nil {
		return lines
	}
	for len(lines) < height {
		lines = append(lines, nil)
	}
	return append(lines, p.Foot)
}

// sideBySide puts seats and pages at the left, steps at the right, and the timeline below.
func (p *painter) sideBySide(room int) []text.Line {
	left, right := p.Width/2-1, p.Width-p.Width/2-2
	people, work, record := []section{p.seats(left), p.pages(left)}, []section{p.steps(right), p.facts(right)}, p.timeline()
	upper := min(max(wants(people), wants(work)), room-min(record.wants(), room/3))
	a, b := stack(people, upper), stack(work, upper)
	lines := make([]text.Line, upper)
	for i := range lines {
		lines[i] = text.Join(at(a, i).Pad(left), text.S(text.Faint, " │ "), at(b, i))
	}
	return append(lines, stack([]section{record}, room-upper)...)
}

func at(lines []text.Line, i int) text.Line {
	if i < len(lines) {
		return lines[i]
	}
	return nil
}

// in chooses the frame's language.
func (p *painter) in(en, zh string) string { return frozen.Text{EN: en, ZH: zh}.In(p.Lang) }

// people collects the names that a view knows.
func people(v incident.View) map[string]string {
	names := map[string]string{}
	for _, s := range v.Seats {
		for _, h := range s.Holders {
			names[h.Responder] = h.Name
		}
	}
	for _, pages := range [][]incident.PageView{v.Pages, v.Messages} {
		for _, g := range pages {
			names[g.Responder] = g.Name
		}
	}
	return names
}

// name is a person's, or what stands in its place.
func (p *painter) name(id string) string {
	if name := p.names[id]; name != "" {
		return name
	}
	return id
}

// until is how long it is to a moment, negative if that has passed.
func (p *painter) until(t incident.Time) time.Duration { return time.Time(t).Sub(p.Now) }

// since writes a moment as the time from the incident's opening: "+1:42".
func (p *painter) since(t time.Time) string {
	sign := "+"
	if t.Before(time.Time(p.View.OpenedAt)) {
		sign = "-"
	}
	return sign + text.Clock(t.Sub(time.Time(p.View.OpenedAt)))
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
