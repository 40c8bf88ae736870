package incident_test

// Stories of "9" about steps: what a step goes back to, what goes back with it, and when it stands.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

func TestStepOfTwoPeopleIsBothAgain(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC", everyone))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.says("ann", "4")
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Contains(t, w.says("ann", "9"), "Taken back: done, Do S1")
	require.Equal(t, []string{"ann", "ben"}, w.step("S1").Assignees)
	require.Len(t, w.bodies("ben", incident.TaskPage), 2, "ben's was closed: he is told again")
	require.Len(t, w.bodies("ann", incident.TaskPage), 1, "ann knows")
	require.Equal(t, "Done: Do S1. Thank you.", w.says("ben", "4"))
}

func TestTaskIsNotGivenBackOnceAnotherHasBegunIt(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.says("ann", token(w, "ann", "S1")+" 5")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	w.says("ben", token(w, "ben", "S1")+" 1")
	require.Equal(t, `Not taken back: people are at "Do S1" since. Tell the control room.`, w.says("ann", "9"))
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
}

func TestTaskThatSomebodyHadBegunIsTheirsAgain(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	w.says("ann", token(w, "ann", "S1")+" 1")
	w.says("ann", token(w, "ann", "S1")+" 5")
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot, Do S1")
	require.Equal(t, incident.StepStarted, w.step("S1").State)
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
}

func TestPhaseGoesBackWithTheStepThatEndedIt(t *testing.T) {
	w := staffed(t, does("A1", "SEC", in(frozen.Alarm)), does("S1", "MED"))
	require.Equal(t, frozen.Alarm, w.view().Phase)
	w.says("ann", "4")
	require.Equal(t, frozen.Response, w.view().Phase)
	require.Contains(t, w.says("ann", "9"), "Taken back: done, Do A1")
	require.Equal(t, frozen.Alarm, w.view().Phase)
	w.says("ann", "4")
	require.Equal(t, frozen.Response, w.view().Phase)
}

func TestEndOfTheResponseIsNotTakenBackButRecoveryIs(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("R1", "SEC", in(frozen.Recovery)), does("R2", "MED", in(frozen.Recovery)))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.says("ann", "4")
	w.says("boss", "4")
	require.Equal(t, incident.StandingDown, w.view().State)
	require.Equal(t, "Not taken back: the response has been ended since. Tell the control room.", w.says("ann", "9"))
	require.Equal(t, "Not taken back: the response has been ended since. Tell the control room.", w.says("boss", "9"))
	task := w.inc.State.Steps[1].Assignees[0]
	w.says(task, token(w, task, "R1")+" 4")
	require.Equal(t, incident.StepDone, w.step("R1").State)
	require.Contains(t, w.says(task, "9"), "Taken back: done, Do R1")
	require.Equal(t, incident.StepOpen, w.step("R1").State)
	require.Equal(t, incident.StandingDown, w.view().State)
}

func TestStepWhoseNoticeHasGoneOutStands(t *testing.T) {
	for at, said := range map[frozen.NoticeAt]string{
		frozen.AtDone: "Not taken back: the notice to residents has gone out. Tell the control room.",
		frozen.AtOpen: "Taken back: done, Do S1. All is as before: answer again.",
	} {
		w := arrived(begin(t, declared(telling(does("S1", "SEC", notifies("N1", at))), toldHouse())))
		w.says("ann", "4")
		require.Equal(t, said, w.says("ann", "9"), at)
	}
}

// hidden puts a condition inside of another one.
func hidden(e *cond.Expr) func(*frozen.Step) {
	return func(s *frozen.Step) { s.When = &cond.Expr{Op: cond.OpNot, Args: []cond.Expr{*e}} }
}

func TestWhateverHangsOnAnAnswerWaitsAgainAndNothingElse(t *testing.T) {
	answers := wants(choice("yes", "no"))
	for n, hangs := range map[string]frozen.Step{
		"1": does("S2", "MED", after("S1")), "2": does("S2", "MED", after("S1"), when("steps.S0.value", cond.OpEq, "yes")),
		"3": does("S2", "MED", when("steps.S1.value", cond.OpEq, "yes")), "4": does("S2", "MED", hidden(whenExpr("steps.S1.value", "no"))),
	} {
		w := staffed(t, does("S0", "MED", answers), does("S1", "SEC", answers), hangs, does("S6", "MED"), does("S7", "MED", after("S6")), does("S8", "MED", when("steps.S0.value", cond.OpEq, "yes")))
		w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S0", By: "gus", Value: "yes"}))
		require.Equal(t, incident.StepWaiting, w.step("S2").State)
		w.says("ann", "4 1")
		require.Equal(t, incident.StepOpen, w.step("S2").State, n)
		w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S6", By: "gus"}))
		w.says("ben", token(w, "ben", "S7")+" 1")
		w.says("ben", token(w, "ben", "S8")+" 1")
		require.Contains(t, w.says("ann", "9"), "Taken back: done, Do S1", n)
		require.Equal(t, incident.StepWaiting, w.step("S2").State, n)
		require.Empty(t, w.step("S2").Assignees, n)
		for _, id := range []string{"S7", "S8"} {
			require.Equal(t, incident.StepStarted, w.step(id).State, "%s hangs on something else", id)
		}
	}
}

func TestWhatHangsOnAStepThatWasLeftOutWaitsAgainToo(t *testing.T) {
	w := staffed(t, does("S1", "SEC", wants(choice("yes", "no"))), does("S2", "MED", when("steps.S1.value", cond.OpEq, "yes")), does("S3", "MED", after("S2")))
	w.says("ann", "4 2")
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Contains(t, w.says("ann", "9"), "Taken back: done, Do S1")
	for _, id := range []string{"S2", "S3"} {
		require.Equal(t, incident.StepWaiting, w.step(id).State, id)
	}
}
