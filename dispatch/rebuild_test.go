package dispatch_test

// Rebuilding the shadow from histories: those that golden runs of the program have left (workflows/testdata).

import (
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"muster/dispatch"
	"muster/incident"
	"muster/workflows"
)

// past is an engine that has the runs of one incident: the last one is found, the others lead there.
type past struct {
	client.Client
	runs  map[string][]*history.HistoryEvent
	order []string
}

// readPast reads the golden runs of an incident, in order.
func readPast(t *testing.T, pattern string) *past {
	t.Helper()
	files, err := filepath.Glob("../workflows/testdata/histories/" + pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	p := &past{runs: map[string][]*history.HistoryEvent{}}
	for run, k := "", 0; k < len(files); k++ {
		name := files[k]
		file, err := os.Open(name)
		require.NoError(t, err)
		unzipped, err := gzip.NewReader(file)
		require.NoError(t, err)
		whole, err := client.HistoryFromJSON(unzipped, client.HistoryJSONOptions{})
		require.NoError(t, err)
		require.NoError(t, file.Close())
		if k == 0 {
			run = whole.Events[0].GetWorkflowExecutionStartedEventAttributes().GetFirstExecutionRunId()
		}
		p.runs[run], p.order = whole.Events, append(p.order, run)
		run = whole.Events[len(whole.Events)-1].GetWorkflowExecutionContinuedAsNewEventAttributes().GetNewExecutionRunId()
	}
	return p
}

func (p *past) ListWorkflow(context.Context, *workflowservice.ListWorkflowExecutionsRequest) (*workflowservice.ListWorkflowExecutionsResponse, error) {
	return &workflowservice.ListWorkflowExecutionsResponse{Executions: []*workflow.WorkflowExecutionInfo{
		{Execution: &common.WorkflowExecution{WorkflowId: "inc-golden", RunId: p.order[len(p.order)-1]}},
	}}, nil
}

func (p *past) GetWorkflowHistory(_ context.Context, _, run string, _ bool, _ enums.HistoryEventFilterType) client.HistoryEventIterator {
	if run == "" { // the last one
		run = p.order[len(p.order)-1]
	}
	return &pages{events: slices.Clone(p.runs[run])}
}

// pages go through one run; one that is forgotten is not found.
type pages struct {
	events []*history.HistoryEvent
	begun  bool
}

func (p *pages) HasNext() bool { return len(p.events) > 0 || !p.begun }

func (p *pages) Next() (*history.HistoryEvent, error) {
	p.begun = true
	if len(p.events) == 0 {
		return nil, missing()
	}
	next := p.events[0]
	p.events = p.events[1:]
	return next, nil
}

// written is what a rebuild has recorded.
type written struct{ shadows []incident.Shadow }

func (w *written) Record(_ context.Context, s incident.Shadow) error {
	w.shadows = append(w.shadows, s)
	return nil
}

func (w *written) seqs() []int {
	var seqs []int
	for _, s := range w.shadows {
		for _, e := range s.Entries {
			seqs = append(seqs, e.Seq)
		}
	}
	return seqs
}

// state is the last one that a head tells of.
func (w *written) state() (state incident.Lifecycle) {
	for _, s := range w.shadows {
		if s.Head != nil {
			state = s.Head.State
		}
	}
	return state
}

var packed = converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), converter.NewZlibCodec(converter.ZlibCodecOptions{}))

// confirm has the last run begin with a state from which the first entries are gone, as the shadow's confirmation has them go;
// what it wrote itself is left out.
func (p *past) confirm(t *testing.T, seq int) {
	t.Helper()
	last := p.order[len(p.order)-1]
	begun := p.runs[last][0].GetWorkflowExecutionStartedEventAttributes()
	var start workflows.Start
	require.NoError(t, packed.FromPayloads(begun.GetInput(), &start))
	start.State.Entries = start.State.Entries[seq:]
	input, err := packed.ToPayloads(start)
	require.NoError(t, err)
	begun.Input, p.runs[last] = input, p.runs[last][:1]
}

func none(string) bool { return false }

func rebuild(t *testing.T, p *past) (dispatch.Rebuilt, *written) {
	t.Helper()
	desk := dispatch.New(p, &catalog{}, &shadow{}, dispatch.Options{Converter: packed}, nil)
	into := &written{}
	done, next, err := desk.Rebuild(t.Context(), into, 20, "", none)
	require.NoError(t, err)
	require.Empty(t, next)
	require.Len(t, done, 1)
	return done[0], into
}

func TestRebuildFindsAllThatAnIncidentEverRecordedThroughAllItsRuns(t *testing.T) {
	for _, name := range []string{
		"fire-[0-9]*", "drill-[0-9]*", "continued-[0-9]*", "danger-[0-9]*", "fire-rules2-*", "drill-rules2-*", "continued-rules2-*", "danger-rules2-*",
	} {
		t.Run(name, func(t *testing.T) {
			past := readPast(t, name)
			done, into := rebuild(t, past)
			require.Equal(t, 1, done.First)
			last := 0
			for _, seq := range into.seqs() { // what a run had not been told was written, the next one has written again
				require.LessOrEqual(t, seq, last+1, "without a gap")
				last = max(last, seq)
			}
			require.Equal(t, last, done.Entries)
			require.Contains(t, []incident.Lifecycle{incident.Closed, incident.Cancelled}, into.state())
			require.True(t, slices.IsSortedFunc(into.shadows, func(a, b incident.Shadow) int { return a.Rev - b.Rev }))
		})
	}
}

func TestRebuildBeginsWithTheStateThatWasHandedOnWhereTheFirstRunsAreForgotten(t *testing.T) {
	past := readPast(t, "continued-[0-9]*")
	whole, _ := rebuild(t, past)
	for _, run := range past.order[:len(past.order)-1] {
		delete(past.runs, run)
	}
	past.confirm(t, 100)
	done, into := rebuild(t, past)
	require.Equal(t, 101, done.First)
	require.LessOrEqual(t, done.First+done.Entries-1, whole.Entries)
	handed := into.shadows[0]
	require.NotNil(t, handed.Head)
	require.NotEmpty(t, handed.Seats)
	require.NotEmpty(t, handed.Steps)
	require.NotEmpty(t, handed.Pages)
}

func TestStrangeCursorOfARebuildIsRefused(t *testing.T) {
	_, _, err := newHouse(t).Rebuild(t.Context(), &written{}, 20, "no cursor!", none)
	var refused *incident.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, incident.CodeField, refused.Code)
}
