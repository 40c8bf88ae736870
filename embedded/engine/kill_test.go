package engine_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/embedded/engine"
)

const (
	// childDir, in the environment, makes this test program an engine on that directory.
	childDir    = "ENGINE_TEST_DIR"
	childListen = "ENGINE_TEST_LISTEN"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(beEngine(dir, os.Getenv(childListen)))
	}
	os.Exit(m.Run())
}

// beEngine runs an engine until the process is killed.
func beEngine(dir, listen string) int {
	server, err := engine.Start(context.Background(), engine.Options{DataDir: dir, Listen: listen})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("engine", server.HostPort())
	select {}
}

func TestKilledEngineLosesNeitherTimerNorSignal(t *testing.T) {
	dir := t.TempDir()
	child, address := launch(t, dir, "127.0.0.1:0")
	c := dial(t, address)
	serve(t, c)
	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "incident-1", TaskQueue: "q"}, patient)
	require.NoError(t, err)
	awaitTimer(t, c)
	require.NoError(t, c.SignalWorkflow(t.Context(), "incident-1", "", "answer", "on my way"))

	require.NoError(t, child.Process.Kill())
	_ = child.Wait()
	_, again := launch(t, dir, address)

	require.Equal(t, address, again)
	var heard []string
	require.NoError(t, run.Get(t.Context(), &heard))
	require.Equal(t, []string{"on my way", "timer", "recorded"}, heard)
}

// patient waits for an answer and a timer, both of which outlive the engine that took them.
func patient(ctx workflow.Context) ([]string, error) {
	timer := workflow.NewTimer(ctx, 3*time.Second)
	var heard []string
	var answer string
	workflow.GetSignalChannel(ctx, "answer").Receive(ctx, &answer)
	heard = append(heard, answer)
	if err := timer.Get(ctx, nil); err != nil {
		return nil, err
	}
	heard = append(heard, "timer")
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 5 * time.Second})
	var recorded string
	err := workflow.ExecuteActivity(ctx, "record").Get(ctx, &recorded)
	return append(heard, recorded), err
}

func record(context.Context) (string, error) { return "recorded", nil }

func serve(t *testing.T, c client.Client) {
	t.Helper()
	w := worker.New(c, "q", worker.Options{})
	w.RegisterWorkflow(patient)
	w.RegisterActivity(record)
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
}

// launch starts this test program as an engine and returns once it prints its address.
func launch(t *testing.T, dir, listen string) (child *exec.Cmd, address string) {
	t.Helper()
	child = exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir, childListen+"="+listen)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	t.Cleanup(func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	address, found := strings.CutPrefix(strings.TrimSpace(line), "engine ")
	require.True(t, found, line)
	return child, address
}

// awaitTimer returns once the workflow's timer is in the engine's file.
func awaitTimer(t *testing.T, c client.Client) {
	t.Helper()
	require.Eventually(t, func() bool {
		events := c.GetWorkflowHistory(t.Context(), "incident-1", "", false, 0)
		for events.HasNext() {
			event, err := events.Next()
			require.NoError(t, err)
			if event.GetTimerStartedEventAttributes() != nil {
				return true
			}
		}
		return false
	}, 10*time.Second, 10*time.Millisecond)
}

func quiet() sdklog.Logger { return sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)) }
