package incident_test

// Stories of the plan's steps: what opens them, who gets them, and what completing them sets going.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

// when gives a step a condition that compares a name with a text.
func when(name string, op cond.Op, value string) func(*frozen.Step) {
	e := whenExpr(name, value)
	e.Op = op
	return func(s *frozen.Step) { s.When = e }
}

func whenExpr(name, value string) *cond.Expr {
	lit := cond.String(value)
	return &cond.Expr{Op: cond.OpEq, Args: []cond.Expr{{Op: cond.OpVar, Name: name}, {Op: cond.OpLit, Lit: &lit}}}
}

// staffed is a house whose seats are filled by ann (SEC) and ben (MED) at once.
func staffed(t *testing.T, steps ...frozen.Step) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, steps...)
	return arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
}

func arrived(w *town) *town {
	w.t.Helper()
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	return w
}

func TestStepsOpenInThePlansOrder(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "MED", after("S1")), does("S3", "SEC", after("S1", "S2")))
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	require.Equal(t, []string{"Task " + token(w, "ann", "S1") + ": Do S1. go and do S1, reply " + token(w, "ann", "S1") + " 4"}, w.bodies("ann", incident.TaskPage))
	w.to(5 * time.Second)
	require.Equal(t, "Done: Do S1. Thank you.", w.says("ann", "4"))
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Equal(t, "ann", *w.step("S1").By)
	require.Equal(t, "done", *w.step("S1").Value)
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Equal(t, incident.StepWaiting, w.step("S3").State)
	require.Equal(t, []string{"5s S1 Do S1: done by Ann"}, w.entries(incident.KindStepDone))
}

// token is the code of a person's task.
func token(w *town, id, step string) string {
	w.t.Helper()
	for _, p := range w.inc.State.Pages {
		if p.Kind == incident.TaskPage && p.Responder == id && p.Step == step {
			return p.Token
		}
	}
	require.Fail(w.t, "no task", "%s of %s", step, id)
	return ""
}

func TestConditionDecidesOnceWhatItAsksAboutIsKnown(t *testing.T) {
	w := staffed(t,
		does("S1", "SEC", wants(choice("yes", "no"))),
		does("S2", "MED", after("S1"), when("steps.S1.value", cond.OpEq, "yes")),
		does("S3", "MED", after("S1"), when("steps.S1.value", cond.OpEq, "no")),
		does("S4", "MED", after("S3")),
	)
	require.Contains(t, w.says("ann", "4 2"), "Done")
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, "its condition does not hold", *w.step("S2").Reason)
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Equal(t, incident.StepWaiting, w.step("S4").State)
}

func TestWhatFollowsASkippedStepGoesOn(t *testing.T) {
	w := staffed(t,
		does("S1", "SEC", wants(choice("yes", "no"))),
		does("S2", "SEC", after("S1"), when("steps.S1.value", cond.OpEq, "yes")),
		does("S3", "MED", after("S2")),
		does("S4", "MED", after("S2"), when("steps.S2.value", cond.OpEq, "done")),
		does("S5", "MED", after("S2"), when("steps.S2.value", cond.OpNe, "done")),
	)
	w.says("ann", "4 2")
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Equal(t, incident.StepSkipped, w.step("S4").State, "the value of a skipped step equals nothing")
	require.Equal(t, incident.StepOpen, w.step("S5").State)
}

func TestUnknownFactWaitsAndIsReadAgain(t *testing.T) {
	steps := []frozen.Step{does("S1", "SEC", when("facts.cause", cond.OpEq, "oil")), does("S2", "MED", after("S1"))}
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, steps...)
	p.Facts = []frozen.Fact{{ID: "cause", Type: frozen.FactText, Title: both("Cause")}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.to(time.Hour)
	require.Equal(t, incident.StepWaiting, w.step("S1").State)
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "cause", Value: "oil", By: "gus"}))
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, []string{"1h0m0s Cause: oil (by Gus)"}, w.entries(incident.KindFact))
}

