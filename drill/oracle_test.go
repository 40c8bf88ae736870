package drill_test

// The calendar against another one: rrule's own results, for whole years in zones whose clocks change in different ways.

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"muster/drill"
)

// zones change their clocks by an hour in spring or in autumn, by half an hour, around Ramadan, or not at all.
var zones = []string{
	"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai", "Africa/Casablanca", "Asia/Kolkata", "UTC",
}

func zone(t require.TestingT, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

var rruleDays = map[drill.Weekday]rrule.Weekday{
	"mon": rrule.MO, "tue": rrule.TU, "wed": rrule.WE, "thu": rrule.TH, "fri": rrule.FR, "sat": rrule.SA, "sun": rrule.SU,
}

// option writes a schedule as rrule has it.
func option(s drill.Schedule, loc *time.Location) rrule.ROption {
	o := rrule.ROption{Interval: max(s.Rule.Every, 1), Dtstart: local(s.First, s.From, loc), Wkst: rrule.MO}
	if !s.Until.IsZero() {
		o.Until = local(s.Until, s.From, loc)
	}
	switch r := s.Rule; r.Unit {
	case drill.Weekly:
		o.Freq = rrule.WEEKLY
		for _, d := range r.Days {
			o.Byweekday = append(o.Byweekday, rruleDays[d])
		}
	case drill.Monthly, drill.Yearly:
		o.Freq = rrule.MONTHLY
		if r.Unit == drill.Yearly {
			o.Freq, o.Bymonth = rrule.YEARLY, []int{r.Month}
		}
		if r.Nth != 0 {
			day := rruleDays[r.Weekday]
			o.Byweekday = []rrule.Weekday{day.Nth(r.Nth)}
		} else {
			o.Bymonthday = []int{r.Day}
		}
	case drill.Once:
		o.Freq, o.Count = rrule.DAILY, 1
	}
	return o
}

// local is how the library that rrule is written in reads a local time.
func local(d drill.Date, c drill.Clock, loc *time.Location) time.Time {
	at, err := time.Parse(time.DateOnly, d.String())
	if err != nil {
		panic(err)
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, int(c), 0, loc)
}

// shown counts how often local clocks show a date and time, and gives the first moment when they do. It tries every offset
// that the zone has around that day.
func shown(d drill.Date, c drill.Clock, loc *time.Location) (times int, first time.Time) {
	wall := local(d, c, time.UTC)
	for _, offset := range offsets(wall, loc) {
		at := wall.Add(-offset)
		if _, now := at.In(loc).Zone(); time.Duration(now)*time.Second == offset {
			if times++; times == 1 || at.Before(first) {
				first = at
			}
		}
	}
	return times, first
}

// offsets are those that a zone has from a day before until a day after, in their order.
func offsets(around time.Time, loc *time.Location) []time.Duration {
	var list []time.Duration
	for at := around.Add(-24 * time.Hour); at.Before(around.Add(24 * time.Hour)); at = at.Add(30 * time.Minute) {
		_, seconds := at.In(loc).Zone()
		if offset := time.Duration(seconds) * time.Second; len(list) == 0 || list[len(list)-1] != offset {
			list = append(list, offset)
		}
	}
	return list
}

// requireSame compares a schedule's windows with rrule's times over two years. Where local clocks show a time once, the two
// are the same. rrule leaves it to Go what a time is that they leap over or show twice, and Go answers now this, now that;
// there the calendar keeps to RFC 5545: the first of two, and what is leapt over by the offset from before the leap.
func requireSame(t require.TestingT, s drill.Schedule, loc *time.Location) (leapt, twice int) {
	from, to := local(date(t, "2027-01-01"), 0, loc), local(date(t, "2029-01-01"), 0, loc).Add(-time.Second) // no clock changes there
	rule, err := rrule.NewRRule(option(s, loc))
	require.NoError(t, err)
	want := rule.Between(from, to, true)
	got := s.Between(from, to.Add(time.Second), loc)
	require.Len(t, got, len(want), "in %s: %+v", loc, s)
	for k, o := range got {
		times, first := shown(o.Date, s.From, loc)
		switch times {
		case 1:
			require.True(t, want[k].Equal(o.From), "%s: %s is not %s", loc, o.From, want[k])
		case 0:
			leapt++
			before := offsets(local(o.Date, s.From, time.UTC), loc)[0]
			require.Equal(t, local(o.Date, s.From, time.UTC).Add(-before), o.From, "%s leaps over %s %s", loc, o.Date, s.From)
		default:
			twice++
			require.Equal(t, first.UTC(), o.From, "%s shows %s %s twice", loc, o.Date, s.From)
			require.Less(t, want[k].Sub(o.From).Abs(), 2*time.Hour)
		}
	}
	return leapt, twice
}

func date(t require.TestingT, text string) drill.Date {
	d, err := drill.ParseDate(text)
	require.NoError(t, err)
	return d
}

func clock(t require.TestingT, text string) drill.Clock {
	c, err := drill.ParseClock(text)
	require.NoError(t, err)
	return c
}

// TestTwoYearsOfDrillsAreThoseOfRrule goes through every kind of rule at hours where clocks change, and at noon.
func TestTwoYearsOfDrillsAreThoseOfRrule(t *testing.T) {
	rules := map[string]drill.Rule{
		"every sunday":                      {Unit: drill.Weekly, Days: []drill.Weekday{"sun"}},
		"every day of the week":             {Unit: drill.Weekly, Days: []drill.Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}},
		"monday and thursday, other week":   {Unit: drill.Weekly, Every: 2, Days: []drill.Weekday{"thu", "mon"}},
		"every third week":                  {Unit: drill.Weekly, Every: 3, Days: []drill.Weekday{"wed"}},
		"the 1st":                           {Unit: drill.Monthly, Day: 1},
		"the 31st":                          {Unit: drill.Monthly, Day: 31},
		"the 29th, every other month":       {Unit: drill.Monthly, Every: 2, Day: 29},
		"the last day":                      {Unit: drill.Monthly, Day: drill.Last},
		"the last day of every quarter":     {Unit: drill.Monthly, Every: 3, Day: drill.Last},
		"the second sunday":                 {Unit: drill.Monthly, Nth: 2, Weekday: "sun"},
		"the first sunday, every half year": {Unit: drill.Monthly, Every: 6, Nth: 1, Weekday: "sun"},
		"the fifth friday":                  {Unit: drill.Monthly, Nth: 5, Weekday: "fri"},
		"the last sunday":                   {Unit: drill.Monthly, Nth: drill.Last, Weekday: "sun"},
		"29 February":                       {Unit: drill.Yearly, Month: 2, Day: 29},
		"the last day of February":          {Unit: drill.Yearly, Month: 2, Day: drill.Last},
		"the first sunday of November":      {Unit: drill.Yearly, Month: 11, Nth: 1, Weekday: "sun"},
		"the last sunday of March":          {Unit: drill.Yearly, Month: 3, Nth: drill.Last, Weekday: "sun"},
		"31 December, every other year":     {Unit: drill.Yearly, Every: 2, Month: 12, Day: 31},
	}
	leapt, twice := 0, 0
	for _, name := range zones {
		loc := zone(t, name)
		for story, rule := range rules {
			for _, from := range []string{"00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "03:00", "12:00", "23:59:59"} {
				for _, first := range []string{"2026-12-28", "2027-01-31", "2027-02-01"} {
					s := drill.Schedule{ID: story, Rule: rule, First: date(t, first), From: clock(t, from), To: clock(t, from)}
					l, w := requireSame(t, s, loc)
					leapt, twice = leapt+l, twice+w
				}
			}
		}
	}
	t.Logf("of all times, clocks leap over %d and show %d twice", leapt, twice)
	require.Positive(t, leapt)
	require.Positive(t, twice)
}

