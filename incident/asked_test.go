package incident_test

// Stories of facts that a step may still state, and of questions beside one another.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

// ownStep is a house in which S1 would state the fact that S2 waits for.
func ownStep(t *testing.T, with ...func(*frozen.Step)) *town {
	t.Helper()
	states := wants(frozen.Evidence{Kind: frozen.EvidenceChoice, Choices: choice("true").Choices, States: "here"})
	return curious(t, []frozen.Fact{truth("here", "SEC"), truth("never", "MED")}, does("S0", "MED"), does("S1", "SEC", append(with, states)...), does("S2", "MED", onceTrue("here")))
}

func TestFactIsAskedUnlessItsOwnStepStillComes(t *testing.T) {
	never := func(s *frozen.Step) { s.When = &cond.Expr{Op: cond.OpLit, Lit: &cond.Value{Kind: cond.KindBool}} }
	for name, row := range map[string]struct {
		with  func(*frozen.Step)
		asked int
	}{
		"waits for another step":    {after("S0"), 0},
		"only when somebody orders": {onDemand, 2},
		"only after the response":   {in(frozen.Recovery), 2},
		"left out by the plan":      {never, 0},
	} {
		w := ownStep(t, row.with)
		require.Len(t, w.entries(incident.KindAsked), row.asked, name)
	}
	w := ownStep(t, after("S0"))
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S1", By: "gus"}))
	require.Len(t, w.entries(incident.KindAsked), 2, "left out by a person: somebody has to say it")
}

func TestAnswerToAFactLeavesTheQuestionWhoMayGo(t *testing.T) {
	for _, text := range []string{"1", "5"} {
		p := plan([]frozen.Seat{asks("SEC", 1), asks("S3", 1, from(frozen.L3))}, does("S2", "SEC", onceTrue("here")))
		p.Facts = []frozen.Fact{truth("here", "SEC")}
		w := begin(t, declared(p, house(post("SEC", "ann"), post("S3", "ben"))))
		w.to(0)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
		w.says("ann", "3")
		w.says("ben", "3")
		w.level(frozen.L4)
		code := questionOf(w, "boss")
		w.says("ann", questionOf(w, "ann")+" "+text)
		require.Equal(t, "Released: Ben.", w.says("boss", code+" 1"), text)
	}
}

func TestWhoHasHeldASeatMayStateItsFacts(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S2", "MED", onceTrue("here")))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "eve", By: "gus"}))
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "eve", By: "gus"}))
	require.Error(t, w.inc.StateFact(w.now, incident.StateFact{Name: "here", Value: "true", By: "fay"}))
	require.NoError(t, w.inc.StateFact(w.now, incident.StateFact{Name: "here", Value: "true", By: "eve"}))
}

func TestShortestCheckInOfSeveralSeatsCounts(t *testing.T) {
	for _, order := range [][2]time.Duration{{10 * time.Minute, 20 * time.Minute}, {20 * time.Minute, 10 * time.Minute}} {
		p := plan([]frozen.Seat{asks("SEC", 1, checks(order[0]), with("MED")), asks("MED", 1, checks(order[1]), with("SEC"))})
		w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ann"))))
		w.to(0)
		w.says("ann", "3")
		w.to(11 * time.Minute)
		require.Equal(t, []string{"10m0s Ann asked to check in"}, w.entries(incident.KindCheckAsked))
	}
}

func TestCheckInThatWasNotAnsweredIsUrgedAndOneInTheAirIsNoSilence(t *testing.T) {
	w := onWatch(t, declared)
	w.to(10 * time.Minute)
	require.NotContains(t, w.last("ann"), "NO ANSWER YET")
	w.to(12 * time.Minute)
	require.Contains(t, w.last("ann"), "NO ANSWER YET. ")

	w = onWatch(t, declared)
	w.fate = func(incident.Send) incident.Result {
		return incident.Result{Fate: incident.FateNotStarted, After: time.Minute}
	}
	w.to(30 * time.Minute)
	require.Len(t, w.entries(incident.KindCheckAsked), 1)
	require.Empty(t, w.entries(incident.KindCheckMissed), "the carrier has not taken it")
}
