package incident_test

// Stories of "9" about seats: what is given back, what is asked again, and what others have been given since.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// declined are those who are not asked for a seat any more.
func (w *town) declined(seat string) []string {
	for _, s := range w.inc.State.Seats {
		if s.ID == seat {
			return s.Declined
		}
	}
	return nil
}

// bothSeats has ann asked for SEC and EVAC by one page, which may be held together.
func bothSeats(t *testing.T) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1, with("EVAC")), asks("EVAC", 1, with("SEC"))}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "dai"), post("EVAC", "ann"))))
	w.to(time.Second)
	require.Len(t, asked(w, "ann"), 2)
	return w
}

func TestRefusalIsTakenBackForWhatIsStillAsked(t *testing.T) {
	w := bothSeats(t)
	w.says("ann", "5")
	w.says("dai", "5")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "EVAC", Responder: "eve", By: "gus"}))
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot")
	require.Equal(t, []incident.Subject{{Kind: incident.AboutSeat, Ref: "SEC"}}, asked(w, "ann"))
	require.Equal(t, []string{"dai"}, w.declined("SEC"), "whoever else has said no has said no")
	require.Equal(t, []string{"ann", "dai"}, w.declined("EVAC"), "of the seat that is taken her no stands")
}

func TestSecondSeatIsGivenBackAndTheFirstOneKept(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, with("EVAC")), asks("EVAC", 1, with("SEC"), from(frozen.L2))}, does("S1", "SEC"))
	p.Level = frozen.L3
	w := begin(t, declared(p, house(post("SEC", "ann"), post("EVAC", "dai", "ann"))))
	w.to(time.Second)
	w.says("ann", "3")
	w.level(frozen.L2)
	w.says("dai", "5")
	require.Equal(t, []incident.Subject{{Kind: incident.AboutSeat, Ref: "EVAC"}}, asked(w, "ann"))
	w.says("ann", w.tagged("ann", "1"))
	require.Equal(t, []string{"ann"}, w.holders("EVAC"))
	require.Contains(t, w.says("ann", "9"), "Taken back")
	require.Empty(t, w.holders("EVAC"))
	require.Equal(t, []string{"dai"}, w.declined("EVAC"), "she may still say yes, he has said no")
	require.Equal(t, []string{"ann"}, w.holders("SEC"), "she had it before")
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
}

func TestLateStepIsGivenBackToItsLadder(t *testing.T) {
	w := lateInHand(t, frozen.Rules, defaults()...)
	before := len(w.calls())
	require.Contains(t, w.says("hal", "9"), "Taken back")
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees, "it stays hers")
	require.Contains(t, w.entries(incident.KindInHand), "2m0s Hal no longer sees to it: late: Do S1")
	w.to(3 * time.Minute)
	require.Contains(t, w.calls()[before:], "2m0s boss", "its ladder goes on")
}

func TestLateStepThatNobodyElseHasGoesToTheSeatsHolders(t *testing.T) {
	w := lateInHand(t, frozen.Rules, defaults()...)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.Equal(t, []string{"hal"}, w.step("S1").Assignees)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ida", By: "gus"}))
	require.Contains(t, w.says("hal", "9"), "Taken back")
	require.Equal(t, []string{"ida"}, w.step("S1").Assignees)
	require.Len(t, w.bodies("ida", incident.TaskPage), 1)
}

func TestWhatSomebodyElseHasInHandStaysThere(t *testing.T) {
	w := lateInHand(t, frozen.Rules, defaults()...)
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "ann"}))
	before := len(w.entries(incident.KindInHand))
	w.says("hal", "9")
	require.Equal(t, incident.StepDone, w.step("S1").State, "what is done meanwhile is done")
	require.Len(t, w.entries(incident.KindInHand), before)
}

func TestArrivalOfSomebodyLateIsTakenBackAndTheSeatCalledForAgain(t *testing.T) {
	w := guarded(t)
	w.says("ann", "1")
	w.to(7 * time.Minute)
	require.Equal(t, incident.HolderLate, w.seat("SEC").Holders[0].State)
	w.says("ann", "3")
	require.Nil(t, w.seat("SEC").Ladder)
	require.Contains(t, w.says("ann", "9"), "Taken back")
	require.Equal(t, incident.HolderLate, w.seat("SEC").Holders[0].State)
	require.NotNil(t, w.seat("SEC").Ladder, "she is not there after all")
}

func TestArrivalTakenBackCallsNobodyWhereSheIsStillExpected(t *testing.T) {
	w := guarded(t)
	w.says("ann", "1")
	w.says("ann", "3")
	before := len(w.calls())
	w.says("ann", "9")
	require.Nil(t, w.seat("SEC").Ladder)
	w.to(time.Minute)
	require.Len(t, w.calls(), before)
}

func TestWhoIsLetBackInIsAskedAsAnybodyIs(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 2)}), house(post("SEC", "ann", "ben", "dai"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "5")
	w.says("ann", "5")
	require.ElementsMatch(t, []string{"ann", "ben"}, w.declined("SEC"))
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot, your post")
	require.Equal(t, []string{"ben"}, w.declined("SEC"))
}

func TestCommanderWhoDropsOutByMistakeIsLetBackInWhileNobodyCommands(t *testing.T) {
	for deputy, said := range map[bool]string{
		false: "Taken back: cannot, your post. All is as before: answer again.",
		true:  "Not taken back: the command has passed since. Tell the control room.",
	} {
		w := commandedBy(t, deputy)
		w.says("boss", *w.pageAbout("boss", "CMD").Token+" 5")
		require.NotEqual(t, "boss", inCommand(w))
		require.Equal(t, said, w.says("boss", "9"))
		require.Equal(t, !deputy, inCommand(w) == "boss")
		require.Equal(t, !deputy, len(w.holders("CMD")) == 1)
	}
}

// pageAbout is somebody's page about a seat.
func (w *town) pageAbout(id, seat string) incident.PageView {
	w.t.Helper()
	for _, p := range w.view().Pages {
		if p.Responder == id && slices.Contains(p.Seats, seat) {
			return p
		}
	}
	require.Fail(w.t, "no page", "of %s about %s", id, seat)
	return incident.PageView{}
}

func TestWhoNeverCommandedIsLetBackInWhoeverCommands(t *testing.T) {
	w := commandedBy(t, true)
	w.says("ann", "5")
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot, your post")
	require.Equal(t, []string{"ann"}, w.holders("SEC"))
	require.Equal(t, "boss", inCommand(w))
}
