package incident_test

// Stories of several decisions at once, of one that passes to another commander, and of plans that go with an incident already.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// another is an incident that may be the same.
func another() incident.Other {
	return incident.Other{
		ID: "inc-2", Plan: "fire", Title: both("Fire"), Site: "house", Mode: frozen.Real, State: incident.Open, Location: "gate", OpenedAt: noon.Add(-time.Minute),
	}
}

// undecided has boss asked for two decisions: to open a power cut, and whether another incident is the same.
func undecided(t *testing.T) (*town, *[]incident.Errand) {
	t.Helper()
	p, errands := spreading(), &[]incident.Errand{}
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery)))
	w := begin(t, declared(p, gatehouse()))
	w.errand = func(e incident.Errand) *incident.ErrandResult {
		*errands = append(*errands, e)
		return &incident.ErrandResult{}
	}
	w.to(0)
	w.says("ann", "1")
	w.says("boss", "1")
	w.says("ann", "4 1")
	w.inc.MayBeSame(w.now, another())
	w.settle()
	require.NotEmpty(t, w.decisionPages("boss", incident.AboutOpen))
	require.NotEmpty(t, w.decisionPages("boss", incident.AboutSame))
	return w, errands
}

// decisionPages are the pages that somebody has open about a kind of decision.
func (w *town) decisionPages(id string, kind incident.SubjectKind) []*incident.Page {
	var list []*incident.Page
	for _, p := range w.inc.State.Pages {
		if p.Responder == id && open(p) && len(p.About) > 0 && p.About[0].Kind == kind {
			list = append(list, p)
		}
	}
	return list
}

func TestEachDecisionDoesItsOwn(t *testing.T) {
	w, errands := undecided(t)
	w.says("boss", w.decisionPages("boss", incident.AboutSame)[0].Token+" 1")
	require.Len(t, *errands, 1)
	require.Equal(t, incident.ErrandMerge, (*errands)[0].Kind)
	require.Equal(t, []string{"inc-1", "inc-2"}, []string{(*errands)[0].To, (*errands)[0].Into}, "the later one becomes a part of the earlier one")
	require.Empty(t, w.decisionPages("boss", incident.AboutSame))
	w.says("boss", w.decisionPages("boss", incident.AboutOpen)[0].Token+" 1")
	require.Len(t, *errands, 2)
	require.Equal(t, "power", (*errands)[1].Opening.Plan)

	w, errands = undecided(t)
	w.says("boss", w.decisionPages("boss", incident.AboutSame)[0].Token+" 5")
	require.Empty(t, *errands, "no merges nothing")
	require.Contains(t, w.first(incident.KindDecided).Text.EN, "gate")
}

func TestStandDownForgetsOnlyWhetherTwoIncidentsAreOne(t *testing.T) {
	w, _ := undecided(t)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.StandingDown, w.view().State)
	require.Empty(t, w.decisionPages("boss", incident.AboutSame))
	require.NotEmpty(t, w.decisionPages("boss", incident.AboutOpen))
}

func TestDecisionsThatWaitPassToTheNextCommander(t *testing.T) {
	w, _ := undecided(t)
	w.says("boss", w.decisionPages("boss", incident.AboutSame)[0].Token+" 5")
	w.says("boss", *w.pageAbout("boss", "CMD").Token+" 8")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "ida", By: "gus"}))
	require.Equal(t, "ida", inCommand(w))
	require.Len(t, w.decisionPages("ida", incident.AboutOpen), 1, "at once")
	require.Empty(t, w.decisionPages("ida", incident.AboutSame), "what is decided is not asked again")
}

func TestDeclarerIsToldOnceOfWhatMayBeTheSame(t *testing.T) {
	w, _ := spread(t)
	for _, id := range []string{"inc-2", "inc-3", "inc-2"} {
		o := another()
		o.ID = id
		w.inc.MayBeSame(w.now, o)
		w.settle()
	}
	require.Len(t, w.bodies("gus", incident.NotePage), 1)
	require.Len(t, w.entries(incident.KindLikely), 2)

	w, _ = spread(t)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus", Reason: "over"}))
	w.inc.MayBeSame(w.now, another())
	w.settle()
	require.Empty(t, w.entries(incident.KindLikely), "after the end nothing is the same any more")
}

func TestPlanThatThisIncidentHasOpenedIsNotOpenedAgain(t *testing.T) {
	for plan, opened := range map[string]int{"burst": 1, "flood": 2} {
		w, errands := spread(t)
		w.order(w.inc.OpenLink(w.now, incident.OpenLink{Plan: plan, Opens: both("X"), By: "gus"}))
		stated(w, "out", "true")
		require.Len(t, *errands, opened, plan)
	}
}

func TestSummaryOfWhatIsOpenedIsInTheSitesFirstLanguage(t *testing.T) {
	for want, languages := range map[string][]string{"Water inside": nil, "中Water inside": {"zh", "en"}} {
		in := declared(spreading(), gatehouse())
		in.Site.Languages = languages
		w := begin(t, in)
		var summaries []string
		w.errand = func(e incident.Errand) *incident.ErrandResult {
			summaries = append(summaries, e.Opening.Summary)
			return &incident.ErrandResult{}
		}
		w.to(0)
		stated(w, "out", "true")
		require.True(t, slices.ContainsFunc(summaries, func(s string) bool { return strings.HasPrefix(s, want) }), summaries)
	}
}
