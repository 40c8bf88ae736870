// This file works out who would hold which seat at a moment, if everybody who is asked accepted.

package plans

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/roster"
)

// Seated is a seat with who would hold it.
type Seated struct {
	Seat    frozen.Seat
	Need    int
	Holders []string // responders, in the order in which they are found
	Gap     int      // how many are missing
	Later   bool     // the seat opens only at a graver level than the plan begins with
}

// Seating assigns the people on duty to a plan's seats in the order of priority: those rostered to the seat, then
// substitutes with its skill. A person holds two seats only where these share. Seats of a graver level come last.
func Seating(plan *Plan, r roster.Roster, at time.Time) []Seated {
	a := &seating{roster: r, now: r.Moment(at), held: map[string][]frozen.Seat{}}
	for _, later := range []bool{false, true} {
		for _, seat := range plan.Frozen.Seats {
			if !plan.Frozen.Level.Reaches(seat.FromLevel) == later {
				a.fill(seat, later)
			}
		}
	}
	return a.seats
}

type seating struct {
	roster roster.Roster
	now    *roster.Moment
	held   map[string][]frozen.Seat
	seats  []Seated
}

func (a *seating) fill(seat frozen.Seat, later bool) {
	s := Seated{Seat: seat, Need: seat.Night, Later: later}
	if a.roster.IsDay(a.now.At) {
		s.Need = seat.Day
	}
	candidates := append(a.now.Holders(seat.ID), a.now.Substitutes(seat.ID, seat.Skill)...)
	for _, id := range candidates {
		if len(s.Holders) < s.Need && a.free(id, seat) {
			s.Holders = append(s.Holders, id)
			a.held[id] = append(a.held[id], seat)
		}
	}
	s.Gap = s.Need - len(s.Holders)
	a.seats = append(a.seats, s)
}

func (a *seating) free(id string, seat frozen.Seat) bool {
	person, ok := a.roster.Find(id)
	return ok && person.Has(seat.Skill) && !slices.ContainsFunc(a.held[id], func(held frozen.Seat) bool {
		return !slices.Contains(held.SharesWith, seat.ID) && !slices.Contains(seat.SharesWith, held.ID)
	})
}

// SeatingReport prints a seating: who would hold which seat, and what nobody would.
func SeatingReport(plan *Plan, r roster.Roster, at time.Time) string {
	var b strings.Builder
	part := "night"
	if r.IsDay(at) {
		part = "day"
	}
	fmt.Fprintf(&b, "%s on %s (%s), if everybody who is asked accepts:\n", plan.Doc.ID, r.Zone.Local(at).Format("Mon 2 Jan 2006 15:04"), part)
	var gaps []string
	for _, s := range Seating(plan, r, at) {
		fmt.Fprintf(&b, "  %-6s needs %d  %s%s\n", s.Seat.ID, s.Need, names(r, s), notes(s))
		if s.Gap > 0 && !s.Later {
			gaps = append(gaps, fmt.Sprintf("%s (%d of %d missing)", s.Seat.ID, s.Gap, s.Need))
		}
	}
	if len(gaps) == 0 {
		b.WriteString("Every seat of the first level is filled.\n")
	} else {
		fmt.Fprintf(&b, "Nobody for: %s. The commander and the company are called about these.\n", strings.Join(gaps, ", "))
	}
	return b.String()
}

func names(r roster.Roster, s Seated) string {
	list := make([]string, 0, len(s.Holders))
	for _, id := range s.Holders {
		if person, ok := r.Find(id); ok {
			list = append(list, person.Name)
		}
	}
	switch {
	case s.Need == 0:
		return "-"
	case len(list) == 0:
		return "NOBODY"
	}
	return strings.Join(list, ", ")
}

func notes(s Seated) string {
	var list []string
	if s.Later {
		list = append(list, "from "+string(s.Seat.FromLevel))
	}
	if s.Gap > 0 && len(s.Holders) > 0 {
		list = append(list, fmt.Sprintf("%d missing", s.Gap))
	}
	if len(list) == 0 {
		return ""
	}
	return "  [" + strings.Join(list, ", ") + "]"
}
