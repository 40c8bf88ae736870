package incident_test

// Stories of steps that come back to somebody who had them before.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// reassign has the desk give a step to somebody.
func reassign(w *town, step, to string) {
	w.t.Helper()
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: step, By: "gus", To: to}))
}

func TestStepGivenBackIsSentAgainUnderItsOldCode(t *testing.T) {
	for name, before := range map[string]string{"unanswered": "", "seen": "ok", "begun": "1"} {
		t.Run(name, func(t *testing.T) {
			w := staffed(t, does("S1", "SEC"))
			code := token(w, "ann", "S1")
			if before != "" {
				w.says("ann", code+" "+before)
			}
			reassign(w, "S1", "ben")
			require.Equal(t, incident.PageStoodDown, w.page(taskPage(w, "ann", "S1")).State)
			w.to(time.Minute)
			reassign(w, "S1", "ann")
			require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
			tasks := w.bodies("ann", incident.TaskPage)
			require.Len(t, tasks, 2)
			require.Equal(t, "2nd call. "+tasks[0], tasks[1])
			require.Contains(t, w.says("ben", token(w, "ben", "S1")+" 1"), "closed already")
			require.Contains(t, w.says("ann", code+" 4"), "Done")
			require.Equal(t, "ann", *w.step("S1").By)
		})
	}
}

func TestStepThatSomebodyHasAlreadyIsNotSentAgain(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	reassign(w, "S1", "ann")
	w.says("ann", token(w, "ann", "S1")+" 1")
	reassign(w, "S1", "ann")
	require.Len(t, w.bodies("ann", incident.TaskPage), 1)
}

func TestStepThatComesBackToWhoCouldNotIsSentAgain(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.says("ann", token(w, "ann", "S1")+" 5")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ben", By: "gus"}))
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
	require.Len(t, w.bodies("ann", incident.TaskPage), 2)
}

func TestStepOfSomebodyWhoLeftIsSentAgainWhenTheyComeBack(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.Equal(t, incident.PageStoodDown, w.page(taskPage(w, "ann", "S1")).State)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
	require.Len(t, w.bodies("ann", incident.TaskPage), 2)
}

func TestStepThatStaysWithSomebodyWhoLeavesAnotherSeatIsNotSentAgain(t *testing.T) {
	for name, before := range map[string]string{"unanswered": "", "begun": "1"} {
		t.Run(name, func(t *testing.T) {
			w := staffed(t, does("S1", "SEC"))
			w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "MED", Responder: "ann", By: "gus"}))
			if before != "" {
				w.says("ann", token(w, "ann", "S1")+" "+before)
			}
			state := w.page(taskPage(w, "ann", "S1")).State
			w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "MED", Responder: "ann", By: "gus"}))
			require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
			require.Equal(t, state, w.page(taskPage(w, "ann", "S1")).State)
			require.Len(t, w.bodies("ann", incident.TaskPage), 1)
		})
	}
}
