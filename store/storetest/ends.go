package storetest

// Ends: of a context, of a store, of a process.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"muster/incident"
	"muster/store"
)

// calls tries every method that can fail.
func calls(s Store) map[string]func(ctx context.Context) error {
	return map[string]func(ctx context.Context) error{
		"Record":   func(ctx context.Context) error { return s.Record(ctx, Fire("inc-2", Opened)[0]) },
		"Incident": func(ctx context.Context) error { _, _, err := s.Incident(ctx, "inc-1"); return err },
		"Incidents": func(ctx context.Context) error {
			_, _, err := s.Incidents(ctx, store.Filter{})
			return err
		},
		"Timeline":          func(ctx context.Context) error { _, err := s.Timeline(ctx, "inc-1", 0, 0); return err },
		"OpenByHash":        func(ctx context.Context) error { _, err := s.OpenByHash(ctx, "chen"); return err },
		"CodesInUse":        func(ctx context.Context) error { _, err := s.CodesInUse(ctx, "riverside"); return err },
		"OpenByCode":        func(ctx context.Context) error { _, err := s.OpenByCode(ctx, "chen", "K7M"); return err },
		"RecordedElsewhere": func(ctx context.Context) error { _, err := s.RecordedElsewhere(ctx, "inc-2", "chen", nil); return err },
		"Recent":            func(ctx context.Context) error { _, err := s.Recent(ctx, "riverside", "fire", Opened); return err },
		"Events":            func(ctx context.Context) error { _, err := s.Events(ctx, 0, "", 0); return err },
		"LastEvent":         func(ctx context.Context) error { _, err := s.LastEvent(ctx); return err },
		"SaveSite":          func(ctx context.Context) error { return s.SaveSite(ctx, "harbour", []byte("x")) },
		"Sites":             func(ctx context.Context) error { _, err := s.Sites(ctx); return err },
		"Ping":              s.Ping,
	}
}

func endedContext(t *testing.T, h Harness) {
	s := open(t, h)
	record(t, s, Fire("inc-1", Opened)...)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithTimeout(t.Context(), -time.Second)
	defer cancelLate()
	for name, call := range calls(s) {
		for range 20 {
			require.ErrorIs(t, call(cancelled), context.Canceled, name)
			require.ErrorIs(t, call(late), context.DeadlineExceeded, name)
		}
	}
	record(t, s, Fire("inc-3", Opened)...) // whatever was still on its way is written before this
	_, found, err := s.Incident(ctx(t), "inc-2")
	require.NoError(t, err)
	require.False(t, found)
	sites, err := s.Sites(ctx(t))
	require.NoError(t, err)
	require.Empty(t, sites)
}

// cutShort ends contexts in the middle of calls: they say so, and the store goes on.
func cutShort(t *testing.T, h Harness) {
	s := open(t, h)
	for k := range 20 {
		record(t, s, Fire(fmt.Sprintf("inc-%d", k), Opened)[:4]...)
	}
	for name, call := range calls(s) {
		for k := range 20 {
			short, cancel := context.WithTimeout(t.Context(), time.Duration(k)*150*time.Microsecond)
			if err := call(short); err != nil {
				require.ErrorIs(t, err, context.DeadlineExceeded, name)
			}
			cancel()
		}
		require.NoError(t, call(t.Context()), name)
	}
}

func closedStore(t *testing.T, h Harness) {
	s, err := h.Open(clock)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
	for name, call := range calls(s) {
		require.ErrorIs(t, call(t.Context()), store.ErrClosed, name)
	}
}

// The crash test: kills a process, each time once it has confirmed so many batches.
const (
	kills          = 6
	confirmedAKill = 60
	killedWriters  = 4
)

func writerID(w int) string { return fmt.Sprintf("inc-%d", w) }

// Write records marked batches with several writers, on from where they stand, and prints the incident and mark of each one
// that was confirmed, until ctx ends or something fails. A Harness.Writer runs it.
func Write(ctx context.Context, s Store, out io.Writer) error {
	group, ctx := errgroup.WithContext(ctx)
	lines := make(chan string)
	for w := range killedWriters {
		group.Go(func() error { return writeOn(ctx, s, writerID(w), lines) })
	}
	group.Go(func() error {
		for {
			select {
			case line := <-lines:
				if _, err := fmt.Fprintln(out, line); err != nil {
					return err
				}
			case <-ctx.Done():
				return nil
			}
		}
	})
	return group.Wait()
}

func writeOn(ctx context.Context, s Store, id string, lines chan<- string) error {
	v, found, err := s.Incident(ctx, id)
	mark := 0
	if found {
		mark = v.Seats[0].Filled
	}
	for err == nil && ctx.Err() == nil {
		mark++
		if err = s.Record(ctx, marked(id, mark)); err == nil {
			select {
			case lines <- fmt.Sprintf("%s %d", id, mark):
			case <-ctx.Done():
			}
		}
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func survivesKill(t *testing.T, h Harness) {
	for range kills {
		confirmed := killWhileWriting(t, h)
		s, err := h.Open(clock)
		require.NoError(t, err)
		for w := range killedWriters {
			requireKept(t, s, writerID(w), confirmed[writerID(w)])
		}
		require.NoError(t, s.Close())
	}
}

// killWhileWriting gives the last mark of each incident that a writer process confirmed before it was killed.
func killWhileWriting(t *testing.T, h Harness) map[string]int {
	t.Helper()
	child := h.Writer()
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	confirmed := map[string]int{}
	lines := bufio.NewScanner(out)
	count := 0
	for lines.Scan() {
		var id string
		var mark int
		if _, err := fmt.Sscanf(lines.Text(), "%s %d", &id, &mark); err == nil {
			confirmed[id] = mark
		}
		if count++; count == confirmedAKill {
			require.NoError(t, child.Process.Kill())
		}
	}
	require.Error(t, child.Wait(), "the writer ended by itself")
	require.GreaterOrEqual(t, count, confirmedAKill)
	return confirmed
}

// requireKept checks that an incident shows one whole batch, no older than the last one confirmed, with all its entries.
func requireKept(t *testing.T, s Store, id string, confirmed int) {
	t.Helper()
	mark := requireWhole(t, s, id)
	require.GreaterOrEqual(t, mark, confirmed, id)
	var all []incident.Entry
	for {
		piece, err := s.Timeline(ctx(t), id, len(all), 1000)
		require.NoError(t, err)
		if len(piece) == 0 {
			break
		}
		all = append(all, piece...)
	}
	require.Len(t, all, 2*mark, id)
}
