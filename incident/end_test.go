package incident_test

// Stories of what the end leaves behind: questions that are still open, and messages that are still owed.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestStandDownAsksNobodyForSeatsAnyMoreAndKeepsADanger(t *testing.T) {
	p := recovering()
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(95 * time.Second)
	require.Contains(t, w.last("boss"), "NOBODY YET for")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.PageStoodDown, w.pageOf("boss").State, "the gap is no longer the commander's")
	w.says("ann", "7")
	w.to(10 * time.Minute)
	require.Contains(t, w.last("boss"), "DANGER reported by Ann")

	w = begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(95 * time.Second)
	w.says("ann", "7")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.PagePaging, w.pageOf("boss").State)
	w.to(130 * time.Second)
	require.Contains(t, w.last("boss"), "DANGER reported by Ann")
	require.NotContains(t, w.last("boss"), "NOBODY YET", "only the danger is left")
}

func TestPagesThatNobodyAnsweredAreExhaustedAtTheEnd(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "6")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, incident.PageExhausted, w.pageOf("boss").State)
	require.Equal(t, incident.PageStoodDown, w.pageOf("ann").State)
	before := len(w.calls())
	w.to(time.Hour)
	require.Len(t, w.calls(), before)
}

func TestUnknownMessageThatNobodyNeedsDoesNotKeepTheIncident(t *testing.T) {
	i, wave := opening(t, declared(oneElectrician(), electricians()))
	i.Sent(noon, wave, nil)
	require.False(t, i.Quiet())
	require.NoError(t, i.Cancel(noon, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	note := i.Take(noon, false, false).Waves[0]
	require.False(t, i.Quiet(), "how it ended is still being told")
	i.Sent(noon, note, nil)
	require.False(t, i.Quiet(), "and whether it was told is not known")
	asks := i.Take(noon.Add(5*time.Second), false, false).Asks
	require.Len(t, asks, 2)
	require.Equal(t, []bool{false, true}, []bool{asks[0].MaySend, asks[1].MaySend})
	i.Asked(noon.Add(5*time.Second), asks, []incident.Result{
		{Page: asks[0].Page, Attempt: 1, Fate: incident.FateUnknown}, {Page: asks[1].Page, Attempt: 1, Fate: incident.FateSent, CarrierID: "SM2"},
	})
	require.False(t, i.Quiet(), "the record wants to know whether the old page arrived")
	late := noon.Add(30 * time.Second)
	last := i.Take(late, false, false).Asks
	i.Asked(late, last, []incident.Result{{Page: last[0].Page, Attempt: 1, Fate: incident.FateUnknown}})
	require.True(t, i.Quiet(), "but not for ever")
}

func TestPersonWhoWasToldTwiceHearsTheEndOnce(t *testing.T) {
	w := staffed(t)
	w.to(time.Second)
	w.says("ann", "5")
	w.to(2 * time.Minute)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	before := len(w.bodies("ann", incident.NotePage))
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Len(t, w.bodies("ann", incident.NotePage), before+1)
}

func TestPageThatTheStandDownEndsKeepsWhatItWasAbout(t *testing.T) {
	p := recovering()
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(95 * time.Second)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, []string{"SEC"}, w.pageOf("ann").Seats)
	require.Equal(t, incident.PageStoodDown, w.pageOf("ann").State)
	require.Len(t, w.bodies("ann", incident.NotePage), 1, "one message says that it is over")
}

func TestPersonWhoWasNeverSentAMessageIsNotToldThatTheyAreNotNeeded(t *testing.T) {
	for _, wait := range []time.Duration{10 * time.Second, 40 * time.Second} { // before and after the second rung
		w := begin(t, declared(guard(0), guards()))
		w.fate = func(s incident.Send) incident.Result {
			if s.To == w.phone("ann") {
				return incident.Result{Fate: incident.FateNotStarted, After: time.Hour, Why: "busy"}
			}
			return incident.Result{Fate: incident.FateSent}
		}
		w.to(wait)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "eve", By: "gus"}))
		require.Equal(t, incident.PageStoodDown, w.pageOf("ann").State)
		for _, p := range w.inc.State.Pages {
			require.False(t, p.Responder == "ann" && p.Kind == incident.NotePage, "nothing is said to ann")
		}
	}
}

func TestWhoWasNeverCalledHearsTheEndTooIfTheyHaveASeatOrAStep(t *testing.T) {
	ends := map[string]func(w *town){
		"stood down": func(w *town) {
			w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
		},
		"ended at once": func(w *town) { w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"})) },
		"overtaken":     func(w *town) { w.inc.Overtake(w.now, "inc-9"); w.settle() },
	}
	for name, end := range ends {
		for rules, told := range map[int]int{0: 0, frozen.Rules: 1} {
			t.Run(name, func(t *testing.T) {
				in := under(practised(plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC")), house(post("SEC", "ann"))), rules)
				w := begin(t, in)
				w.to(time.Second)
				w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "fay", By: "gus"}))
				w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", To: "ida", By: "gus"}))
				fay, ida := len(w.bodies("fay", incident.NotePage)), len(w.bodies("ida", incident.NotePage))
				end(w)
				require.Len(t, w.bodies("fay", incident.NotePage), fay+told, "she was assigned")
				require.Len(t, w.bodies("ida", incident.NotePage), ida+told, "she has a step")
			})
		}
	}
}

func TestWhoWasNeverCalledHearsOfAPauseAndItsEnd(t *testing.T) {
	w := staffedDrill(t, does("S1", "SEC"))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "MED", Responder: "fay", By: "gus"}))
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", To: "ida", By: "gus"}))
	w.says("ann", "7")
	for _, id := range []string{"fay", "ida"} {
		require.Contains(t, w.last(id), "The drill is PAUSED")
	}
	resume(w)
	for _, id := range []string{"fay", "ida"} {
		require.Contains(t, w.last(id), "The drill goes on")
	}
}
