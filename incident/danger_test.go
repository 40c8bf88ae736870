package incident_test

// Stories of danger, and of people who ask for help: who hears of it, and what a drill does about it.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

const dangerNoted = "DANGER noted, the commander is being alerted. Get to safety first."

func TestDangerReachesTheCommanderAtOnceAndClimbsUntilAHumanAnswers(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	before := len(w.calls())
	w.to(10 * time.Second)
	require.Equal(t, dangerNoted, w.says("ann", "7"))
	require.Equal(t, []string{"10s boss"}, w.calls()[before:])
	require.Contains(t, w.last("boss"), "DANGER reported by Ann "+w.phone("ann")+", call now.")
	w.to(2 * time.Minute)
	require.Equal(t, []string{
		"10s boss", "40s boss #2", "40s coy", "40s may", "1m0s boss #3", "1m0s coy #2", "1m0s may #2", "2m0s boss #4", "2m0s coy #3", "2m0s may #3",
	}, w.calls()[before:])
	require.Contains(t, w.says("coy", "1"), "you see to it")
	w.to(time.Hour)
	require.Len(t, w.calls(), before+10)
	require.Equal(t, incident.PageStoodDown, w.pageOf("boss").State)
	require.Empty(t, w.bodies("boss", incident.NotePage))
	require.Equal(t, []string{"10s Ann reports danger: commander alerted"}, w.entries(incident.KindDanger))
	require.Equal(t, []string{"2m0s Coy sees to it: danger reported by Ann"}, w.entries(incident.KindInHand))
	require.Nil(t, w.inc.State.PausedAt, "a real incident does not hold still for it")
}

// Asked which of several incidents it is, they name one by its code alone.
func TestACodeAloneSaysWhereSomebodyInDangerIs(t *testing.T) {
	w := staffed(t)
	code := *w.pageOf("ann").Token
	before := len(w.calls())
	require.Contains(t, w.says("ann", code), "Not understood", "a code alone means nothing else")
	w.says("ann", "7")
	w.to(time.Second)
	require.Equal(t, "Noted: you are in danger at Building 1, floor 2. The commander there is told. Get to safety first.", w.says("ann", strings.ToLower(code)+"."))
	require.Equal(t, []string{"0s Ann reports danger: commander alerted", "1s Ann says that the danger is here"}, w.entries(incident.KindDanger))
	w.to(2 * time.Second)
	require.Contains(t, w.last("boss"), "Ann, who reported danger, is at Building 1, floor 2.")
	require.Equal(t, []string{"0s boss"}, w.calls()[before:], "nobody is alarmed anew")
	require.Contains(t, w.says("ann", "X9X"), "Not understood", "a code of somewhere else says nothing about here")
}

func TestWhereTheCommanderIsInDangerTheCompanyHears(t *testing.T) {
	w := begin(t, declared(oneElectrician(), house()))
	w.to(95 * time.Second) // nobody yet: the commander is called
	code := *w.pageOf("boss").Token
	w.says("boss", "7")
	require.Contains(t, w.says("boss", code), "Noted")
	w.to(96 * time.Second)
	require.Contains(t, w.last("coy"), "who reported danger, is at")
}

func TestCommanderWhoCannotSeeToADangerSendsItToTheCompanyAtOnce(t *testing.T) {
	w := staffed(t)
	before := len(w.calls())
	w.to(time.Second)
	w.says("ann", "救命")
	w.says("boss", "5")
	require.Equal(t, []string{"1s boss", "1s boss", "1s coy", "1s may"}, w.calls()[before:])
}

func TestCommandersOwnDangerIsTheCompanys(t *testing.T) {
	w := staffed(t)
	before := len(w.calls())
	require.Equal(t, dangerNoted, w.says("boss", "7"), "nothing is open for the commander: danger is taken all the same")
	require.Equal(t, []string{"0s coy", "0s may"}, w.calls()[before:])
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "ida", By: "gus"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "don", By: "gus"}))
	w.says("ida", "7")
	require.Equal(t, []string{"0s don"}, w.calls()[before+2:], "there is another commander")
}

func TestHelpIsTheCommandersThenTheCompanys(t *testing.T) {
	for text, story := range map[string]struct{ said, entry string }{
		"6": {"Help asked for: the commander is being told.", "10s Ann asks for help: commander told"},
	} {
		t.Run(text, func(t *testing.T) {
			w := staffed(t)
			before := len(w.calls())
			w.to(10 * time.Second)
			require.Equal(t, story.said, w.says("ann", text))
			require.Equal(t, []string{story.entry}, w.entries(incident.KindHelp))
			w.to(10 * time.Minute)
			require.Equal(t, []string{"10s boss", "2m10s boss #2", "5m10s boss #3", "5m10s coy", "5m10s may", "10m0s boss #4", "10m0s coy #2", "10m0s may #2"}, w.calls()[before:])
			require.Contains(t, w.last("boss"), "Ann "+w.phone("ann")+" asks for help.")
			w.says("boss", "1")
			w.to(time.Hour)
			require.Len(t, w.calls(), before+8)
		})
	}
}

