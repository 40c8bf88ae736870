package sites_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/roster"
	"muster/sites"
)

func TestRiversideHasNothingToMind(t *testing.T) {
	for _, local := range []string{"2026-01-01 00:00", "2026-11-23 03:00", "2026-12-24 12:00", "2029-02-28 23:00"} {
		require.Empty(t, sites.Check(sites.Riverside(), at(t, local)), local)
	}
}

func TestTheSurveyTellsWhatMayGoWrong(t *testing.T) {
	const night = "2026-11-28 19:00 to 2026-11-29 07:00: 0 of 1. Roster more to it, or add an override."
	tests := []struct {
		name   string
		change func(*sites.Site)
		want   []sites.Warning
	}{
		{"a leave that nobody covers", func(s *sites.Site) { s.Overrides = nil }, []sites.Warning{
			{Kind: "coverage", Text: "ENG-E is short of qualified people once in the coming 14 days; first from " + night},
			{Kind: "coverage", Text: "ENG-W is short of qualified people once in the coming 14 days; first from " + night},
			{Kind: "coverage", Text: "ENG-L is short of qualified people once in the coming 14 days; first from " + night},
			{Kind: "skill", Text: "In the night from 2026-11-28 19:00 nobody on duty has the skill high-low-voltage; seats that ask for it will stay empty. Roster somebody who has it."},
			{Kind: "skill", Text: "In the night from 2026-11-28 19:00 nobody on duty has the skill lift-safety; seats that ask for it will stay empty. Roster somebody who has it."},
			{Kind: "skill", Text: "In the night from 2026-11-28 19:00 nobody on duty has the skill plumbing; seats that ask for it will stay empty. Roster somebody who has it."},
		}},
		{"a licence that has run out", func(s *sites.Site) { s.Responders[1].Skills = nil }, []sites.Warning{
			{Kind: "coverage", Text: "CTRL is short of qualified people 10 times in the coming 14 days; first from 2026-11-23 03:00 to 2026-11-23 07:00: 1 of 2. Roster more to it, or add an override."},
		}},
		{"a phone for two", func(s *sites.Site) { s.Responders[2].Phone = s.Responders[1].Phone }, []sites.Warning{
			{Kind: "shared-phone", Text: "Zhou Min and Wu Gang share one phone: a message for several of them names each, and they answer with their own code first. When it is lost or busy none of them is reached."},
		}},
		{"people without a group", func(s *sites.Site) { s.Responders[0].Group = "" }, []sites.Warning{
			{Kind: "group", Text: "These responders are in no group, so a group's rung never calls them: chen-jing. Give each a group."},
		}},
		{"a group without people", func(s *sites.Site) {
			s.Groups = append(s.Groups, roster.Group{ID: "garden", Lead: "li-hua", Seats: []string{"GARDEN"}})
		}, []sites.Warning{
			{Kind: "group", Text: "The group garden has no members; give its responders the group."},
		}},
		{"people whom nobody calls", func(s *sites.Site) {
			s.Responders = append(s.Responders, roster.Responder{ID: "lu-xun", Phone: "+12025550149", Group: "care"})
		}, []sites.Warning{
			{Kind: "idle", Text: "These responders are on no shift and not of the company, so nobody calls them: lu-xun. Roster them or take them out."},
		}},
		{"a seat of no group", func(s *sites.Site) { s.Groups[4].Seats = nil }, []sites.Warning{
			{Kind: "seat", Text: "These seats belong to no group, so their ladders have no group to call: RES. Add each to a group."},
		}},
		{"no number for the brigade", func(s *sites.Site) { s.Parties = s.Parties[1:] }, []sites.Warning{
			{Kind: "party", Text: "There is no outside number fire-brigade; plans that call it cannot say which number. Add it to parties."},
		}},
		{"numbers of no network", func(s *sites.Site) {
			s.Responders[0].Phone, s.Residents[0].Phone = "+15550101", "+99955501010"
		}, []sites.Warning{
			{Kind: "phone", Text: "The phones of these people look like no network's: chen-jing, b1-3. Check them."},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site := sites.Riverside()
			tt.change(site)
			require.Equal(t, tt.want, sites.Check(site, at(t, "2026-11-23 03:00")))
		})
	}
}

func TestCompanyAndThoseWhoStandInAreNotIdle(t *testing.T) {
	site := sites.Riverside()
	extra := roster.Responder{ID: "lu-xun", Phone: "+12025550149", Group: "care"}
	site.Responders = append(site.Responders, extra)
	site.Company = append(site.Company, extra.ID)
	require.Empty(t, sites.Check(site, at(t, "2026-11-23 03:00")))

	site.Company = site.Company[:2]
	site.Overrides = append(site.Overrides, sites.Override{ID: "x", Seat: "SEC", In: extra.ID, From: "2026-11-24 07:00", To: "2026-11-24 19:00"})
	require.Empty(t, sites.Check(site, at(t, "2026-11-23 03:00")))
}

func TestALongListIsCut(t *testing.T) {
	site := sites.Riverside()
	for i := range site.Responders[:7] {
		site.Responders[i].Group = ""
	}
	warnings := sites.Check(site, at(t, "2026-11-23 03:00"))
	require.Len(t, warnings, 1)
	require.Contains(t, warnings[0].Text, "chen-jing, zhou-min, wu-gang, liu-yang, sun-hao and 2 more.")
}

func TestASiteWithNobodyOnDutyIsSurveyedToo(t *testing.T) {
	site := sites.Riverside()
	for i := range site.Shifts {
		site.Shifts[i].First = "2036-01-01"
	}
	site.Overrides = nil
	kinds := map[string]int{}
	for _, w := range sites.Check(site, at(t, "2026-11-23 03:00")) {
		kinds[w.Kind]++
	}
	require.Equal(t, map[string]int{"coverage": len(sites.CommonNeeds()), "skill": 7}, kinds)
}

func TestReport(t *testing.T) {
	want, err := os.ReadFile("testdata/report.txt")
	require.NoError(t, err)
	require.Equal(t, string(want), sites.Report(sites.Riverside(), at(t, "2026-11-28 23:00")))
}

func TestReportTellsWhatToMind(t *testing.T) {
	site := load(t, "testdata/valid.yaml")
	report := sites.Report(site, time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC))
	require.Contains(t, report, "On duty at 2026-01-01 13:00 (day): 3\n  DUTY     Zhang Wei\n  SEC      Chen Jing, Li Hua\n  ENG-W    Li Hua\n  next change")
	require.Contains(t, report, "\nTo mind:\n  - CMD is short of qualified people")

	site.Shifts[0].Seats["SEC"] = []string{"li-hua"}
	report = sites.Report(site, time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC))
	require.Contains(t, report, "  no seat  Chen Jing\n  next change at 2026-01-01 19:00\n")
}
