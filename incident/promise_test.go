package incident_test

// Stories of promises: who said when they will be there, and what happens if they are not.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func guard(d time.Duration) frozen.Plan { return plan([]frozen.Seat{asks("SEC", 1, within(d))}) }

func guards() frozen.Site { return house(post("SEC", "ann", "ben")) }

func promisedAt(w *town, seat string) time.Duration {
	w.t.Helper()
	at := w.seat(seat).Holders[0].PromisedAt
	require.NotNil(w.t, at)
	return time.Time(*at).Sub(w.opened)
}

func TestAcceptanceIsAPromiseOfTheSeatsTime(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(10 * time.Second)
	require.Equal(t, "Accepted: Seat SEC. Be there by 12:03. Reply 3 on scene, 2 and minutes if later, 5 if you cannot", w.says("ann", "1"))
	require.Equal(t, 190*time.Second, promisedAt(w, "SEC"))
	require.Equal(t, incident.HolderAccepted, w.seat("SEC").Holders[0].State)
	require.Equal(t, w.seat("SEC").Holders[0].PromisedAt, w.pageOf("ann").PromisedAt)
	require.Equal(t, []string{"10s Ann accepted: Seat SEC, there by 12:03"}, w.entries(incident.KindPageAccepted))
}

func TestPersonsOwnMinutesAreThePromise(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	require.Contains(t, w.says("ann", "2 12"), "Be there by 12:12")
	require.Equal(t, 12*time.Minute, promisedAt(w, "SEC"))
}

func TestSeatWithoutATimeAsksForNoPromise(t *testing.T) {
	w := begin(t, declared(guard(0), guards()))
	w.to(0)
	require.Equal(t, "Accepted: Seat SEC. Reply 3 on scene, 5 if you cannot", w.says("ann", "1"))
	require.Nil(t, w.seat("SEC").Holders[0].PromisedAt)
	w.to(time.Hour)
	require.Empty(t, w.entries(incident.KindPromiseMissed))
}

func TestSharedPageIsPromisedByItsShortestTime(t *testing.T) {
	p := plan([]frozen.Seat{asks("A", 1, within(5*time.Minute), with("B", "C")), asks("B", 1, within(2*time.Minute), with("C")), asks("C", 1)})
	w := begin(t, declared(p, house(post("A", "ann"), post("B", "ann"), post("C", "ann"))))
	w.to(0)
	require.Contains(t, w.says("ann", "1"), "by 12:02")
	require.Equal(t, 5*time.Minute, promisedAt(w, "A"))
	require.Equal(t, 2*time.Minute, promisedAt(w, "B"))
	require.Nil(t, w.seat("C").Holders[0].PromisedAt)
}

func TestWhoIsThereAlreadyPromisesNothing(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "3")
	require.Equal(t, incident.PageOnScene, w.pageOf("ann").State)
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	require.Nil(t, w.seat("SEC").Holders[0].PromisedAt)
	require.Nil(t, w.pageOf("ann").PromisedAt)
	w.to(time.Hour)
	require.Empty(t, w.entries(incident.KindPromiseMissed))
}

func TestBrokenPromiseIsAskedAboutOnceAndReopensTheSeatHalfAMinuteLater(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(3*time.Minute - time.Second)
	require.Empty(t, w.bodies("ann", incident.NotePage))
	w.to(3 * time.Minute)
	require.Equal(t, []string{w.tagged("ann", "Fire: you are expected on scene now. Reply 3 on scene, 2 and minutes if later, 5 cannot")}, w.bodies("ann", incident.NotePage))
	require.Equal(t, 1, w.seat("SEC").Filled)
	w.to(210 * time.Second)
	require.Equal(t, 0, w.seat("SEC").Filled)
	require.Equal(t, incident.HolderLate, w.seat("SEC").Holders[0].State, "and the person stays welcome")
	require.Equal(t, []string{"0s ann", "3m30s ben"}, w.calls(), "the next holder, not the one who is late")
	require.Equal(t, []string{"3m0s Ann has not come as promised (Seat SEC): asked once"}, w.entries(incident.KindPromiseMissed))
	require.Equal(t, []string{"3m30s Seat SEC is short again without Ann"}, w.entries(incident.KindSeatReopened))
	w.to(4 * time.Minute)
	require.Len(t, w.bodies("ann", incident.NotePage), 1)
}

