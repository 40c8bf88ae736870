package trail_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/app/trail"
	"muster/audit"
	"muster/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// flaky is a database that is away when it is told to be.
type flaky struct {
	*store.Store
	mu   sync.Mutex
	away bool
	lose bool // it takes entries, and its answer is lost
}

func (f *flaky) set(away, lose bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.away, f.lose = away, lose
}

func (f *flaky) AppendAudit(ctx context.Context, entries []audit.Entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return errors.New("away")
	}
	err := f.Store.AppendAudit(ctx, entries)
	if f.lose {
		return errors.New("the answer was lost")
	}
	return err
}

func database(t *testing.T) *flaky {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return &flaky{Store: s}
}

func open(t *testing.T, dir string, s trail.Store) *trail.Trail {
	t.Helper()
	tr, err := trail.Open(dir, s, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = tr.Close() })
	return tr
}

func entry(who string) audit.Entry {
	return audit.Entry{ID: audit.NewID(), At: time.UnixMilli(1).UTC(), Who: who, Action: "cancel", Outcome: audit.Done}
}

func names(t *testing.T, s *flaky) (list []string) {
	t.Helper()
	all, err := s.AuditAfter(t.Context(), 0, 1000)
	require.NoError(t, err)
	for _, e := range all {
		list = append(list, e.Who)
	}
	return list
}

func TestNothingIsLostWhileTheDatabaseIsAwayOrThroughAKill(t *testing.T) {
	s, dir := database(t), t.TempDir()
	tr := open(t, dir, s)
	tr.Note(entry("a"))
	require.NoError(t, tr.Flush(t.Context()))
	s.set(true, false)
	tr.Note(entry("b"))
	require.Error(t, tr.Flush(t.Context()))
	tr.Note(entry("c"))
	require.Error(t, tr.Flush(t.Context()))
	// The process is killed here, in the middle of a line: what it had noted is brought by the next one.
	file, err := os.OpenFile(filepath.Join(dir, trail.File), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteString(`{"Seq":0,"ID":"cut`)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	next := open(t, dir, s)
	next.Note(entry("d"))
	s.set(false, true)
	require.Error(t, next.Flush(t.Context()), "the database took them, but nobody heard of it")
	s.set(false, false)
	require.NoError(t, next.Flush(t.Context()))
	require.Equal(t, []string{"a", "b", "c", "d"}, names(t, s), "each once, in order")
	end, err := next.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(4), end.Seq)
}

func TestEntriesLeaveByThemselves(t *testing.T) {
	s := database(t)
	tr := open(t, t.TempDir(), s)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); tr.Run(ctx) }()
	var group sync.WaitGroup
	for k := range 8 {
		group.Go(func() {
			for n := range 25 {
				tr.Note(entry(fmt.Sprintf("%d-%d", k, n)))
			}
		})
	}
	group.Wait()
	require.Eventually(t, func() bool { return len(names(t, s)) == 200 }, 10*time.Second, 10*time.Millisecond)
	s.set(true, false)
	tr.Note(entry("late"))
	require.Eventually(t, func() bool { return tr.Trouble() != "" }, 10*time.Second, 10*time.Millisecond)
	s.set(false, false)
	require.Eventually(t, func() bool { return tr.Trouble() == "" && len(names(t, s)) == 201 }, 10*time.Second, 10*time.Millisecond)
	cancel()
	<-done
}

func TestWhoeverListsFindsWhatTheyHaveJustDone(t *testing.T) {
	tr := open(t, t.TempDir(), database(t))
	tr.Note(entry("a"))
	list, err := tr.List(t.Context(), store.AuditFilter{})
	require.NoError(t, err)
	require.Len(t, list, 1)
}

func TestWhereEvenTheFileTakesNothingMemoryHoldsIt(t *testing.T) {
	s, dir := database(t), t.TempDir()
	tr := open(t, dir, s)
	require.NoError(t, tr.Close())
	tr.Note(entry("a"))
	require.Contains(t, tr.Trouble(), "memory only")
	require.NoError(t, tr.Flush(t.Context()))
	require.Equal(t, []string{"a"}, names(t, s))
}

func BenchmarkNote(b *testing.B) {
	tr, err := trail.Open(b.TempDir(), nil, nil)
	require.NoError(b, err)
	e := entry("a")
	e.Before, e.After = `{"level":"L2","state":"open"}`, `{"ordered":{"level":"L1","by":"chen","reason":"people trapped"},"is":{"level":"L1","state":"open"}}`
	for b.Loop() {
		tr.Note(e)
	}
}
