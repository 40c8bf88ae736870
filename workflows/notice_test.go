package workflows_test

// The Notice workflow under the time-skipping clock: every resident is told once, whatever becomes of its batches.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/workflows"
)

var noticeTime = time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC)

// street is the residents of a notice and the carrier between: it notes whom a message was accepted for.
type street struct {
	t       *testing.T
	env     *testsuite.TestWorkflowEnvironment
	told    map[int]int
	left    map[int]bool // what the carrier has accepted, as its list shows it
	batch   func(n int, in activities.Batch) (activities.BatchResult, error)
	batches int
	asked   int
	length  int // of the run's history
	reports []incident.NoticeReport
	runs    int
}

func newStreet(t *testing.T) *street {
	return &street{t: t, told: map[int]int{}, left: map[int]bool{}}
}

// accept has the carrier take a batch's messages.
func (s *street) accept(items []activities.NoticeItem) activities.BatchResult {
	var result activities.BatchResult
	for _, item := range items {
		s.told[item.N]++
		s.left[item.N] = true
		result.Results = append(result.Results, activities.NoticeResult{N: item.N, Fate: incident.FateSent})
	}
	return result
}

func (s *street) send(_ context.Context, in activities.Batch) (activities.BatchResult, error) {
	s.batches++
	s.length += 8
	s.env.SetCurrentHistoryLength(s.length)
	if s.batch != nil {
		return s.batch(s.batches, in)
	}
	return s.accept(in.Items), nil
}

// settle asks the carrier's list.
func (s *street) settle(_ context.Context, in activities.BatchSettle) (activities.BatchResult, error) {
	s.asked++
	var result activities.BatchResult
	for _, q := range in.Asks {
		fate := incident.FateAbsent
		if s.left[q.N] {
			fate = incident.FateSent
		}
		result.Results = append(result.Results, activities.NoticeResult{N: q.N, Fate: fate})
	}
	return result, nil
}

// run runs a notice to its end, through every continue-as-new.
func (s *street) run(in workflows.NoticeInput, meanwhile func()) {
	at := noticeTime
	for {
		var suite testsuite.WorkflowTestSuite
		suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
		s.env, s.length = suite.NewTestWorkflowEnvironment(), 0
		s.env.SetStartTime(at)
		s.env.RegisterWorkflowWithOptions(workflows.Notice, workflow.RegisterOptions{Name: workflows.NoticeType})
		s.env.RegisterActivityWithOptions(s.send, activity.RegisterOptions{Name: activities.SendBatch})
		s.env.RegisterActivityWithOptions(s.settle, activity.RegisterOptions{Name: activities.SettleBatch})
		s.env.OnSignalExternalWorkflow(anything, in.Incident, "", workflows.NoticeReported, anything).Return(
			func(_, _, _, _ string, arg any) error {
				report, ok := arg.(incident.NoticeReport)
				require.True(s.t, ok)
				s.reports = append(s.reports, report)
				return nil
			})
		if meanwhile != nil {
			meanwhile()
			meanwhile = nil
		}
		s.env.ExecuteWorkflow(workflows.NoticeType, in)
		var again *workflow.ContinueAsNewError
		err := s.env.GetWorkflowError()
		if !errors.As(err, &again) {
			require.NoError(s.t, err)
			return
		}
		in = workflows.NoticeInput{}
		require.NoError(s.t, converter.GetDefaultDataConverter().FromPayloads(again.Input, &in))
		s.runs++
		at = s.env.Now()
	}
}

// notify is a notice to so many residents.
func notify(residents int) workflows.NoticeInput {
	in := workflows.NoticeInput{NoticeStart: activities.NoticeStart{
		ID: "notice-inc-1-n1", Incident: "inc-1", Notice: "n1", Site: "riverside", Text: incident.Text{EN: "Leave.", ZH: "撤离"}, Parts: 2 * residents, Rate: 50,
	}}
	for k := range residents {
		in.Residents = append(in.Residents, fmt.Sprintf("flat-%d", k))
	}
	return in
}

func (s *street) requireEachOnce(residents int) {
	s.t.Helper()
	require.Len(s.t, s.told, residents)
	for k, times := range s.told {
		require.Equal(s.t, 1, times, "resident %d", k)
	}
}

func (s *street) last() incident.NoticeReport { return s.reports[len(s.reports)-1] }

