package workflows_test

// What a real engine makes of priorities.

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	tlog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/incident/frozen"
	"muster/test/harness"
	"muster/workflows"
)

// Fifty drills have something to be done on the queue that they share with real incidents, and nobody has come to it yet. What a
// real incident asks for later is done first.
func TestTheEngineGivesOutRealWorkBeforeThatOfDrillsThatWaitLonger(t *testing.T) {
	const own, drills = "order-of-work", 50
	engine, err := client.Dial(client.Options{
		HostPort: harness.StartEngine(t).Address, Namespace: "muster", Logger: tlog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	require.NoError(t, err)
	t.Cleanup(engine.Close)
	asking := worker.New(engine, own, worker.Options{})
	asking.RegisterWorkflowWithOptions(func(ctx workflow.Context, mode frozen.Mode) error {
		ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{TaskQueue: workflows.QueueShadow, StartToCloseTimeout: time.Minute})
		return workflow.ExecuteActivity(ctx, "do", mode).Get(ctx, nil)
	}, workflow.RegisterOptions{Name: "asks"})
	require.NoError(t, asking.Start())
	t.Cleanup(asking.Stop)

	var runs []client.WorkflowRun
	for n := range drills + 1 {
		mode := frozen.Drill
		if n == drills {
			mode = frozen.Real
		}
		run, err := engine.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
			ID: fmt.Sprintf("asks-%d", n), TaskQueue: own, Priority: temporal.Priority{PriorityKey: workflows.Priority(mode)},
		}, "asks", mode)
		require.NoError(t, err)
		runs = append(runs, run)
	}
	for _, run := range runs {
		harness.Await(t, 20*time.Second, "its work waits", func() bool {
			said, err := engine.DescribeWorkflowExecution(t.Context(), run.GetID(), "")
			return err == nil && len(said.GetPendingActivities()) == 1
		})
	}

	done := make(chan frozen.Mode, drills+1)
	doing := worker.New(engine, workflows.QueueShadow, worker.Options{MaxConcurrentActivityExecutionSize: 1, MaxConcurrentActivityTaskPollers: 1})
	doing.RegisterActivityWithOptions(func(_ context.Context, mode frozen.Mode) error { done <- mode; return nil }, activity.RegisterOptions{Name: "do"})
	require.NoError(t, doing.Start())
	t.Cleanup(doing.Stop)
	for _, run := range runs {
		require.NoError(t, run.Get(t.Context(), nil))
	}
	require.Len(t, done, drills+1)
	require.Equal(t, frozen.Real, <-done, "it came last")
}
