package incident_test

// Stories of what an incident keeps in its state, and what it lets go once the shadow has it.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestOnlyTheLastAttemptsAreKept(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), house()))
	n := 0
	w.fate = func(incident.Send) incident.Result {
		if n++; n == 1 {
			return incident.Result{Fate: incident.FateUnknown}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.learn = func(incident.Ask) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(40 * time.Minute)
	coy, may := w.pageOf("coy"), w.pageOf("may")
	require.Greater(t, may.Made, 30)
	require.Len(t, may.Attempts, 20)
	require.Equal(t, may.Made-19, may.Attempts[0].N)
	boss := w.pageOf("boss")
	require.Equal(t, 1, boss.Attempts[0].N)
	require.Equal(t, coy.Made, coy.Attempts[len(coy.Attempts)-1].N)
}

func TestUnsettledAttemptIsKeptHoweverOldItIs(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, climbs(frozen.Rung{Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute}))}), house()))
	first := true
	w.fate = func(s incident.Send) incident.Result {
		if first && s.To == w.phone("coy") {
			first = false
			return incident.Result{Fate: incident.FateUnknown}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.learn = func(incident.Ask) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(40 * time.Minute)
	coy := w.pageOf("coy")
	require.Equal(t, 1, coy.Attempts[0].N)
	require.Equal(t, 41, coy.Made)
	require.Len(t, coy.Attempts, 21, "beside the last ones")
	w.learn = nil
	w.to(60 * time.Minute)
	require.Greater(t, w.pageOf("coy").Attempts[0].N, 1, "and let go once it is settled")
}

func TestOldPagesLeaveTheStateOnceTheShadowHasThem(t *testing.T) {
	again := func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: time.Minute} }
	i := incident.Begin(declared(plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", again)), house(post("SEC", "ann"))), noon)
	for n := range 400 {
		now := at(time.Duration(n) * time.Minute)
		live(i, now)
		said := i.Answer(now, incident.Inbound{ID: fmt.Sprint(n), From: "+12025550100", Body: map[bool]string{true: "3", false: "4"}[n == 0]})
		require.NotContains(t, said, "Not understood", "the page that speaks for her is kept")
		live(i, now)
		c := i.Unshadowed()
		i.Confirmed(c)
	}
	require.Len(t, i.State.Pages, 300)
	require.Equal(t, 100, i.State.Pruned)
}

// live has everything sent that is to be sent now.
func live(i *incident.Incident, now time.Time) {
	for work := i.Take(now, false, false); !work.Empty(); work = i.Take(now, false, false) {
		for _, wave := range work.Waves {
			i.Sent(now, wave, settled(wave))
		}
	}
}

func TestPagesThatTheShadowLacksAreKept(t *testing.T) {
	i := incident.Begin(declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "ann"))), noon)
	for n := range 400 {
		i.AnswerLate(noon, incident.Inbound{ID: fmt.Sprint(n), From: "+12025550100", Body: "9"})
		live(i, noon)
	}
	require.Len(t, i.State.Pages, 401)
	c := i.Unshadowed()
	i.Confirmed(c)
	i.AnswerLate(noon, incident.Inbound{ID: "last", From: "+12025550100", Body: "9"})
	require.Len(t, i.State.Pages, 300)
}

func TestPagesThatSpeakForSomebodyAreKeptHoweverOldTheyAre(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC"))
	i := incident.Begin(declared(p, house(post("SEC", "ann"))), noon)
	live(i, noon)
	for _, text := range []string{"3", "1"} { // the second starts her step
		i.Answer(noon, incident.Inbound{ID: "x" + text, From: "+12025550100", Body: text})
		live(i, noon)
		require.Len(t, i.State.Pages, 2, "her page, and the task")
	}
	for n := range 400 {
		i.AnswerLate(noon, incident.Inbound{ID: fmt.Sprint(n), From: "+12025550100", Body: "9"})
		live(i, noon)
		c := i.Unshadowed()
		i.Confirmed(c)
	}
	require.Len(t, i.State.Pages, 300)
	require.Equal(t, []string{"p1", "p2"}, []string{i.State.Pages[0].ID, i.State.Pages[1].ID})
	require.NoError(t, i.FinishStep(noon, incident.FinishStep{Step: "S1", By: "ann"}))
	i.AnswerLate(noon, incident.Inbound{ID: "more", From: "+12025550100", Body: "9"})
	c := i.Unshadowed()
	i.Confirmed(c)
	i.AnswerLate(noon, incident.Inbound{ID: "most", From: "+12025550100", Body: "9"})
	require.NotEqual(t, "p2", i.State.Pages[1].ID, "the task is over")
	require.Equal(t, "p1", i.State.Pages[0].ID)
}

func settled(wave []incident.Send) []incident.Result {
	var results []incident.Result
	for _, s := range wave {
		results = append(results, incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: incident.FateSent, CarrierID: "SM-" + s.Page})
	}
	return results
}
