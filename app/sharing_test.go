package app

// One copy in memory of what many incidents have in common.

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/converter"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
	"muster/workflows"
)

func startAt(site string) workflows.Start {
	people := roster.Roster{Responders: []roster.Responder{{ID: "li-hua", Name: "Li Hua"}}}
	return workflows.Start{
		In: frozen.Input{
			ID: "inc-1", Declaration: frozen.Declaration{Plan: "fire", Location: "Building 3"},
			Plan: frozen.Plan{ID: "fire", Steps: []frozen.Step{{ID: "call"}}}, Site: frozen.Site{ID: site, Roster: people},
		},
		State: &incident.State{Rev: 7}, Hashed: 3, Limits: workflows.Limits{Continue: 9},
	}
}

func carried(t *testing.T, through converter.DataConverter, start workflows.Start) workflows.Start {
	t.Helper()
	payload, err := through.ToPayload(start)
	require.NoError(t, err)
	var read workflows.Start
	require.NoError(t, through.FromPayload(payload, &read))
	return read
}

func TestASharedStartIsReadAsTheLibraryReadsIt(t *testing.T) {
	start := startAt("hill")
	want := carried(t, converter.GetDefaultDataConverter(), start)
	through := newDataConverter()
	for range 2 {
		got := carried(t, through, start)
		person, found := got.In.Site.Roster.Find("li-hua")
		require.True(t, found)
		require.Equal(t, "Li Hua", person.Name)
		want.In.Site.Roster = want.In.Site.Roster.Indexed()
		require.Equal(t, want, got)
	}
}

func TestIncidentsOfASiteShareItsPeople(t *testing.T) {
	through := newDataConverter()
	first, second := carried(t, through, startAt("hill")), carried(t, through, startAt("hill"))
	require.Same(t, &first.In.Site.Roster.Responders[0], &second.In.Site.Roster.Responders[0])
	require.Same(t, &first.In.Plan.Steps[0], &second.In.Plan.Steps[0])
	require.NotSame(t, first.State, second.State, "how an incident stands is its own")
}

func TestOfManySitesTheOldestAreForgotten(t *testing.T) {
	through := newDataConverter()
	first := carried(t, through, startAt("hill"))
	for k := range mostShared {
		require.Equal(t, fmt.Sprint(k), carried(t, through, startAt(fmt.Sprint(k))).In.Site.ID)
	}
	again := carried(t, through, startAt("hill"))
	require.Equal(t, first, again)
	require.NotSame(t, &first.In.Site.Roster.Responders[0], &again.In.Site.Roster.Responders[0])
}

func TestAStartThatCannotBeReadIsNotKept(t *testing.T) {
	through := newDataConverter()
	for _, broken := range []string{`{"in":{"site":{"id":3}}}`, `{"in":{"plan":{"steps":"none"}}}`, `{"in":[]}`, `{`} {
		payload, err := through.ToPayload(startAt("hill"))
		require.NoError(t, err)
		payload.Metadata, payload.Data = map[string][]byte{converter.MetadataEncoding: []byte("json/plain")}, []byte(broken)
		for range 2 {
			var read workflows.Start
			require.ErrorIs(t, through.FromPayload(payload, &read), converter.ErrUnableToDecode)
		}
	}
}
