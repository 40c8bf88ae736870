package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// office looks over rosters: it says what there is to tell.
type office struct{ told activities.RosterTold }

func (o office) WarnOfRoster(context.Context, activities.RosterDay) (activities.RosterTold, error) {
	return o.told, nil
}

func TestWhatARosterLacksIsToldOnceAndNotWhileARealIncidentIsOpen(t *testing.T) {
	env, _, p := stage(t)
	over := env.Now().Add(2 * time.Hour)
	p.real = func() string {
		if env.Now().Before(over) {
			require.Empty(t, p.taken)
			return "inc-real"
		}
		return ""
	}
	p.lose[1] = true // its answer is lost: it is asked about before it is sent again
	desk := &activities.Rosters{Desk: office{activities.RosterTold{
		Tell:  []incident.Send{{Page: "2026-11-27-roster-li-hua", Attempt: 1, Channel: frozen.SMS, To: "+12025550119", Body: "gaps"}},
		Until: env.Now().Add(8 * time.Hour),
	}}}
	env.RegisterWorkflow(workflows.RosterWarning)
	env.RegisterActivityWithOptions(desk.WarnOfRoster, activity.RegisterOptions{Name: activities.WarnOfRoster})
	env.ExecuteWorkflow(workflows.RosterWarning, workflows.RosterDay{Site: "riverside", Date: "2026-11-27"})
	require.True(t, env.IsWorkflowCompleted())
	require.NoError(t, env.GetWorkflowError())
	told := p.told()
	require.Len(t, told, 1)
	for text, times := range told {
		require.Equal(t, 1, times, text)
	}
}
