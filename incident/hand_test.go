package incident_test

// Stories of people who had something in hand and drop out: it does not stay there.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// gapInHand is an incident that lacks its electrician; boss, who commands, sees to it, and drops out twenty seconds later.
func gapInHand(t *testing.T, rules int, drop func(w *town)) *town {
	p := plan([]frozen.Seat{asks("ELEC", 1, licence("elec"))})
	w := begin(t, under(declared(p, electricians()), rules))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.to(95 * time.Second)
	w.says("boss", "1")
	require.Equal(t, "boss", *w.seat("ELEC").Ladder.InHand)
	w.to(115 * time.Second)
	drop(w)
	return w
}

func TestGapOfSomebodyWhoDropsOutClimbsOnAtOnce(t *testing.T) {
	for name, drop := range map[string]func(w *town){
		"leaves":   func(w *town) { w.says("boss", *w.pageOf("boss").Token+" 5") },
		"opts out": func(w *town) { w.says("boss", "STOP") },
		"is released": func(w *town) {
			w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
		},
		"is lost": func(w *town) {
			p := w.pageOf("boss")
			w.inc.Delivered(w.now, []incident.Receipt{{
				Page: p.ID, Attempt: 1, CarrierID: w.ledger[key(p.ID, 1)], State: incident.AttemptUndelivered, Failure: incident.FailRecipient,
			}})
			w.settle()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := gapInHand(t, frozen.Rules, drop)
			require.Nil(t, w.seat("ELEC").Ladder.InHand)
			require.Contains(t, w.calls(), "1m55s coy", "the company is called at once")
			require.Contains(t, w.entries(incident.KindInHand), "1m55s Boss no longer sees to it: nobody yet for Seat ELEC")
			w.to(2 * time.Minute)
			require.Contains(t, w.calls(), "2m0s coy #2", "and its rhythm is the ladder's own")

			w = gapInHand(t, 0, drop)
			require.Equal(t, "boss", *w.seat("ELEC").Ladder.InHand, "older incidents leave it there")
		})
	}
}

func TestGapStaysInTheHandOfWhoLeavesOneSeatOfTwo(t *testing.T) {
	w := gapInHand(t, frozen.Rules, func(w *town) {
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "ELEC", Responder: "boss", By: "gus"}))
		w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "ELEC", Responder: "boss", By: "gus"}))
	})
	require.Contains(t, w.last("boss"), "released")
	require.Len(t, w.entries(incident.KindInHand), 1)
}

// lateInHand is an incident whose step is late; hal, who leads the group, has taken it on.
func lateInHand(t *testing.T, rules int, rungs ...frozen.Late) *town {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(100*time.Second), late(rungs...)))
	w := arrived(begin(t, under(declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal"))), rules)))
	w.to(110 * time.Second)
	w.says("hal", "1")
	require.Equal(t, []string{"ann", "hal"}, w.step("S1").Assignees)
	w.to(120 * time.Second)
	return w
}

func TestLateStepOfSomebodyWhoDropsOutClimbsOnAtOnce(t *testing.T) {
	for _, text := range []string{"STOP", "5"} {
		t.Run(text, func(t *testing.T) {
			w := lateInHand(t, frozen.Rules, defaults()...)
			before := len(w.calls())
			w.says("hal", text)
			w.to(3 * time.Minute)
			require.Equal(t, []string{"2m0s boss", "2m50s coy", "2m50s may"}, w.calls()[before:before+3], "its rungs as far apart as they were")
			require.Contains(t, w.entries(incident.KindInHand), "2m0s Hal no longer sees to it: late: Do S1")

			w = lateInHand(t, 0, defaults()...)
			before = len(w.calls())
			w.says("hal", text)
			w.to(10 * time.Minute)
			require.Len(t, w.calls(), before, "older incidents leave it with him")
		})
	}
}

func TestWhatThePlanDecidesKeepsItsMomentWhoeverDropsOut(t *testing.T) {
	page := func(at time.Duration, who frozen.Selector) frozen.Late {
		return frozen.Late{At: at, Page: []frozen.Selector{who}}
	}
	w := lateInHand(t, frozen.Rules, page(100*time.Second, frozen.Lead), page(200*time.Second, frozen.Commander), frozen.Late{At: 300 * time.Second, Assume: "true"})
	before := len(w.calls())
	w.says("hal", "5")
	require.Equal(t, []string{"2m0s boss"}, w.calls()[before:])
	w.to(299 * time.Second)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	w.to(300 * time.Second)
	require.Equal(t, incident.StepDone, w.step("S1").State)
}

func TestGapHandedBackInAPauseClimbsOnWithTheDrill(t *testing.T) {
	w := begin(t, practised(oneElectrician(), house()))
	w.to(95 * time.Second)
	w.says("boss", "1")
	w.to(100 * time.Second)
	w.says("ann", "7")
	w.says("boss", "1")
	w.to(10 * time.Minute)
	w.says("boss", "STOP")
	before := len(w.calls())
	w.to(20 * time.Minute)
	require.Len(t, w.calls(), before, "nothing moves")
	resume(w)
	require.Equal(t, []string{"20m0s coy", "20m0s may"}, w.calls()[before:])
}
