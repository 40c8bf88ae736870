package dispatch

// What is decided of warnings about rosters.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// local is a moment of the demonstration site, on 27 November 2026 or days later.
func local(days, hour int) time.Time {
	return time.Date(2026, 11, 27+days, hour, 0, 0, 0, sites.Riverside().Location())
}

func TestASiteIsWarnedByDayOnceItsPeopleHaveTakenOver(t *testing.T) {
	for hour, want := range map[int]string{0: "", 6: "", 7: "", 8: "2026-11-27", 13: "2026-11-27", 18: "2026-11-27", 19: "", 23: ""} {
		require.Equal(t, want, rosterDay(sites.Riverside().Roster(local(0, hour)), local(0, hour)), "%d:00", hour)
	}
}

func TestARosterConcernsTheDutyManagerElseTheCommanderElseTheCompany(t *testing.T) {
	at := local(0, 10)
	site := sites.Riverside()
	require.Equal(t, site.Roster(at).Holders("DUTY", at), managers(site, site.Roster(at), at))
	require.NotEmpty(t, managers(site, site.Roster(at), at))
	away := func(ids []string) {
		for _, id := range ids {
			site.Leave = append(site.Leave, sites.Leave{Responder: id, From: "2026-11-27 00:00", To: "2026-11-28 00:00"})
		}
	}
	away(site.Roster(at).Holders("DUTY", at))
	require.Equal(t, site.Roster(at).Holders("CMD", at), managers(site, site.Roster(at), at))
	require.NotEmpty(t, managers(site, site.Roster(at), at))
	away(site.Roster(at).Holders("CMD", at))
	require.Equal(t, site.Company[:1], managers(site, site.Roster(at), at))
	site.Company = nil
	require.Empty(t, managers(site, site.Roster(at), at))
}

func TestWhatIsToldOfARosterIsOfUseUntilTheDaysEnd(t *testing.T) {
	at, site := local(0, 10), sites.Riverside()
	c := sites.Coverage{Zone: site.Roster(at).Zone, Gaps: []roster.Gap{{Seat: "SEC", From: local(0, 19), To: local(1, 7), Have: 1, Need: 2}}}
	told := rosterTold(site, "2026-11-27", c, at)
	require.True(t, told.Until.Equal(local(0, 19)), told.Until)
	require.Len(t, told.Tell, 1)
	require.Equal(t, "2026-11-27-roster-"+managers(site, site.Roster(at), at)[0], told.Tell[0].Page)
	require.Regexp(t, `SEC.*1.*2`, told.Tell[0].Body)
	site.Company, site.Shifts = nil, nil
	require.Empty(t, rosterTold(site, "2026-11-27", c, at).Tell, "there is nobody to be told")
}

func gapIn(seat string, from, to time.Time, short int) workflows.RosterLack {
	return workflows.RosterLack{Seat: seat, From: from, To: to, Short: short}
}

func TestWhatHasBeenToldIsNoNews(t *testing.T) {
	told := []workflows.RosterLack{
		gapIn("SEC", local(0, 8), local(0, 19), 1), gapIn("SEC", local(0, 19), local(1, 7), 2),
		{Seat: "MED", Skill: "first-aid", Responder: "li-hua"},
		{Responder: "sun-hao"},
	}
	for name, c := range map[string]struct {
		lack workflows.RosterLack
		told bool
	}{
		"the same gap":                {gapIn("SEC", local(0, 19), local(1, 7), 2), true},
		"what is left of it":          {gapIn("SEC", local(0, 12), local(0, 19), 1), true},
		"fewer are lacking":           {gapIn("SEC", local(0, 19), local(1, 7), 1), true},
		"two that have become one":    {gapIn("SEC", local(0, 12), local(1, 7), 1), true},
		"more are lacking":            {gapIn("SEC", local(0, 19), local(1, 7), 3), false},
		"more are lacking in a part":  {gapIn("SEC", local(0, 12), local(1, 7), 2), false},
		"for longer":                  {gapIn("SEC", local(0, 19), local(1, 19), 1), false},
		"from earlier":                {gapIn("SEC", local(0, 7), local(0, 19), 1), false},
		"another seat":                {gapIn("MED", local(0, 19), local(1, 7), 1), false},
		"the same licence":            {workflows.RosterLack{Seat: "MED", Skill: "first-aid", Responder: "li-hua"}, true},
		"another's licence":           {workflows.RosterLack{Seat: "MED", Skill: "first-aid", Responder: "sun-hao"}, false},
		"the same number":             {workflows.RosterLack{Responder: "sun-hao"}, true},
		"somebody's number, besides":  {workflows.RosterLack{Responder: "li-hua"}, false},
		"a gap, where a number was":   {gapIn("", local(0, 19), local(1, 7), 1), false},
		"nobody's time that is empty": {gapIn("SEC", local(2, 7), local(2, 7), 1), true},
	} {
		require.Equal(t, c.told, isTold(c.lack, told), name)
		require.Equal(t, c.told, len(untold([]workflows.RosterLack{c.lack}, told)) == 0, name)
	}
}

// The end of what is told of on a day is the same all day long: what comes nearer is the next day's.
func TestWhatLiesBeyondTheDaysEndIsTheNextDays(t *testing.T) {
	end := rosterEnd(sites.Riverside(), "2026-11-27")
	require.True(t, end.Equal(local(rosterDays, 0)), end)
	across := roster.Gap{Seat: "SEC", From: local(13, 19), To: local(14, 7), Have: 1, Need: 2}
	beyond := roster.Gap{Seat: "SEC", From: local(14, 7), To: local(14, 19), Have: 1, Need: 2}
	c := sites.Coverage{
		Gaps:        []roster.Gap{across, beyond},
		Unlicensed:  []roster.Unlicensed{{Seat: "MED", Skill: "first-aid", Responder: "li-hua", From: local(1, 7)}, {Seat: "MED", Responder: "sun-hao", From: local(14, 7)}},
		Unreachable: []sites.Unreachable{{Responder: "sun-hao", Why: "it is dead"}},
	}
	lacks := lacksOf(c, end)
	require.Equal(t, []workflows.RosterLack{
		gapIn("SEC", local(13, 19), end, 1), {Seat: "MED", Skill: "first-aid", Responder: "li-hua"}, {Responder: "sun-hao"},
	}, lacks)
	some := among(c, lacks[:2], end)
	require.Equal(t, []roster.Gap{across}, some.Gaps)
	require.Equal(t, c.Unlicensed[:1], some.Unlicensed)
	require.Empty(t, some.Unreachable)
	require.True(t, among(c, []workflows.RosterLack{{Responder: "nobody"}}, end).Full())
}
