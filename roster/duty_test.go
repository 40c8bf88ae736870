package roster_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/roster"
)

// house is a small site in Shanghai: a duty manager and two guards by day, one of each by night, a cleaner by day who
// holds no seat, an engineer on every second day from the 10th, and somebody on no shift.
func house(t require.TestingT) roster.Roster {
	daily := []int{0}
	return roster.Roster{
		Zone: zoneOf(t, "Asia/Shanghai", utc("2026-11-01 00:00")),
		Day:  roster.DayHours{From: "07:00", To: "19:00"},
		Responders: []roster.Responder{
			{ID: "dm", Group: "command"},
			{ID: "g1", Group: "guards", Skills: []string{"first-aid"}},
			{ID: "g2", Group: "guards"},
			{ID: "ndm", Group: "command"},
			{ID: "ng", Group: "guards", Skills: []string{"lift-safety", "first-aid"}},
			{ID: "cleaner", Group: "care", Skills: []string{"first-aid"}},
			{ID: "eng", Group: "engineers"},
			{ID: "spare", Group: "guards"},
		},
		Groups: []roster.Group{
			{ID: "command", Lead: "dm", Seats: []string{"DUTY"}},
			{ID: "guards", Lead: "g2", Seats: []string{"SEC", "MED"}},
			{ID: "engineers", Lead: "eng", Seats: []string{"ENG"}},
		},
		Shifts: []roster.Shift{
			{ID: "day", From: "07:00", To: "19:00", First: "2026-11-01", Every: 1, Days: daily, Posts: []roster.Post{
				{Seat: "DUTY", People: []string{"dm"}},
				{Seat: "SEC", People: []string{"g1", "g2"}},
				{Seat: "MED", People: []string{"g1"}},
				{People: []string{"cleaner"}},
			}},
			{ID: "night", From: "19:00", To: "07:00", First: "2026-11-01", Every: 1, Days: daily, Posts: []roster.Post{
				{Seat: "DUTY", People: []string{"ndm"}}, {Seat: "SEC", People: []string{"ng"}},
			}},
			{ID: "engineer", From: "06:00", To: "08:00", First: "2026-11-10", Every: 2, Days: []int{0}, Posts: []roster.Post{
				{Seat: "ENG", People: []string{"eng"}},
			}},
		},
	}
}

// shanghai reads a local time in Shanghai.
func shanghai(s string) time.Time { return utc(s).Add(-8 * time.Hour) }

type change func(*roster.Roster)

func onLeave(id string) change {
	return func(r *roster.Roster) {
		r.Leave = append(r.Leave, roster.Leave{Responder: id, From: shanghai(from), To: shanghai(to)})
	}
}

func stands(seat, out, in string) change {
	return func(r *roster.Roster) {
		r.Overrides = append(r.Overrides, roster.Override{Seat: seat, Out: out, In: in, From: shanghai(from), To: shanghai(to)})
	}
}

func both(one, other change) change {
	return func(r *roster.Roster) { one(r); other(r) }
}

const from, to = "2026-11-20 09:00", "2026-11-20 12:00"