// TestAnyDrillIsThatOfRrule draws rules, first days, hours and ends.
func TestAnyDrillIsThatOfRrule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		s := drill.Schedule{Rule: anyRule(t), First: date(t, "2026-11-02").Plus(rapid.IntRange(0, 300).Draw(t, "first"))}
		s.From = drill.Clock(rapid.IntRange(0, 24*60-1).Draw(t, "from") * 60)
		s.To = s.From
		if rapid.Bool().Draw(t, "ends") {
			s.Until = s.First.Plus(rapid.IntRange(0, 900).Draw(t, "until"))
		}
		requireSame(t, s, loc)
	})
}

func anyRule(t *rapid.T) drill.Rule {
	days := []drill.Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	r := drill.Rule{Unit: rapid.SampledFrom([]drill.Unit{drill.Weekly, drill.Monthly, drill.Yearly}).Draw(t, "unit"), Every: rapid.IntRange(0, 7).Draw(t, "every")}
	if r.Unit == drill.Weekly {
		r.Days = rapid.SliceOfNDistinct(rapid.SampledFrom(days), 1, 7, rapid.ID).Draw(t, "days")
		return r
	}
	if r.Unit == drill.Yearly {
		r.Month = rapid.IntRange(1, 12).Draw(t, "month")
	}
	if rapid.Bool().Draw(t, "nth") {
		r.Nth, r.Weekday = rapid.SampledFrom([]int{1, 2, 3, 4, 5, drill.Last}).Draw(t, "which"), rapid.SampledFrom(days).Draw(t, "weekday")
		return r
	}
	r.Day = rapid.SampledFrom([]int{1, 2, 15, 28, 29, 30, 31, drill.Last}).Draw(t, "day")
	return r
}

// Where clocks leap over midnight rrule itself is a day off, so that every minute of such a day is looked up here.
func TestADayWithoutMidnightHasItsDrills(t *testing.T) {
	santiago := zone(t, "America/Santiago")
	sundays := drill.Schedule{Rule: drill.Rule{Unit: drill.Weekly, Days: []drill.Weekday{"sun"}}, First: date(t, "2027-09-05")}
	for minute := range 24 * 60 {
		sundays.From = drill.Clock(minute * 60)
		sundays.To = sundays.From
		o, ok := sundays.Next(time.Date(2027, 9, 4, 0, 0, 0, 0, time.UTC), santiago)
		require.True(t, ok)
		if times, first := shown(o.Date, sundays.From, santiago); times == 1 {
			require.Equal(t, first, o.From)
			continue
		}
		require.Less(t, minute, 60)
		require.Equal(t, time.Date(2027, 9, 5, 4, minute, 0, 0, time.UTC), o.From, "an hour later on the clock")
	}
}
