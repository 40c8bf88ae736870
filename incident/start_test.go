package incident_test

// Stories of steps that do not wait for others any longer: their start has come, or another's lateness opens them.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

func start(d time.Duration) func(*frozen.Step) { return func(s *frozen.Step) { s.Start = d } }

func TestStepBeginsAtItsStartThoughWhatItFollowsIsNotOver(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "MED", after("S1"), start(10*time.Minute)))
	w.to(10*time.Minute - time.Second)
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	due, ok := w.inc.NextDue()
	require.True(t, ok)
	require.False(t, due.After(noon.Add(10*time.Minute)))
	w.to(10 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestStepBeginsBeforeItsStartWhenWhatItFollowsIsOver(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "MED", after("S1"), start(10*time.Minute)))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus"}))
	require.Equal(t, incident.StepOpen, w.step("S2").State)
}

func TestStepThatFollowsNothingWaitsForItsStart(t *testing.T) {
	w := staffed(t, does("S1", "SEC", start(time.Minute)))
	w.to(59 * time.Second)
	require.Equal(t, incident.StepWaiting, w.step("S1").State)
	w.to(time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestConditionIsReadAtTheStart(t *testing.T) {
	asked := &cond.Expr{Op: cond.OpVar, Name: "facts.wet"}
	w := staffed(t, does("S1", "SEC"), does("S2", "MED", after("S1"), start(3*time.Minute), func(s *frozen.Step) { s.When = asked }))
	w.to(5 * time.Minute)
	require.Equal(t, incident.StepWaiting, w.step("S2").State, "unknown waits, and nothing is due for it")
	w.inc.Advance(w.now)
	due, _ := w.inc.NextDue()
	require.NotEqual(t, noon.Add(3*time.Minute), due)
}

func TestStartOfRecoveryCountsFromTheStandDown(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("R1", "MED", in(frozen.Recovery), start(time.Hour)))
	w.to(2 * time.Hour)
	w.order(w.inc.StandDown(w.now, incident.StandDown{By: "boss", Outcome: frozen.Handled, Reason: "over"}))
	w.to(3*time.Hour - time.Second)
	require.Equal(t, incident.StepWaiting, w.step("R1").State)
	w.to(3 * time.Hour)
	require.Equal(t, incident.StepOpen, w.step("R1").State)
}

func TestLatenessOpensAStepWhateverItWaitsFor(t *testing.T) {
	w := staffed(t, does("S1", "SEC", target(time.Minute), late(frozen.Late{At: time.Minute, Open: "S3"})),
		does("S2", "MED"), does("S3", "MED", after("S2")))
	w.to(time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S3", By: "gus"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S2", By: "gus"}))
	require.Equal(t, incident.StepDone, w.step("S3").State, "it does not open twice")
}

func TestLatenessLeavesAStepAloneThatHasBegun(t *testing.T) {
	again := func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: time.Hour} }
	w := staffed(t, does("S1", "SEC", target(time.Minute), late(frozen.Late{At: time.Minute, Open: "S2"})), does("S2", "MED", again))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S2", By: "gus"}))
	w.to(time.Minute)
	require.Equal(t, incident.StepDone, w.step("S2").State)
	w.to(time.Hour)
	require.Equal(t, incident.StepOpen, w.step("S2").State, "its own time to come again")
}

func TestIncidentWithoutAStepThatStandsItDownEndsWhenAllIsDone(t *testing.T) {
	p := frozen.Plan{ID: "p", Level: frozen.L3, Title: both("P"), Seats: []frozen.Seat{asks("SEC", 1)}, Steps: []frozen.Step{
		does("S1", "SEC", in(frozen.Alarm)), does("S2", "SEC", after("S1")), does("R1", "SEC", in(frozen.Recovery), after("S2"), gate),
	}}
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "4")
	w.says("ann", "4")
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
	require.Equal(t, frozen.Handled, w.inc.State.Ending)
	w.says("ann", "4")
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
}