var holdersTests = []struct {
	name   string
	change change
	seat   string
	at     string
	want   []string
}{
	{"by day, in calling order", nil, "SEC", "2026-11-20 10:00", []string{"g1", "g2"}},
	{"at the minute a shift begins", nil, "SEC", "2026-11-20 07:00", []string{"g1", "g2"}},
	{"in the minute before", nil, "SEC", "2026-11-20 06:59", []string{"ng"}},
	{"at the minute it ends", nil, "SEC", "2026-11-20 19:00", []string{"ng"}},
	{"after midnight, from the evening before", nil, "DUTY", "2026-11-20 03:00", []string{"ndm"}},
	{"before the first night", nil, "DUTY", "2026-11-01 03:00", nil},
	{"on the first day", nil, "DUTY", "2026-11-01 07:00", []string{"dm"}},
	{"before the first date of a cycle", nil, "ENG", "2026-11-08 07:00", nil},
	{"on a day of the cycle", nil, "ENG", "2026-11-12 07:00", []string{"eng"}},
	{"on its day off", nil, "ENG", "2026-11-13 07:00", nil},
	{"nobody is rostered to it by night", nil, "MED", "2026-11-20 22:00", nil},
	{"no such seat", nil, "CTRL", "2026-11-20 10:00", nil},
	{"those without a seat hold none", nil, "", "2026-11-20 10:00", nil},
	{"somebody on leave is left out", onLeave("g1"), "SEC", "2026-11-20 10:00", []string{"g2"}},
	{"from the moment leave begins", onLeave("g1"), "SEC", from, []string{"g2"}},
	{"until the moment it ends", onLeave("g1"), "SEC", to, []string{"g1", "g2"}},
	{"an override stands in the same place", stands("", "g1", "spare"), "SEC", "2026-11-20 10:00", []string{"spare", "g2"}},
	{"in every seat", stands("", "g1", "spare"), "MED", "2026-11-20 10:00", []string{"spare"}},
	{"in one seat", stands("MED", "g1", "spare"), "MED", "2026-11-20 10:00", []string{"spare"}},
	{"and in no other", stands("MED", "g1", "spare"), "SEC", "2026-11-20 10:00", []string{"g1", "g2"}},
	{"from the moment it begins", stands("", "g1", "spare"), "SEC", from, []string{"spare", "g2"}},
	{"until the moment it ends", stands("", "g1", "spare"), "SEC", to, []string{"g1", "g2"}},
	{"an override of nobody adds", stands("SEC", "", "spare"), "SEC", "2026-11-20 10:00", []string{"g1", "g2", "spare"}},
	{"to its seat alone", stands("SEC", "", "spare"), "MED", "2026-11-20 10:00", []string{"g1"}},
	{"even where nobody is rostered", stands("CTRL", "", "spare"), "CTRL", "2026-11-20 10:00", []string{"spare"}},
	{"of somebody off duty does nothing", stands("", "ndm", "spare"), "DUTY", "2026-11-20 10:00", []string{"dm"}},
	{"by a holder of the seat names them once", stands("", "g1", "g2"), "SEC", "2026-11-20 10:00", []string{"g2"}},
	{"two people change places", both(stands("", "dm", "g1"), stands("", "g1", "dm")), "DUTY", "2026-11-20 10:00", []string{"g1"}},
	{"and the other", both(stands("", "dm", "g1"), stands("", "g1", "dm")), "SEC", "2026-11-20 10:00", []string{"dm", "g2"}},
	{"who stands in for one on leave", both(onLeave("g1"), stands("", "g1", "spare")), "SEC", "2026-11-20 10:00", []string{"spare", "g2"}},
	{"leave also takes who stands in", both(onLeave("spare"), stands("", "g1", "spare")), "SEC", "2026-11-20 10:00", []string{"g2"}},
	{"and who was added", both(onLeave("spare"), stands("SEC", "", "spare")), "SEC", "2026-11-20 10:00", []string{"g1", "g2"}},
	{"a stranger is never called", stands("", "g1", "stranger"), "SEC", "2026-11-20 10:00", []string{"g2"}},
}

func TestHoldersOfASeat(t *testing.T) {
	for _, tt := range holdersTests {
		t.Run(tt.name, func(t *testing.T) {
			r := house(t)
			if tt.change != nil {
				tt.change(&r)
			}
			require.Equal(t, tt.want, r.Holders(tt.seat, shanghai(tt.at)))
		})
	}
}

func TestOverlappingShiftsAreBothOnDutyInTheirOrder(t *testing.T) {
	r := house(t)
	require.Equal(t, []string{"ndm", "ng", "eng"}, r.OnDuty(shanghai("2026-11-20 06:30")))
	require.Equal(t, []string{"dm", "g1", "g2", "cleaner", "eng"}, r.OnDuty(shanghai("2026-11-20 07:30")))
	require.Equal(t, []string{"dm", "g1", "g2", "cleaner"}, r.OnDuty(shanghai("2026-11-20 08:00")))
}

