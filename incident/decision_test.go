package incident_test

// Decisions: incidents that may be the same, and plans that are proposed, are put to the commander under a code of their own.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/words"
)

// spreading is a plan that opens a burst when "out" is true, and proposes a power cut when somebody is trapped.
func spreading() frozen.Plan {
	p := patrol(1)
	p.Seats[len(p.Seats)-1].FromLevel = "" // the command is called too
	p.Links = []frozen.Link{
		{Plan: "burst", Opens: both("Burst"), Title: both("Water inside"), When: &cond.Expr{Op: cond.OpVar, Name: "facts.out"}, Open: true},
		{Plan: "power", Opens: both("Power cut"), Title: both("Switch room wet"), When: whenExpr("steps.LOOK.value", "wet")},
	}
	p.Steps = append([]frozen.Step{does("LOOK", "SEC", wants(choice("wet", "dry")))}, p.Steps...)
	return p
}

func spread(t *testing.T) (*town, *[]incident.Errand) {
	t.Helper()
	w, errands := begin(t, declared(spreading(), gatehouse())), &[]incident.Errand{}
	w.errand = func(e incident.Errand) *incident.ErrandResult {
		*errands = append(*errands, e)
		return &incident.ErrandResult{}
	}
	w.to(0)
	w.says("ann", "1")
	return w, errands
}

func stated(w *town, name, value string) {
	w.t.Helper()
	require.NoError(w.t, w.inc.StateFact(w.now, incident.StateFact{Name: name, Value: value, By: "ann"}))
	w.settle()
}

func TestFactOpensAnotherPlanAtTheSamePlace(t *testing.T) {
	w, errands := spread(t)
	stated(w, "out", "true")
	require.Len(t, *errands, 1)
	o := (*errands)[0].Opening
	require.Equal(t, "burst", o.Plan)
	require.Equal(t, w.inc.In.Declaration.Location, o.Location)
	require.Equal(t, frozen.Real, o.Mode)
	require.Equal(t, incident.ByPlan, o.By)
	require.Equal(t, "Water inside (Fire: smoke)", o.Summary)
	require.Equal(t, frozen.Parent{Incident: "inc-1", Plan: "fire", Title: both("Fire"), Plans: []string{"fire"}}, o.Parent)
	require.Contains(t, w.view().Links, incident.Link{Incident: o.ID, Kind: incident.LinkChild, Plan: "burst"})
	stated(w, "out", "false")
	stated(w, "out", "true")
	require.Len(t, *errands, 1, "once")
}

func TestProposalWaitsForTheCommanderAndNeverForASeat(t *testing.T) {
	w, errands := spread(t)
	w.says("ann", "4 1")
	require.False(t, slices.ContainsFunc(w.told("boss"), isAsked), "a 1 of somebody who is asked to command must not open a plan")
	require.Contains(t, w.says("boss", "1"), "Accepted")
	asked := w.told("boss")
	k := slices.IndexFunc(asked, isAsked)
	require.GreaterOrEqual(t, k, 0)
	require.Contains(t, asked[k], "Open Power cut here (Switch room wet)?")
	require.Empty(t, *errands)
	require.Contains(t, w.says("boss", "2 5"), "yes", "neither yes nor no")
	require.Contains(t, w.says("boss", "1"), "Noted: yes")
	require.Equal(t, "power", (*errands)[0].Opening.Plan)
	require.Equal(t, "boss", (*errands)[0].Opening.By)
	require.Contains(t, w.says("boss", "9"), "Not taken back", "others act on it already")
}

func isAsked(text string) bool { return strings.Contains(text, " 1 yes, ") }

func TestProposalThatIsRefusedOpensNothing(t *testing.T) {
	w, errands := spread(t)
	w.says("boss", "1")
	w.says("ann", "4 1")
	require.Contains(t, w.says("boss", "5"), "Noted: no")
	w.to(20 * time.Minute)
	require.Empty(t, *errands)
	require.Equal(t, "false", w.first(incident.KindDecided).Value)
}

func TestUnansweredProposalReachesTheCompany(t *testing.T) {
	w, _ := spread(t)
	w.says("boss", "1")
	w.says("ann", "4 1")
	w.to(6 * time.Minute)
	asked := w.told("coy")
	k := slices.IndexFunc(asked, isAsked)
	require.GreaterOrEqual(t, k, 0)
	code, _, _ := strings.Cut(asked[k][strings.Index(asked[k], "Reply ")+len("Reply "):], " ")
	require.Contains(t, w.says("coy", code+" 1"), "Noted: yes")
}

func TestProposalIsAskedOfWhoeverShouldCommandWhereNobodyDoes(t *testing.T) {
	w, _ := spread(t)
	w.says("ann", "4 1")
	w.to(2*time.Minute + time.Second)
	require.True(t, slices.ContainsFunc(w.told("boss"), isAsked))
}

func TestPlanThatGoesWithTheIncidentAlreadyIsNotOpenedAgain(t *testing.T) {
	in := declared(spreading(), gatehouse())
	in.Parent = &frozen.Parent{Incident: "inc-0", Plan: "storm", Title: both("Storm"), Plans: []string{"storm", "burst"}}
	w := begin(t, in)
	w.to(0)
	require.Contains(t, w.view().Links, incident.Link{Incident: "inc-0", Kind: incident.LinkParent, Plan: "storm"})
	stated(w, "out", "true")
	require.Len(t, w.view().Links, 1)
	require.Empty(t, w.inc.State.Kin.Errands)
}

