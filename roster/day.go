package roster

import "time"

// This file finds when the site's day begins again.

// DayFrom is the moment from which on it is the site's day: the moment itself if it is day, else the next morning.
func (r Roster) DayFrom(at time.Time) time.Time {
	h, ok := parseHours(r.Day.From, r.Day.To)
	if !ok || r.IsDay(at) {
		return at
	}
	today := r.Zone.dateOf(at)
	for n := -1; n <= 2; n++ {
		if morning := h.on(r.Zone, today.plus(n)).from; morning.After(at) {
			return morning
		}
	}
	return at
}
