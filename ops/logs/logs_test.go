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
	log.With("WorkflowType", "Incident", "WorkflowID", "inc-abc", "RunID", "r1").Warn("late", "TraceID", "t1") //nolint:sloglint // as the engine's library names them
	said := line(t, &out)
	require.Equal(t, "inc-abc", said["incident"])
	require.Equal(t, "inc-abc", said["workflow"])
	require.Equal(t, "r1", said["run"])
	require.Equal(t, "t1", said["trace_id"])
	log.Error("failed", "WorkflowID", "inc-xyz", "Attempt", 2) //nolint:sloglint // as the engine's library names them
	require.Equal(t, "inc-xyz", line(t, &out)["incident"])
	log.With("WorkflowID", "text-SM1").WithGroup("more").Warn("late", "key", "value") //nolint:sloglint // as the engine's library names them
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

// called is somebody whose String names their number.
type called struct{ phone string }

func (c called) String() string { return "who is at " + c.phone }

// handset has a number that only JSON shows.
type handset struct{ Phone *string }

// broken falls over when it is written.
type broken struct{}

func (broken) String() string               { panic("no") }
func (broken) MarshalJSON() ([]byte, error) { panic("no") }

func TestPhoneNumbersAreMaskedInWhateverIsNoText(t *testing.T) {
	number := "+12025550161"
	for _, format := range []logs.Format{logs.JSON, logs.Text} {
		for name, value := range map[string]any{
			"a panic's cause": struct{ To []string }{[]string{number}}, "a Stringer": called{number}, "a list": []string{"x", number}, "bytes": []byte("to " + number),
			"behind a pointer": handset{&number}, "by name": map[string]string{"to": number}, "a group": slog.GroupValue(slog.Any("to", called{number}), slog.String("of", number)),
		} {
			var out bytes.Buffer
			log := logs.New(&out, format, slog.LevelInfo)
			log.Error("a request panicked", "panic", value)
			log.With("panic", value).Error("and again")
			log.WithGroup("more").Error("and once more", "panic", value)
			require.NotContains(t, out.String(), "12025550161", name)
			if name != "behind a pointer" || format == logs.JSON {
				require.Contains(t, out.String(), "+1******61", name)
			}
		}
	}
	var out bytes.Buffer
	log := logs.New(&out, logs.JSON, slog.LevelInfo)
	log.Info("as it is", "list", []int{1, 2}, "nothing", nil)
	require.Equal(t, []any{1.0, 2.0}, line(t, &out)["list"], "what holds no number stays what it is")
	log.Info("broken", "what", broken{})
	require.Equal(t, "broken", line(t, &out)["msg"])
}
