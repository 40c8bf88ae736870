package roster_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/roster"
)

func TestNextChange(t *testing.T) {
	const from, to = "2026-11-20 09:30", "2026-11-20 11:45"
	leave := roster.Leave{Responder: "g1", From: shanghai(from), To: shanghai(to)}
	tests := []struct {
		name     string
		change   func(*roster.Roster)
		at, want string
	}{
		{"to the end of the night", nil, "2026-11-21 03:00", "2026-11-21 07:00"},
		{"never the moment itself", nil, "2026-11-21 07:00", "2026-11-21 19:00"},
		{"a shift that begins", nil, "2026-11-20 03:00", "2026-11-20 06:00"},
		{"across midnight", nil, "2026-11-20 23:00", "2026-11-21 07:00"},
		{"a leave that begins", func(r *roster.Roster) { r.Leave = []roster.Leave{leave} }, "2026-11-20 09:00", from},
		{"a leave that ends", func(r *roster.Roster) { r.Leave = []roster.Leave{leave} }, from, to},
		{"an override that begins", func(r *roster.Roster) {
			r.Overrides = []roster.Override{{Out: "g1", In: "g2", From: leave.From, To: leave.To}}
		}, "2026-11-20 09:00", from},
		{"the day alone", func(r *roster.Roster) { r.Shifts = nil }, "2026-11-20 08:00", "2026-11-20 19:00"},
		{"a shift some days ahead", func(r *roster.Roster) {
			r.Day, r.Shifts = roster.DayHours{}, []roster.Shift{{From: "20:00", To: "21:00", First: "2026-11-27", Every: 1, Days: []int{0}}}
		}, "2026-11-20 08:00", "2026-11-27 20:00"},
		{"just within the horizon", func(r *roster.Roster) {
			r.Day, r.Shifts = roster.DayHours{}, []roster.Shift{{From: "08:00", To: "09:00", First: "2026-11-28", Every: 1, Days: []int{0}}}
		}, "2026-11-20 08:00", "2026-11-28 08:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := house(t)
			if tt.change != nil {
				tt.change(&r)
			}
			require.Equal(t, shanghai(tt.want), r.NextChange(shanghai(tt.at)).UTC())
		})
	}
}

func TestNextChangeIsZeroBeyondTheHorizon(t *testing.T) {
	r := house(t)
	r.Day, r.Shifts = roster.DayHours{}, r.Shifts[:1]
	r.Shifts[0].First = "2026-12-01"
	require.Zero(t, r.NextChange(shanghai("2026-11-20 08:00")))
	require.Zero(t, roster.Roster{}.NextChange(shanghai("2026-11-20 08:00")))
}

func TestTheHorizonIsEightTimes24HoursThoughClocksLeap(t *testing.T) {
	r := house(t)
	r.Zone = zoneOf(t, "Europe/Berlin", utc("2026-03-01 00:00"))
	r.Day, r.Shifts = roster.DayHours{}, r.Shifts[:1]
	r.Shifts[0].First, r.Shifts[0].From = "2026-03-31", "00:15"
	require.Equal(t, utc("2026-03-30 22:15"), r.NextChange(utc("2026-03-22 22:30")).UTC())
	require.Zero(t, r.NextChange(utc("2026-03-22 22:14")))
}