func TestAnOverrideWithoutSeatAndWithoutOutPutsNobodyOnDuty(t *testing.T) {
	r := house(t)
	r.Overrides = []roster.Override{{In: "spare", From: shanghai("2026-11-01 00:00"), To: shanghai("2026-12-01 00:00")}}
	require.NotContains(t, r.OnDuty(shanghai("2026-11-20 10:00")), "spare")
}

func TestAShiftOfTheWholeDayIsWorkedUntilItBeginsAgain(t *testing.T) {
	r := house(t)
	r.Shifts[2].From, r.Shifts[2].To = "08:00", "08:00"
	require.Empty(t, r.Holders("ENG", shanghai("2026-11-12 07:59")))
	require.NotEmpty(t, r.Holders("ENG", shanghai("2026-11-12 08:00")))
	require.NotEmpty(t, r.Holders("ENG", shanghai("2026-11-13 07:59")))
	require.Empty(t, r.Holders("ENG", shanghai("2026-11-13 08:00")))
}

func TestAMalformedShiftIsNeverWorked(t *testing.T) {
	for _, spoil := range []func(*roster.Shift){
		func(s *roster.Shift) { s.From = "7:00" },
		func(s *roster.Shift) { s.To = "24:00" },
		func(s *roster.Shift) { s.To = "12:60" },
		func(s *roster.Shift) { s.From = "0a:00" },
		func(s *roster.Shift) { s.From = "00:/0" },
		func(s *roster.Shift) { s.From = ":0:00" },
		func(s *roster.Shift) { s.From = "07.00" },
		func(s *roster.Shift) { s.First = "2026-13-01" },
		func(s *roster.Shift) { s.Every = 0 },
		func(s *roster.Shift) { s.Days = nil },
	} {
		r := house(t)
		r.Shifts = r.Shifts[:1]
		spoil(&r.Shifts[0])
		require.Empty(t, r.OnDuty(shanghai("2026-11-20 10:00")), "%+v", r.Shifts[0])
	}
}

func TestClockTimes(t *testing.T) {
	for text, want := range map[string]int{"00:00": 0, "07:05": 425, "19:30": 1170, "23:59": 1439} {
		got, ok := roster.ParseClock(text)
		require.True(t, ok, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "7:00", "24:00", "07:60", "07-00", "07:0x", "x7:00", "007:00", "-1:00", "/1:00", "1/:00", "0::00", "00:5/", "00:0:"} {
		_, ok := roster.ParseClock(text)
		require.False(t, ok, text)
	}
}

func TestSubstitutes(t *testing.T) {
	tests := []struct {
		name, seat, skill, at string
		want                  []string
	}{
		{"whoever has no seat comes first", "DUTY", "", "2026-11-20 10:00", []string{"cleaner", "g1", "g2"}},
		{"only with the skill", "DUTY", "first-aid", "2026-11-20 10:00", []string{"cleaner", "g1"}},
		{"never a holder of the seat", "SEC", "first-aid", "2026-11-20 10:00", []string{"cleaner"}},
		{"even if it is not the person's first seat", "MED", "", "2026-11-20 10:00", []string{"cleaner", "dm", "g2"}},
		{"by night", "DUTY", "lift-safety", "2026-11-20 22:00", []string{"ng"}},
		{"nobody on duty has the skill", "DUTY", "lift-safety", "2026-11-20 10:00", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, house(t).Moment(shanghai(tt.at)).Substitutes(tt.seat, tt.skill))
		})
	}
}

