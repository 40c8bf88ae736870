package roster

import (
	"slices"
	"time"
)

// This file finds people in a roster, and says whether it is day.

// Indexed is the same roster, made ready for many questions. Its list of responders may not be changed any more.
func (r Roster) Indexed() Roster {
	r.byID = make(map[string]int, len(r.Responders))
	for k := range slices.Backward(r.Responders) { // the first of an id counts
		r.byID[r.Responders[k].ID] = k
	}
	return r
}

// Find returns the responder with an id.
func (r Roster) Find(id string) (Responder, bool) {
	if k, ok := r.at(id); ok {
		return r.Responders[k], true
	}
	return Responder{}, false
}

func (r Roster) at(id string) (int, bool) {
	if r.byID != nil {
		k, ok := r.byID[id]
		return k, ok
	}
	k := slices.IndexFunc(r.Responders, func(p Responder) bool { return p.ID == id })
	return k, k >= 0
}

// Holders are the responders rostered to a seat at a moment, in calling order, each once.
func (r Roster) Holders(seat string, at time.Time) []string { return r.Moment(at).Holders(seat) }

// OnDuty is everybody on any shift that is being worked, each once, in the order of shifts and their posts.
func (r Roster) OnDuty(at time.Time) []string { return r.Moment(at).OnDuty() }

// OnLeave says whether a responder is on leave at a moment.
func (r Roster) OnLeave(id string, at time.Time) bool { return r.onLeave(at)[id] }

// IsDay says whether a moment falls into the site's day, which decides how many people a seat needs. Without readable
// hours it is always day, since seats need more people then.
func (r Roster) IsDay(at time.Time) bool {
	h, ok := parseHours(r.Day.From, r.Day.To)
	if !ok {
		return true
	}
	today := r.Zone.dateOf(at)
	for n := -1; n <= 1; n++ {
		if h.on(r.Zone, today.plus(n)).holds(at) {
			return true
		}
	}
	return false
}

func (r Roster) groupOf(seat string) (Group, bool) {
	for _, g := range r.Groups {
		if seat != "" && slices.Contains(g.Seats, seat) {
			return g, true
		}
	}
	return Group{}, false
}

// skilled is the set of the responders who have a skill.
func (r Roster) skilled(skill string) map[string]bool {
	ids := make(map[string]bool, len(r.Responders))
	for _, p := range r.Responders {
		if p.Has(skill) {
			ids[p.ID] = true
		}
	}
	return ids
}
