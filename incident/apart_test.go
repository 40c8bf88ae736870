package incident_test

// Stories of people who come to a second seat by another way than a call: seats that do not share are never both theirs.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// twoSeats are seats that do not share, at a house where ann is rostered to both.
func twoSeats(rules int) frozen.Input {
	site := house(post("SEC", "ann", "ben"), post("MED", "ann", "eve"))
	return under(declared(plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}), site), rules)
}

// seatsOf are the seats that somebody holds.
func (w *town) seatsOf(id string) (ids []string) {
	for _, s := range w.inc.State.Seats {
		for _, h := range s.Holders {
			if h.Responder == id {
				ids = append(ids, s.ID)
			}
		}
	}
	return ids
}

func TestRefusalThatIsTakenBackAsksForNothingBesideAnotherSeat(t *testing.T) {
	for _, rules := range []int{3, frozen.Rules} {
		w := begin(t, twoSeats(rules))
		w.to(0)
		w.says("eve", "5")
		w.says("ann", "5")
		w.to(time.Minute)
		require.Contains(t, w.calls(), "0s ann")
		said := w.says("ann", "9")
		w.says("ann", *w.pageOf("ann").Token+" 1")
		if rules == 3 {
			require.Contains(t, said, "Taken back")
			require.Equal(t, []string{"SEC", "MED"}, w.seatsOf("ann"), "as it was under older rules")
			continue
		}
		require.Equal(t, "Not taken back: you hold or are asked for another seat since. Tell the control room.", said)
		require.Equal(t, []string{"MED"}, w.seatsOf("ann"))
	}
}

func TestWhoeverIsPutIntoASeatIsNotAskedForAnotherThatDoesNotShare(t *testing.T) {
	for _, rules := range []int{3, frozen.Rules} {
		w := begin(t, twoSeats(rules))
		w.to(0)
		asked := *w.pageOf("ann").Token
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "MED", Responder: "ann", By: "gus"}))
		w.says("ann", asked+" 1")
		if rules == 3 {
			require.Equal(t, []string{"SEC", "MED"}, w.seatsOf("ann"), "as it was under older rules")
			continue
		}
		require.Equal(t, []string{"MED"}, w.seatsOf("ann"))
		require.Contains(t, w.calls(), "0s ben", "who is called in her place")
		require.NotContains(t, fmt.Sprint(w.told("ann")), "not needed", "she is needed elsewhere")
	}
}

// guardsThatMerge are two incidents in which ann holds seats that do not share.
func guardsThatMerge(t *testing.T, rules int) (a, b *town) {
	a, b = twins(t, twoSeats(rules).Plan, twoSeats(rules).Site)
	a.inc.In.Rules, b.inc.In.Rules = rules, rules
	a.order(a.inc.AssignSeat(a.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	b.order(b.inc.AssignSeat(b.now, incident.AssignSeat{Seat: "MED", Responder: "ann", By: "gus"}))
	return a, b
}

func TestMergeLeavesPeopleInTheSeatThatTheyHoldHere(t *testing.T) {
	a, b := guardsThatMerge(t, 3)
	require.NoError(t, a.mergeInto(b))
	require.Equal(t, []string{"SEC", "MED"}, b.seatsOf("ann"), "as it was under older rules")

	a, b = guardsThatMerge(t, frozen.Rules)
	require.NoError(t, a.mergeInto(b))
	require.Equal(t, incident.Closed, a.view().State)
	require.Equal(t, []string{"MED"}, b.seatsOf("ann"))
	require.NotNil(t, b.seat("SEC").Ladder, "somebody else is called for the other one")
	require.Contains(t, fmt.Sprint(b.entries(incident.KindMerged)), "Ann accepted Seat SEC there")
}

func TestMergePutsPeopleWhereTheyCame(t *testing.T) {
	a, b := guardsThatMerge(t, frozen.Rules)
	a.says("ann", "3")
	b.says("ann", "2 1")
	b.to(b.passed() + 2*time.Minute)
	require.Equal(t, incident.HolderLate, b.seat("MED").Holders[0].State)
	require.NoError(t, a.mergeInto(b))
	require.Equal(t, []string{"SEC"}, b.seatsOf("ann"), "she is late for the seat here, and on scene in the other")
	require.NotContains(t, b.inc.State.Seats[1].Declined, "ann")
}

func TestStepIsTakenBackWhoseMessageMakesRoomForOthers(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC"), does("S2", "MED", after("S1")))
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"))))
	w.to(0)
	w.says("ann", "1")
	w.says("ben", "1")
	for range 160 { // more messages than the state keeps
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "ida", By: "gus"}))
		w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "ida", By: "gus"}))
	}
	require.Contains(t, w.says("ann", "4"), "Done")
	require.Contains(t, w.says("ann", "9"), "Taken back")
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Contains(t, w.says("ann", "4"), "Done", "the step is still hers to do")
}