func TestVerdictStandsOnceReached(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", when("facts.cause", cond.OpEq, "oil")))
	p.Facts = []frozen.Fact{{ID: "cause", Type: frozen.FactText, Title: both("Cause")}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "cause", Value: "wood", By: "gus"}))
	require.Equal(t, incident.StepSkipped, w.step("S1").State)
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "cause", Value: "oil", By: "gus"}))
	require.Equal(t, incident.StepSkipped, w.step("S1").State)
	require.Len(t, w.entries(incident.KindFact), 2)
}

func TestConditionsKnowLevelAndMode(t *testing.T) {
	steps := []frozen.Step{
		does("S1", "SEC", when("level", cond.OpEq, "L3")), does("S2", "SEC", when("level", cond.OpEq, "L1")),
		does("S3", "SEC", when("mode", cond.OpEq, "real")), does("S4", "SEC", when("mode", cond.OpEq, "drill")),
		does("S5", "SEC", when("weather", cond.OpEq, "fine")),
	}
	w := staffed(t, steps...)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Equal(t, incident.StepSkipped, w.step("S4").State)
	require.Equal(t, incident.StepWaiting, w.step("S5").State, "what nobody knows is unknown")
}

func TestNumbersAreComparedAsNumbers(t *testing.T) {
	nine := cond.Number(9)
	more := func(s *frozen.Step) {
		s.When = &cond.Expr{Op: cond.OpGt, Args: []cond.Expr{{Op: cond.OpVar, Name: "steps.S1.value"}, {Op: cond.OpLit, Lit: &nine}}}
	}
	w := staffed(t, does("S1", "SEC", wants(number())), does("S2", "MED", after("S1"), more))
	w.says("ann", "4 10")
	require.Equal(t, incident.StepOpen, w.step("S2").State)
}

func TestNumberThatWasAssumedAsAWordIsNothing(t *testing.T) {
	nine := cond.Number(9)
	less := func(s *frozen.Step) {
		s.When = &cond.Expr{Op: cond.OpLt, Args: []cond.Expr{{Op: cond.OpVar, Name: "steps.S1.value"}, {Op: cond.OpLit, Lit: &nine}}}
	}
	w := staffed(t,
		does("S1", "SEC", wants(number()), target(time.Minute), late(frozen.Late{At: time.Minute, Assume: "none"})),
		does("S2", "MED", after("S1"), less))
	w.to(time.Minute)
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
}

func TestStartingAStepKeepsItsClock(t *testing.T) {
	w := staffed(t, does("S1", "SEC", target(time.Minute)))
	w.to(10 * time.Second)
	require.Contains(t, w.says("ann", token(w, "ann", "S1")+" 1"), "Started: Do S1")
	require.Equal(t, incident.StepStarted, w.step("S1").State)
	require.Equal(t, "2026-11-23T12:00:10.000Z", stamp(t, w.step("S1").StartedAt))
	require.Equal(t, "2026-11-23T12:01:00.000Z", stamp(t, w.step("S1").TargetAt))
	w.to(20 * time.Second)
	w.says("ann", token(w, "ann", "S1")+" 1")
	require.Len(t, w.entries(incident.KindStepStarted), 1)
	w.to(30 * time.Second)
	w.says("ann", "4")
	require.Equal(t, "2026-11-23T12:00:10.000Z", stamp(t, w.step("S1").StartedAt))
	require.Equal(t, "2026-11-23T12:00:30.000Z", stamp(t, w.step("S1").DoneAt))
	require.False(t, w.step("S1").Late)
}

func stamp(t *testing.T, at *incident.Time) string {
	t.Helper()
	require.NotNil(t, at)
	data, err := at.MarshalJSON()
	require.NoError(t, err)
	return string(data[1 : len(data)-1])
}

