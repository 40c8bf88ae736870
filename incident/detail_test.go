package incident_test

// What entries say in fields, so that a review need not read their sentences.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// first is the earliest entry of a kind.
func (w *town) first(kind incident.Kind) incident.Entry {
	w.t.Helper()
	k := slices.IndexFunc(w.record, func(e incident.Entry) bool { return e.Kind == kind })
	require.GreaterOrEqual(w.t, k, 0, kind)
	return w.record[k]
}

func TestEntriesOfStepsCarryTheirTargetsAndReasons(t *testing.T) {
	w := staffed(t, does("S1", "SEC", target(time.Minute)), does("S2", "SEC", after("S1")))
	require.Equal(t, noon.Add(time.Minute), *w.first(incident.KindStepOpened).DueAt)
	w.order(w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S1", By: "boss", Until: noon.Add(time.Hour), Reason: "rain"}))
	extended := w.first(incident.KindStepExtended)
	require.Equal(t, noon.Add(time.Hour), *extended.DueAt)
	require.Equal(t, "rain", extended.Reason.EN)
	require.Equal(t, noon.Add(time.Minute), *w.first(incident.KindStepOpened).DueAt, "what was written stays")
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", By: "boss", To: "ben", Reason: "nearer"}))
	require.Equal(t, "nearer", w.first(incident.KindStepReassigned).Reason.EN)
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S2", By: "boss", Reason: "no need"}))
	require.Equal(t, "by Boss: no need", w.first(incident.KindStepSkipped).Reason.EN)
}

func TestEntriesOfPeopleCarrySeatsAndPromises(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(10 * time.Second)
	sent := w.first(incident.KindPageSent)
	require.Equal(t, []string{"SEC"}, sent.Seats)
	require.Equal(t, 1, sent.Attempt)
	rung := w.first(incident.KindRung)
	require.Equal(t, []any{"SEC", 1, 0}, []any{rung.Seat, rung.Need, rung.Have})
	w.says("ann", "1")
	accepted, filled := w.first(incident.KindPageAccepted), w.first(incident.KindSeatFilled)
	require.Equal(t, []string{"SEC"}, accepted.Seats)
	require.Equal(t, noon.Add(190*time.Second), *accepted.DueAt)
	require.Equal(t, string(incident.HolderAccepted), accepted.Value)
	require.Equal(t, []int{1, 1}, []int{filled.Need, filled.Have})
	w.says("ann", "6")
	require.True(t, slices.ContainsFunc(w.record, func(e incident.Entry) bool { return e.Kind == incident.KindRung && e.Responder == "ann" }), "the ladder of a call for help says whose it is")
}

func TestArrivingAtOnceIsSaidSo(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "3")
	accepted := w.first(incident.KindPageAccepted)
	require.Equal(t, string(incident.HolderOnScene), accepted.Value)
	require.Nil(t, accepted.DueAt)
}

func TestEntriesOfTheWholeCarryLevelAndOutcome(t *testing.T) {
	w := staffed(t)
	require.Equal(t, "L3", w.first(incident.KindOpened).Value)
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L2, By: "boss", Reason: "it spreads"}))
	require.Equal(t, "it spreads", w.first(incident.KindLevel).Reason.EN)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.FalseAlarm, By: "boss", Reason: "toast"}))
	down := w.first(incident.KindStandDown)
	require.Equal(t, []string{"false-alarm", "toast"}, []string{down.Value, down.Reason.EN})
	require.Equal(t, "false-alarm", w.first(incident.KindEnded).Value)
}
