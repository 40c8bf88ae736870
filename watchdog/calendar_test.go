package watchdog_test

// Schedules of a real engine that do not fire.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"muster/incident/words"
	"muster/test/harness"
	"muster/watchdog"
)

// startEngine runs an engine alone, and gives a client of it and its address.
func startEngine(t *testing.T) (client.Client, string) {
	address := harness.StartEngine(t).Address
	connected, err := client.Dial(client.Options{HostPort: address, Namespace: "muster"})
	require.NoError(t, err)
	t.Cleanup(connected.Close)
	return connected, address
}

// every makes a schedule that begins something every two seconds, unless what it began last still runs.
func every(t *testing.T, c client.Client, id string) client.ScheduleHandle {
	handle, err := c.ScheduleClient().Create(t.Context(), client.ScheduleOptions{
		ID: id, Spec: client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: 2 * time.Second}}},
		Action:  &client.ScheduleWorkflowAction{ID: "begun-" + id, Workflow: "Drill", TaskQueue: "nobody-is-there"},
		Overlap: enums.SCHEDULE_OVERLAP_POLICY_SKIP,
	})
	require.NoError(t, err)
	return handle
}

func firing(t *testing.T, c *watchdog.Calendar, id string, now time.Time) (watchdog.Firing, bool) {
	firings, err := c.Firings(t.Context(), now)
	require.NoError(t, err)
	for _, f := range firings {
		if f.Schedule == id {
			return f, true
		}
	}
	return watchdog.Firing{}, false
}

func TestAScheduleWhoseLastRunIsStuckHasMissed(t *testing.T) {
	c, _ := startEngine(t)
	calendar := &watchdog.Calendar{Client: c.ScheduleClient(), About: func(id string) (string, words.Text, bool) {
		return "hill", words.Text{EN: id, ZH: id}, id != "another's"
	}}
	every(t, c, "another's")
	handle := every(t, c, "drill-fire")
	var due watchdog.Firing
	harness.Await(t, 30*time.Second, "the first one has begun, and the next is due", func() bool {
		described, err := handle.Describe(t.Context())
		require.NoError(t, err)
		f, ok := firing(t, calendar, "drill-fire", time.Now())
		due = f
		return ok && len(described.Info.RecentActions) > 0 && f.DueAt.After(described.Info.RecentActions[0].ScheduleTime)
	})
	require.Equal(t, "hill", due.Site)
	_, others := firing(t, calendar, "another's", time.Now())
	require.False(t, others)
	harness.Await(t, 30*time.Second, "it did not begin", func() bool { return time.Now().After(due.DueAt.Add(2 * time.Second)) })
	late, ok := firing(t, calendar, "drill-fire", due.DueAt.Add(61*time.Second))
	require.True(t, ok)
	require.True(t, late.Missed)
	require.Equal(t, due.DueAt, late.DueAt)
	require.NoError(t, c.TerminateWorkflow(context.Background(), begun(t, handle), "", "make room"))
	harness.Await(t, 30*time.Second, "it begins again", func() bool {
		f, _ := firing(t, calendar, "drill-fire", time.Now())
		return f.DueAt.After(due.DueAt)
	})
	require.NoError(t, handle.Pause(context.Background(), client.SchedulePauseOptions{}))
	harness.Await(t, 30*time.Second, "one that is paused is not missed", func() bool {
		_, listed := firing(t, calendar, "drill-fire", time.Now().Add(time.Hour))
		return !listed
	})
}

// begun is the workflow that a schedule began last.
func begun(t *testing.T, handle client.ScheduleHandle) string {
	described, err := handle.Describe(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, described.Info.RunningWorkflows)
	return described.Info.RunningWorkflows[0].WorkflowID
}
