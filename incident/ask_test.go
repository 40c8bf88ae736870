package incident_test

// Stories of facts: who is asked for one by SMS, what their answer does, and who else may state it.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/reply"
)

func onceTrue(fact string) func(*frozen.Step) {
	return func(s *frozen.Step) { s.When = &cond.Expr{Op: cond.OpVar, Name: "facts." + fact} }
}

func truth(id string, by ...string) frozen.Fact {
	return frozen.Fact{ID: id, Type: frozen.FactBool, Title: both("Fact " + id), By: by}
}

// curious is a staffed house whose plan has facts.
func curious(t *testing.T, facts []frozen.Fact, steps ...frozen.Step) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 2), asks("MED", 1)}, steps...)
	p.Facts = facts
	w := begin(t, declared(p, house(post("SEC", "ann", "dai"), post("MED", "ben"))))
	w.trip = true
	w.to(0)
	for _, id := range []string{"ann", "dai", "ben"} {
		w.says(id, "3")
	}
	return w
}

// questionOf is the code of the last question that a person was asked.
func questionOf(w *town, id string) string {
	w.t.Helper()
	code := ""
	for _, p := range w.inc.State.Pages {
		if p.Kind == incident.QuestionPage && p.Responder == id {
			code = p.Token
		}
	}
	require.NotEmpty(w.t, code, "%s is asked nothing", id)
	return code
}

func valueOf(w *town, fact string) string {
	for _, f := range w.inc.View(w.now).Facts {
		if f.Name == fact && f.Value != nil {
			return *f.Value
		}
	}
	return ""
}

func TestFactThatAStepWaitsForIsAskedOnceOfWhoMayStateIt(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC", "MED")}, does("S1", "MED"), does("S2", "MED", after("S1"), onceTrue("here")))
	require.Empty(t, w.bodies("ann", incident.QuestionPage), "what comes before is not over")
	w.says("ben", "4")
	code := questionOf(w, "ann")
	require.Equal(t, []string{"Fire, Building 1, floor 2. Fact here? Reply " + code + " 1 yes, " + code + " 2 no and it will not be. Not yet: reply when it is so."}, w.bodies("ann", incident.QuestionPage))
	require.Len(t, w.bodies("dai", incident.QuestionPage), 1)
	require.Empty(t, w.bodies("ben", incident.QuestionPage), "the first seat has somebody")
	require.Equal(t, []string{"0s Asked Ann: Fact here", "0s Asked Dai: Fact here"}, w.entries(incident.KindAsked))
	w.to(time.Hour)
	require.Len(t, w.bodies("ann", incident.QuestionPage), 1, "once")
	require.Equal(t, "Noted: Fact here: yes. Reply 9 to take it back", w.says("ann", code+" 1"))
	require.Equal(t, "true", valueOf(w, "here"))
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Equal(t, "That is closed already: nothing to do. Thank you.", w.says("dai", questionOf(w, "dai")+" 1"))
}

func TestDigitAloneAnswersTheOnlyQuestion(t *testing.T) {
	for text, value := range map[string]string{"1": "true", "yes": "true", "是": "true", "2": "false", "4 2": "false"} {
		w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S2", "MED", onceTrue("here")))
		w.says("ann", text)
		require.Equal(t, value, valueOf(w, "here"), text)
		require.Equal(t, map[string]incident.StepState{"true": incident.StepOpen, "false": incident.StepSkipped}[value], w.step("S2").State)
	}
}

func TestNotYetSkipsNothing(t *testing.T) {
	for _, text := range []string{"not yet", "no", "还没有", "没有", "还没"} {
		w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S2", "MED", onceTrue("here")))
		code := questionOf(w, "ann")
		require.Contains(t, w.says("ann", text), "Noted: not yet. Fact here? Reply "+code+" 1 yes", text)
		require.Equal(t, incident.StepWaiting, w.step("S2").State)
		require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State, "and nobody leaves a post by it")
		w.says("ann", code+" 1")
		require.Equal(t, incident.StepOpen, w.step("S2").State)
	}
}

func TestDigitThatCouldMeanAStepGetsTheUsualQuestion(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S1", "SEC"), does("S2", "MED", onceTrue("here")))
	require.Contains(t, w.says("ann", "1"), "Which one? Start with its code: ")
	require.Empty(t, valueOf(w, "here"))
	w.says("ann", questionOf(w, "ann")+" 1")
	require.Equal(t, "true", valueOf(w, "here"))
}