func TestNoticeTellsEverybodyOnceAndSaysSo(t *testing.T) {
	s := newStreet(t)
	s.run(notify(205), nil)
	s.requireEachOnce(205)
	require.Equal(t, 11, s.batches, "twenty at a time")
	require.True(t, s.last().Progress.Done)
	require.Equal(t, 205, s.last().Progress.Sent)
	require.LessOrEqual(t, len(s.reports), 11, "sparingly")
}

func TestNoticeSettlesWhatALostBatchMayHaveSent(t *testing.T) {
	s := newStreet(t)
	s.batch = func(n int, in activities.Batch) (activities.BatchResult, error) {
		if n == 2 { // the process dies when half of it has left
			s.accept(in.Items[:10])
			return activities.BatchResult{}, errors.New("killed")
		}
		return s.accept(in.Items), nil
	}
	s.run(notify(100), nil)
	s.requireEachOnce(100)
	require.Positive(t, s.asked)
	require.Equal(t, 100, s.last().Progress.Sent)
}

func TestNoticeGoesOnThroughRenewedRuns(t *testing.T) {
	s := newStreet(t)
	in := notify(3000)
	in.Limit = 60
	s.batch = func(n int, batch activities.Batch) (activities.BatchResult, error) {
		if n%7 == 0 {
			s.accept(batch.Items[:len(batch.Items)/2])
			return activities.BatchResult{}, errors.New("killed")
		}
		return s.accept(batch.Items), nil
	}
	s.run(in, nil)
	s.requireEachOnce(3000)
	require.Greater(t, s.runs, 5)
	require.Equal(t, 3000, s.last().Progress.Sent)
}

func TestNoticeCountsWhoIsNotReached(t *testing.T) {
	s := newStreet(t)
	s.batch = func(_ int, in activities.Batch) (activities.BatchResult, error) {
		result := s.accept(in.Items)
		for k := range result.Results {
			switch result.Results[k].N {
			case 3:
				result.Results[k].Fate, result.Results[k].Why = incident.FateFailed, string(incident.FailRecipient)
			case 4:
				result.Results[k].Fate, result.Results[k].Why = incident.FateFailed, activities.WhyOptedOut
			}
		}
		return result, nil
	}
	s.run(notify(20), nil)
	p := s.last().Progress
	require.Equal(t, []int{18, 1, 1}, []int{p.Sent, p.Failed(), p.OptedOut})
	require.Equal(t, string(incident.FailRecipient), p.Failures[0].Why)
}

func TestNoticeWaitsForACarrierThatRefuses(t *testing.T) {
	s := newStreet(t)
	s.batch = func(n int, in activities.Batch) (activities.BatchResult, error) {
		if n > 5 {
			return s.accept(in.Items), nil
		}
		var refused activities.BatchResult
		for _, item := range in.Items {
			refused.Results = append(refused.Results, activities.NoticeResult{N: item.N, Fate: incident.FateNotStarted, After: time.Second})
		}
		return refused, nil
	}
	s.run(notify(40), nil)
	s.requireEachOnce(40)
	require.GreaterOrEqual(t, s.env.Now().Sub(noticeTime), 10*time.Second)
}

func TestNoticeThatIsStoppedSendsNoMore(t *testing.T) {
	s := newStreet(t)
	s.batch = func(n int, in activities.Batch) (activities.BatchResult, error) {
		if n == 1 {
			s.accept(in.Items[:5])
			return activities.BatchResult{}, errors.New("killed")
		}
		var refused activities.BatchResult
		for _, item := range in.Items {
			refused.Results = append(refused.Results, activities.NoticeResult{N: item.N, Fate: incident.FateNotStarted, After: 2 * time.Second})
		}
		return refused, nil
	}
	s.run(notify(40), func() {
		s.env.RegisterDelayedCallback(func() { s.env.SignalWorkflow(workflows.NoticeStopped, nil) }, 3*time.Second)
	})
	require.Len(t, s.told, 5)
	p := s.last().Progress
	require.Equal(t, []int{5, 35}, []int{p.Sent, p.Failed()})
}

func TestNoticeIsSlowWhereTheNetworkIs(t *testing.T) {
	s := newStreet(t)
	in := notify(30)
	in.Rate = 1
	var sizes []int
	s.batch = func(_ int, batch activities.Batch) (activities.BatchResult, error) {
		sizes = append(sizes, len(batch.Items))
		require.Greater(t, batch.Within, time.Duration(2*len(batch.Items))*time.Second)
		return s.accept(batch.Items), nil
	}
	s.run(in, nil)
	require.Equal(t, 2, slices.Max(sizes), "two messages of two parts take four seconds")
}