func TestStepIsLateOnceItsTargetHasPassed(t *testing.T) {
	w := staffed(t, does("S1", "SEC", target(time.Minute)), does("S2", "SEC"))
	w.to(59 * time.Second)
	require.False(t, w.step("S1").Late)
	w.to(time.Hour)
	require.True(t, w.step("S1").Late)
	require.False(t, w.step("S2").Late, "no target, no lateness")
	require.Equal(t, []string{"1m0s S1 Do S1: late"}, w.entries(incident.KindStepLate))
	require.Contains(t, w.bodies("ann", incident.TaskPage)[0], "by 12:01")
}

func TestRepeatingStepOpensAgainUntilItsConditionHolds(t *testing.T) {
	until := &cond.Expr{Op: cond.OpVar, Name: "facts.out"}
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: 10 * time.Minute, Until: until} }), does("S2", "MED", after("S1")))
	p.Facts = []frozen.Fact{{ID: "out", Type: frozen.FactBool, Title: both("Out")}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.to(time.Minute)
	w.says("ann", "4 all well")
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Equal(t, incident.StepOpen, w.step("S2").State, "what follows goes on after the first round")
	w.to(11*time.Minute - time.Second)
	require.Equal(t, incident.StepDone, w.step("S1").State)
	w.to(11 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, 1, w.step("S1").Rounds)
	require.Len(t, w.bodies("ann", incident.TaskPage), 2, "each round is a task of its own")
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	w.says("ann", "4 all calm")
	require.Equal(t, 2, w.step("S1").Rounds)
	w.to(12 * time.Minute)
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "out", Value: "true", By: "gus"}))
	w.to(time.Hour)
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Equal(t, 2, w.step("S1").Rounds)
}

func TestRepeatingStepWithoutAConditionEndsAtStandDown(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: time.Minute} }))
	p.Steps = append(p.Steps, does("R1", "CMD", in(frozen.Recovery)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.says("ann", "4")
	w.to(90 * time.Second)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.StepDone, w.step("S1").State, "it was done before: it ends as done")
	w.to(time.Hour)
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Empty(t, w.entries(incident.KindStepSkipped, "")[1:])
}

func TestStepThatIsDoneStandsTheIncidentDown(t *testing.T) {
	w := staffed(t, does("S1", "SEC", ends(frozen.FalseAlarm)), does("S2", "MED"))
	w.says("ann", "4")
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, frozen.FalseAlarm, w.inc.State.Outcome)
	require.Equal(t, "stood down", *w.step("S2").Reason)
}

func TestConfirmedDeclarationCompletesTheStepThatAsks(t *testing.T) {
	confirm := wants(frozen.Evidence{Kind: frozen.EvidenceChoice, Choices: choice("true", "false").Choices, States: "confirmed"})
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", in(frozen.Alarm), confirm), does("S2", "SEC", after("S1"), when("steps.S1.value", cond.OpEq, "true")))
	p.Facts = []frozen.Fact{{ID: "confirmed", Type: frozen.FactBool, Title: both("Confirmed")}}
	yes, no := true, false
	for _, story := range []struct {
		name      string
		confirmed *bool
		by        string
		state     incident.StepState
		who       string
	}{
		{"yes", &yes, "gus", incident.StepDone, "gus"},
		{"yes, by nobody", &yes, "", incident.StepDone, "declarer"},
		{"no", &no, "gus", incident.StepBlocked, ""},
		{"not said", nil, "gus", incident.StepBlocked, ""},
	} {
		t.Run(story.name, func(t *testing.T) {
			d := declared(p, house(post("SEC", "ann")))
			d.Declaration.Confirmed, d.Declaration.ReportedBy = story.confirmed, story.by
			w := begin(t, d)
			w.to(0)
			require.Equal(t, story.state, w.step("S1").State)
			if story.who == "" {
				return
			}
			require.Equal(t, story.who, *w.step("S1").By)
			require.Equal(t, "true", *w.step("S1").Value)
			require.Equal(t, "true", *w.inc.View(w.now).Facts[0].Value)
			require.Equal(t, incident.StepBlocked, w.step("S2").State, "open, and nobody there yet")
			require.Equal(t, frozen.Response, w.inc.State.Phase)
		})
	}
}
