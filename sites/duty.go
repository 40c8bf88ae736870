package sites

import (
	"maps"
	"slices"
	"time"

	"muster/roster"
)

// This file compiles the duty part of a site into a roster.

// zoneDays is how long a roster's zone reaches; an incident's recovery may take months.
const zoneDays = 400

// Roster is who is on duty, for questions from a day before a moment until 400 days after it. It is the same for moments
// of the same day (UTC). It shares the site's lists, so neither may be changed.
func (s *Site) Roster(around time.Time) roster.Roster {
	loc, day := s.Location(), around.UTC().Truncate(24*time.Hour)
	return roster.Roster{
		Zone:       roster.NewZone(loc, day.AddDate(0, 0, -1), day.AddDate(0, 0, zoneDays+1)),
		Day:        s.Day,
		Responders: s.Responders,
		Groups:     s.Groups,
		Shifts:     s.compileShifts(),
		Overrides:  s.compileOverrides(loc),
		Leave:      s.compileLeave(loc),
	}
}

// Location is the site's time zone; UTC if the machine does not know it, which Load has ruled out.
func (s *Site) Location() *time.Location {
	loc, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// compileShifts puts each shift's seats into the order of the groups that have them, then those of no group by name.
func (s *Site) compileShifts() []roster.Shift {
	shifts := make([]roster.Shift, 0, len(s.Shifts))
	for _, sh := range s.Shifts {
		compiled := roster.Shift{ID: sh.ID, From: sh.From, To: sh.To, First: sh.First, Every: sh.Every, Days: sh.Days}
		for _, seat := range s.seatsOf(sh) {
			compiled.Posts = append(compiled.Posts, roster.Post{Seat: seat, People: sh.Seats[seat]})
		}
		if len(sh.Others) > 0 {
			compiled.Posts = append(compiled.Posts, roster.Post{People: sh.Others})
		}
		shifts = append(shifts, compiled)
	}
	return shifts
}

func (s *Site) seatsOf(sh Shift) []string {
	var seats []string
	for _, g := range s.Groups {
		for _, seat := range g.Seats {
			if _, ok := sh.Seats[seat]; ok {
				seats = append(seats, seat)
			}
		}
	}
	for _, seat := range slices.Sorted(maps.Keys(sh.Seats)) {
		if !slices.Contains(seats, seat) {
			seats = append(seats, seat)
		}
	}
	return seats
}

func (s *Site) compileOverrides(loc *time.Location) []roster.Override {
	var list []roster.Override
	for _, o := range s.Overrides {
		list = append(list, roster.Override{
			ID: o.ID, Seat: o.Seat, Out: o.Out, In: o.In, From: instant(loc, o.From), To: instant(loc, o.To),
		})
	}
	return list
}

func (s *Site) compileLeave(loc *time.Location) []roster.Leave {
	var list []roster.Leave
	for _, l := range s.Leave {
		list = append(list, roster.Leave{Responder: l.Responder, From: instant(loc, l.From), To: instant(loc, l.To)})
	}
	return list
}

// instant reads a checked local date and time, by the same rules as shifts where clocks change.
func instant(loc *time.Location, local string) time.Time {
	wall, err := time.Parse(dateTime, local)
	if err != nil {
		return time.Time{}
	}
	zone := roster.NewZone(loc, wall.AddDate(0, 0, -2), wall.AddDate(0, 0, 2))
	return zone.At(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute())
}
