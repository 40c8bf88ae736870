package console

// Whom a declaration would call, if everybody who is asked accepted: it is shown before the button is held.

import (
	"muster/plans"
	"muster/roster"
	"muster/sites"
)

// seated is a seat of a plan with who would be asked first.
type seated struct {
	Seat  roster.Text
	Names []string
	Need  int
	Gap   int // how many are missing
}

// whom gives the seats that open at once, and how many people are missing in all.
func (s *server) whom(plan *plans.Plan, site *sites.Site) (seats []seated, lacking int) {
	now := s.Now()
	people := site.Roster(now).Indexed()
	for _, seat := range plans.Seating(plan, people, now) {
		if seat.Later || seat.Need == 0 {
			continue
		}
		shown := seated{Seat: seat.Seat.Title, Need: seat.Need, Gap: seat.Gap}
		for _, id := range seat.Holders {
			if person, known := people.Find(id); known {
				shown.Names = append(shown.Names, person.Name)
			}
		}
		seats, lacking = append(seats, shown), lacking+seat.Gap
	}
	return seats, lacking
}