func TestCommanderWhoAsksForHelpIsHeardByTheCompany(t *testing.T) {
	w := staffed(t)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	before := len(w.calls())
	w.says("boss", "6")
	require.Equal(t, []string{"0s coy", "0s may"}, w.calls()[before:])
}

func TestDangerIsCalledBeforeAnySeat(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1, climbs(frozen.Rung{At: 10 * time.Second, Page: []frozen.Selector{frozen.Holders}}, frozen.Rung{
		At: time.Hour, Page: []frozen.Selector{frozen.Company}, Repeat: time.Hour,
	}))})
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "boss"))))
	w.to(0)
	w.now = noon.Add(10 * time.Second)
	w.says("ann", "7")
	require.Equal(t, []string{"0s ann", "10s boss"}, w.calls())
	require.Equal(t, "DANGER", w.last("boss")[:6])
	require.Contains(t, w.last("boss"), "You: Seat MED", "one message about both")
}

// drill is a paused one: ann, who has promised to come, has reported danger 20 s after the opening.
func drill(t *testing.T) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1, within(3*time.Minute)), asks("MED", 1)},
		does("S1", "SEC", target(time.Minute), late(defaults()...)), does("S2", "SEC", func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: time.Minute} }))
	w := begin(t, practised(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "dai"))))
	w.to(0)
	w.says("ann", "1")
	w.says("ann", token(w, "ann", "S2")+" 4")
	w.to(20 * time.Second)
	require.Equal(t, dangerNoted, w.says("ann", "real emergency"))
	return w
}

func TestDangerPausesADrill(t *testing.T) {
	w := drill(t)
	require.NotNil(t, w.inc.State.PausedAt)
	require.Equal(t, []string{"20s Drill paused: Ann reports something real"}, w.entries(incident.KindPaused))
	for _, id := range []string{"ann", "ben"} {
		require.Equal(t, w.tagged(id, "DRILL DRILL DRILL The drill is PAUSED: somebody has reported real danger. Stop practising and wait."), w.last(id))
	}
	require.NotContains(t, w.last("boss"), "DRILL", "what is real is not marked as practice")
	w.to(10 * time.Minute)
	require.Equal(t, []string{"0s ann", "0s ben", "20s boss", "50s boss #2", "50s coy", "50s may", "1m0s boss #3"}, w.calls()[:7], "only the danger climbs")
	require.Empty(t, w.entries(incident.KindPromiseMissed, incident.KindStepLate))
	require.Equal(t, incident.StepDone, w.step("S2").State)
	w.says("ben", "7")
	require.Len(t, w.entries(incident.KindPaused), 1, "it is paused already")
	require.Len(t, w.entries(incident.KindDanger), 2)
	require.Len(t, w.bodies("ben", incident.NotePage), 1)
}

func TestResumedDrillGoesOnWhereItsClocksStood(t *testing.T) {
	w := drill(t)
	w.to(5 * time.Minute)
	w.says("boss", "1")
	w.to(10*time.Minute + 20*time.Second)
	before := len(w.calls())
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus", Reason: "a cut finger"}))
	require.Equal(t, []string{"10m20s Drill resumed by Gus: a cut finger"}, w.entries(incident.KindResumed))
	require.Contains(t, w.last("ben"), "The drill goes on where it stopped.")
	require.Nil(t, w.inc.State.PausedAt)
	require.Equal(t, "2026-11-23T12:11:00.000Z", stamp(t, w.step("S1").TargetAt))
	w.to(10*time.Minute + 30*time.Second)
	require.Equal(t, []string{"10m30s ben #2", "10m30s dai"}, w.calls()[before:], "the rung of 30 s, ten minutes later")
	w.to(11 * time.Minute)
	require.Equal(t, []string{"11m0s S1 Do S1: late"}, w.entries(incident.KindStepLate))
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	w.to(13*time.Minute + 30*time.Second)
	require.Equal(t, []string{"13m0s Ann has not come as promised (Seat SEC): asked once"}, w.entries(incident.KindPromiseMissed))
	require.Equal(t, []string{"13m30s Seat SEC is short again without Ann"}, w.entries(incident.KindSeatReopened))
}

func TestQuestionAboutAPromiseWaitsOutThePauseToo(t *testing.T) {
	w := begin(t, practised(guard(3*time.Minute), guards()))
	w.to(0)
	w.says("ann", "1")
	w.to(3*time.Minute + 10*time.Second)
	w.says("ben", "7")
	w.to(time.Hour)
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}))
	w.to(time.Hour + 19*time.Second)
	require.Equal(t, 1, w.seat("SEC").Filled)
	w.to(time.Hour + 20*time.Second)
	require.Equal(t, 0, w.seat("SEC").Filled)
}

