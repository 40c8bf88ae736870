package incident_test

// Incidents that may be the same, from the declaration on: both know, both declarers hear, and nothing is told in vain for ever.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// alike is a fire that gus has declared while another one runs at the same place.
func alike(t *testing.T) *town {
	t.Helper()
	in := declared(patrol(1), gatehouse())
	in.Declaration.ReportedBy = "gus"
	in.Alike = []frozen.Alike{{ID: "inc-0", Location: "gate", OpenedAt: noon.Add(-time.Minute), ReportedBy: "ida"}}
	return begin(t, in)
}

func TestAnIncidentKnowsFromItsBeginningWhatMayBeTheSameAndTellsIt(t *testing.T) {
	w := alike(t)
	var told []incident.Errand
	w.errand = func(e incident.Errand) *incident.ErrandResult {
		told = append(told, e)
		return &incident.ErrandResult{}
	}
	require.Equal(t, []string{"inc-0"}, w.view().PossibleDuplicates)
	w.to(0)
	require.Len(t, told, 1)
	require.Equal(t, "inc-0", told[0].To)
	require.Equal(t, incident.Other{
		ID: "inc-1", Plan: "fire", Title: both("Fire"), Site: w.inc.In.Site.ID, Mode: frozen.Real, State: incident.Open,
		Location: w.inc.In.Declaration.Location, OpenedAt: noon, ReportedBy: "gus",
	}, *told[0].Same)
	require.Len(t, w.entries(incident.KindLikely), 1)
	require.Len(t, w.bodies("gus", incident.NotePage), 1)
	require.Empty(t, w.inc.State.Kin.Errands)
	first := w.inc.State.Pages[0]
	require.Equal(t, incident.CallPage, first.Kind, "the first page comes first")

	w.inc.MayBeSame(w.now, incident.Other{ID: "inc-0", Title: both("Fire"), Location: "gate"}) // as the other one tells it
	w.settle()
	require.Len(t, w.entries(incident.KindLikely), 1)
	require.Len(t, w.bodies("gus", incident.NotePage), 1)
}

func TestWhatIsNotThereIsNotToldForEver(t *testing.T) {
	w := alike(t)
	tries := 0
	w.errand = func(incident.Errand) *incident.ErrandResult {
		tries++
		return nil
	}
	w.to(10 * time.Minute)
	require.Equal(t, 3, tries)
	require.Empty(t, w.inc.State.Kin.Errands)
	require.Equal(t, incident.Open, w.view().State)
}

func TestByEarlierRulesTheDeskTells(t *testing.T) {
	in := declared(patrol(1), gatehouse())
	in.Rules, in.Alike = frozen.AlikeAreMet-1, []frozen.Alike{{ID: "inc-0"}}
	w := begin(t, in)
	w.to(0)
	require.Empty(t, w.view().PossibleDuplicates)
	require.Empty(t, w.entries(incident.KindLikely))
	require.Empty(t, w.inc.State.Kin.Errands)
}
