package workflows_test

// What incidents of the tests begin with: the library's plans at the demonstration site.

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/incident/frozen"
	"muster/plans"
	"muster/sites"
	"muster/workflows"
)

var phoneKey = dispatch.PhoneKey("a key for tests")

// The library and the site are read once.
var (
	library   = sync.OnceValue(plans.Library)
	riverside = sync.OnceValue(sites.Riverside)
)

// begin freezes a declaration of a plan at riverside.
func begin(t *testing.T, plan string, mode frozen.Mode, at time.Time) workflows.Start {
	t.Helper()
	p, ok := plans.Find(library(), plan)
	require.True(t, ok, "plan %s", plan)
	return workflows.Start{In: frozen.Input{
		ID: "inc-test", DeclaredAt: at, Plan: p.Frozen, Channels: []frozen.Channel{frozen.SMS}, Simulated: true, Rules: frozen.Rules,
		Site: dispatch.Freeze(&p.Frozen, riverside(), phoneKey, at),
		Declaration: frozen.Declaration{
			Plan: plan, Site: "riverside", Mode: mode, Location: "Building 3, floor 12", Summary: "smoke in the corridor",
			Places: []frozen.Spot{{Building: "B3", Floor: "12"}},
		},
	}}
}

// shanghai is a local moment at the demonstration site.
func shanghai(t *testing.T, clock string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, riverside().Location())
	require.NoError(t, err)
	return at.UTC()
}
