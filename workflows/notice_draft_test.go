package workflows_test

// What an incident says of notices that it has not sent.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/workflows"
)

func TestARunningIncidentSaysWhichNoticesItsOpenStepsWillSend(t *testing.T) {
	w := newTown(t, 1, begin(t, "power-outage", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	var foreseen []workflows.NoticeDraft
	var byHand workflows.NoticeDraft
	w.at(20*time.Second, func() {
		value, err := w.env.QueryWorkflow(workflows.Foreseen)
		require.NoError(t, err)
		require.NoError(t, value.Get(&foreseen))
		value, err = w.env.QueryWorkflow(workflows.DraftNotice, incident.SendNotice{Notice: "N2", By: "li-na"})
		require.NoError(t, err)
		require.NoError(t, value.Get(&byHand))
	})
	w.until = w.start.In.DeclaredAt.Add(25 * time.Second)
	w.run()
	require.Len(t, foreseen, 1)
	require.Equal(t, "riverside", foreseen[0].Site)
	require.Equal(t, []any{"N1", "P07", notice.First, frozen.AudienceSite}, []any{foreseen[0].Notice.Plan, foreseen[0].Notice.Step, foreseen[0].Notice.Kind, foreseen[0].Notice.Audience.Of})
	require.Equal(t, []any{"N2", notice.Update}, []any{byHand.Notice.Plan, byHand.Notice.Kind})
}
