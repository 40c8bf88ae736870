package incident_test

// Stories of late steps: what their ladder does, and who sees to them.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

// defaults are the rungs that a step with a target of 100 s gets where it does not say otherwise.
func defaults() []frozen.Late {
	page := func(at time.Duration, who ...frozen.Selector) frozen.Late { return frozen.Late{At: at, Page: who} }
	last := page(200*time.Second, frozen.Company)
	last.Repeat = time.Minute
	return []frozen.Late{page(80*time.Second, frozen.Holders), page(100*time.Second, frozen.Lead), page(150*time.Second, frozen.Commander), last}
}

func TestLateStepClimbsFromItsSeatToTheCompany(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal")))))
	before := len(w.calls())
	w.to(241 * time.Second)
	require.Equal(t, []string{"1m20s ann", "1m40s hal", "2m30s boss", "3m20s coy", "3m20s may", "4m0s coy #2", "4m0s may #2"}, w.calls()[before:])
	require.Equal(t, []string{
		"1m20s late: Do S1: rung 1 calls those on duty for it", "1m40s late: Do S1: rung 2 calls the group's lead",
		"2m30s late: Do S1: rung 3 calls the commander", "3m20s late: Do S1: rung 4 calls the company",
	}, w.entries(incident.KindRung)[2:])
	require.Contains(t, w.last("hal"), "LATE: Do S1.")
	w.says("ann", "4")
	require.Equal(t, incident.PageStoodDown, w.pageOf("hal").State)
	require.Equal(t, incident.PageStoodDown, w.pageOf("coy").State)
	w.to(time.Hour)
	require.Len(t, w.calls(), before+7)
}

func TestLateRungsWithoutAnybodyComeAtOnce(t *testing.T) {
	rungs := []frozen.Late{
		{At: time.Minute, Page: []frozen.Selector{frozen.Holders}},
		{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Group}},
		{At: 3 * time.Minute, Page: []frozen.Selector{frozen.Substitutes}},
		{At: time.Hour, Page: []frozen.Selector{frozen.Company}, Repeat: time.Hour},
	}
	p := plan([]frozen.Seat{asks("SEC", 1, licence("sec"))}, does("S1", "SEC", target(time.Minute), late(rungs...)))
	w := begin(t, declared(p, house()))
	w.to(59 * time.Second)
	before := len(w.calls())
	w.to(time.Minute)
	require.Equal(t, []string{"1m0s coy", "1m0s may"}, w.calls()[before:], "nobody of the seat is there: the company hears at once")
	require.Contains(t, w.last("coy"), "LATE: Do S1.")
}

func TestLateStepsSubstitutesAndGroup(t *testing.T) {
	rungs := []frozen.Late{
		{At: time.Minute, Page: []frozen.Selector{frozen.Substitutes}}, {At: 2 * time.Minute, Page: []frozen.Selector{frozen.Group, frozen.Substitutes}},
	}
	p := plan([]frozen.Seat{asks("SEC", 1, licence("sec")), asks("MED", 1)}, does("S1", "SEC", target(time.Minute), late(rungs...)))
	site := grouped(skilled(house(post("SEC", "ann"), post("MED", "ben"), post("", "dai", "eve")), "sec", "ann", "dai"), "eve")
	w := arrived(begin(t, declared(p, site)))
	before := len(w.calls())
	w.to(time.Hour)
	require.Equal(t, []string{"1m0s dai", "2m0s dai #2", "2m0s eve"}, w.calls()[before:], "and a ladder without a repeat ends")
}

