package console

// The chart of a review: when people were called and came, and when each step was open against its target, drawn by the server.

import (
	"time"

	"muster/console/words"
	"muster/incident"
	"muster/incident/review"
)

// chart is a drawing; lengths are in units of its own view box.
type chart struct {
	Width, Height int
	Left          int // where times begin
	Ticks         []tick
	Bars          []bar
}

// tick is a mark on the line of time.
type tick struct {
	X     int
	Label string
	End   bool // so near to the end that its label stands before it
}

// bar is a row: from when to when, with a mark for the target of a step or for the arrival of a person.
type bar struct {
	Y     int
	Label string
	X     int
	Wide  int
	Mark  int // 0: none
	Class string
	Text  string // what it says, for those who do not see it
}

// The measures of a chart.
const (
	chartWidth = 1000
	chartLeft  = 300
	chartRow   = 26
	chartHead  = 30
	leastBar   = 3
	mostLabel  = 32
	tickRoom   = 60 // that a label takes
)

// scale turns moments into places on the line of time.
type scale struct {
	from time.Time
	span time.Duration
}

func (s scale) x(at time.Time) int {
	gone := min(max(at.Sub(s.from), 0), s.span)
	return chartLeft + int(float64(chartWidth-chartLeft)*float64(gone)/float64(s.span))
}

// chartOf draws the response of an incident: what comes after the stand-down may take days, and would leave no room for the rest.
func chartOf(r review.Review, lang string) chart {
	from, until := time.Time(r.OpenedAt), time.Time(r.Until)
	if r.StoodDownAt != nil {
		until = time.Time(*r.StoodDownAt)
	}
	s := scale{from, max(until.Sub(from), time.Second)}
	c := chart{Width: chartWidth, Left: chartLeft, Ticks: ticks(s)}
	for _, p := range r.People {
		c.person(s, p, until, lang)
	}
	for _, step := range r.Steps {
		c.step(s, step, until, lang)
	}
	c.Height = chartHead + chartRow*len(c.Bars)
	return c
}

// tickEvery are the lengths between ticks, as clocks show them.
var tickEvery = []time.Duration{
	10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour,
}

// mostTicks is how many there is room for.
const mostTicks = 8

func ticks(s scale) []tick {
	every := tickEvery[len(tickEvery)-1]
	for _, d := range tickEvery {
		if s.span/d <= mostTicks {
			every = d
			break
		}
	}
	for s.span/every > mostTicks {
		every *= 2
	}
	var all []tick
	for at := time.Duration(0); at <= s.span; at += every {
		x := s.x(s.from.Add(at))
		all = append(all, tick{x, review.Span(at).String(), x > chartWidth-tickRoom})
	}
	return all
}

// person is from the call to the answer, with a mark for the arrival.
func (c *chart) person(s scale, p review.Person, until time.Time, lang string) {
	if p.CalledAt == nil {
		return
	}
	answered, class, took := until, "silent", words.In(lang, "chart.silent")
	if p.AnsweredAt != nil {
		answered, class = time.Time(*p.AnsweredAt), "answered"
	}
	if p.Took != nil {
		took = p.Took.String()
	}
	c.add(s, time.Time(*p.CalledAt), answered, p.ArrivedAt, bar{Label: short(p.Name, mostLabel), Class: class, Text: p.Name + " " + took})
}

// step is from its opening until it was done, with a mark for its target.
func (c *chart) step(s scale, st review.Step, until time.Time, lang string) {
	if st.OpenedAt == nil {
		return
	}
	opened, done, class := time.Time(*st.OpenedAt), until, "undone"
	if st.DoneAt != nil {
		done, class = time.Time(*st.DoneAt), "intime"
	}
	if st.LateBy != nil {
		class = "late"
	}
	var target *incident.Time
	if st.Allowed != nil {
		at := incident.Time(opened.Add(time.Duration(*st.Allowed)))
		target = &at
	}
	title := st.ID + " " + st.Title.In(lang)
	took := ""
	if st.Took != nil {
		took = " " + st.Took.String()
	}
	c.add(s, opened, done, target, bar{Label: short(title, mostLabel), Class: class, Text: title + took})
}

// add puts a bar below the others. What began after the end of the drawing is left out.
func (c *chart) add(s scale, from, to time.Time, mark *incident.Time, b bar) {
	if from.Sub(s.from) > s.span {
		return
	}
	b.Y, b.X = chartHead+chartRow*len(c.Bars), s.x(from)
	b.Wide = max(s.x(to)-b.X, leastBar)
	if mark != nil && time.Time(*mark).Sub(s.from) <= s.span {
		b.Mark = s.x(time.Time(*mark))
	}
	c.Bars = append(c.Bars, b)
}
