package sites

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// This file writes a site down for people: what it has, who is on duty at a moment, and what to mind.

// Report describes a site and its duty at a moment, in English, several lines long.
func Report(s *Site, at time.Time) string {
	var out strings.Builder
	s.describe(&out)
	s.describeDuty(&out, at)
	warnings := Check(s, at)
	if len(warnings) == 0 {
		fmt.Fprintf(&out, "\nNothing to mind: the common seats are filled for the coming %d days.\n", surveyDays)
		return out.String()
	}
	fmt.Fprintf(&out, "\nTo mind:\n")
	for _, w := range warnings {
		fmt.Fprintf(&out, "  - %s\n", w.Text)
	}
	return out.String()
}

func (s *Site) describe(out *strings.Builder) {
	assist := 0
	for _, r := range s.Residents {
		if r.Assist {
			assist++
		}
	}
	fmt.Fprintf(out, "%s / %s (%s), %s\n", s.Name.EN, s.Name.ZH, s.ID, s.Timezone)
	fmt.Fprintf(out, "buildings %d, muster points %d, zones %d, assets %d, outside numbers %d\n",
		len(s.Buildings), len(s.MusterPoints), len(s.Zones), len(s.Assets), len(s.Parties))
	fmt.Fprintf(out, "responders %d in %d groups, residents %d of whom %d need help\n", len(s.Responders), len(s.Groups), len(s.Residents), assist)
}

func (s *Site) describeDuty(out *strings.Builder, at time.Time) {
	r := s.Roster(at)
	when := "night"
	if r.IsDay(at) {
		when = "day"
	}
	onDuty := r.OnDuty(at)
	fmt.Fprintf(out, "\nOn duty at %s (%s): %d\n", r.Zone.Local(at).Format(dateTime), when, len(onDuty))
	var placed []string
	for _, seat := range s.seatNames() {
		if ids := r.Holders(seat, at); len(ids) > 0 {
			fmt.Fprintf(out, "  %-8s %s\n", seat, s.names(ids))
			placed = append(placed, ids...)
		}
	}
	if loose := slices.DeleteFunc(onDuty, func(id string) bool { return slices.Contains(placed, id) }); len(loose) > 0 {
		fmt.Fprintf(out, "  %-8s %s\n", "no seat", s.names(loose))
	}
	if next := r.NextChange(at); !next.IsZero() {
		fmt.Fprintf(out, "  next change at %s\n", r.Zone.Local(next).Format(dateTime))
	}
}

// seatNames lists the seats of all shifts, those of groups first.
func (s *Site) seatNames() []string {
	all := Shift{Seats: map[string][]string{}}
	for _, sh := range s.Shifts {
		for seat := range sh.Seats {
			all.Seats[seat] = nil
		}
	}
	for _, o := range s.Overrides {
		if o.Seat != "" {
			all.Seats[o.Seat] = nil
		}
	}
	return s.seatsOf(all)
}

func (s *Site) names(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id
		for _, r := range s.Responders {
			if r.ID == id {
				names[i] = r.Name
			}
		}
	}
	return strings.Join(names, ", ")
}