func TestLeadOffDutyIsTheCommanders(t *testing.T) {
	rungs := []frozen.Late{{At: time.Minute, Page: []frozen.Selector{frozen.Lead}}}
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(time.Minute), late(rungs...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	before := len(w.calls())
	w.to(time.Hour)
	require.Equal(t, []string{"1m0s boss"}, w.calls()[before:])
}

func TestLeadWhoCannotBeReachedIsTheCommandersToo(t *testing.T) {
	rungs := []frozen.Late{{At: time.Minute, Page: []frozen.Selector{frozen.Lead}}}
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(time.Minute), late(rungs...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal")))))
	w.says("hal", "STOP")
	before := len(w.calls())
	w.to(time.Hour)
	require.Equal(t, []string{"1m0s boss"}, w.calls()[before:])
}

func TestSilenceIsAssumed(t *testing.T) {
	confirm := wants(frozen.Evidence{Kind: frozen.EvidenceChoice, Choices: choice("true", "false").Choices, States: "confirmed"})
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", confirm, target(2*time.Minute), late(frozen.Late{At: 2 * time.Minute, Assume: "true"})), does("S2", "SEC", after("S1")))
	p.Facts = []frozen.Fact{{ID: "confirmed", Type: frozen.FactBool, Title: both("Confirmed")}}
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(2 * time.Minute)
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Equal(t, "true", *w.step("S1").Value)
	require.Equal(t, incident.ByAssumption, *w.step("S1").By)
	require.Equal(t, []string{"2m0s Confirmed: true (by nobody in time: assumed)"}, w.entries(incident.KindFact))
	require.NotEqual(t, incident.StepWaiting, w.step("S2").State)
	refused(t, incident.CodeStepState, w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus", Value: "false"}))
}

func TestLatenessOpensAnotherStep(t *testing.T) {
	w := staffed(t,
		does("S1", "SEC", target(time.Minute), late(frozen.Late{At: time.Minute, Open: "S2"}, frozen.Late{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Commander}})),
		does("S2", "MED", onDemand), does("S3", "MED", onDemand))
	w.to(59 * time.Second)
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	w.to(time.Minute)
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	w.to(2 * time.Minute)
	require.Contains(t, w.calls(), "2m0s boss")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "END", By: "boss"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, "stood down", *w.step("S3").Reason)
}

func TestOnDemandStepThatNobodyNeededHoldsNothingUp(t *testing.T) {
	p := frozen.Plan{ID: "p", Level: frozen.L3, Title: both("P"), Seats: []frozen.Seat{asks("SEC", 1)}, Steps: []frozen.Step{
		does("S1", "SEC"), does("S2", "SEC", onDemand), does("R1", "SEC", in(frozen.Recovery)), does("R2", "SEC", in(frozen.Recovery), onDemand),
	}}
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "4")
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
	require.Equal(t, "stood down", *w.step("S2").Reason)
	w.says("ann", "4")
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, "was not needed", *w.step("R2").Reason)
}

func TestLatenessNeverLowersTheLevel(t *testing.T) {
	for rules, level := range map[int]frozen.Level{0: frozen.L2, frozen.Rules: frozen.L1} {
		p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", target(time.Minute), late(frozen.Late{At: time.Minute, Level: frozen.L2})))
		in := declared(p, house(post("SEC", "ann")))
		in.Rules = rules
		w := arrived(begin(t, in))
		require.NoError(t, w.inc.SetLevel(w.now, incident.SetLevel{By: "boss", Level: frozen.L1, Reason: "people are hurt"}))
		w.to(2 * time.Minute)
		require.Equal(t, level, w.inc.State.Level, "under rules %d", rules)
	}
}

func TestLatenessRaisesTheLevel(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1), asks("LOG", 1, from(frozen.L2))},
		does("S1", "SEC", target(time.Minute), late(frozen.Late{At: time.Minute, Level: frozen.L2})))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("LOG", "dai")))))
	w.to(time.Minute)
	require.Equal(t, []string{"1m0s Response level L3 to L2: Do S1 is late"}, w.entries(incident.KindLevel))
	require.Contains(t, w.calls(), "1m0s dai")
}

