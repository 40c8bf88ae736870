package watchdog_test

// How all stands, in figures.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/watchdog"
)

func TestStandingCountsWhoIsNotReached(t *testing.T) {
	h := newHouse(t)
	asked, due, unshadowed := three.Add(-3*time.Minute), three.Add(time.Minute), three.Add(-2*time.Second)
	h.runs("one", "hill").pulse = incident.Pulse{AskedSince: &asked, DueAt: &due, LastRungs: 2}
	later := three.Add(-time.Minute)
	h.runs("two", "lake").pulse = incident.Pulse{AskedSince: &later, UnshadowedSince: &unshadowed}
	drill := h.runs("practice", "lake")
	drill.Drill, drill.pulse = true, incident.Pulse{LastRungs: 1}
	h.runs("report", "lake").What = watchdog.Report
	dog := h.watch()
	require.Zero(t, dog.Standing(), "nothing was looked at yet")
	h.pass(10*time.Second, dog)
	s := dog.Standing()
	require.Equal(t, h.now, s.Looked)
	require.Equal(t, watchdog.Group{Open: 2, Felt: 2, LastRung: 1, AskedSince: &asked, DueAt: &due, UnshadowedSince: &unshadowed}, s.Real)
	require.Equal(t, watchdog.Group{Open: 1, Felt: 1, LastRung: 1}, s.Drill)
	require.Empty(t, s.Troubles)
}

func TestStandingKeepsWhatWasSeenWhileTheEngineIsAway(t *testing.T) {
	h := newHouse(t)
	asked := three
	h.runs("one", "hill").pulse = incident.Pulse{AskedSince: &asked}
	dog := h.watch()
	h.pass(10*time.Second, dog)
	h.away = context.DeadlineExceeded
	h.pass(40*time.Second, dog)
	s := dog.Standing()
	require.Equal(t, &asked, s.Real.AskedSince)
	require.Equal(t, watchdog.EngineAway, s.Troubles[0].Kind)
}