func TestGroupAndItsLead(t *testing.T) {
	r := house(t)
	day, night := shanghai("2026-11-20 10:00"), shanghai("2026-11-20 22:00")

	require.Equal(t, []string{"g2", "g1"}, r.Moment(day).InGroup("MED"))
	require.Equal(t, []string{"ng"}, r.Moment(night).InGroup("MED"))
	require.Nil(t, r.Moment(day).InGroup("CTRL"))
	require.Nil(t, r.Moment(day).InGroup(""))

	lead, ok := r.Moment(day).Lead("SEC")
	require.True(t, ok)
	require.Equal(t, "g2", lead)
	_, ok = r.Moment(night).Lead("SEC")
	require.False(t, ok, "off duty")
	_, ok = r.Moment(day).Lead("CTRL")
	require.False(t, ok, "no such group")
}

func TestALeadFromAnotherGroupIsCalledToo(t *testing.T) {
	r := house(t)
	r.Groups[1].Lead = "cleaner"
	require.Equal(t, []string{"cleaner", "g1", "g2"}, r.Moment(shanghai("2026-11-20 10:00")).InGroup("SEC"))
}

func TestDayAndNight(t *testing.T) {
	tests := []struct {
		day  roster.DayHours
		at   string
		want bool
	}{
		{roster.DayHours{From: "07:00", To: "19:00"}, "06:59", false},
		{roster.DayHours{From: "07:00", To: "19:00"}, "07:00", true},
		{roster.DayHours{From: "07:00", To: "19:00"}, "18:59", true},
		{roster.DayHours{From: "07:00", To: "19:00"}, "19:00", false},
		{roster.DayHours{From: "10:00", To: "02:00"}, "01:59", true},
		{roster.DayHours{From: "10:00", To: "02:00"}, "02:00", false},
		{roster.DayHours{From: "10:00", To: "02:00"}, "23:00", true},
		{roster.DayHours{From: "00:00", To: "00:00"}, "04:00", true},
		{roster.DayHours{}, "04:00", true},
	}
	for _, tt := range tests {
		r := house(t)
		r.Day = tt.day
		require.Equal(t, tt.want, r.IsDay(shanghai("2026-11-20 "+tt.at)), "%+v %s", tt.day, tt.at)
	}
}

// In St. John's clocks once went back at one minute past midnight, into the day before.
func TestWhatBeganAtMidnightGoesOnWhenClocksGoBackBehindIt(t *testing.T) {
	r := house(t)
	r.Zone = zoneOf(t, "America/St_Johns", utc("2010-11-01 00:00"))
	r.Day = roster.DayHours{From: "00:00", To: "00:30"}
	r.Shifts[0].First, r.Shifts[0].From, r.Shifts[0].To = "2010-11-07", "00:00", "00:30"
	midnight := utc("2010-11-07 02:30")
	for after, want := range map[time.Duration]bool{-1: false, 0: true, 2 * time.Minute: true, time.Hour: true, 90 * time.Minute: false} {
		at := midnight.Add(after)
		require.Equal(t, want, r.IsDay(at), r.Zone.Local(at))
		require.Equal(t, want, len(r.Holders("MED", at)) == 1, r.Zone.Local(at))
	}
}

func TestFind(t *testing.T) {
	p, ok := house(t).Find("ng")
	require.True(t, ok)
	require.Equal(t, "guards", p.Group)
	_, ok = house(t).Find("stranger")
	require.False(t, ok)
}

func TestResponders(t *testing.T) {
	require.Equal(t, "en", roster.Responder{}.Language())
	require.Equal(t, "zh", roster.Responder{Languages: []string{"zh", "en"}}.Language())
	require.True(t, roster.Responder{}.Has(""))
	require.False(t, roster.Responder{Skills: []string{"first-aid"}}.Has("lift-safety"))
	require.True(t, roster.Responder{Skills: []string{"first-aid", "lift-safety"}}.Has("lift-safety"))

	both := roster.Text{EN: "Fire", ZH: "火灾"}
	require.Equal(t, "Fire", both.In("en"))
	require.Equal(t, "火灾", both.In("zh"))
	require.Equal(t, "Fire", roster.Text{EN: "Fire"}.In("zh"))
	require.Equal(t, "火灾", roster.Text{ZH: "火灾"}.In("en"))
}
