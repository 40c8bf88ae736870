package review

// The look at a timeline: its entries put in order, and a clock that stands while a drill is paused.

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"muster/incident"
)

// look is a timeline made ready to be asked.
type look struct {
	view      incident.View
	entries   []incident.Entry // in order, each once, to the millisecond
	kinds     map[incident.Kind][]incident.Entry
	names     map[string]string
	opened    time.Time
	stoodDown *time.Time
	end       *time.Time // nil while the incident goes on
	until     time.Time
	clock     clock
	detailed  bool // the entries carry what a review needs: an earlier build's do not
}

func newLook(view incident.View, entries []incident.Entry) *look {
	l := &look{view: view, entries: inOrder(entries), kinds: map[incident.Kind][]incident.Entry{}, names: namesIn(view)}
	for _, e := range l.entries {
		l.kinds[e.Kind] = append(l.kinds[e.Kind], e)
		l.detailed = l.detailed || e.Need > 0
	}
	l.opened = millis(time.Time(view.OpenedAt))
	if at := l.firstAt(incident.KindOpened); at != nil {
		l.opened = *at
	}
	l.stoodDown, l.end = l.firstAt(incident.KindStandDown), l.firstAt(incident.KindEnded)
	l.until = l.lastMoment()
	l.clock = pausesIn(l.of(incident.KindPaused), l.of(incident.KindResumed), l.until)
	return l
}

// inOrder gives the entries by their Seq, each once. Moments are cut to what JSON carries.
func inOrder(entries []incident.Entry) []incident.Entry {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b incident.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	sorted = slices.CompactFunc(sorted, func(a, b incident.Entry) bool { return a.Seq == b.Seq })
	for k := range sorted {
		sorted[k].At = millis(sorted[k].At)
	}
	return sorted
}

// millis cuts a moment to what JSON carries.
func millis(at time.Time) time.Time { return at.UTC().Truncate(time.Millisecond) }

// namesIn are the people's names as far as the view has them.
func namesIn(view incident.View) map[string]string {
	names := map[string]string{}
	for _, pages := range [][]incident.PageView{view.Pages, view.Messages} {
		for _, p := range pages {
			names[p.Responder] = p.Name
		}
	}
	for _, s := range view.Seats {
		for _, h := range s.Holders {
			names[h.Responder] = h.Name
		}
	}
	return names
}

// name is how somebody is called; whoever is not known by an id stands as written.
func (l *look) name(id string) string { return cmp.Or(l.names[id], id) }

func (l *look) of(kind incident.Kind) []incident.Entry { return l.kinds[kind] }

func (l *look) firstAt(kind incident.Kind) *time.Time {
	list := l.of(kind)
	if len(list) == 0 {
		return nil
	}
	return &list[0].At
}

// lastMoment is up to when the review looks: the end, else now, and never before the last entry.
func (l *look) lastMoment() time.Time {
	if l.end != nil {
		return *l.end
	}
	last := millis(time.Time(l.view.Now))
	for _, e := range l.entries {
		if e.At.After(last) {
			last = e.At
		}
	}
	return last
}

// after is how long after the opening something was, without pauses.
func (l *look) after(at time.Time) Span { return l.took(l.opened, at) }

// took is how long something took, without pauses.
func (l *look) took(from, to time.Time) Span {
	return Span(max(0, to.Sub(from)-l.clock.paused(from, to)))
}

// level is the response level at the opening.
func (l *look) level() string {
	if list := l.of(incident.KindOpened); len(list) > 0 && list[0].Value != "" {
		return list[0].Value
	}
	return string(l.view.Level)
}

// outcome is how it ended, or how it was stood down; nil before that.
func (l *look) outcome() *string {
	if list := l.of(incident.KindEnded); len(list) > 0 && list[0].Value != "" {
		return &list[0].Value
	}
	return l.view.Outcome
}

// events are the entries of some kinds, in order.
func (l *look) events(kinds ...incident.Kind) []Event {
	found := []Event{}
	for _, e := range l.entries {
		if slices.Contains(kinds, e.Kind) {
			found = append(found, Event{At: Time(e.At), After: l.after(e.At), Kind: e.Kind, By: optional(e.By), Text: e.Text})
		}
	}
	return found
}

// contained are what a drill kept to itself.
func (l *look) contained() []Contained {
	found := []Contained{}
	for _, e := range l.of(incident.KindContained) {
		told, err := strconv.Atoi(e.Value)
		if err != nil {
			told = 0 // of a call nobody is counted
		}
		found = append(found, Contained{
			At: Time(e.At), After: l.after(e.At), Step: e.Step, Notice: optional(e.Notice), Party: optional(e.Party), Told: told, Text: e.Text,
		})
	}
	return found
}

// rungs are the ladders that were climbed, in the order in which they began.
func (l *look) rungs() []Rung {
	found := []Rung{}
	for _, e := range l.of(incident.KindRung) {
		k := slices.IndexFunc(found, func(r Rung) bool {
			return same(r.Seat, e.Seat) && same(r.Step, e.Step) && same(r.Responder, e.Responder)
		})
		if k < 0 {
			k = len(found)
			found = append(found, Rung{Seat: optional(e.Seat), Step: optional(e.Step), Responder: optional(e.Responder)})
		}
		found[k].Highest = max(found[k].Highest, e.Rung)
		found[k].Reached++
	}
	return found
}

func same(have *string, want string) bool {
	if have == nil {
		return want == ""
	}
	return *have == want
}

// clock knows when time stood still.
type clock struct {
	stretches []stretch
}

// stretch is a pause; one that goes on ends where the review does.
type stretch struct{ from, to time.Time }

func pausesIn(paused, resumed []incident.Entry, until time.Time) clock {
	var c clock
	for _, p := range paused {
		s := stretch{p.At, until}
		for _, r := range resumed {
			if !r.At.Before(p.At) {
				s.to = r.At
				break
			}
		}
		c.stretches = append(c.stretches, s)
	}
	return c
}

// paused is for how long time stood still between two moments.
func (c clock) paused(from, to time.Time) time.Duration {
	var sum time.Duration
	for _, s := range c.stretches {
		sum += max(0, earlier(s.to, to).Sub(later(s.from, from)))
	}
	return sum
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
