package sites_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/roster"
	"muster/sites"
)

func TestAShiftsSeatsStandInTheOrderOfTheGroups(t *testing.T) {
	r := load(t, "testdata/valid.yaml").Roster(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	require.Equal(t, roster.Shift{
		ID: "day", From: "07:00", To: "19:00", First: "2026-01-01", Every: 4, Days: []int{0, 2},
		Posts: []roster.Post{
			{Seat: "DUTY", People: []string{"zhang-wei"}},
			{Seat: "SEC", People: []string{"chen-jing", "li-hua"}},
			{Seat: "ENG-W", People: []string{"li-hua"}},
			{People: []string{"chen-jing"}},
		},
	}, r.Shifts[0])
	require.Equal(t, []roster.Post{{Seat: "DUTY", People: []string{"li-hua"}}, {Seat: "AAA", People: []string{"chen-jing"}}}, r.Shifts[1].Posts)
}

func TestOverridesAndLeaveAreReadInLocalTime(t *testing.T) {
	r := load(t, "testdata/valid.yaml").Roster(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	require.Equal(t, []roster.Override{
		{
			ID: "swap", Seat: "SEC", Out: "chen-jing", In: "zhang-wei",
			From: time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), // clocks leap over 02:30
			To:   time.Date(2026, 3, 29, 10, 0, 0, 0, time.UTC),
		},
		{
			ID: "more", Seat: "SEC", In: "chen-jing",
			From: time.Date(2026, 4, 1, 5, 0, 0, 0, time.UTC), To: time.Date(2026, 4, 1, 17, 0, 0, 0, time.UTC),
		},
	}, r.Overrides)
	require.Equal(t, []roster.Leave{{
		Responder: "li-hua",
		From:      time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), // the first of two 02:30
		To:        time.Date(2026, 10, 26, 6, 0, 0, 0, time.UTC),
	}}, r.Leave)
}

func TestTheRostersZoneReachesAYearAhead(t *testing.T) {
	around := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	zone := load(t, "testdata/valid.yaml").Roster(around).Zone
	require.Equal(t, "Europe/Berlin", zone.Name)
	require.Equal(t, around.AddDate(0, 0, -1), zone.Offsets[0].From)
	require.Len(t, zone.Offsets, 4)
	require.Equal(t, "12:00 CEST", zone.Local(time.Date(2027, 3, 29, 10, 0, 0, 0, time.UTC)).Format("15:04 MST"))
}

func TestASiteMadeByHandWithoutATimeZoneIsInUTC(t *testing.T) {
	require.Equal(t, time.UTC, (&sites.Site{Timezone: "Europe/Atlantis"}).Location())
	r := (&sites.Site{Leave: []sites.Leave{{Responder: "a", From: "soon", To: "later"}}}).Roster(time.Now())
	require.Zero(t, r.Leave[0].From)
}

func TestARosterSurvivesJSON(t *testing.T) {
	moment := at(t, "2026-11-28 23:00")
	r := sites.Riverside().Roster(moment)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	var back roster.Roster
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, r.OnDuty(moment), back.OnDuty(moment))
	require.Equal(t, r.NextChange(moment).UTC(), back.NextChange(moment).UTC())
	require.Less(t, len(data), 20_000)
}
