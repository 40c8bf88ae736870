package incident_test

// Stories of orders: what a desk may tell a running incident, and what it refuses with a sentence.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestOrdersAboutWhatDoesNotExistAreRefused(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	before := text(w.inc.State)
	for _, err := range []error{
		w.inc.StartStep(w.now, incident.StartStep{Step: "S9"}), w.inc.FinishStep(w.now, incident.FinishStep{Step: "S9"}),
		w.inc.SkipStep(w.now, incident.SkipStep{Step: "S9"}), w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S9", To: "ann"}),
		w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S9", Until: noon.Add(time.Hour)}),
	} {
		refused(t, incident.CodeNoStep, err)
	}
	refused(t, incident.CodeNoResponder, w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", To: "zoe"}))
	refused(t, incident.CodeNoResponder, w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "zoe"}))
	refused(t, incident.CodeNoResponder, w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ben"}))
	refused(t, incident.CodeNoSeat, w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "NONE", Responder: "ann"}))
	refused(t, incident.CodeNoSeat, w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "NONE", Responder: "ann"}))
	refused(t, incident.CodeNoFact, w.inc.StateFact(w.now, incident.StateFact{Name: "weather", Value: "fine"}))
	require.Equal(t, before, text(w.inc.State))
}

func TestStepsAreStartedFinishedAndSkippedByOrder(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "MED", after("S1")), does("S3", "SEC", after("S2")))
	refused(t, incident.CodeStepState, w.inc.StartStep(w.now, incident.StartStep{Step: "S2", By: "gus"}))
	w.to(10 * time.Second)
	w.order(w.inc.StartStep(w.now, incident.StartStep{Step: "S1", By: "ann", Note: "at it"}))
	w.order(w.inc.StartStep(w.now, incident.StartStep{Step: "S1", By: "ben"}))
	require.Equal(t, []string{"10s S1 Do S1: started by Ann"}, w.entries(incident.KindStepStarted))
	w.to(20 * time.Second)
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S2", By: "gus", Note: "seen from here"}))
	require.Equal(t, incident.StepDone, w.step("S2").State, "life is not always in the plan's order")
	require.Equal(t, stamp(t, w.step("S2").DoneAt), stamp(t, w.step("S2").OpenedAt))
	require.Equal(t, []string{"20s S2 Do S2: done by Gus: seen from here"}, w.entries(incident.KindStepDone))
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S1", By: "boss", Reason: "no need"}))
	require.Equal(t, "by Boss: no need", *w.step("S1").Reason)
	require.Equal(t, "boss", *w.step("S1").By)
	require.Equal(t, "2026-11-23T12:00:00.000Z", stamp(t, w.step("S1").OpenedAt))
	require.Equal(t, incident.PageStoodDown, w.page(taskPage(w, "ann", "S1")).State)
	require.Equal(t, []string{"20s S1 Do S1: skipped, by Boss: no need"}, w.entries(incident.KindStepSkipped))
	refused(t, incident.CodeStepState, w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus"}))
	refused(t, incident.CodeStepState, w.inc.FinishStep(w.now, incident.FinishStep{Step: "S2", By: "gus"}))
	refused(t, incident.CodeStepState, w.inc.SkipStep(w.now, incident.SkipStep{Step: "S2", By: "gus"}))
	refused(t, incident.CodeStepState, w.inc.StartStep(w.now, incident.StartStep{Step: "S1", By: "gus"}))
	refused(t, incident.CodeStepState, w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", By: "gus", To: "ben"}))
	require.Equal(t, incident.StepOpen, w.step("S3").State)
}

func TestHardGateNeedsANamedPerson(t *testing.T) {
	w := staffed(t, does("S1", "SEC", gate), does("S2", "SEC", gate), does("S3", "SEC"))
	w.to(time.Hour)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	refused(t, incident.CodeHardGate, w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1"}))
	refused(t, incident.CodeHardGate, w.inc.SkipStep(w.now, incident.SkipStep{Step: "S1"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "boss"}))
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S2", By: "boss"}))
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S3"}))
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, incident.StepSkipped, w.step("S3").State)
}

func TestValuesThatDoNotFitAreRefused(t *testing.T) {
	low := 1.0
	for name, story := range map[string]struct {
		evidence       frozen.Evidence
		wrong, message string
		right, kept    string
	}{
		"choice": {choice("fire", "none"), "maybe", `"maybe" is not a value of step S1: give one of fire, none.`, "none", "none"},
		"number": {frozen.Evidence{Kind: frozen.EvidenceNumber, Min: &low}, "0", `"0" is not a value of step S1: give a number within its limits.`, "1,5", "1.5"},
		"count":  {frozen.Evidence{Kind: frozen.EvidenceCount}, "x", `"x" is not a value of step S1: give a count as x/y, x at most y.`, "2 / 3", "2/3"},
		"text":   {frozen.Evidence{Kind: frozen.EvidenceText}, "", `"" is not a value of step S1: give a text.`, "wet", "wet"},
		"ack":    {frozen.Evidence{Kind: frozen.EvidenceAck}, "", "", "wet", "wet"},
	} {
		t.Run(name, func(t *testing.T) {
			w := staffed(t, does("S1", "SEC", wants(story.evidence)))
			if story.message != "" {
				err := w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus", Value: story.wrong})
				refused(t, incident.CodeValue, err)
				require.EqualError(t, err, story.message)
			}
			w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus", Value: story.right}))
			require.Equal(t, story.kept, *w.step("S1").Value)
		})
	}
}

func TestReassignedStepIsTakenFromAllOthers(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC", everyone), does("S2", "SEC", everyone))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", By: "gus", To: "dai", Reason: "she is nearer"}))
	require.Equal(t, []string{"dai"}, w.step("S1").Assignees)
	require.Equal(t, []string{"ann", "ben"}, w.step("S2").Assignees)
	require.Equal(t, incident.PageStoodDown, w.page(taskPage(w, "ann", "S1")).State)
	require.Equal(t, incident.PagePaging, w.page(taskPage(w, "ann", "S2")).State)
	require.Equal(t, []string{"0s S1 Do S1: given to Dai: she is nearer"}, w.entries(incident.KindStepReassigned))
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S2", By: "gus", To: "ben"}))
	require.Equal(t, []string{"ben"}, w.step("S2").Assignees)
	require.Equal(t, incident.PagePaging, w.page(taskPage(w, "ben", "S2")).State, "he has its task already")
	require.Len(t, w.bodies("ben", incident.TaskPage), 2)
	w.says("ben", token(w, "ben", "S2")+" 4")
	require.Equal(t, incident.PageAccepted, w.page(taskPage(w, "ben", "S2")).State)
	require.Equal(t, incident.PageStoodDown, w.page(taskPage(w, "ann", "S2")).State)
}

