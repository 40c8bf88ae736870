package incident_test

// Stories of amendments: a step that the plan does not have.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func add(w *town, title string, target time.Duration) {
	w.t.Helper()
	w.order(w.inc.AddStep(w.now, incident.AddStep{Title: title, Seat: "SEC", Target: target, By: "gus", Reason: "the engines come from there"}))
}

func TestAddedStepIsHandedOutAndClimbsAsOthersDo(t *testing.T) {
	w := staffed(t, does("S1", "MED"))
	shared := w.inc.In.Plan.Steps
	w.to(time.Minute)
	add(w, "Open the east gate", 100*time.Second)
	require.Len(t, shared, 2, "the plan of others is left alone")
	require.Equal(t, []string{"ann"}, w.step("ADD1").Assignees)
	require.Contains(t, w.last("ann"), "Open the east gate by 12:02. Reply")
	require.Equal(t, []string{"1m0s ADD1 Open the east gate: added by Gus for Seat SEC: the engines come from there"}, w.entries(incident.KindStepAdded))
	w.roundTrip() // as continue-as-new does
	w.to(time.Minute + 80*time.Second)
	require.Contains(t, w.last("ann"), "LATE: Open the east gate")
	w.to(time.Minute + 150*time.Second)
	require.Contains(t, w.last("boss"), "LATE: Open the east gate")
	require.True(t, w.step("ADD1").Late)
	w.says("ann", token(w, "ann", "ADD1")+" 4")
	require.Equal(t, incident.StepDone, w.step("ADD1").State)
	add(w, "Shut it again", 0)
	require.Equal(t, incident.StepOpen, w.step("ADD2").State)
	w.to(time.Hour)
	require.False(t, w.step("ADD2").Late, "without a target it is never late")
}

func TestStepAddedAfterTheStandDownBelongsToTheRecovery(t *testing.T) {
	w := staffed(t, does("R1", "MED", in(frozen.Recovery)))
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	add(w, "Sweep the yard", 0)
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "R1", By: "gus"}))
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle, "it is waited for")
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "ADD1", By: "gus"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	refused(t, incident.CodeEnded, w.inc.AddStep(w.now, incident.AddStep{Title: "x", Seat: "SEC"}))
}

func TestStepThatCannotBeAddedIsRefused(t *testing.T) {
	w := staffed(t)
	before := text(w.inc.State)
	refused(t, incident.CodeNoSeat, w.inc.AddStep(w.now, incident.AddStep{Title: "x", Seat: "NONE", By: "gus"}))
	for _, title := range []string{"", "  ", strings.Repeat("长", 81)} {
		refused(t, incident.CodeField, w.inc.AddStep(w.now, incident.AddStep{Title: title, Seat: "SEC", By: "gus"}))
	}
	refused(t, incident.CodeField, w.inc.AddStep(w.now, incident.AddStep{Title: "x", Seat: "SEC", Target: -time.Minute, By: "gus"}))
	require.Equal(t, before, text(w.inc.State))
}