func TestPlanThatCannotBeOpenedIsTheCommandersToDeclare(t *testing.T) {
	w, _ := spread(t)
	w.says("boss", "1")
	w.errand = func(incident.Errand) *incident.ErrandResult {
		return &incident.ErrandResult{Refused: incident.Fail(incident.CodeNoPlan, "There is no such plan.")}
	}
	stated(w, "out", "true")
	require.Empty(t, w.view().Links)
	require.NotEmpty(t, w.first(incident.KindNotLinked).Text.EN)
	require.True(t, slices.ContainsFunc(w.told("boss"), func(s string) bool { return strings.Contains(s, "Declare it by hand") }))
}

func TestPracticeOpensPracticeOnly(t *testing.T) {
	w := begin(t, practised(spreading(), gatehouse()))
	var opened []frozen.Mode
	w.errand = func(e incident.Errand) *incident.ErrandResult {
		opened = append(opened, e.Opening.Mode)
		return &incident.ErrandResult{}
	}
	w.to(0)
	stated(w, "out", "true")
	require.Equal(t, []frozen.Mode{frozen.Drill}, opened)
}

func TestChildTellsItsParentHowItEnded(t *testing.T) {
	in := declared(patrol(1), gatehouse())
	in.Parent = &frozen.Parent{Incident: "inc-0", Plan: "storm", Title: both("Storm"), Plans: []string{"storm"}}
	w := begin(t, in)
	var told []incident.Errand
	w.errand = func(e incident.Errand) *incident.ErrandResult {
		told = append(told, e)
		return &incident.ErrandResult{}
	}
	w.to(0)
	require.NoError(t, w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "boss", Reason: "over"}))
	w.settle()
	require.Len(t, told, 1)
	require.Equal(t, "inc-0", told[0].To)
	require.Equal(t, frozen.Handled, told[0].Ending.Outcome)
	require.True(t, w.inc.Quiet())
	parent, _ := spread(t)
	require.NoError(t, parent.inc.EndLink(parent.now, *told[0].Ending))
	parent.settle()
	require.Contains(t, parent.first(incident.KindLinkEnded).Text.EN, "handled")
}

func TestIncidentThatCannotTellItsParentEndsAllTheSame(t *testing.T) {
	in := declared(patrol(1), gatehouse())
	in.Parent = &frozen.Parent{Incident: "inc-0", Plan: "storm", Title: both("Storm"), Plans: []string{"storm"}}
	w := begin(t, in)
	w.to(0)
	require.NoError(t, w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "boss", Reason: "over"}))
	w.to(2 * time.Minute)
	require.True(t, w.inc.Quiet())
}

func TestByHandAnotherPlanIsOpenedSomewhereElse(t *testing.T) {
	w, errands := spread(t)
	require.NoError(t, w.inc.OpenLink(w.now, incident.OpenLink{Plan: "burst", By: "boss", Opens: both("Burst"), Location: "Building 9"}))
	require.NoError(t, w.inc.OpenLink(w.now, incident.OpenLink{Plan: "burst", By: "boss", Opens: both("Burst")}))
	w.settle()
	require.Len(t, *errands, 2)
	require.Equal(t, "Building 9", (*errands)[0].Opening.Location)
	require.NotEqual(t, (*errands)[0].Opening.ID, (*errands)[1].Opening.ID, "two orders, two incidents")
}

func TestBothDeclarersAndTheCommanderHearOfAnIncidentThatMayBeTheSame(t *testing.T) {
	a, b := twins(t, spreading(), gatehouse())
	var ordered []incident.Errand
	for _, w := range []*town{a, b} {
		w.errand = func(e incident.Errand) *incident.ErrandResult {
			ordered = append(ordered, e)
			return &incident.ErrandResult{}
		}
		w.says("boss", "1")
	}
	a.inc.MayBeSame(a.now, b.other())
	b.inc.MayBeSame(b.now, a.other())
	for _, w := range []*town{a, b} {
		w.settle()
		w.inc.MayBeSame(w.now, incident.Other{ID: "inc-3", Title: both("Fire"), Location: "there", OpenedAt: noon})
		w.settle()
		require.Len(t, slices.DeleteFunc(w.told("gus"), func(s string) bool { return !strings.Contains(s, "may be the same as") }), 1, "once")
		require.True(t, slices.ContainsFunc(w.told("boss"), func(s string) bool { return strings.Contains(s, "Same as Fire, Building 1, floor 2, declared 12:0") }))
		require.Len(t, w.view().PossibleDuplicates, 2)
	}
	require.Contains(t, b.says("boss", "1"), "Noted: yes")
	require.Len(t, ordered, 1)
	require.Equal(t, "inc-2", ordered[0].To, "the later one becomes a part of the earlier one, whoever says yes")
	require.Equal(t, "inc-1", ordered[0].Into)
}

func TestWhetherIncidentsAreTheSameMakesNobodySilent(t *testing.T) {
	p := spreading()
	p.Command.SilentAfter = 3 * time.Minute
	w := begin(t, declared(p, gatehouse()))
	w.to(0)
	w.says("boss", "1")
	w.says("ann", "1")
	w.inc.MayBeSame(w.now, incident.Other{ID: "inc-3", Title: both("Fire"), Location: "there", OpenedAt: noon})
	w.to(15 * time.Minute)
	require.Equal(t, "boss", w.inc.State.Commander)
}

func TestQuestionsFitTheirMessages(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		require.NotEmpty(t, words.AskOpen(lang, "x", "y"))
		require.Contains(t, words.AskSame(lang, words.Scene{Hazard: "火灾", At: "3栋"}, "07:02"), "07:02")
		require.Contains(t, words.YesOrNo(lang, "K7M"), "K7M 5")
	}
}
