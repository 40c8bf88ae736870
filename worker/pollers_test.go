package worker

// That nobody new waits for as long as the known ones are busy.

import (
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	tlog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/test/harness"
)

// Eighty workflows want something again and again, more than one process can do. Somebody who comes in anew has their turn
// among them, not once they are done.
func TestNewWorkflowsAreBegunWhileTheKnownOnesHaveMoreToDoThanCanBeDone(t *testing.T) {
	const queue, known, fresh = "crowded", 80, 20
	engine, err := client.Dial(client.Options{
		HostPort: harness.StartEngine(t).Address, Namespace: "muster", Logger: tlog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	require.NoError(t, err)
	t.Cleanup(engine.Close)
	var begun atomic.Int64
	w := worker.New(engine, queue, Parts{Apart: true}.options(pageSlots, pollers))
	w.RegisterWorkflowWithOptions(func(ctx workflow.Context) error {
		begun.Add(1)
		for {
			if err := workflow.Sleep(ctx, time.Millisecond); err != nil {
				return err
			}
		}
	}, workflow.RegisterOptions{Name: "busy"})
	w.RegisterWorkflowWithOptions(func(workflow.Context) error { return nil }, workflow.RegisterOptions{Name: "new"})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
	start := func(kind string, n int) (runs []client.WorkflowRun) {
		for k := range n {
			run, err := engine.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: fmt.Sprintf("%s-%d", kind, k), TaskQueue: queue}, kind)
			require.NoError(t, err)
			runs = append(runs, run)
		}
		return runs
	}
	start("busy", known)
	harness.Await(t, time.Minute, "all are busy", func() bool { return begun.Load() >= known })
	began := time.Now()
	for _, run := range start("new", fresh) {
		require.NoError(t, run.Get(t.Context(), nil))
	}
	t.Logf("%d new ones were done after %s", fresh, time.Since(began))
}
