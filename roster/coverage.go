package roster

import (
	"slices"
	"time"
)

// This file compares who is rostered with how many a seat needs.

// Need is how many people a seat needs by day and by night, and the skill without which nobody counts.
type Need struct {
	Seat   string
	Day    int
	Night  int
	Skill  string
	Shares []string // seats whose people may hold this one as well, and count
	Plan   string   // that asks for it; empty: no plan in particular
}

// Gap is a stretch of time in which a seat has fewer qualified people than it needs. To is not part of it. Where several plans
// ask for the seat, the numbers are those of the one that lacks most.
type Gap struct {
	Seat  string
	From  time.Time
	To    time.Time
	Have  int
	Need  int
	Plans []string // that lack somebody, in the order of the needs
}

// Gaps lists what is missing between two moments, each seat in the order of the needs and then of time. Stretches that follow
// on one another with the same numbers for the same plans are one gap.
func Gaps(r Roster, needs []Need, from, to time.Time) []Gap {
	seats := grouped(needs, func(n Need) string { return n.Seat })
	perSeat := make([][]Gap, len(seats))
	r.stretches(from, to, func(s span) {
		places, day := r.places(s.from), r.IsDay(s.from)
		for i, asked := range seats {
			perSeat[i] = join(perSeat[i], r.worst(asked, places, day, s))
		}
	})
	return slices.Concat(perSeat...)
}

// grouped puts needs that have the same key together, in the order in which each key comes first.
func grouped(needs []Need, key func(Need) string) [][]Need {
	var groups [][]Need
	at := map[string]int{}
	for _, n := range needs {
		k, known := at[key(n)]
		if !known {
			k = len(groups)
			at[key(n)] = k
			groups = append(groups, nil)
		}
		groups[k] = append(groups[k], n)
	}
	return groups
}

// plansOf are the plans that ask for something, each once.
func plansOf(needs []Need) []string {
	var ids []string
	for _, n := range needs {
		if n.Plan != "" && !slices.Contains(ids, n.Plan) {
			ids = append(ids, n.Plan)
		}
	}
	return ids
}

// worst is the largest gap of a seat, with the plans of all of them; none of them lacks anybody where it has what it needs.
func (r Roster) worst(asked []Need, places []place, day bool, s span) Gap {
	var largest Gap
	var short []Need
	for _, n := range asked {
		g := r.gap(n, places, day, s)
		if g.Have >= g.Need {
			continue
		}
		short = append(short, n)
		if g.Need-g.Have > largest.Need-largest.Have {
			largest = g
		}
	}
	largest.Plans = plansOf(short)
	return largest
}

func (r Roster) gap(n Need, places []place, day bool, s span) Gap {
	g := Gap{Seat: n.Seat, From: s.from, To: s.to, Need: n.Night}
	if day {
		g.Need = n.Day
	}
	for _, id := range holders(places, append([]string{n.Seat}, n.Shares...)...) {
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
	if last := len(gaps) - 1; last >= 0 && g.follows(gaps[last]) {
		gaps[last].To = g.To
		return gaps
	}
	return append(gaps, g)
}

// follows says whether a gap goes on where another ends, as that one was.
func (g Gap) follows(before Gap) bool {
	return before.To.Equal(g.From) && g.Have == before.Have && g.Need == before.Need && slices.Equal(g.Plans, before.Plans)
}

// Unlicensed is somebody who is rostered to a seat without the skill that it asks for.
type Unlicensed struct {
	Seat      string
	Skill     string
	Responder string
	From      time.Time // the first time
	Times     int       // how often, each time on end counting once
	Plans     []string  // that ask for the skill, in the order of the needs
}

// WithoutLicence lists who holds a seat between two moments without its skill, in the order of the needs and then of time.
func WithoutLicence(r Roster, needs []Need, from, to time.Time) []Unlicensed {
	type key struct {
		need int
		id   string
	}
	var list []Unlicensed
	at, last := map[key]int{}, map[key]time.Time{}
	for n, asked := range grouped(needs, func(n Need) string { return n.Seat + " " + n.Skill }) {
		need := asked[0]
		if need.Skill == "" {
			continue
		}
		for _, d := range r.holding(need, from, to) {
			k := key{n, d.Responder}
			if _, known := at[k]; !known {
				at[k] = len(list)
				list = append(list, Unlicensed{Seat: need.Seat, Skill: need.Skill, Responder: d.Responder, From: d.From, Plans: plansOf(asked)})
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
