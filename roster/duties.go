package roster

import (
	"slices"
	"time"
)

// This file lists who is on duty over a stretch of time, for calendars and for what people exchange.

// Duty is a stretch in which somebody is on duty in the same seats all the time. To is not part of it.
type Duty struct {
	Responder string
	Seats     []string // in calling order; empty for somebody on duty without one
	From      time.Time
	To        time.Time
}

// Duties lists everybody's duties between two moments, cut at them, in the order of time and then of responders. Stretches
// that follow on one another in the same seats are one duty.
func (r Roster) Duties(from, to time.Time) []Duty {
	var done []Duty
	open := map[string]Duty{}
	r.stretches(from, to, func(s span) {
		now := seatsOf(r.places(s.from))
		for id, d := range open {
			if seats, on := now[id]; !on || !slices.Equal(seats, d.Seats) {
				done = append(done, d)
				delete(open, id)
			}
		}
		for id, seats := range now {
			d, on := open[id]
			if !on {
				d = Duty{Responder: id, Seats: seats, From: s.from}
			}
			d.To = s.to
			open[id] = d
		}
	})
	for _, d := range open {
		done = append(done, d)
	}
	slices.SortFunc(done, earlierDuty)
	return done
}

func earlierDuty(a, b Duty) int {
	if order := a.From.Compare(b.From); order != 0 {
		return order
	}
	switch {
	case a.Responder < b.Responder:
		return -1
	case a.Responder > b.Responder:
		return 1
	}
	return 0
}

// stretches cuts a time into pieces within which nothing about duty changes.
func (r Roster) stretches(from, to time.Time, do func(s span)) {
	for at := from; at.Before(to); {
		end := r.NextChange(at)
		if end.IsZero() {
			end = at.Add(Horizon)
		}
		if end.After(to) {
			end = to
		}
		do(span{at, end})
		at = end
	}
}

// seatsOf is everybody on duty with their seats.
func seatsOf(places []place) map[string][]string {
	seats := map[string][]string{}
	for _, p := range places {
		list := seats[p.id]
		if p.seat != "" && !slices.Contains(list, p.seat) {
			list = append(list, p.seat)
		}
		seats[p.id] = list
	}
	return seats
}