func TestDangersOwnLadderIsNotShiftedByThePause(t *testing.T) {
	w := begin(t, practised(guard(0), guards()))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "7")
	before := len(w.calls())
	w.to(20 * time.Second)
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}))
	w.to(30 * time.Second)
	require.Equal(t, []string{"30s boss #2", "30s coy", "30s may"}, w.calls()[before:])
}

func TestOnlyAPausedDrillCanBeResumed(t *testing.T) {
	w := begin(t, practised(guard(0), guards()))
	w.to(time.Second)
	refused(t, incident.CodeNothing, w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}))
}

func TestPagesOfAPausedDrillWaitAndItsDangerDoesNot(t *testing.T) {
	w := begin(t, practised(plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}), house(post("SEC", "ann"), post("MED", "ben"))))
	wait := map[string]bool{w.phone("ben"): true, w.phone("boss"): true}
	w.fate = func(s incident.Send) incident.Result {
		if wait[s.To] {
			wait[s.To] = false
			return incident.Result{Fate: incident.FateNotStarted, After: 5 * time.Second, Why: "busy"}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(time.Second)
	w.says("ann", "7")
	w.to(10 * time.Second)
	require.Equal(t, []string{"0s ann", "6s boss"}, w.calls(), "ben's page was delayed, and then the drill was paused")
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}))
	require.Equal(t, []string{"0s ann", "6s boss", "10s ben"}, w.calls())
}

func TestRealIncidentStopsADrill(t *testing.T) {
	w := begin(t, practised(guard(0), guards()))
	w.to(10 * time.Second)
	w.inc.Overtake(w.now, "inc-9")
	w.settle()
	require.Equal(t, incident.Cancelled, w.inc.State.Lifecycle)
	require.Equal(t, frozen.DrillEnded, w.inc.State.Outcome)
	require.Equal(t, []string{"10s Drill stopped: there is a real incident at the site"}, w.entries(incident.KindCancelled))
	require.Contains(t, w.last("ann"), "The drill is STOPPED: there is a REAL emergency on site.")
	require.Equal(t, incident.PageStoodDown, w.pageOf("ann").State)
	w.inc.Overtake(w.now, "inc-9")
	w.settle()
	require.Len(t, w.entries(incident.KindCancelled), 1)

	w = begin(t, declared(guard(0), guards()))
	w.to(10 * time.Second)
	w.inc.Overtake(w.now, "inc-9")
	require.Equal(t, incident.Open, w.inc.State.Lifecycle, "a real one is never stopped by another")
}

func TestRealIncidentLooksForDrillsFourTimesAndADrillNever(t *testing.T) {
	w := begin(t, declared(guard(0), guards()))
	w.to(time.Hour)
	require.Equal(t, []time.Duration{0, 2 * time.Second, 10 * time.Second, time.Minute}, w.sweeps)

	w = begin(t, declared(guard(0), guards()))
	w.now = noon.Add(30 * time.Second) // nobody was there before
	w.to(time.Hour)
	require.Equal(t, []time.Duration{30 * time.Second, time.Minute}, w.sweeps, "looks that were missed are made up for by one")

	w = begin(t, practised(guard(0), guards()))
	w.to(time.Hour)
	require.Empty(t, w.sweeps)
}

func TestDrillEndsAsADrillHoweverItIsStoodDown(t *testing.T) {
	w := begin(t, practised(guard(0), guards()))
	w.to(time.Second)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.FalseAlarm, By: "gus"}))
	require.Equal(t, frozen.DrillEnded, w.inc.State.Outcome)
	require.Equal(t, frozen.FalseAlarm, w.inc.State.Ending)
	require.Contains(t, w.last("ann"), "DRILL DRILL DRILL Fire, Building 1, floor 2: false alarm.")
}

func TestStorysSpeedStretchesTheEnginesTimes(t *testing.T) {
	in := declared(guard(0), guards())
	in.Story = &frozen.Story{Start: noon, Speed: 60}
	w := begin(t, in)
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(10 * time.Minute)
	require.Equal(t, []time.Duration{0, 2 * time.Minute, 10 * time.Minute}, w.sweeps)
	require.Equal(t, noon.Add(-time.Minute), w.asked[0].Since, "in the engine's time")
	require.Equal(t, []string{"5m45s ann #3"}, w.calls()[:1], "five of the engine's seconds before the carrier is asked")
}

func TestPausedDrillThatIsStoppedOwesNothing(t *testing.T) {
	w := begin(t, practised(plan([]frozen.Seat{asks("SEC", 1, within(time.Minute))}, does("S1", "SEC")), guards()))
	w.to(0)
	w.says("ben", "7")
	w.says("ann", "1") // and her task is held back
	require.Empty(t, w.bodies("ann", incident.TaskPage))
	require.False(t, w.inc.Quiet())
	w.inc.Overtake(w.now, "inc-9")
	w.settle()
	require.True(t, w.inc.Quiet())
	require.Empty(t, w.bodies("ann", incident.TaskPage))
}
