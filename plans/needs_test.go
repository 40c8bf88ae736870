package plans_test

// What plans ask of a roster, and whether the demonstration site has it.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/plans"
	"muster/roster"
	"muster/sites"
)

// need is what a plan asks of a seat.
func need(t *testing.T, needs []roster.Need, plan, seat string) roster.Need {
	t.Helper()
	k := slices.IndexFunc(needs, func(n roster.Need) bool { return n.Plan == plan && n.Seat == seat })
	require.GreaterOrEqual(t, k, 0, "%s: %s", plan, seat)
	return needs[k]
}

func TestNeedsAreThoseOfEachPlan(t *testing.T) {
	needs := plans.Needs(all())
	require.Equal(t, roster.Need{Plan: "fire", Seat: "SEC", Day: 4, Night: 2, Shares: []string{"FIRE", "EVAC", "MED"}}, need(t, needs, "fire", "SEC"))
	require.Equal(t, 1, need(t, needs, "lift-entrapment", "SEC").Night)
	control := need(t, needs, "fire", "CTRL")
	require.Equal(t, []any{2, 2, "fire-facility-operator"}, []any{control.Day, control.Night, control.Skill})
	require.Empty(t, control.Shares, "the control room is not held from elsewhere")
	commander := need(t, needs, "fire", "CMD")
	require.Equal(t, []any{0, 0, "incident-command"}, []any{commander.Day, commander.Night, commander.Skill}, "it opens at a graver level")
}

func TestTheDemonstrationSiteHasWhatItsPlansNeed(t *testing.T) {
	site, needs := sites.Riverside(), plans.Needs(all())
	works := func(string) sites.NumberFault { return sites.NumberWorks }
	for _, at := range []time.Time{time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC), time.Date(2027, 6, 1, 4, 0, 0, 0, time.UTC)} {
		found := sites.Cover(site, needs, at, 14, works)
		require.Empty(t, found.Gaps)
		require.Empty(t, found.Unlicensed)
		require.True(t, found.Full())
	}
	before := time.Date(2026, 11, 22, 19, 0, 0, 0, time.UTC)
	gaps := sites.Cover(site, needs, before, 14, works).Gaps
	require.Len(t, gaps, 1, "on the Friday on which one of two electricians is away")
	require.Equal(t, []string{"fire", "power-outage"}, gaps[0].Plans)

	site.Overrides = nil // nobody stands in for him in the night
	gaps = sites.Cover(site, needs, before, 14, works).Gaps[1:]
	require.Equal(t, []string{"ENG-E", "ENG-L", "ENG-W"}, []string{gaps[0].Seat, gaps[1].Seat, gaps[2].Seat})
	require.NotContains(t, gaps[0].Plans, "water-outage")
	require.Contains(t, gaps[2].Plans, "water-outage")
}
