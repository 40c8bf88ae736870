package incident_test

// The pulse of an incident: what it will do next, and what its shadow lacks, on the engine's clock.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestPulseSaysWhatIsDueAndWhatTheShadowLacks(t *testing.T) {
	inc := incident.Begin(declared(oneElectrician(), electricians()), noon)
	inc.Take(noon, false, false)
	due, ok := inc.NextDue()
	require.True(t, ok)
	require.Equal(t, due, *inc.Pulse().DueAt)
	require.Equal(t, noon, *inc.Pulse().UnshadowedSince)
	inc.Confirmed(inc.Unshadowed())
	require.Nil(t, inc.Pulse().UnshadowedSince)
	inc.Take(noon.Add(30*time.Second), false, false)
	require.Equal(t, noon.Add(30*time.Second), *inc.Pulse().UnshadowedSince, "the rung of that moment")
}

func TestPulseIsOnTheEnginesClock(t *testing.T) {
	in := declared(oneElectrician(), electricians())
	in.Story = &frozen.Story{Start: noon, Speed: 10}
	in.DeclaredAt = noon.Add(24 * time.Hour)
	inc := incident.Begin(in, noon)
	inc.Take(noon, false, false)
	due, ok := inc.NextDue()
	require.True(t, ok)
	require.Equal(t, in.DeclaredAt.Add(due.Sub(noon)/10), *inc.Pulse().DueAt)
	require.Equal(t, in.DeclaredAt, *inc.Pulse().UnshadowedSince)
}

func TestAnEndedIncidentIsDueForNothingAnyMore(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(0)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Nil(t, w.inc.Pulse().DueAt)
}

func TestPulseSaysWhoHasLeftAPageUnansweredAndWhichLaddersEnd(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(0)
	require.Equal(t, noon, *w.inc.Pulse().AskedSince)
	require.Zero(t, w.inc.Pulse().LastRungs)
	w.to(10 * time.Minute)
	require.Equal(t, noon, *w.inc.Pulse().AskedSince, "the first who was called has not answered yet")
	require.Equal(t, 1, w.inc.Pulse().LastRungs, "nobody further can be called")
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Nil(t, w.inc.Pulse().AskedSince)
	require.Zero(t, w.inc.Pulse().LastRungs)
}
