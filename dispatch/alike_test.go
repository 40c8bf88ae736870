package dispatch_test

// Incidents that may be the same: how the Desk finds them, and tells each of the other.

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/sdk/converter"

	"muster/dispatch"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// listed is an incident as the engine's search tells it.
func listed(t *testing.T, id, building string, ago time.Duration) *workflow.WorkflowExecutionInfo {
	t.Helper()
	declared, err := converter.GetDefaultDataConverter().ToPayload(workflows.Declared{
		Location: "Building " + building, Places: []frozen.Spot{{Building: building}}, OpenedAt: time.Now().Add(-ago), ReportedBy: "luo-yong",
	})
	require.NoError(t, err)
	return &workflow.WorkflowExecutionInfo{
		Execution: &common.WorkflowExecution{WorkflowId: id}, Memo: &common.Memo{Fields: map[string]*common.Payload{workflows.MemoDeclared: declared}},
	}
}

// What may be the same travels in the incident's input: from its start on no kill can lose it.
func TestAnIncidentBeginsWithWhatMayBeTheSame(t *testing.T) {
	h := newHouse(t)
	declared := fireAt("B3", "")
	declared.ReportedBy = "luo-yong"
	first := h.declare(t, declared)
	h.declare(t, fireAt("B3", ""))
	begun := h.engine.inputs[1]
	require.Len(t, begun.Alike, 1)
	require.Equal(t, first.ID, begun.Alike[0].ID)
	require.Equal(t, "luo-yong", begun.Alike[0].ReportedBy)
	require.Equal(t, time.Time(first.OpenedAt), begun.Alike[0].OpenedAt)
}

// A Desk that has just been started remembers nothing, and a database that is away tells it nothing.
func TestTheEnginesSearchKnowsWhatTheShadowDoesNotTell(t *testing.T) {
	h := newHouse(t)
	h.shadow.err = errors.New("the database is away")
	h.engine.alike = []*workflow.WorkflowExecutionInfo{
		listed(t, "inc-c", "B3", time.Minute), listed(t, "inc-d", "B2", time.Minute), listed(t, "inc-e", "B3", time.Hour),
		{Execution: &common.WorkflowExecution{WorkflowId: "inc-of-an-earlier-version"}},
	}
	require.Equal(t, []string{"inc-c"}, h.declare(t, fireAt("B3", "")).PossibleDuplicates)
	query := h.engine.queries[len(h.engine.queries)-1]
	for _, part := range []string{"MusterSite = 'riverside'", "MusterPlan = 'fire'", "MusterMode = 'real'", "Running"} {
		require.Contains(t, query, part)
	}
	require.Equal(t, "luo-yong", h.engine.inputs[0].Alike[0].ReportedBy)
}

func TestADeclarationThatFailedIsNoPossibleDuplicate(t *testing.T) {
	h := newHouse(t)
	first := h.declare(t, fireAt("B3", "a key"))
	require.Equal(t, first.ID, h.declare(t, fireAt("B3", "a key")).ID)
	require.Equal(t, []string{first.ID}, h.declare(t, fireAt("B3", "")).PossibleDuplicates, "repeating it changes nothing")

	h = newHouse(t)
	h.engine.refuse = errors.New("the engine does not answer")
	_, err := h.Declare(soon(t), fireAt("B3", ""))
	require.Error(t, err)
	h.engine.refuse = nil
	require.Empty(t, h.declare(t, fireAt("B3", "")).PossibleDuplicates)
}

func TestWhoHasEndedNeedNotHearAndWhoIsNotThereMayStillBegin(t *testing.T) {
	h := newHouse(t, "inc-c")
	h.engine.absent = []string{"inc-e"}
	same := incident.Other{ID: "inc-x"}
	require.NoError(t, h.TellSame(soon(t), "inc-c", same))
	require.Equal(t, []signal{{"inc-c", workflows.SameFound, same}}, h.engine.signals)
	require.NoError(t, h.TellSame(soon(t), "inc-d", same), "it has ended")
	err := h.TellSame(soon(t), "inc-e", same)
	var refused *incident.Error
	require.Error(t, err)
	require.NotErrorAs(t, err, &refused, "it is tried again")
}

// A rush of declarations would else hold its own pages up: each telling is a call to the engine, and a step of an incident.
func TestIncidentsAreToldOfEachOtherOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		var now, most atomic.Int32
		h.engine.signal = func() {
			most.Store(max(most.Load(), now.Add(1)))
			<-time.After(time.Second) // of the bubble's clock
			now.Add(-1)
		}
		tell := func(d *dispatch.Desk) { _ = d.TellSame(t.Context(), "inc-c", incident.Other{ID: "inc-d"}) }
		for range 5 {
			go tell(h.Desk)
		}
		<-time.After(time.Minute)
		synctest.Wait()
		require.Equal(t, int32(1), most.Load())
		require.Len(t, h.engine.signals, 5)
	})
}
