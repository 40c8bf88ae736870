package dispatch_test

// What an incident takes along must fit into the engine's hands, also from a large site.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/plans"
	"muster/sites"
)

// TestEveryPlanFitsAtASiteOfAThousand holds the bound of RESPONSE.md section 1.
func TestEveryPlanFitsAtASiteOfAThousand(t *testing.T) {
	site := sites.Generate(1000, 3000)
	for _, plan := range plans.Library() {
		along := dispatch.Freeze(&plan.Frozen, site, dispatch.PhoneKey("key"), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
		require.GreaterOrEqual(t, len(along.Roster.Responders), 900, "%s: who can be called comes along", plan.Frozen.ID)
		size := plans.Size(plan.Frozen, along)
		t.Logf("%s: %d bytes", plan.Frozen.ID, size)
		require.LessOrEqual(t, size, plans.MaxInput, plan.Frozen.ID)
	}
}
