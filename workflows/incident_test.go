package workflows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
)

func TestFireRunsToItsEndWhenEverybodyAnswers(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	for _, r := range w.start.In.Site.Roster.Responders {
		w.network.people[r.Phone] = obliging{w, r.Phone, 20 * time.Second}
	}
	w.until = w.start.In.DeclaredAt.Add(2 * time.Hour)
	w.run()
	t.Log(w.err, w.runs, len(w.shadow.entries))
	for _, e := range w.shadow.entries {
		t.Log(e.At.Format("15:04:05"), e.Kind, e.Text.EN)
	}
	require.Empty(t, w.shadow.broken)
}
