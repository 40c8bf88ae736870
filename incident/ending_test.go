package incident_test

// Stories of what may end an incident, and pass a hard gate, and what may not.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestADrillEndsAsOneWhateverOutcomeIsGiven(t *testing.T) {
	for _, outcome := range []frozen.Outcome{frozen.Handled, frozen.DrillEnded} {
		in := declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben")))
		in.Declaration.Mode = frozen.Drill
		w := arrived(begin(t, in))
		w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus"}))
		require.Equal(t, string(frozen.DrillEnded), *w.inc.View(w.now).Outcome)
		require.Equal(t, incident.StepSkipped, w.step("R3").State)
		require.NotEqual(t, incident.StepSkipped, w.step("R1").State, "what follows in earnest is practised too")
	}
}

func TestARealIncidentDoesNotEndAsADrill(t *testing.T) {
	w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben")))))
	refused(t, incident.CodeField, w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.DrillEnded, By: "gus"}))
	refused(t, incident.CodeField, w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.DrillEnded, By: "gus"}))
	require.Equal(t, incident.Open, w.inc.State.Lifecycle)
	require.Nil(t, w.inc.View(w.now).Outcome)
}

func TestAHardGateIsNotPassedBeforeItOpens(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}, does("A", "SEC"), does("B", "SEC", after("A"), gate)), house(post("SEC", "ann"))))
	refused(t, incident.CodeHardGate, w.inc.FinishStep(w.now, incident.FinishStep{Step: "B", By: "gus"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "A", By: "gus"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "B", By: "gus"}))
	require.Equal(t, incident.StepDone, w.step("B").State)
}
