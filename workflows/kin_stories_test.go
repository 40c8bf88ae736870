package workflows_test

// Two walked scenarios of incidents that belong together: two declarers of one fire, and a storm that spreads.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

func TestStoryTwoDeclarersOfOneFire(t *testing.T) {
	w := twinTown(t)
	w.start.In.Declaration.ReportedBy = "luo-yong"
	w.everybodyObliges(8 * time.Second)
	older := w.kin.other.In
	w.start.In.Alike = []frozen.Alike{{ID: older.ID, Location: older.Declaration.Location, OpenedAt: older.DeclaredAt}}
	w.kin.fail = 2 // the first two times that the older one is told get lost
	w.run()
	require.Equal(t, []string{"inc-test"}, w.kin.other.View(w.env.Now()).PossibleDuplicates, "the older one is told")
	require.Equal(t, []string{"inc-test into inc-older"}, w.kin.ordered)
	var takers []string
	for _, e := range w.recorded(incident.KindPageAccepted) {
		takers = append(takers, e.Responder)
	}
	require.NotEmpty(t, takers)
	w.requireMerged(takers...)
	told := w.network.to(w.phone("luo-yong"))
	require.True(t, slices.ContainsFunc(told, func(m accepted) bool {
		return strings.Contains(m.Body, "may be the same as") || strings.Contains(m.Body, "同一事件")
	}), "the declarer")
	w.requireGolden("two-declarers")
}

func TestStoryStormAtNightOpensABurstAndProposesAPowerCut(t *testing.T) {
	w := newTown(t, 1, begin(t, "storm", frozen.Real, shanghai(t, "2026-11-23 03:00")))
	w.start.In.Declaration.Summary, w.start.In.Declaration.Location = "red warning", "Building 3"
	w.calm, w.notYet = true, []string{"The storm is over", "风雨已过"}
	w.everybodyObliges(20 * time.Second)
	state := func(at time.Duration, name string) {
		w.at(at, func() {
			w.order(workflows.StateFact, workflows.Order[incident.StateFact]{Body: incident.StateFact{Name: name, Value: "true", By: "control"}},
				func(err error) { require.NoError(t, err) })
		})
	}
	state(4*time.Minute, "garage_deep")
	state(6*time.Minute, "switch_room_threat")
	w.kin.fail = 1 // the first try to open the burst gets lost
	w.until = w.start.In.DeclaredAt.Add(10 * time.Minute)
	w.run()
	require.Len(t, w.kin.opened, 2)
	burst, power := w.kin.opened[0], w.kin.opened[1]
	require.Equal(t, "pipe-burst", burst.Plan)
	require.Equal(t, incident.ByPlan, burst.By)
	require.Equal(t, "power-outage", power.Plan)
	require.Equal(t, w.status().View.Commander, &power.By, "the commander said yes")
	require.Equal(t, []string{"storm"}, power.Parent.Plans)
	for _, o := range w.kin.opened {
		require.Contains(t, w.status().View.Links, incident.Link{Incident: o.ID, Kind: incident.LinkChild, Plan: o.Plan})
	}
	require.Empty(t, w.network.doubled())
	w.requireGolden("storm-spreads")
}
