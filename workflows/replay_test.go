package workflows_test

// Golden histories, recorded from real runs of the program (make golden): whatever the code becomes, they must replay.

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/ops/trace"
	"muster/workflows"
)

// all are the workflows that the program runs.
var all = map[string]any{
	workflows.IncidentType: workflows.Incident, workflows.StrayType: workflows.Stray, workflows.TextType: workflows.Text,
	workflows.ProposalType: workflows.Proposal, workflows.NoticeType: workflows.Notice, workflows.DrillStartType: workflows.DrillStart,
	workflows.RosterWarningType: workflows.RosterWarning, workflows.TestPageType: workflows.TestPage,
}

// Which workflows there are is read from the package, so that none is forgotten above: what is above has a golden history.
func TestEveryWorkflowIsReplayed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	written := regexp.MustCompile(`(?m)^func ([A-Z]\w*)\(\w+ workflow\.Context[,)]`)
	found := 0
	for _, path := range files {
		code, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, f := range written.FindAllSubmatch(code, -1) {
			require.Contains(t, all, string(f[1]), "%s: give it a golden history, by test/golden", path)
			found++
		}
	}
	require.Len(t, all, found)
}

func TestGoldenHistoriesReplay(t *testing.T) {
	replayGolden(t)
}

// Whether traces are recorded is a setting of each process: an incident that began without them goes on with them.
func TestGoldenHistoriesReplayWhereTracesAreRecorded(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	tracing, err := trace.New(sdktrace.NewSimpleSpanProcessor(spans), "test")
	require.NoError(t, err)
	replayGolden(t, tracing.Interceptor())
	require.Empty(t, spans.GetSpans(), "what is replayed was told of before")
}

func replayGolden(t *testing.T, interceptors ...interceptor.WorkerInterceptor) {
	t.Helper()
	files, err := filepath.Glob("testdata/histories/*.json.gz")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 6, "record them with: make golden")
	replayer, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		Interceptors:  interceptors,
		DataConverter: converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), converter.NewZlibCodec(converter.ZlibCodecOptions{})),
	})
	require.NoError(t, err)
	for name, f := range all {
		replayer.RegisterWorkflowWithOptions(f, workflow.RegisterOptions{Name: name})
	}
	replayed := map[string]int{}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			file, err := os.Open(path)
			require.NoError(t, err)
			defer func() { _ = file.Close() }()
			unzipped, err := gzip.NewReader(file)
			require.NoError(t, err)
			history, err := client.HistoryFromJSON(unzipped, client.HistoryJSONOptions{})
			require.NoError(t, err)
			require.NoError(t, replayer.ReplayWorkflowHistory(nil, history))
			replayed[history.Events[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowType().GetName()]++
		})
	}
	for name := range all {
		require.Positive(t, replayed[name], "%s has no golden history: record one with: make golden", name)
	}
}
