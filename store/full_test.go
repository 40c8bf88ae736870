package store_test

// A database that fills up.

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/store"
	"muster/store/storetest"
)

// TestFullDatabaseKeepsWhatItHas fills the database up to a limit of its own; the test of a full disk does it for real, where it may.
func TestFullDatabaseKeepsWhatItHas(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	require.NoError(t, s.Exec(t.Context(), "PRAGMA max_page_count = 120"))
	requireFillsUp(t, s)
	require.NoError(t, s.Exec(t.Context(), "PRAGMA max_page_count = 100000"))
	recordAll(t, s, "after")
}

// requireFillsUp records fires, several at once, until the disk is full: then what was confirmed is there, and nothing of what was refused.
func requireFillsUp(t *testing.T, s *store.Store) {
	t.Helper()
	type result struct {
		id   string
		kept int // batches that were confirmed
		err  error
	}
	const fires = 60
	results := make(chan result, fires)
	for k := range fires {
		go func() {
			r := result{id: fmt.Sprintf("inc-%d", k)}
			for _, shadow := range storetest.Fire(r.id, storetest.Opened) {
				if r.err = s.Record(t.Context(), shadow); r.err != nil {
					break
				}
				r.kept++
			}
			results <- r
		}()
	}
	refused := 0
	for range fires {
		r := <-results
		if r.err != nil {
			refused++
			requireSays(t, r.err, store.ErrFull)
		}
		require.Equal(t, r.kept, keptBatches(t, s, r.id))
	}
	require.Positive(t, refused)
	require.NoError(t, s.Ping(t.Context()))
}

// keptBatches counts the batches of a fire that the database holds, by its timeline, and checks that the rest agrees.
func keptBatches(t *testing.T, s *store.Store, id string) int {
	t.Helper()
	line, err := s.Timeline(t.Context(), id, 0, 0)
	require.NoError(t, err)
	v, found, err := s.Incident(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, len(line) > 0, found)
	if !found {
		return 0
	}
	kept := 1 + (len(line)-3)/13
	fire := storetest.Fire(id, storetest.Opened)
	require.Equal(t, fire[kept-1].Head.Summary, v.Summary)
	calls := map[string]bool{}
	for _, shadow := range fire[:kept] {
		for _, p := range shadow.Pages {
			calls[p.View.ID] = true
		}
	}
	require.Len(t, calls, len(v.Pages)+len(v.Messages))
	return kept
}