func TestLatecomerIsWelcome(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(4 * time.Minute)
	require.Equal(t, "Noted: on scene. Reply 7 for danger, 6 for help", w.says("ann", "3"))
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	require.Equal(t, 1, w.seat("SEC").Filled)
	require.Equal(t, incident.PageOnScene, w.pageOf("ann").State)
	require.Equal(t, incident.PageStoodDown, w.pageOf("ben").State, "the seat is filled again")
	require.Equal(t, []string{"4m0s Ann is on scene"}, w.entries(incident.KindPageOnScene))
}

func TestLatecomersNewPromiseFillsTheSeatAgain(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(4 * time.Minute)
	require.Equal(t, "Noted: there by 12:09. Reply 3 on scene", w.says("ann", "2 5"))
	require.Equal(t, 1, w.seat("SEC").Filled)
	require.Equal(t, incident.PageStoodDown, w.pageOf("ben").State)
	w.to(9*time.Minute + 30*time.Second)
	require.Equal(t, 0, w.seat("SEC").Filled, "and it is a promise like the first")
	require.Len(t, w.bodies("ann", incident.NotePage), 2)
}

func TestAnsweringTheQuestionKeepsTheSeat(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(3*time.Minute + 20*time.Second)
	w.says("ann", "2 10")
	w.to(13 * time.Minute)
	require.Equal(t, 1, w.seat("SEC").Filled)
	require.Empty(t, w.entries(incident.KindSeatReopened))
	require.Equal(t, []string{"0s ann"}, w.calls())
}

func TestSecondAcceptanceChangesNothing(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(time.Minute)
	require.Equal(t, "Accepted already. Reply 3 on scene, 5 if you cannot", w.says("ann", "1"))
	require.Equal(t, 3*time.Minute, promisedAt(w, "SEC"))
}

func TestWhoIsOnSceneDoesNotPromiseToCome(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "2 5")
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	require.Nil(t, w.seat("SEC").Holders[0].PromisedAt)
}

func TestOneQuestionForAllTheSeatsOfABrokenPromise(t *testing.T) {
	p := plan([]frozen.Seat{asks("A", 1, within(2*time.Minute), with("B")), asks("B", 1, within(2*time.Minute))})
	w := begin(t, declared(p, house(post("A", "ann"), post("B", "ann"))))
	w.to(0)
	w.says("ann", "1")
	w.to(2*time.Minute + 30*time.Second)
	require.Len(t, w.bodies("ann", incident.NotePage), 1)
	require.Equal(t, []string{"2m0s Ann has not come as promised (Seat A): asked once"}, w.entries(incident.KindPromiseMissed))
	require.Len(t, w.entries(incident.KindSeatReopened), 2)
}

func TestPromisesEndWithTheResponse(t *testing.T) {
	p := guard(3 * time.Minute)
	p.Steps = append(p.Steps, does("R1", "CMD", in(frozen.Recovery)))
	w := begin(t, declared(p, guards()))
	w.to(0)
	w.says("ann", "1")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.to(time.Hour)
	require.Empty(t, w.entries(incident.KindPromiseMissed))
	_, due := w.inc.NextDue()
	require.False(t, due, "nothing is waited for but people")
}

func TestAssigningWhoIsThereDoesNotSetThemBack(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "3")
	w.to(time.Minute)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	w.to(10 * time.Minute)
	require.Empty(t, w.entries(incident.KindPromiseMissed))
}

// pairs is a seat for two, of whom ann promises to come in two minutes, and nobody else answers.
func pairs(t *testing.T, rules int) *town {
	ladder := climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Holders}}, frozen.Rung{At: time.Minute, Page: []frozen.Selector{frozen.Substitutes}},
		frozen.Rung{At: 4 * time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute},
	)
	p := plan([]frozen.Seat{asks("SEC", 2, within(2*time.Minute), ladder)})
	w := begin(t, under(declared(p, house(post("SEC", "ann", "ben"), post("", "cao", "dai", "eve"))), rules))
	w.to(0)
	w.says("ann", "1")
	return w
}

