package incident_test

// Stories of who does a step: how it is handed out, and handed on.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestStepGoesToTheLeastBusyHolder(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"), does("S2", "SEC"), does("S3", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ben", "3") // the first who comes gets all that waits
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	require.Equal(t, []string{"ben"}, w.step("S3").Assignees)
	w.says("ann", "3")
	require.Empty(t, w.bodies("ann", incident.TaskPage), "nobody's work is taken away")

	p = plan([]frozen.Seat{asks("SEC", 2)}, does("S0", "CMD"), does("S1", "SEC", after("S0")), does("S2", "SEC", after("S0")), does("S3", "SEC", after("S0")))
	w = begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ben", "3")
	w.says("ann", "3")
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S0", By: "gus"}))
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	require.Equal(t, []string{"ann"}, w.step("S2").Assignees)
	require.Equal(t, []string{"ben"}, w.step("S3").Assignees)
}

func TestEveryonesStepGoesToEachHolderAlsoToThoseWhoComeLater(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 3)}, does("S1", "SEC", everyone))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben", "dai"))))
	w.to(0)
	w.says("ann", "3")
	w.to(time.Second)
	w.says("ben", "3")
	require.Equal(t, []string{"ann", "ben"}, w.step("S1").Assignees)
	require.Len(t, w.bodies("ben", incident.TaskPage), 1)
	require.NotEqual(t, token(w, "ann", "S1"), token(w, "ben", "S1"))
	w.says("ben", token(w, "ben", "S1")+" 4")
	require.Equal(t, incident.StepDone, w.step("S1").State, "done by one is done")
	w.says("dai", "3")
	require.Empty(t, w.bodies("dai", incident.TaskPage))
	require.Equal(t, incident.PageAccepted, w.page(taskPage(w, "ben", "S1")).State)
	require.Equal(t, incident.PageStoodDown, w.page(taskPage(w, "ann", "S1")).State)
}

func taskPage(w *town, id, step string) string {
	w.t.Helper()
	for _, p := range w.inc.State.Pages {
		if p.Kind == incident.TaskPage && p.Responder == id && p.Step == step {
			return p.ID
		}
	}
	require.Fail(w.t, "no task", "%s of %s", step, id)
	return ""
}

func TestStepWithoutAHolderIsBlockedAndHandedToTheFirstWhoComes(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(time.Second)
	require.Equal(t, incident.StepBlocked, w.step("S1").State)
	require.Empty(t, w.step("S1").Assignees)
	w.says("ben", "1")
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	w.says("ann", "1")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
}

func TestStepOfASeatThatNobodyIsAskedForGoesToWhoeverHasTakenCommand(t *testing.T) {
	w := staffed(t)
	require.Equal(t, incident.StepBlocked, w.step("END").State)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Equal(t, []string{"boss"}, w.step("END").Assignees)
}

func TestWorkOfWhoDropsOutGoesToTheNextHolder(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2, licence("sec"))}, does("S1", "SEC"))
	w := begin(t, declared(p, skilled(house(post("SEC", "ann", "ben")), "sec", "ann", "ben")))
	w.to(0)
	w.says("ann", "1")
	w.says("ben", "1")
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ben", By: "gus"}))
	require.Equal(t, incident.StepBlocked, w.step("S1").State)
	w.to(90 * time.Second)
	w.says("boss", "1")
	require.Equal(t, []string{"1m30s Boss sees to it: nobody yet for Seat SEC"}, w.entries(incident.KindInHand))
	require.Equal(t, incident.StepBlocked, w.step("S1").State, "seeing to the gap is not taking the seat")
}

func TestStepThatAPersonCannotDoGoesToAnotherHolder(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "1")
	w.says("ben", "1")
	w.says("ann", token(w, "ann", "S1")+" 5")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	require.Equal(t, 2, w.seat("SEC").Filled, "the seat is not given up by it")
	w.says("ben", token(w, "ben", "S1")+" 5")
	require.Equal(t, incident.StepBlocked, w.step("S1").State)
	require.Equal(t, []string{"0s Ann cannot: Do S1", "0s Ben cannot: Do S1"}, w.entries(incident.KindPageDeclined))
}

func TestWhoeverHasDoneAStepThatOthersHaveNowSaysSoUnderItsCode(t *testing.T) {
	for rules, state := range map[int]incident.StepState{2: incident.StepOpen, frozen.Rules: incident.StepDone} {
		p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
		in := declared(p, house(post("SEC", "ann", "ben")))
		in.Rules = rules
		w := begin(t, in)
		w.to(0)
		w.says("ann", "1")
		w.says("ben", "1")
		code := token(w, "ann", "S1")
		w.says("ann", code+" 5")
		require.Contains(t, w.says("ann", code+" 1"), "closed already", "it is not hers to take any more")
		w.says("ann", code+" 4")
		require.Equal(t, state, w.step("S1").State)
	}
}
