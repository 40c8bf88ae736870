package roster

import (
	"slices"
	"time"
)

// This file compares who is rostered with how many a seat needs.

// Need is how many people a seat needs by day and by night, and the skill without which nobody counts.
type Need struct {
	Seat  string
	Day   int
	Night int
	Skill string
}

// Gap is a stretch of time in which a seat has fewer qualified people than it needs. To is not part of it.
type Gap struct {
	Seat string
	From time.Time
	To   time.Time
	Have int
	Need int
}

// Gaps lists what is missing between two moments, in the order of the needs and then of time. Stretches that follow on
// one another with the same numbers are one gap.
func Gaps(r Roster, needs []Need, from, to time.Time) []Gap {
	perNeed := make([][]Gap, len(needs))
	r.stretches(from, to, func(s span) {
		places, day := r.places(s.from), r.IsDay(s.from)
		for i, n := range needs {
			perNeed[i] = join(perNeed[i], r.gap(n, places, day, s))
		}
	})
	var gaps []Gap
	for _, g := range perNeed {
		gaps = append(gaps, g...)
	}
	return gaps
}

func (r Roster) gap(n Need, places []place, day bool, s span) Gap {
	g := Gap{Seat: n.Seat, From: s.from, To: s.to, Need: n.Night}
	if day {
		g.Need = n.Day
	}
	for _, id := range holders(places, n.Seat) {
		if p, ok := r.Find(id); ok && p.Has(n.Skill) {
			g.Have++
		}
	}
	return g
}

// join adds a stretch to the gaps of one need, unless it has enough people.
func join(gaps []Gap, g Gap) []Gap {
	if g.Have >= g.Need {
		return gaps
	}
	if last := len(gaps) - 1; last >= 0 && gaps[last].To.Equal(g.From) && gaps[last].Have == g.Have && gaps[last].Need == g.Need {
		gaps[last].To = g.To
		return gaps
	}
	return append(gaps, g)
}

// Unlicensed is somebody who is rostered to a seat without the skill that it asks for.
type Unlicensed struct {
	Seat      string
	Skill     string
	Responder string
	From      time.Time // the first time
	Times     int       // how often, each time on end counting once
}

// WithoutLicence lists who holds a seat between two moments without its skill, in the order of the needs and then of time.
func WithoutLicence(r Roster, needs []Need, from, to time.Time) []Unlicensed {
	type key struct {
		need int
		id   string
	}
	var list []Unlicensed
	at, last := map[key]int{}, map[key]time.Time{}
	for n, need := range needs {
		if need.Skill == "" {
			continue
		}
		for _, d := range r.holding(need, from, to) {
			k := key{n, d.Responder}
			if _, known := at[k]; !known {
				at[k] = len(list)
				list = append(list, Unlicensed{Seat: need.Seat, Skill: need.Skill, Responder: d.Responder, From: d.From})
			}
			if !last[k].Equal(d.From) {
				list[at[k]].Times++
			}
			last[k] = d.To
		}
	}
	return list
}

// holding are the stretches in which people hold a seat without its skill, in the order of time.
func (r Roster) holding(n Need, from, to time.Time) []Duty {
	var found []Duty
	r.stretches(from, to, func(s span) {
		for _, id := range holders(r.places(s.from), n.Seat) {
			if p, ok := r.Find(id); ok && !p.Has(n.Skill) {
				found = append(found, Duty{Responder: id, From: s.from, To: s.to})
			}
		}
	})
	return found
}

// Emptied lists what a change of the roster leaves without anybody between two moments, where somebody was before: the whole
// site, as a Gap without a seat, and needed seats.
func Emptied(before, after Roster, needs []Need, from, to time.Time) []Gap {
	perNeed := make([][]Gap, len(needs)+1)
	after.stretches(from, to, func(outer span) {
		before.stretches(outer.from, outer.to, func(s span) {
			was, is, day := before.places(s.from), after.places(s.from), after.IsDay(s.from)
			if len(was) > 0 && len(is) == 0 {
				perNeed[0] = join(perNeed[0], Gap{From: s.from, To: s.to, Need: 1})
			}
			for i, n := range needs {
				g := after.gap(n, is, day, s)
				if g.Have = 0; len(holders(was, n.Seat)) > 0 && len(holders(is, n.Seat)) == 0 {
					perNeed[i+1] = join(perNeed[i+1], g)
				}
			}
		})
	})
	return slices.Concat(perNeed...)
}