func TestCommanderWhoSeesToALateStepGetsIt(t *testing.T) {
	rungs := []frozen.Late{
		{At: time.Minute, Page: []frozen.Selector{frozen.Commander}}, {At: 2 * time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute},
	}
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(time.Minute), late(rungs...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.to(time.Minute)
	before := len(w.calls())
	require.Equal(t, "Noted: you see to it. Late tasks follow by message.", w.says("boss", "1"))
	require.Equal(t, []string{"ann", "boss"}, w.step("S1").Assignees)
	require.Len(t, w.bodies("boss", incident.TaskPage), 1)
	w.to(11*time.Minute - time.Second)
	require.Len(t, w.calls(), before, "it is in hand for ten minutes")
	w.to(11 * time.Minute)
	require.Equal(t, []string{"11m0s coy", "11m0s may"}, w.calls()[before:])
}

func TestLongStepInHandIsLeftForItsTarget(t *testing.T) {
	rungs := []frozen.Late{{At: time.Hour, Page: []frozen.Selector{frozen.Commander}}, {At: 61 * time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: time.Hour}}
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(time.Hour), late(rungs...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.to(time.Hour)
	before := len(w.calls())
	w.says("boss", "1")
	w.to(2*time.Hour - time.Second)
	require.Len(t, w.calls(), before)
	w.to(2 * time.Hour)
	require.Len(t, w.calls(), before+2)
}

func TestCommanderWhoCannotSeeToALateStepSendsItOn(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal")))))
	w.to(150 * time.Second)
	before := len(w.calls())
	w.says("hal", "5")
	require.Len(t, w.calls(), before, "two others are still being asked")
	w.says("ann", *w.pageOf("ann").Token+" 5")
	w.says("boss", "5")
	require.Equal(t, []string{"2m30s coy", "2m30s may"}, w.calls()[before:])
}

func TestExtendedStepIsLateLater(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal")))))
	w.to(100 * time.Second)
	require.True(t, w.step("S1").Late)
	before := len(w.calls())
	w.order(w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S1", By: "gus", Until: noon.Add(200 * time.Second), Reason: "far away"}))
	require.False(t, w.step("S1").Late)
	require.Equal(t, []string{"1m40s S1 Do S1: until 12:03: far away"}, w.entries(incident.KindStepExtended))
	w.to(250 * time.Second)
	require.True(t, w.step("S1").Late)
	require.Equal(t, []string{"4m10s boss"}, w.calls()[before:], "the rungs move with the target")
}

func TestExtensionNeverMovesARungIntoThePast(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal")))))
	w.to(70 * time.Second)
	w.order(w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S1", By: "gus", Until: noon.Add(71 * time.Second)}))
	require.Contains(t, w.calls(), "1m10s ann", "its warning is due now")
	require.Equal(t, "2026-11-23T12:01:11.000Z", stamp(t, w.step("S1").TargetAt))
}

func TestStepWithoutATargetMayBeGivenOne(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	w.order(w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S1", By: "gus", Until: noon.Add(time.Minute)}))
	w.to(time.Minute)
	require.True(t, w.step("S1").Late)
	refused(t, incident.CodeField, w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S1", By: "gus", Until: w.now}))
	w.says("ann", "4")
	refused(t, incident.CodeStepState, w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "S1", By: "gus", Until: noon.Add(time.Hour)}))
}

func TestPlanRaisesTheLevelOnce(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1), asks("LOG", 1, from(frozen.L2))}, does("S1", "SEC", wants(choice("small", "big"))))
	p.Raises = []frozen.Raise{{When: whenExpr("steps.S1.value", "big"), To: frozen.L2}, {When: whenExpr("steps.S1.value", "big"), To: frozen.L4}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("LOG", "dai")))))
	w.to(5 * time.Second)
	require.Equal(t, []bool{false, false}, w.inc.State.Raised)
	w.says("ann", "4 2")
	require.Equal(t, []string{"5s Response level L3 to L2: rule of the plan"}, w.entries(incident.KindLevel), "a rule never lowers it")
	require.Equal(t, []bool{true, true}, w.inc.State.Raised)
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L3, By: "gus"}))
	w.to(time.Minute)
	require.Equal(t, frozen.L3, w.inc.State.Level, "a person's word is not overruled by the same rule")
}

func TestAllHoldersOfALateStepsSeatAreWarnedWhileItIsAskedFor(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery), target(100*time.Second), late(defaults()...)))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	before := len(w.calls())
	w.to(80 * time.Second)
	require.Equal(t, []string{"1m20s ann", "1m20s ben"}, w.calls()[before:])
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	before = len(w.calls())
	w.to(160 * time.Second)
	require.Equal(t, []string{"2m40s ann"}, w.calls()[before:], "in the recovery only who has the step")
}

func TestWhoHasALateStepDoesNotKeepItFromTheOthersBySayingSo(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"), post("", "hal")))))
	w.to(110 * time.Second)
	w.says("ann", *w.pageOf("ann").Token+" 1")
	require.Equal(t, incident.PagePaging, w.pageOf("hal").State, "what the lead was asked stays open")
	w.says("hal", "1")
	require.Equal(t, []string{"ann", "hal"}, w.step("S1").Assignees)
}

func TestNumberThatWasAssumedAsAWordIsUnknown(t *testing.T) {
	nine := cond.Number(9)
	less := func(s *frozen.Step) {
		s.When = &cond.Expr{Op: cond.OpLt, Args: []cond.Expr{{Op: cond.OpVar, Name: "facts.level"}, {Op: cond.OpLit, Lit: &nine}}}
	}
	reading := wants(frozen.Evidence{Kind: frozen.EvidenceNumber, States: "level"})
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)},
		does("S1", "SEC", reading, target(time.Minute), late(frozen.Late{At: time.Minute, Assume: "none"})), does("S2", "MED", less))
	p.Facts = []frozen.Fact{{ID: "level", Type: frozen.FactNumber, Title: both("Level")}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.to(time.Minute)
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "level", Value: "3", By: "gus"}))
	require.Equal(t, incident.StepOpen, w.step("S2").State)
}
