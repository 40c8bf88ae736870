package logs_test

// Lines of the log, with the incident and the trace that they are about.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/testsuite"

	"muster/ops/logs"
)

// line is the last line of a log in JSON.
func line(t *testing.T, out *bytes.Buffer) map[string]any {
	t.Helper()
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	var said map[string]any
	require.NoError(t, json.Unmarshal(lines[len(lines)-1], &said))
	return said
}

func TestLineNamesTheIncidentAndTheTraceOfItsContext(t *testing.T) {
	var out bytes.Buffer
	log := logs.New(&out, logs.JSON, slog.LevelInfo)
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1, 2}, SpanID: trace.SpanID{3}})
	ctx := logs.About(trace.ContextWithSpanContext(t.Context(), span), "inc-abc")
	log.InfoContext(ctx, "a request", "status", 200)
	said := line(t, &out)
	require.Equal(t, "a request", said["msg"])
	require.Equal(t, "inc-abc", said["incident"])
	require.Equal(t, span.TraceID().String(), said["trace_id"])
	require.Equal(t, span.SpanID().String(), said["span_id"])

	log.InfoContext(ctx, "another", "incident", "inc-other")
	require.Equal(t, "inc-other", line(t, &out)["incident"], "who says it themselves is believed")
	log.Info("nothing of the kind")
	require.NotContains(t, line(t, &out), "incident")
	require.NotContains(t, line(t, &out), "trace_id")
	log.Debug("not said")
	require.Equal(t, "nothing of the kind", line(t, &out)["msg"])
}

func TestEnginesLibrarySpeaksAsTheRestDoes(t *testing.T) {
	var out bytes.Buffer
	log := logs.New(&out, logs.JSON, slog.LevelInfo)
	log.With("WorkflowType", "Incident", "WorkflowID", "inc-abc", "RunID", "r1").Warn("late", "TraceID", "t1")
	said := line(t, &out)
	require.Equal(t, "inc-abc", said["incident"])
	require.Equal(t, "inc-abc", said["workflow"])
	require.Equal(t, "r1", said["run"])
	require.Equal(t, "t1", said["trace_id"])
	log.Error("failed", "WorkflowID", "inc-xyz", "Attempt", 2)
	require.Equal(t, "inc-xyz", line(t, &out)["incident"])
	log.With("WorkflowID", "text-SM1").WithGroup("more").Warn("late", "key", "value")
	require.NotContains(t, line(t, &out), "incident", "that is no incident's")
}

func TestActivityTellsItsIncident(t *testing.T) {
	var out bytes.Buffer
	log := logs.New(&out, logs.JSON, slog.LevelInfo)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivityWithOptions(func(ctx context.Context) error {
		log.InfoContext(ctx, "from an activity")
		return nil
	}, activity.RegisterOptions{Name: "Say"})
	_, err := env.ExecuteActivity("Say")
	require.NoError(t, err)
	require.NotContains(t, line(t, &out), "incident", "the test's workflow is none")
	require.True(t, logs.Incident("inc-0a9z"))
	require.False(t, logs.Incident("default-test-workflow-id"))
}

func TestTextIsForPeople(t *testing.T) {
	var out bytes.Buffer
	logs.New(&out, logs.Text, slog.LevelInfo).InfoContext(logs.About(t.Context(), "inc-abc"), "a request")
	require.Contains(t, out.String(), `level=INFO msg="a request" incident=inc-abc`)
}

func TestPhoneNumbersAreMaskedWhereverTheyComeFrom(t *testing.T) {
	for _, format := range []logs.Format{logs.JSON, logs.Text} {
		var out bytes.Buffer
		log := logs.New(&out, format, slog.LevelInfo).With("of", "+8613800000061")
		log.Warn("+12025550161 does not answer", "error", errors.New(`Get "http://127.0.0.1/Messages.json?To=%2B12025550161": EOF`), "n", 12025550161)
		for _, number := range []string{"13800000061", "+12025550161", "%2B12025550161"} {
			require.NotContains(t, out.String(), number)
		}
		require.Contains(t, out.String(), "+1******61 does not answer")
		require.Contains(t, out.String(), "To=+1******61")
		require.Contains(t, out.String(), "+8******61")
		require.Contains(t, out.String(), "12025550161", "what is no number of a phone stays")
	}
}