func TestWrongValueGetsOneQuestionBack(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC"), {ID: "hurt", Type: frozen.FactNumber, Title: both("Hurt"), By: []string{"MED"}}},
		does("S2", "MED", onceTrue("here")), does("S3", "MED", func(s *frozen.Step) {
			s.When = &cond.Expr{Op: cond.OpGt, Args: []cond.Expr{{Op: cond.OpVar, Name: "facts.hurt"}, {Op: cond.OpLit, Lit: &cond.Value{Kind: cond.KindNumber}}}}
		}))
	code := questionOf(w, "ann")
	require.Contains(t, w.says("ann", code+" 3"), "Fact here? Nothing was noted. Reply "+code+" 1 yes")
	require.Contains(t, w.says("ann", code+" 4 maybe"), "Nothing was noted")
	code = questionOf(w, "ben")
	require.Contains(t, w.last("ben"), "Hurt? Reply "+code+" 4 and the number, e.g. "+code+" 4 0")
	require.Contains(t, w.says("ben", code+" 1"), "Nothing was noted. Reply "+code+" 4 and the number")
	require.Empty(t, valueOf(w, "here")+valueOf(w, "hurt"))
	w.says("ben", code+" 4 2")
	require.Equal(t, "2", valueOf(w, "hurt"))
	require.Equal(t, incident.StepOpen, w.step("S3").State)
}

func TestChoicesAreNumbered(t *testing.T) {
	for _, values := range [][]string{{"blue", "red"}, {"a", "b", "c", "d", "e"}} {
		colour := frozen.Fact{ID: "colour", Type: frozen.FactChoice, Title: both("Colour"), Choices: values, By: []string{"SEC"}}
		w := curious(t, []frozen.Fact{colour}, does("S2", "MED", when("facts.colour", cond.OpEq, values[1])))
		code := questionOf(w, "ann")
		if len(values) == 2 {
			require.Contains(t, w.last("ann"), "Colour? Reply "+code+" 1 blue, "+code+" 2 red")
			w.says("ann", code+" 2")
		} else {
			require.Contains(t, w.last("ann"), "Colour? Reply "+code+" 4 and a number: 1 a, 2 b, 3 c, 4 d, 5 e")
			w.says("ann", code+" 2")
			require.Empty(t, valueOf(w, "colour"))
			w.says("ann", code+" 4 2")
		}
		require.Equal(t, values[1], valueOf(w, "colour"))
	}
}

func TestWhatAStepWillSayIsNotAsked(t *testing.T) {
	states := wants(frozen.Evidence{Kind: frozen.EvidenceChoice, Choices: choice("true").Choices, States: "here"})
	w := curious(t, []frozen.Fact{truth("here", "SEC"), truth("also", "SEC")}, does("S1", "SEC", states), does("S2", "MED", onceTrue("here")),
		does("S3", "MED", func(s *frozen.Step) {
			s.When = &cond.Expr{Op: cond.OpOr, Args: []cond.Expr{{Op: cond.OpVar, Name: "facts.also"}, *whenExpr("steps.S1.value", "true")}}
		}))
	require.Empty(t, w.entries(incident.KindAsked))
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S1", By: "gus"}))
	require.Len(t, w.entries(incident.KindAsked), 2, "nobody will say it now")
}

func TestOneQuestionWaitsForAnother(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "MED"), truth("gone", "MED")}, does("S2", "SEC", onceTrue("here")), does("S3", "SEC", onceTrue("gone")))
	require.Len(t, w.bodies("ben", incident.QuestionPage), 1)
	w.says("ben", "1")
	require.Len(t, w.bodies("ben", incident.QuestionPage), 2)
	require.Contains(t, w.last("ben"), "Fact gone?")
	require.Contains(t, w.says("ben", questionOf(w, "ben")+" 5"), "you cannot say")
	require.NotEmpty(t, w.seat("MED").Holders)
	w.to(time.Hour)
	require.Len(t, w.bodies("ben", incident.QuestionPage), 2)
}

func TestRuleOfThePlanAsksTheCommanderAlone(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("A1", "SEC", in(frozen.Alarm)), does("S1", "SEC", after("A1")))
	p.Facts, p.Raises = []frozen.Fact{truth("spread", "SEC")}, []frozen.Raise{{When: &cond.Expr{Op: cond.OpVar, Name: "facts.spread"}, To: frozen.L2}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Empty(t, w.entries(incident.KindAsked), "not in the alarm")
	w.says("ann", "4")
	require.Equal(t, []string{"0s Asked Boss: Fact spread"}, w.entries(incident.KindAsked))
	w.says("boss", questionOf(w, "boss")+" 1")
	require.Equal(t, frozen.L2, w.inc.State.Level)
}

func TestEndOfARepetitionIsAsked(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("out", "SEC")}, does("S1", "MED", func(s *frozen.Step) {
		s.Repeat = &frozen.Repeat{Every: time.Minute, Until: &cond.Expr{Op: cond.OpVar, Name: "facts.out"}}
	}))
	require.Empty(t, w.entries(incident.KindAsked))
	w.says("ben", "4")
	w.says("ann", questionOf(w, "ann")+" 1")
	w.to(10 * time.Minute)
	require.Equal(t, incident.StepDone, w.step("S1").State)
	w.says("ann", "9")
	require.Equal(t, incident.StepDone, w.step("S1").State, "too late: 9 takes back what is at most 5 minutes old")
}