func TestFactsTakeOnlyTheirOwnValues(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", when("facts.colour", "eq", "red")))
	p.Facts = []frozen.Fact{
		{ID: "out", Type: frozen.FactBool, Title: both("Out")},
		{ID: "level", Type: frozen.FactNumber, Title: both("Water level")},
		{ID: "colour", Type: frozen.FactChoice, Title: both("Colour"), Choices: []string{"red", "blue"}},
		{ID: "cause", Type: frozen.FactText, Title: both("Cause")},
	}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	state := func(name, value string) error {
		return w.inc.StateFact(w.now, incident.StateFact{Name: name, Value: value, By: "gus"})
	}
	require.EqualError(t, state("out", "maybe"), `"maybe" is not a value of the fact "out": give true or false.`)
	require.EqualError(t, state("level", "high"), `"high" is not a value of the fact "level": give a number.`)
	require.EqualError(t, state("colour", "green"), `"green" is not a value of the fact "colour": give one of red, blue.`)
	require.EqualError(t, state("cause", ""), `"" is not a value of the fact "cause": give a text.`)
	refused(t, incident.CodeValue, state("out", "maybe"))
	require.Empty(t, w.entries(incident.KindFact))
	for _, fact := range [][2]string{{"out", "true"}, {"out", "false"}, {"level", "1.5"}, {"colour", "red"}, {"cause", "oil"}, {"cause", "oil"}} {
		w.order(state(fact[0], fact[1]))
	}
	require.Equal(t, []string{
		"0s Out: true (by Gus)", "0s Out: false (by Gus)", "0s Water level: 1.5 (by Gus)", "0s Colour: red (by Gus)", "0s Cause: oil (by Gus)",
	}, w.entries(incident.KindFact), "what is known already is not told again")
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestNotesStandOnTheTimelineAsTheyAre(t *testing.T) {
	w := staffed(t)
	w.order(w.inc.AddNote(w.now, incident.AddNote{By: "gus", Text: "the lift is stuck"}))
	require.Equal(t, []string{"0s the lift is stuck"}, w.entries(incident.KindNote))
}

func TestAssignedPersonHoldsTheSeatAtOnce(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, within(3*time.Minute), with("MED")), asks("MED", 1)})
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ann"))))
	w.to(time.Second)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.Equal(t, incident.PageAccepted, w.pageOf("ann").State, "the page that asked her is answered by it")
	require.Equal(t, 1, w.seat("MED").Filled, "all of it")
	require.Equal(t, 181*time.Second, promisedAt(w, "SEC"))

	p = plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)})
	for rules, state := range map[int]incident.PageState{3: incident.PagePaging, frozen.Rules: incident.PageStoodDown} {
		w = begin(t, under(declared(p, house(post("SEC", "ann"), post("MED", "ben"))), rules))
		w.to(time.Second)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "MED", Responder: "ann", By: "gus"}))
		require.Equal(t, state, w.pageOf("ann").State, "she has not answered what she was asked, and may not any more")
		require.Equal(t, 0, w.seat("SEC").Filled)
		require.Equal(t, 1, w.seat("MED").Filled)
	}
}
