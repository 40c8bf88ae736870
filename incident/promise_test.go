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