func TestStatedFactIsTakenBack(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S2", "MED", onceTrue("here")), does("S3", "MED", after("S2")))
	w.says("ann", "1")
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Equal(t, "Taken back: stated, Fact here. All is as before: answer again.", w.says("ann", "9"))
	require.Empty(t, valueOf(w, "here"))
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	require.Len(t, w.entries(incident.KindAsked), 2, "nobody is asked again by message")
	require.Contains(t, w.says("dai", questionOf(w, "dai")+" 2"), "Noted", "and everybody who was asked may answer")
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Contains(t, w.says("dai", "9"), "Taken back")
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	w.says("ann", "1")
	w.says("ben", token(w, "ben", "S2")+" 1")
	require.Equal(t, incident.StepStarted, w.step("S2").State)
	require.Contains(t, w.says("ann", "9"), "Not taken back")
}

func TestRepetitionGoesOnWhenItsEndIsTakenBack(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("out", "SEC")}, does("S1", "MED", func(s *frozen.Step) {
		s.Repeat = &frozen.Repeat{Every: 3 * time.Minute, Until: &cond.Expr{Op: cond.OpVar, Name: "facts.out"}}
	}))
	w.says("ben", "4")
	w.says("ann", "1")
	w.to(time.Minute)
	w.says("ann", "9")
	w.to(3 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestQuestionsEndWithWhatWaitedForThem(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S2", "MED", onceTrue("here")))
	code := questionOf(w, "ann")
	w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S2", By: "gus"}))
	require.Contains(t, w.says("ann", code+" 1"), "That is closed already")
	require.Empty(t, valueOf(w, "here"))
}

func TestWhoMayStateWhichFact(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC"), truth("free")}, does("S1", "MED"))
	state := func(name, by string) error {
		return w.inc.StateFact(w.now, incident.StateFact{Name: name, Value: "true", By: by})
	}
	err := state("here", "ben")
	refused(t, incident.CodeNotYours, err)
	require.ErrorContains(t, err, "SEC")
	refused(t, incident.CodeNotYours, state("here", "Ben"))
	require.Empty(t, valueOf(w, "here"))
	for _, by := range []string{"ann", "boss", "control desk", ""} {
		require.NoError(t, state("here", by), by)
	}
	require.NoError(t, state("free", "ben"), "a fact without seats is everybody's")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
	require.NoError(t, state("here", "ann"), "who held the seat has seen it")
	old := under(w.inc.In, 2)
	require.NoError(t, incident.Resume(old, w.inc.State).StateFact(w.now, incident.StateFact{Name: "here", Value: "false", By: "ben"}))
}

func TestLatePersonsOneIsAboutTheirPromise(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, within(time.Minute)), asks("MED", 1)}, does("S2", "MED", onceTrue("here")))
	p.Facts = []frozen.Fact{truth("here", "SEC")}
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"))))
	w.to(0)
	w.says("ann", "1")
	w.to(65 * time.Second)
	require.Contains(t, w.last("ann"), "you are expected on scene now")
	require.Contains(t, w.says("ann", "1"), "Which one?")
	require.Empty(t, valueOf(w, "here"))
}

func TestQuestionsOfADrillSayThatItIsOne(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S2", "SEC", onceTrue("here")))
	p.Facts = []frozen.Fact{truth("here", "SEC")}
	w := begin(t, practised(p, house(post("SEC", "cao"))))
	w.to(0)
	w.says("cao", "3")
	require.True(t, strings.HasPrefix(w.last("cao"), "【演练】中Fire Building 1, floor 2：中Fact here？是则回"), w.last("cao"))
}

func TestOlderIncidentsAskNothing(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S2", "SEC", onceTrue("here")))
	p.Facts = []frozen.Fact{truth("here", "SEC")}
	w := begin(t, under(declared(p, house(post("SEC", "ann"))), 2))
	w.to(0)
	w.says("ann", "3")
	require.Empty(t, w.entries(incident.KindAsked))
}

func TestItemsOfQuestions(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC")}, does("S2", "MED", onceTrue("here")))
	items := w.inc.Items("ann")
	last := items[len(items)-1]
	require.Equal(t, reply.Ask, last.Kind)
	require.True(t, last.Open && last.Bare())
}

func TestWhatPeopleReportByThemselvesIsNotAsked(t *testing.T) {
	quiet := truth("alarm", "SEC")
	quiet.Unasked = true
	w := curious(t, []frozen.Fact{quiet}, does("S2", "MED", onceTrue("alarm")))
	require.Empty(t, w.entries(incident.KindAsked))
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "alarm", Value: "true", By: "ann"}))
	require.Equal(t, incident.StepOpen, w.step("S2").State)
}
