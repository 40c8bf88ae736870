package roster_test

import (
	"encoding/json"
	"sort"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/roster"
)

// zoneNames have daylight saving of an hour, of half an hour, none, and one that changed within a minute of midnight.
var zoneNames = []string{
	"Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "America/St_Johns", "Africa/Cairo", "UTC",
}

func location(t require.TestingT, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

func zoneOf(t require.TestingT, name string, from time.Time) roster.Zone {
	return roster.NewZone(location(t, name), from, from.AddDate(0, 0, 400))
}

func utc(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestZoneShowsTheSameLocalTimeAsTheDatabase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
		from := utc("2008-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 18*365*24*60).Draw(t, "start")) * time.Minute)
		at := from.Add(time.Duration(rapid.Int64Range(0, int64(400*24*time.Hour)).Draw(t, "after")))

		local := zoneOf(t, name, from).Local(at)
		want := at.In(location(t, name))
		require.True(t, local.Equal(at))
		require.Equal(t, want.Format("2006-01-02 15:04:05.999999999 -0700 MST"), local.Format("2006-01-02 15:04:05.999999999 -0700 MST"))
	})
}

// clocks is what the wall clocks of a place have shown so far, minute by minute: a time has been reached once they
// have shown it or a later one.
type clocks struct {
	start   time.Time
	reached []time.Time // as UTC of the same name
}

// readClocks keeps what was read before: the properties ask about the same few days over and over.
var readClocks = map[string]clocks{}

func newClocks(loc *time.Location, from, to time.Time) clocks {
	key := loc.String() + from.String() + to.String()
	if c, ok := readClocks[key]; ok {
		return c
	}
	c := clocks{start: from}
	var latest time.Time
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		l := at.In(loc)
		if wall := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), 0, 0, time.UTC); wall.After(latest) {
			latest = wall
		}
		c.reached = append(c.reached, latest)
	}
	readClocks[key] = c
	return c
}

// reach is the first minute in which the clocks had reached a time.
func (c clocks) reach(wall time.Time) time.Time {
	n := sort.Search(len(c.reached), func(i int) bool { return !c.reached[i].Before(wall) })
	return c.start.Add(time.Duration(n) * time.Minute)
}

// changeDays are days on which clocks change somewhere, and one on which they do not.
var changeDays = map[string][]string{
	"Europe/Berlin":       {"2026-03-29 00:00", "2026-10-25 00:00"},
	"America/New_York":    {"2026-03-08 00:00", "2026-11-01 00:00"},
	"Asia/Shanghai":       {"2026-06-01 00:00"},
	"Australia/Lord_Howe": {"2026-04-04 12:00", "2026-10-03 12:00"},
	"America/St_Johns":    {"2010-03-14 00:00", "2010-11-07 00:00"},
	"Africa/Cairo":        {"2026-04-24 00:00", "2026-10-30 00:00"},
	"UTC":                 {"2026-06-01 00:00"},
}

func drawChange(t *rapid.T) (name string, day time.Time) {
	name = rapid.SampledFrom(zoneNames).Draw(t, "zone")
	return name, utc(rapid.SampledFrom(changeDays[name]).Draw(t, "day"))
}

func TestLocalTimeBecomesTheMomentWhenClocksFirstReachIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, day := drawChange(t)
		c := newClocks(location(t, name), day.AddDate(0, 0, -2), day.AddDate(0, 0, 3))
		wall := day.Add(time.Duration(rapid.IntRange(-24*60, 48*60).Draw(t, "minute")) * time.Minute)

		at := zoneOf(t, name, day.AddDate(0, 0, -2)).At(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute())
		require.Equal(t, c.reach(wall), at.UTC())
	})
}

func TestLocalTimeAtTheChangeOfClocks(t *testing.T) {
	tests := []struct {
		name, zone string
		wall, want string
	}{
		{"before the leap", "Europe/Berlin", "2026-03-29 01:59", "2026-03-29 00:59"},
		{"leapt over", "Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00"},
		{"last minute leapt over", "Europe/Berlin", "2026-03-29 02:59", "2026-03-29 01:00"},
		{"after the leap", "Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00"},
		{"later that day", "Europe/Berlin", "2026-03-29 03:01", "2026-03-29 01:01"},
		{"shown twice", "Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"},
		{"first shown twice", "Europe/Berlin", "2026-10-25 02:00", "2026-10-25 00:00"},
		{"after the second time", "Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00"},
		{"half an hour leapt over", "Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30"},
		{"half an hour shown twice", "Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"},
		{"no daylight saving", "Asia/Shanghai", "2026-03-29 02:30", "2026-03-28 18:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := utc(tt.wall)
			got := zoneOf(t, tt.zone, utc("2026-01-01 00:00")).At(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute())
			require.Equal(t, utc(tt.want), got.UTC())
		})
	}
}

func TestZoneCarriesDaysAndMinutesOver(t *testing.T) {
	z := zoneOf(t, "Asia/Shanghai", utc("2026-01-01 00:00"))
	require.Equal(t, utc("2026-03-01 17:30"), z.At(2026, time.February, 30, 0, 90).UTC())
}

func TestZoneGoesOnBeyondItsEnds(t *testing.T) {
	z := roster.NewZone(location(t, "Europe/Berlin"), utc("2026-06-01 00:00"), utc("2026-12-01 00:00"))
	require.Len(t, z.Offsets, 2)
	require.Equal(t, "CEST", z.Local(utc("2026-01-01 00:00")).Format("MST"))
	require.Equal(t, "CET", z.Local(utc("2027-07-01 00:00")).Format("MST"))
	require.Equal(t, utc("2025-12-31 22:00"), z.At(2026, 1, 1, 0, 0).UTC())
	require.Equal(t, utc("2027-06-30 23:00"), z.At(2027, 7, 1, 0, 0).UTC())
}

func TestZoneWithoutOffsetsIsUTC(t *testing.T) {
	var z roster.Zone
	require.Equal(t, utc("2026-06-01 12:00"), z.Local(utc("2026-06-01 12:00")))
	require.Equal(t, utc("2026-06-01 12:00"), z.At(2026, 6, 1, 12, 0))
}

func TestZoneIsBounded(t *testing.T) {
	for _, name := range zoneNames {
		z := roster.NewZone(location(t, name), utc("1970-01-01 00:00"), utc("2200-01-01 00:00"))
		require.LessOrEqual(t, len(z.Offsets), 24, name)
		require.NotEmpty(t, z.Offsets, name)
	}
	z := zoneOf(t, "Europe/Berlin", utc("2026-01-01 00:00"))
	require.Len(t, z.Offsets, 3)
	require.Equal(t, utc("2026-03-29 01:00"), z.Offsets[1].From)
}

func TestZoneSurvivesJSON(t *testing.T) {
	z := zoneOf(t, "America/New_York", utc("2026-01-01 00:00"))
	data, err := json.Marshal(z)
	require.NoError(t, err)
	var back roster.Zone
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, z, back)
	require.Less(t, len(data), 400)
}
