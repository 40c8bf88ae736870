package roster_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/roster"
)

func TestGaps(t *testing.T) {
	gap := func(seat, from, to string, have, need int) roster.Gap {
		return roster.Gap{Seat: seat, From: shanghai(from), To: shanghai(to), Have: have, Need: need}
	}
	sec := roster.Need{Seat: "SEC", Day: 2, Night: 1}
	tests := []struct {
		name     string
		needs    []roster.Need
		leave    []roster.Leave
		from, to string
		want     []roster.Gap
	}{
		{"enough people", []roster.Need{sec}, nil, "2026-11-20 00:00", "2026-11-22 00:00", nil},
		{
			"one too few by day",
			[]roster.Need{{Seat: "SEC", Day: 3, Night: 1}},
			nil, "2026-11-20 00:00", "2026-11-21 00:00",
			[]roster.Gap{gap("SEC", "2026-11-20 07:00", "2026-11-20 19:00", 2, 3)},
		},
		{
			"one too few by night, cut at the ends",
			[]roster.Need{{Seat: "SEC", Day: 2, Night: 2}},
			nil, "2026-11-20 05:00", "2026-11-20 20:00",
			[]roster.Gap{gap("SEC", "2026-11-20 05:00", "2026-11-20 07:00", 1, 2), gap("SEC", "2026-11-20 19:00", "2026-11-20 20:00", 1, 2)},
		},
		{
			"days and nights on end are one gap",
			[]roster.Need{{Seat: "CTRL", Day: 1, Night: 1}},
			nil, "2026-11-20 00:00", "2026-12-04 00:00",
			[]roster.Gap{gap("CTRL", "2026-11-20 00:00", "2026-12-04 00:00", 0, 1)},
		},
		{
			"another number is another gap",
			[]roster.Need{{Seat: "CTRL", Day: 2, Night: 1}},
			nil, "2026-11-20 06:00", "2026-11-20 08:00",
			[]roster.Gap{gap("CTRL", "2026-11-20 06:00", "2026-11-20 07:00", 0, 1), gap("CTRL", "2026-11-20 07:00", "2026-11-20 08:00", 0, 2)},
		},
		{
			"without the skill nobody counts",
			[]roster.Need{{Seat: "SEC", Day: 2, Night: 1, Skill: "first-aid"}},
			nil, "2026-11-20 06:00", "2026-11-20 08:00",
			[]roster.Gap{gap("SEC", "2026-11-20 07:00", "2026-11-20 08:00", 1, 2)},
		},
		{
			"a leave makes a gap",
			[]roster.Need{sec},
			[]roster.Leave{{Responder: "g1", From: shanghai("2026-11-20 09:00"), To: shanghai("2026-11-20 12:00")}},
			"2026-11-20 00:00", "2026-11-21 00:00",
			[]roster.Gap{gap("SEC", "2026-11-20 09:00", "2026-11-20 12:00", 1, 2)},
		},
		{
			"in the order of the needs",
			[]roster.Need{{Seat: "MED", Night: 1}, {Seat: "CTRL", Day: 1}},
			nil, "2026-11-20 06:00", "2026-11-20 08:00",
			[]roster.Gap{gap("MED", "2026-11-20 06:00", "2026-11-20 07:00", 0, 1), gap("CTRL", "2026-11-20 07:00", "2026-11-20 08:00", 0, 1)},
		},
		{
			"whoever holds a seat that shares counts as well, once",
			[]roster.Need{{Seat: "SEC", Day: 3, Night: 2, Shares: []string{"MED", "CTRL"}}},
			nil, "2026-11-20 06:00", "2026-11-20 08:00",
			[]roster.Gap{gap("SEC", "2026-11-20 06:00", "2026-11-20 07:00", 1, 2), gap("SEC", "2026-11-20 07:00", "2026-11-20 08:00", 2, 3)},
		},
		{"no time at all", []roster.Need{{Seat: "CTRL", Day: 1, Night: 1}}, nil, "2026-11-20 06:00", "2026-11-20 06:00", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := house(t)
			r.Leave = tt.leave
			got := roster.Gaps(r, tt.needs, shanghai(tt.from), shanghai(tt.to))
			for i := range got {
				got[i].From, got[i].To = got[i].From.UTC(), got[i].To.UTC()
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestASeatThatSeveralPlansAskForIsNamedOnce(t *testing.T) {
	needs := []roster.Need{
		{Seat: "SEC", Day: 4, Night: 1, Plan: "fire"},
		{Seat: "MED", Night: 1, Plan: "fire"},
		{Seat: "SEC", Day: 2, Night: 1, Plan: "lift"},
		{Seat: "SEC", Day: 3, Night: 2, Plan: "storm"},
	}
	var got []string
	for _, g := range roster.Gaps(house(t), needs, shanghai("2026-11-20 06:00"), shanghai("2026-11-20 20:00")) {
		got = append(got, fmt.Sprintf("%s %s %d/%d %v", g.Seat, g.From.Add(8*time.Hour).UTC().Format("15:04"), g.Have, g.Need, g.Plans))
	}
	require.Equal(t, []string{
		"SEC 06:00 1/2 [storm]", "SEC 07:00 2/4 [fire storm]", "SEC 19:00 1/2 [storm]",
		"MED 06:00 0/1 [fire]", "MED 19:00 0/1 [fire]",
	}, got)
}

func TestWhoLacksALicenceIsNamedOnceForAllPlansThatAskForIt(t *testing.T) {
	needs := []roster.Need{{Seat: "SEC", Skill: "first-aid", Plan: "fire"}, {Seat: "SEC", Plan: "lift"}, {Seat: "SEC", Skill: "first-aid", Plan: "storm"}}
	list := roster.WithoutLicence(house(t), needs, shanghai("2026-11-20 06:00"), shanghai("2026-11-21 06:00"))
	seen := map[string]bool{}
	for _, u := range list {
		require.Equal(t, []string{"fire", "storm"}, u.Plans)
		require.False(t, seen[u.Responder], "%s stands there twice", u.Responder)
		seen[u.Responder] = true
	}
	require.NotEmpty(t, seen)
}

func TestGapsWhereNothingEverChanges(t *testing.T) {
	from := shanghai("2026-11-20 00:00")
	gaps := roster.Gaps(roster.Roster{}, []roster.Need{{Seat: "SEC", Day: 1, Night: 1}}, from, from.AddDate(0, 1, 0))
	require.Equal(t, []roster.Gap{{Seat: "SEC", From: from, To: from.AddDate(0, 1, 0), Need: 1}}, gaps)
}

func TestGapsAgreeWithACountAtEachMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		need := roster.Need{
			Seat: rapid.SampledFrom(drawnSeats).Draw(t, "seat"), Skill: rapid.SampledFrom([]string{"", "x"}).Draw(t, "skill"),
			Day: rapid.IntRange(0, 3).Draw(t, "day"), Night: rapid.IntRange(0, 3).Draw(t, "night"),
		}
		gaps := roster.Gaps(d.Roster, []roster.Need{need}, d.from, d.to)
		for range 10 {
			at := d.drawMoment(t)
			have, wanted := count(d.Roster, need, at)
			var hit []roster.Gap
			for _, g := range gaps {
				if covers(g.From, g.To, at) {
					hit = append(hit, g)
				}
			}
			if have >= wanted || !at.Before(d.to) {
				require.Empty(t, hit)
				continue
			}
			require.Len(t, hit, 1)
			require.Equal(t, []int{have, wanted}, []int{hit[0].Have, hit[0].Need})
		}
	})
}

func count(r roster.Roster, n roster.Need, at time.Time) (have, wanted int) {
	for _, id := range r.Holders(n.Seat, at) {
		if p, _ := r.Find(id); p.Has(n.Skill) {
			have++
		}
	}
	if r.IsDay(at) {
		return have, n.Day
	}
	return have, n.Night
}

func TestBetweenKeepsWhatTouches(t *testing.T) {
	spans := [][2]string{
		{"2026-11-01 00:00", "2026-11-10 00:00"},
		{"2026-11-01 00:00", "2026-11-10 00:01"},
		{"2026-11-12 00:00", "2026-11-13 00:00"},
		{"2026-11-19 23:59", "2026-11-25 00:00"},
		{"2026-11-20 00:00", "2026-11-25 00:00"},
	}
	r := house(t)
	for i, s := range spans {
		from, to := shanghai(s[0]), shanghai(s[1])
		r.Overrides = append(r.Overrides, roster.Override{ID: fmt.Sprint(i), From: from, To: to})
		r.Leave = append(r.Leave, roster.Leave{Responder: fmt.Sprint(i), From: from, To: to})
	}
	got := r.Between(shanghai("2026-11-10 00:00"), shanghai("2026-11-20 00:00"))
	require.Equal(t, r.Overrides[1:4], got.Overrides)
	require.Equal(t, r.Leave[1:4], got.Leave)
	require.Len(t, r.Leave, 5, "the roster itself stays")
	require.Equal(t, r.Shifts, got.Shifts)
}

func TestRestrictDropsWhatNobodyNeeds(t *testing.T) {
	r := house(t)
	at := shanghai("2026-11-20 09:00")
	r.Overrides = []roster.Override{
		{ID: "stays, for who stands in", Out: "g1", In: "spare", From: at, To: at.Add(time.Hour)},
		{ID: "stays, for who is out", Out: "spare", In: "g2", From: at, To: at.Add(time.Hour)},
		{ID: "goes", Out: "dm", In: "eng", From: at, To: at.Add(time.Hour)},
	}
	r.Leave = []roster.Leave{{Responder: "spare", From: at.AddDate(0, 0, 1), To: at.AddDate(0, 0, 2)}, {Responder: "dm", From: at, To: at.Add(1)}}

	small := r.Restrict(map[string]bool{"spare": true, "ng": true})
	require.Equal(t, []roster.Responder{r.Responders[4], r.Responders[7]}, small.Responders)
	require.Equal(t, r.Overrides[:2], small.Overrides)
	require.Equal(t, r.Leave[:1], small.Leave)
	require.Equal(t, r.Groups[1:2], small.Groups)
	require.Equal(t, []roster.Post{{Seat: "SEC", People: []string{"g1"}}, {Seat: "MED", People: []string{"g1"}}}, small.Shifts[0].Posts)
	require.Equal(t, []roster.Post{{Seat: "SEC", People: []string{"ng"}}}, small.Shifts[1].Posts)
	require.Len(t, small.Shifts, 2)
	require.Equal(t, []string{"spare"}, small.OnDuty(at), "g1 is on duty too, but no longer known")
	require.Len(t, r.Shifts[0].Posts, 4, "the roster itself stays")
	require.Empty(t, r.Restrict(nil).Shifts)
}

// crowd is a roster of 1,000 people in ten crews that work day and night in turn.
func crowd(b *testing.B) roster.Roster {
	r := roster.Roster{Zone: zoneOf(b, "Europe/Berlin", utc("2026-11-01 00:00")), Day: roster.DayHours{From: "07:00", To: "19:00"}}
	for i := range 1000 {
		r.Responders = append(r.Responders, roster.Responder{ID: fmt.Sprintf("responder-%d", i), Skills: []string{"first-aid"}})
	}
	for i := range 20 {
		s := roster.Shift{ID: fmt.Sprint(i), From: "07:00", To: "19:00", First: "2026-01-01", Every: 10, Days: []int{i / 2, (i/2 + 5) % 10}}
		if i%2 == 1 {
			s.From, s.To = s.To, s.From
		}
		for j := range 100 {
			s.Posts = append(s.Posts, roster.Post{Seat: fmt.Sprint("S", j%16), People: []string{r.Responders[i/2*100+j].ID}})
		}
		r.Shifts = append(r.Shifts, s)
	}
	return r
}

func BenchmarkHoldersAmong1000(b *testing.B) {
	r, at := crowd(b), utc("2026-11-20 09:00")
	for b.Loop() {
		r.Holders("S3", at)
	}
}

func BenchmarkSubstitutesAmong1000(b *testing.B) {
	r, at := crowd(b), utc("2026-11-20 09:00")
	for b.Loop() {
		r.Moment(at).Substitutes("S3", "first-aid")
	}
}

func BenchmarkNextChangeAmong1000(b *testing.B) {
	r, at := crowd(b), utc("2026-11-20 09:00")
	for b.Loop() {
		r.NextChange(at)
	}
}