func TestBrokenPromiseDoesNotThrowTheLadderOfAShortSeatBack(t *testing.T) {
	w := pairs(t, frozen.Rules)
	w.to(149 * time.Second)
	before := len(w.calls())
	w.to(4 * time.Minute)
	require.Equal(t, []string{"2m30s dai", "4m0s coy", "4m0s may"}, w.calls()[before:], "one person more at once, and then as planned")
	require.Len(t, w.entries(incident.KindRung), 3, "no rung is climbed twice")

	w = pairs(t, 0)
	w.to(6*time.Minute + 29*time.Second)
	require.NotContains(t, w.calls(), "4m0s coy", "older incidents begin again")
	w.to(390 * time.Second)
	require.Contains(t, w.calls(), "6m30s coy")
}

func TestBrokenPromiseOfOneTooManyCallsNobody(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, spare(1), within(2*time.Minute))}), guards()))
	w.to(0)
	w.says("ben", "3")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	opened := *w.seat("SEC").OpenedAt
	w.to(10 * time.Minute)
	require.Equal(t, []string{"2m30s Seat SEC is short again without Ann"}, w.entries(incident.KindSeatReopened))
	require.Equal(t, opened, *w.seat("SEC").OpenedAt)
	require.Len(t, w.calls(), 2)
}

func TestYesOfSomebodyWhoIsLateIsAPromiseAgain(t *testing.T) {
	for rules, said := range map[int]string{
		0: "Accepted already. Reply 3 on scene, 5 if you cannot", frozen.Rules: "Accepted: Seat SEC. Be there by 12:07. Reply 3 on scene, 2 and minutes if later, 5 if you cannot",
	} {
		w := begin(t, under(declared(guard(3*time.Minute), guards()), rules))
		w.to(0)
		w.says("ann", "1")
		w.to(4 * time.Minute)
		require.Equal(t, said, w.says("ann", "1"), "under rules %d", rules)
		if rules == 0 {
			require.Equal(t, 0, w.seat("SEC").Filled)
			continue
		}
		require.Equal(t, 1, w.seat("SEC").Filled)
		require.Equal(t, 7*time.Minute, promisedAt(w, "SEC"))
		require.Equal(t, incident.PageStoodDown, w.pageOf("ben").State)
		require.Equal(t, "4m0s Ann accepted: Seat SEC, there by 12:07", w.entries(incident.KindPageAccepted)[1])
		w.to(7*time.Minute + 30*time.Second)
		require.Equal(t, 0, w.seat("SEC").Filled, "which may be broken like the first")
	}
}

func TestYesToTheQuestionWhereSomebodyIsKeepsTheSeat(t *testing.T) {
	w := begin(t, declared(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(3*time.Minute + 20*time.Second)
	require.Contains(t, w.says("ann", "1"), "Be there by 12:06")
	w.to(6*time.Minute + 25*time.Second)
	require.Empty(t, w.entries(incident.KindSeatReopened))
	require.Len(t, w.entries(incident.KindPromiseMissed), 2)
}

func TestLateYesToASeatWithoutATimePromisesNone(t *testing.T) {
	w := begin(t, declared(guard(0), guards()))
	w.to(0)
	w.says("ann", "2 3")
	w.to(4 * time.Minute)
	require.Equal(t, "Accepted: Seat SEC. Reply 3 on scene, 5 if you cannot", w.says("ann", "1"))
	require.Equal(t, 1, w.seat("SEC").Filled)
	require.Nil(t, w.seat("SEC").Holders[0].PromisedAt)
}

func TestWhoComesBackLateGetsWhatWaitedForThem(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, within(time.Minute))}, does("S1", "SEC", start(2*time.Minute)))
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "1")
	w.to(3 * time.Minute)
	require.Equal(t, incident.StepBlocked, w.step("S1").State)
	w.says("ann", "1")
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
}
