package roster

import (
	"slices"
	"time"
)

// This file works out the places of one moment: shifts, with overrides and leave applied.

// place is one person in one seat; seat is empty for somebody on duty without one.
type place struct{ seat, id string }

// places lists who is where, in calling order. Only the roster's own responders appear, and nobody on leave; a person
// whom two shifts roster to the same seat appears twice.
func (r Roster) places(at time.Time) []place {
	leave := r.onLeave(at)
	swaps := r.overridesAt(at)
	today := r.Zone.dateOf(at)
	var places []place
	put := func(seat, id string) {
		if _, known := r.at(id); known && !leave[id] {
			places = append(places, place{seat, id})
		}
	}
	for _, shift := range r.Shifts {
		if !shift.active(r.Zone, today, at) {
			continue
		}
		for _, post := range shift.Posts {
			for _, id := range post.People {
				put(post.Seat, swap(swaps, post.Seat, id))
			}
		}
	}
	for _, o := range swaps {
		if o.Out == "" && o.Seat != "" {
			put(o.Seat, o.In)
		}
	}
	return places
}

func (r Roster) onLeave(at time.Time) map[string]bool {
	ids := map[string]bool{}
	for _, l := range r.Leave {
		if (span{l.From, l.To}).holds(at) {
			ids[l.Responder] = true
		}
	}
	return ids
}

func (r Roster) overridesAt(at time.Time) []Override {
	var now []Override
	for _, o := range r.Overrides {
		if (span{o.From, o.To}).holds(at) {
			now = append(now, o)
		}
	}
	return now
}

// swap is who stands in for a person in a seat. It is not followed further, so that two people can change places.
func swap(overrides []Override, seat, id string) string {
	for _, o := range overrides {
		if o.Out == id && (o.Seat == "" || o.Seat == seat) {
			return o.In
		}
	}
	return id
}

func holders(places []place, seats ...string) []string {
	var ids []string
	seen := map[string]bool{}
	for _, p := range places {
		if slices.Contains(seats, p.seat) && !seen[p.id] {
			seen[p.id] = true
			ids = append(ids, p.id)
		}
	}
	return ids
}

func onDuty(places []place) []string {
	var ids []string
	seen := make(map[string]bool, len(places))
	for _, p := range places {
		if !seen[p.id] {
			seen[p.id] = true
			ids = append(ids, p.id)
		}
	}
	return ids
}
