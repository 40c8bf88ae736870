package dispatch

// What the Desk remembers of declarations.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
)

func declaredAt(id, site, plan string, at time.Time) *frozen.Input {
	return &frozen.Input{
		ID: id, DeclaredAt: at, Site: frozen.Site{ID: site}, Plan: frozen.Plan{ID: plan},
		Declaration: frozen.Declaration{Mode: frozen.Real},
	}
}

func TestTheDeskRemembersWhatTheShadowMayLack(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var kept declarations
	for _, in := range []*frozen.Input{
		declaredAt("long-ago", "riverside", "fire", noon.Add(-20*time.Minute)),
		declaredAt("older", "riverside", "fire", noon.Add(-10*time.Minute)),
		declaredAt("elsewhere", "hill", "fire", noon.Add(-time.Second)),
		declaredAt("flood", "riverside", "flood", noon.Add(-time.Second)),
		declaredAt("moments", "riverside", "fire", noon.Add(-time.Second)),
		declaredAt("now", "riverside", "fire", noon),
	} {
		kept.add(in)
	}
	now := declaredAt("now", "riverside", "fire", noon)
	for lag, want := range map[time.Duration][]string{
		shadowLag:       {"now", "moments"},
		duplicateWindow: {"now", "moments", "older"},
		time.Hour:       {"now", "moments", "older"},
	} {
		var ids []string
		for _, head := range kept.of(now, noon.Add(-duplicateWindow), lag) {
			ids = append(ids, head.ID)
		}
		require.Equal(t, want, ids, "within %s", lag)
	}
}

// A story runs on a clock of its own: what opened long before on that clock is no duplicate.
func TestTheIncidentsOwnClockDecidesWhatIsRecent(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var kept declarations
	night := declaredAt("night", "riverside", "fire", noon)
	night.Story = &frozen.Story{Start: noon.Add(-10 * time.Hour), Speed: 1}
	kept.add(night)
	require.Empty(t, kept.of(declaredAt("now", "riverside", "fire", noon), noon.Add(-duplicateWindow), shadowLag))
}

func TestTheDeskForgetsTheOldestOfManyDeclarations(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var kept declarations
	for n := range mostDeclared + 5 {
		kept.add(declaredAt(fmt.Sprint(n), "riverside", "fire", noon))
	}
	heads := kept.of(declaredAt("now", "riverside", "fire", noon), noon, shadowLag)
	require.Len(t, heads, mostDeclared)
	require.Equal(t, "5", heads[mostDeclared-1].ID)
}
