package workflows_test

// The pulse of a running incident, as the watchdog asks for it.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

func TestARunningIncidentSaysWhatIsDueAndThatItsShadowIsThere(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 03:00")))
	var felt incident.Pulse
	var asked time.Time
	w.at(20*time.Second, func() {
		value, err := w.env.QueryWorkflow(workflows.Pulse)
		require.NoError(t, err)
		require.NoError(t, value.Get(&felt))
		asked = w.env.Now()
	})
	w.until = w.start.In.DeclaredAt.Add(25 * time.Second)
	w.run()
	require.True(t, felt.DueAt.After(asked), "what is due is ahead")
	require.WithinDuration(t, w.start.In.DeclaredAt.Add(30*time.Second), *felt.DueAt, 11*time.Second)
	require.Nil(t, felt.UnshadowedSince)
}
