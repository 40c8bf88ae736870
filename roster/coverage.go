package roster

import "time"

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
	for at := from; at.Before(to); {
		end := r.NextChange(at)
		if end.IsZero() {
			end = at.Add(Horizon)
		}
		if end.After(to) {
			end = to
		}
		places, day := r.places(at), r.IsDay(at)
		for i, n := range needs {
			perNeed[i] = join(perNeed[i], r.gap(n, places, day, span{at, end}))
		}
		at = end
	}
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
