package trail_test

// Stories of calls that a kill cuts off, and of entries that go together.

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/trail"
	"muster/audit"
)

func begun(who string) audit.Entry {
	e := entry(who)
	e.Outcome = audit.Uncertain
	return e
}

func done(e audit.Entry) audit.Entry {
	e.Outcome = audit.Done
	return e
}

// outcomes are how the calls of the log ended, by who made them.
func outcomes(t *testing.T, s *flaky) map[string]audit.Outcome {
	t.Helper()
	all, err := s.AuditAfter(t.Context(), 0, 1000)
	require.NoError(t, err)
	found := map[string]audit.Outcome{}
	for _, e := range all {
		require.NotContains(t, found, e.Who, "each once")
		found[e.Who] = e.Outcome
	}
	return found
}

func TestACallThatAKillCutOffIsNotedAsUncertain(t *testing.T) {
	for name, flushed := range map[string]bool{"before anything left": false, "after others left": true} {
		t.Run(name, func(t *testing.T) {
			s, dir := database(t), t.TempDir()
			tr := open(t, dir, s)
			cut, whole, refused, long := begun("cut"), begun("whole"), begun("refused"), begun("long")
			for _, e := range []audit.Entry{cut, whole, refused, long} {
				tr.Begin(e)
			}
			tr.Note(done(whole))
			tr.Drop(refused.ID)
			if flushed {
				require.NoError(t, tr.Flush(t.Context()))
				require.Equal(t, map[string]audit.Outcome{"whole": audit.Done}, outcomes(t, s), "the others are still being done")
			}
			tr.Note(done(long))
			// The process is killed here, and so is the next one, before it has brought anything.
			open(t, dir, s)
			next := open(t, dir, s)
			require.NoError(t, next.Flush(t.Context()))
			require.Equal(t, map[string]audit.Outcome{"whole": audit.Done, "long": audit.Done, "cut": audit.Uncertain}, outcomes(t, s))
			require.NoError(t, open(t, dir, s).Flush(t.Context()))
			require.Len(t, outcomes(t, s), 3, "and nothing is said again")
		})
	}
}

// A kill may fall between two files: what had begun stands in the one that is leaving, and how it ended in the next.
func TestACallThatEndedInTheNextFileIsNotUncertain(t *testing.T) {
	s, dir := database(t), t.TempDir()
	tr := open(t, dir, s)
	call := begun("call")
	tr.Begin(call)
	tr.Note(entry("other"))
	s.set(true, false)
	require.Error(t, tr.Flush(t.Context()), "the file that is leaving stays")
	require.FileExists(t, filepath.Join(dir, trail.FileLeaving))
	tr.Note(done(call))
	s.set(false, false)
	require.NoError(t, open(t, dir, s).Flush(t.Context()))
	require.Equal(t, map[string]audit.Outcome{"other": audit.Done, "call": audit.Done}, outcomes(t, s))
}

func TestWhatIsRefusedAgainAndAgainFillsNoFile(t *testing.T) {
	s, dir := database(t), t.TempDir()
	tr := open(t, dir, s)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); tr.Run(ctx) }()
	for range 100 {
		e := begun("refused")
		tr.Begin(e)
		tr.Drop(e.ID)
		tr.Drop(e.ID)
	}
	require.Eventually(t, func() bool {
		info, err := os.Stat(filepath.Join(dir, trail.File))
		return err == nil && info.Size() == 0
	}, 10*time.Second, 10*time.Millisecond)
	cancel()
	<-ended
	require.Empty(t, names(t, s))
}

// counting is a database that counts how often entries are added, slowly.
type counting struct {
	*flaky
	mu    sync.Mutex
	times int
	gate  chan struct{}
}

func (c *counting) AppendAudit(ctx context.Context, entries []audit.Entry) error {
	<-c.gate
	c.mu.Lock()
	c.times++
	c.mu.Unlock()
	return c.flaky.AppendAudit(ctx, entries)
}

func TestEntriesOfManyGoTogether(t *testing.T) {
	s := &counting{flaky: database(t), gate: make(chan struct{})}
	tr := open(t, t.TempDir(), s)
	require.NoError(t, tr.Append(t.Context(), nil))
	var group sync.WaitGroup
	for k := range 50 {
		group.Go(func() { require.NoError(t, tr.Append(t.Context(), []audit.Entry{entry(fmt.Sprint(k))})) })
	}
	require.Eventually(t, func() bool { return tr.Waiting() > 0 }, 10*time.Second, time.Millisecond, "the rest waits while the first are written")
	close(s.gate)
	group.Wait()
	require.Len(t, names(t, s.flaky), 50)
	require.Less(t, s.times, 50)

	s.set(true, false)
	require.Error(t, tr.Append(t.Context(), []audit.Entry{entry("late")}))
	s.set(false, true)
	again := entry("again")
	require.Error(t, tr.Append(t.Context(), []audit.Entry{again}), "it was added, and nobody heard of it")
	s.set(false, false)
	require.NoError(t, tr.Append(t.Context(), []audit.Entry{again}))
	require.Len(t, names(t, s.flaky), 51)
}

func TestWhoeverGoesLeavesTheOthersWaiting(t *testing.T) {
	s := &counting{flaky: database(t), gate: make(chan struct{})}
	tr := open(t, t.TempDir(), s)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, tr.Append(gone, []audit.Entry{entry("x")}), context.Canceled)
	close(s.gate)
	require.Eventually(t, func() bool { return len(names(t, s.flaky)) == 1 }, 10*time.Second, time.Millisecond)
}
