package workflows_test

// The database away for the whole of an incident: its record waits in the state, and follows to the last line.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestStoryDatabaseIsDeadFromColdStartToStandDown(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	kept, confirmed := shanghai(t, "2026-11-23 09:12"), true
	w.start.In.Away, w.start.In.Declaration.Confirmed = &frozen.Away{Kept: &kept}, &confirmed
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	w.shadow.back = w.start.In.DeclaredAt.Add(20 * time.Minute)
	w.at(19*time.Minute, func() { require.Empty(t, w.shadow.entries) })
	w.runToTheEnd()
	require.True(t, w.recorded(incident.KindStandDown)[0].At.Before(w.shadow.back))
	require.Empty(t, w.status().Entries, "the shadow has all of it")
	require.Len(t, w.recorded(incident.KindAway), 1)
	w.requireGolden("database-dead")
}
