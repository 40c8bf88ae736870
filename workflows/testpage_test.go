package workflows_test

// The TestPage workflow: one text, what becomes of it, its answer, and the next one to the same phone.

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/testpage"
	"muster/workflows"
)

const tried = "+12025550103"

// trial is the surroundings of one phone's test pages.
type trial struct {
	t    *testing.T
	env  *testsuite.TestWorkflowEnvironment
	post *post
	kept []testpage.Outcome
	down int // so often keeping fails first
}

func newTrial(t *testing.T) *trial {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	w := &trial{t: t, env: suite.NewTestWorkflowEnvironment(), post: &post{lose: map[int]bool{}, cut: map[int]bool{}, real: func() string { return "" }}}
	w.env.SetWorkerOptions(worker.Options{DeadlockDetectionTimeout: patience})
	w.env.SetStartTime(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC))
	pager, tests := &activities.Pager{Carrier: w.post, Real: w.post}, &activities.Tests{Store: w}
	w.env.RegisterWorkflowWithOptions(workflows.TestPage, workflow.RegisterOptions{Name: workflows.TestPageType})
	for name, does := range map[string]any{
		activities.SendWave: pager.SendWave, activities.SettleWave: pager.SettleWave, activities.KeepTest: tests.KeepTest,
	} {
		w.env.RegisterActivityWithOptions(does, activity.RegisterOptions{Name: name})
	}
	return w
}

// KeepTest implements activities.TestStore.
func (w *trial) KeepTest(_ context.Context, o testpage.Outcome) error {
	if w.down > 0 {
		w.down--
		return errors.New("the database is away")
	}
	w.kept = append(w.kept, o)
	return nil
}

func (w *trial) last() testpage.Outcome {
	require.NotEmpty(w.t, w.kept)
	return w.kept[len(w.kept)-1]
}

// replied is what an update was answered.
type replied struct {
	result any
	err    error
}

// update asks the workflow for something after a while.
func (w *trial) update(after time.Duration, name, id string, body any) *replied {
	r := &replied{}
	w.env.RegisterDelayedCallback(func() {
		w.env.UpdateWorkflow(name, id, &testsuite.TestUpdateCallback{
			OnAccept: func() {}, OnReject: func(err error) { r.err = err },
			OnComplete: func(result any, err error) { r.result, r.err = result, err },
		}, body)
	}, after)
	return r
}

func (w *trial) order(after time.Duration, request, body string) *replied {
	return w.update(after, workflows.SendTest, request, workflows.Order[testpage.Order]{ID: request, Body: testpage.Order{
		Site: "riverside", Responder: "liu-yang", To: tried, Language: "en", Body: body,
	}})
}

func (w *trial) says(after time.Duration, id, text string) *replied {
	return w.update(after, workflows.Answer, id, workflows.Inbound{ID: id, From: tried, Body: text})
}

func (w *trial) runs(in workflows.TestPageStart) {
	w.env.ExecuteWorkflow(workflows.TestPageType, in)
	require.True(w.t, w.env.IsWorkflowCompleted())
}

func TestTestPageLeavesOnceAndItsAnswerIsKept(t *testing.T) {
	for name, goesWrong := range map[string]func(w *trial){
		"well":                    func(*trial) {},
		"its answer was lost":     func(w *trial) { w.post.lose[1] = true },
		"it did not arrive":       func(w *trial) { w.post.cut[1] = true },
		"the list did not answer": func(w *trial) { w.post.lose[1], w.post.askFails = true, 2 },
		"the database was away":   func(w *trial) { w.down = 5 },
	} {
		t.Run(name, func(t *testing.T) {
			w := newTrial(t)
			goesWrong(w)
			ordered := w.order(0, "r1", "TEST 14:00")
			again := w.order(30*time.Second, "r1", "TEST 14:00")
			often := w.order(40*time.Second, "r2", "TEST 14:00")
			answered := w.says(2*time.Minute, "m1", "OK")
			twice := w.says(2*time.Minute+time.Second, "m1", "OK")
			more := w.says(3*time.Minute, "m2", "OK")
			w.runs(workflows.TestPageStart{})
			require.NoError(t, w.env.GetWorkflowError())
			require.NoError(t, ordered.err)
			require.NoError(t, again.err)
			require.Error(t, often.err)
			require.Error(t, more.err)
			require.Contains(t, answered.result, "only a test")
			require.Equal(t, answered.result, twice.result)
			require.Equal(t, map[string]int{tried + " TEST 14:00": 1}, w.post.told())
			require.Equal(t, incident.AttemptSent, w.last().State)
			require.False(t, w.last().AnsweredAt.IsZero())
		})
	}
}

func TestReceiptsOfATestPageAreKept(t *testing.T) {
	w := newTrial(t)
	w.order(0, "r1", "TEST 14:00")
	w.env.RegisterDelayedCallback(func() {
		w.env.SignalWorkflow(workflows.DeliveryReported, workflows.Receipts{Receipts: []incident.Receipt{
			{Page: w.post.page, Attempt: 1, CarrierID: "SM1", State: incident.AttemptDelivered},
		}})
	}, 10*time.Second)
	w.runs(workflows.TestPageStart{})
	require.NoError(t, w.env.GetWorkflowError())
	require.Equal(t, incident.AttemptDelivered, w.last().State)
}

func TestTestPageWaitsForARealIncidentAndSaysSo(t *testing.T) {
	w := newTrial(t)
	over := w.env.Now().Add(3 * time.Minute)
	w.post.real = func() string {
		if w.env.Now().Before(over) {
			require.Empty(t, w.post.taken)
			return "inc-real"
		}
		return ""
	}
	ordered := w.order(0, "r1", "TEST 14:00")
	w.runs(workflows.TestPageStart{})
	require.NoError(t, w.env.GetWorkflowError())
	require.Equal(t, testpage.WhyHeld, ordered.result.(testpage.Outcome).Why)
	require.Len(t, w.post.taken, 1)
	require.Equal(t, incident.AttemptSent, w.last().State)
}

func TestTestPagesToOnePhoneGoOnInAnotherRun(t *testing.T) {
	w := newTrial(t)
	w.order(0, "r1", "TEST 14:00")
	w.env.RegisterDelayedCallback(func() {
		w.env.SetCurrentHistoryLength(20)
		w.env.SignalWorkflow(workflows.DeliveryReported, workflows.Receipts{})
	}, time.Minute)
	w.runs(workflows.TestPageStart{Continue: 10})
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, w.env.GetWorkflowError(), &again)
	var next workflows.TestPageStart
	require.NoError(t, converter.GetDefaultDataConverter().FromPayloads(again.Input, &next))
	require.Equal(t, "TEST 14:00", next.State.Page.Order.Body)
	at := w.env.Now()
	w = newTrial(t)
	w.env.SetStartTime(at)
	answered := w.says(time.Minute, "m1", "收到")
	w.runs(next)
	require.NoError(t, w.env.GetWorkflowError())
	require.NoError(t, answered.err)
	require.Empty(t, w.post.taken, "it was sent by the run before")
	require.False(t, w.last().AnsweredAt.IsZero())
}

func TestWorkflowThatIsOrderedNothingEnds(t *testing.T) {
	w := newTrial(t)
	begun := w.env.Now()
	w.runs(workflows.TestPageStart{})
	require.NoError(t, w.env.GetWorkflowError())
	require.WithinDuration(t, begun.Add(testpage.Every), w.env.Now(), 5*time.Second)
	require.Empty(t, w.kept)
}
