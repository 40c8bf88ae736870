// This file says what plans ask of a roster.

package plans

import (
	"slices"

	"muster/incident/frozen"
	"muster/roster"
)

// Needs are the seats of plans, plan by plan. Whoever is rostered to a seat that shares with another counts for that one too,
// except in a pinned seat, whose people are to be there. A seat of a graver level than its plan begins with needs nobody on
// duty, since its people come from elsewhere; its skill is asked for all the same.
func Needs(list []*Plan) []roster.Need {
	var needs []roster.Need
	for _, plan := range list {
		for _, seat := range plan.Frozen.Seats {
			n := roster.Need{Seat: seat.ID, Skill: seat.Skill, Plan: plan.Doc.ID}
			if plan.Frozen.Level.Reaches(seat.FromLevel) {
				n.Day, n.Night = seat.Day, seat.Night
			}
			if !seat.Pinned {
				n.Shares = sharing(plan.Frozen.Seats, seat)
			}
			needs = append(needs, n)
		}
	}
	return needs
}

// sharing are the seats that one person may hold together with a seat, whichever of the two says so.
func sharing(seats []frozen.Seat, seat frozen.Seat) []string {
	var ids []string
	for _, other := range seats {
		if other.ID != seat.ID && (slices.Contains(seat.SharesWith, other.ID) || slices.Contains(other.SharesWith, seat.ID)) {
			ids = append(ids, other.ID)
		}
	}
	return ids
}
