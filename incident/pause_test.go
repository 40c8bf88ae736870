package incident_test

// Stories of what a drill's pause does to its clocks, and of what is marked as practice.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// resume lets a paused drill go on.
func resume(w *town) {
	w.t.Helper()
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}))
}

func TestPromiseGivenInAPauseCountsFromWhenItWasGiven(t *testing.T) {
	for name, text := range map[string]string{"first": "1", "renewed": "2 3"} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, practised(guard(3*time.Minute), guards()))
			w.to(0)
			if name == "renewed" {
				w.says("ann", "2 20")
			}
			w.to(10 * time.Second)
			w.says("ben", "7")
			w.to(30 * time.Minute)
			w.says("ann", text)
			w.to(31 * time.Minute)
			resume(w)
			w.to(34*time.Minute - time.Second)
			require.Empty(t, w.entries(incident.KindPromiseMissed))
			w.to(34 * time.Minute)
			require.Len(t, w.entries(incident.KindPromiseMissed), 1, "three minutes and the one of the pause that was left")
		})
	}
}

func TestClimbBegunInAPauseCountsFromItsOwnBeginning(t *testing.T) {
	w := staffedDrill(t)
	w.to(10 * time.Second)
	w.says("ben", "7")
	w.to(30 * time.Minute)
	w.says("ann", "6") // help: her own ladder begins now, and stands still
	w.says("coy", "1") // the danger is in hand
	before := len(w.calls())
	w.to(31 * time.Minute)
	resume(w)
	w.to(34 * time.Minute)
	require.Equal(t, []string{"31m0s boss", "33m0s boss #2"}, w.calls()[before:], "not thirty minutes later")
}

func staffedDrill(t *testing.T, steps ...frozen.Step) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, steps...)
	return arrived(begin(t, practised(p, house(post("SEC", "ann"), post("MED", "ben")))))
}

func TestGapTakenInHandInAPauseIsLeftToItFromThen(t *testing.T) {
	w := begin(t, practised(oneElectrician(), house()))
	w.to(95 * time.Second)
	require.Contains(t, w.last("boss"), "NOBODY YET")
	w.says("ann", "7")
	w.to(time.Hour)
	w.says("coy", "1") // the danger
	w.says("boss", *w.pageOf("boss").Token+" 1")
	w.to(time.Hour + time.Minute)
	resume(w)
	c := climbOf(w, "ELEC")
	require.Equal(t, noon.Add(time.Hour+6*time.Minute), c.DueAt, "five minutes, and the minute of the pause that was left")
}

func climbOf(w *town, seat string) *incident.Climb {
	w.t.Helper()
	for _, c := range w.inc.State.Climbs {
		if c.About == (incident.Subject{Kind: incident.AboutSeat, Ref: seat}) {
			return c
		}
	}
	require.Fail(w.t, "nobody is called for it", seat)
	return nil
}

func TestStepDoneInAPauseComesAgainFromThen(t *testing.T) {
	w := staffedDrill(t, does("S1", "SEC", func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: 5 * time.Minute} }))
	w.says("ben", "7")
	w.to(30 * time.Minute)
	w.says("ann", token(w, "ann", "S1")+" 4")
	w.to(31 * time.Minute)
	resume(w)
	w.to(36*time.Minute - time.Second)
	require.Equal(t, incident.StepDone, w.step("S1").State)
	w.to(36 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestStartOfAStepWaitsOutThePauses(t *testing.T) {
	w := staffedDrill(t, does("S1", "SEC"), does("S2", "MED", after("S1"), start(10*time.Minute)))
	for range 2 {
		w.says("ben", "7")
		w.to(w.passed() + 5*time.Minute)
		resume(w)
	}
	w.to(20*time.Minute - time.Second)
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	w.to(20 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S2").State)
}

func TestStartAfterTheStandDownWaitsOutOnlyThePausesAfterIt(t *testing.T) {
	w := staffedDrill(t, does("R1", "SEC", in(frozen.Recovery)), does("R2", "MED", in(frozen.Recovery), after("R1"), start(10*time.Minute)))
	w.says("ben", "7")
	w.to(5 * time.Minute)
	resume(w)
	w.says("ben", "7")
	w.to(6 * time.Minute)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.to(8 * time.Minute)
	resume(w)
	w.to(18*time.Minute - time.Second)
	require.Equal(t, incident.StepWaiting, w.step("R2").State)
	w.to(18 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("R2").State)
}

func TestDrillsRepliesAreMarkedOnce(t *testing.T) {
	w := staffedDrill(t, does("S1", "SEC"))
	w.to(6 * time.Minute)
	require.Equal(t, "DRILL DRILL DRILL Not taken back: you have answered nothing in the last 5 minutes. Tell the control room.", w.says("ann", "9"))
	w.inc.AnswerLate(w.now, incident.Inbound{ID: "late", From: w.phone("ann"), Body: "9"})
	w.settle()
	require.Equal(t, w.tagged("ann", "DRILL DRILL DRILL Not taken back: you have answered nothing in the last 5 minutes. Tell the control room."), w.last("ann"))
	require.Equal(t, w.bodies("ann", incident.TaskPage)[0], w.says("ann", "0"), "what is said again has its mark")
	require.Equal(t, "DRILL DRILL DRILL Nothing is open for you now.", w.says("ben", "0"))
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.DrillEnded, By: "gus"}))
	require.Equal(t, "DRILL DRILL DRILL Fire: this incident has ended. Thank you.", w.says("ann", "1"))
}

func TestWhatIsRealInADrillIsNotMarked(t *testing.T) {
	w := staffedDrill(t)
	require.Equal(t, dangerNoted, w.says("ann", "7"))
	w.inc.AnswerLate(w.now, incident.Inbound{ID: "late", From: w.phone("ann"), Body: "7"})
	w.settle()
	require.Equal(t, w.tagged("ann", dangerNoted), w.last("ann"))
	require.Equal(t, "Noted: you see to it. Late tasks follow by message. DANGER reported by Ann "+w.phone("ann")+", call now.", w.says("boss", "1"), "the danger is the commander's")
}

func TestRungBroughtForwardInAPauseComesWhenTheDrillGoesOn(t *testing.T) {
	for name, hurry := range map[string]func(w *town){
		"by a refusal": func(w *town) { w.says("ann", "5") },
		"by an order": func(w *town) {
			w.order(w.inc.Escalate(w.now, incident.Escalate{Seat: "ELEC", By: "gus"}))
		},
	} {
		for _, when := range []time.Duration{20 * time.Second, 30 * time.Minute} {
			t.Run(name, func(t *testing.T) {
				w := begin(t, practised(oneElectrician(), skilled(house(post("ELEC", "ann")), "elec", "ann")))
				w.to(10 * time.Second)
				w.says("ben", "7")
				w.to(when)
				hurry(w)
				w.to(31 * time.Minute)
				before := len(w.entries(incident.KindRung))
				resume(w)
				require.Greater(t, len(w.entries(incident.KindRung)), before)
			})
		}
	}
}
