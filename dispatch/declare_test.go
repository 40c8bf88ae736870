package dispatch_test

// Declaring twice, under one key and without one.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

func fireAt(building, key string) dispatch.Declaration {
	return dispatch.Declaration{Key: key, Declaration: frozen.Declaration{
		Plan: "fire", Site: "riverside", Mode: frozen.Real, Location: "Building " + building, Places: []frozen.Spot{{Building: building}},
	}}
}

func (h *house) declare(t *testing.T, declared dispatch.Declaration) incident.View {
	t.Helper()
	view, err := h.Declare(soon(t), declared)
	require.NoError(t, err)
	return view
}

func TestADeclarationOfAMomentAgoIsAPossibleDuplicate(t *testing.T) {
	h := newHouse(t)
	first := h.declare(t, fireAt("B3", ""))
	require.Empty(t, first.PossibleDuplicates)
	require.Empty(t, h.declare(t, fireAt("B2", "")).PossibleDuplicates, "another building")
	drill := fireAt("B3", "")
	drill.Mode = frozen.Drill
	h.declare(t, drill)
	second := h.declare(t, fireAt("B3", ""))
	require.Equal(t, []string{first.ID}, second.PossibleDuplicates)

	h.shadow.recent = []incident.View{second, first}
	third := h.declare(t, fireAt("B3", ""))
	require.Equal(t, []string{second.ID, first.ID}, third.PossibleDuplicates, "the shadow's are not named twice")
}

// Where work of both waits on one queue, the engine gives out the lower number first; what bears none has 3.
func TestRealWorkComesBeforeDrillsAndNoticesBetweenThem(t *testing.T) {
	h := newHouse(t)
	h.declare(t, fireAt("B3", ""))
	practised := fireAt("B3", "")
	practised.Mode = frozen.Drill
	h.declare(t, practised)
	require.NoError(t, h.StartNotice(soon(t), workflows.NoticeStart{ID: "notice-1", Site: "riverside"}))
	require.Equal(t, []string{workflows.IncidentType, workflows.IncidentType, workflows.NoticeType}, h.engine.started)
	require.Equal(t, []int{1, 5, 4}, h.engine.keys)
}

// Incidents of one plan at one site take the same along, so that one copy of it in memory does for them.
func TestASiteIsFrozenOnceADay(t *testing.T) {
	h := newHouse(t)
	h.declare(t, fireAt("B3", ""))
	h.declare(t, fireAt("B3", ""))
	storm := fireAt("B3", "")
	storm.Plan = "storm"
	h.declare(t, storm)
	people := func(k int) *roster.Responder { return &h.engine.inputs[k].Site.Roster.Responders[0] }
	require.Same(t, people(0), people(1))
	require.NotSame(t, people(0), people(2), "another plan can reach other people")

	h.catalog.site = sites.Riverside()
	h.declare(t, fireAt("B3", ""))
	require.NotSame(t, people(0), people(3), "the site was imported anew")
}

func TestOfManyPossibleDuplicatesTheLatestAreNamed(t *testing.T) {
	h := newHouse(t)
	older := h.declare(t, fireAt("B3", ""))
	older.ID, older.OpenedAt = "inc-older", incident.Time(time.Now().Add(-10*time.Minute))
	h.shadow.recent = []incident.View{older}
	second := h.declare(t, fireAt("B3", ""))
	require.Len(t, second.PossibleDuplicates, 2)
	require.Equal(t, "inc-older", second.PossibleDuplicates[1])
	third, fourth := h.declare(t, fireAt("B3", "")), h.declare(t, fireAt("B3", ""))
	require.Equal(t, []string{third.ID, second.ID}, fourth.PossibleDuplicates[:2])
	require.Len(t, fourth.PossibleDuplicates, 3)
	require.NotContains(t, fourth.PossibleDuplicates, "inc-older")
}

func TestManyDeclarationsAtOnceKnowOneAnother(t *testing.T) {
	h := newHouse(t)
	const many = 8
	named := make(chan int, many)
	for n := range many {
		go func() {
			view, err := h.Declare(soon(t), fireAt("B3", fmt.Sprint("key ", n)))
			if err != nil {
				t.Error(err)
			}
			named <- len(view.PossibleDuplicates)
		}()
	}
	alone := 0
	for range many {
		if <-named == 0 {
			alone++
		}
	}
	require.LessOrEqual(t, alone, 1, "only the first can know of no other")
}

func TestARepeatedDeclarationIsTheSameIncidentAfterItsSiteChanged(t *testing.T) {
	h := newHouse(t)
	first := h.declare(t, fireAt("B3", "a key"))
	changed := *h.catalog.site
	changed.Buildings = nil
	h.catalog.site = &changed

	again := h.declare(t, fireAt("B3", "a key"))
	require.Equal(t, first.ID, again.ID)

	for name, declared := range map[string]dispatch.Declaration{
		"another key": fireAt("B3", "another key"), "no key": fireAt("B3", ""), "another body": fireAt("B2", "a key"),
	} {
		_, err := h.Declare(soon(t), declared)
		var refused *incident.Error
		require.ErrorAs(t, err, &refused, name)
		if name == "another body" {
			require.Equal(t, incident.CodeConflict, refused.Code)
			continue
		}
		require.Equal(t, incident.CodeField, refused.Code, name)
	}

	h.catalog.site = &sites.Site{ID: "elsewhere"}
	require.Equal(t, first.ID, h.declare(t, fireAt("B3", "a key")).ID, "even if the site is gone")
}
