package workflows_test

// What a real engine makes of priorities.

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
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

func TestLivesComeBeforeOtherRealWorkAndThatBeforeDrills(t *testing.T) {
	real, drill := frozen.Declaration{Mode: frozen.Real}, frozen.Declaration{Mode: frozen.Drill}
	gravest := frozen.Declaration{Mode: frozen.Real, Level: frozen.L1}
	for _, c := range []struct {
		name string
		in   frozen.Input
		want int
	}{
		{"a fire", frozen.Input{Declaration: real, Plan: frozen.Plan{Life: true, Level: frozen.L3}}, workflows.PriorityLife},
		{"a storm", frozen.Input{Declaration: real, Plan: frozen.Plan{Level: frozen.L4}}, workflows.PriorityReal},
		{"a storm declared at the highest level", frozen.Input{Declaration: gravest, Plan: frozen.Plan{Level: frozen.L4}}, workflows.PriorityLife},
		{"a plan of the highest level", frozen.Input{Declaration: real, Plan: frozen.Plan{Level: frozen.L1}}, workflows.PriorityLife},
		{"a drill of a fire", frozen.Input{Declaration: drill, Plan: frozen.Plan{Life: true}}, workflows.PriorityDrill},
	} {
		require.Equal(t, c.want, workflows.Priority(c.in), c.name)
	}
}

// Drills and then storms have something to be done on a queue that they share, and nobody has come to it yet. What a fire asks
// for last is done first, and the drills' last.
func TestTheEngineGivesOutWhatSavesLivesBeforeWhatWaitsLonger(t *testing.T) {
	const own, each = "order-of-work", 25
	kinds := slices.Concat(slices.Repeat([]int{workflows.PriorityDrill}, each), slices.Repeat([]int{workflows.PriorityReal}, each), []int{workflows.PriorityLife})
	engine, err := client.Dial(client.Options{
		HostPort: harness.StartEngine(t).Address, Namespace: "muster", Logger: tlog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	require.NoError(t, err)
	t.Cleanup(engine.Close)
	asking := worker.New(engine, own, worker.Options{})
	asking.RegisterWorkflowWithOptions(func(ctx workflow.Context, kind int) error {
		ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{TaskQueue: workflows.QueueShadow, StartToCloseTimeout: time.Minute})
		return workflow.ExecuteActivity(ctx, "do", kind).Get(ctx, nil)
	}, workflow.RegisterOptions{Name: "asks"})
	require.NoError(t, asking.Start())
	t.Cleanup(asking.Stop)

	var runs []client.WorkflowRun
	for n, kind := range kinds {
		run, err := engine.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
			ID: fmt.Sprintf("asks-%d", n), TaskQueue: own, Priority: temporal.Priority{PriorityKey: kind},
		}, "asks", kind)
		require.NoError(t, err)
		runs = append(runs, run)
	}
	for _, run := range runs {
		harness.Await(t, 20*time.Second, "its work waits", func() bool {
			said, err := engine.DescribeWorkflowExecution(t.Context(), run.GetID(), "")
			return err == nil && len(said.GetPendingActivities()) == 1
		})
	}

	done := make(chan int, len(kinds))
	doing := worker.New(engine, workflows.QueueShadow, worker.Options{MaxConcurrentActivityExecutionSize: 1, MaxConcurrentActivityTaskPollers: 1})
	doing.RegisterActivityWithOptions(func(_ context.Context, kind int) error { done <- kind; return nil }, activity.RegisterOptions{Name: "do"})
	require.NoError(t, doing.Start())
	t.Cleanup(doing.Stop)
	for _, run := range runs {
		require.NoError(t, run.Get(t.Context(), nil))
	}
	require.Len(t, done, len(kinds))
	require.Equal(t, workflows.PriorityLife, <-done, "it came last")
}
