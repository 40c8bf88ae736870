package storetest

// Versions of plans.

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
)

func publishesOnce(t *testing.T, h Harness) {
	s := open(t, h)
	at := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	require.NoError(t, s.SaveDraft(ctx(t), store.PlanDraft{ID: "fire", Base: 1, Document: []byte("old"), At: at}))
	draft := store.PlanDraft{ID: "fire", Base: 1, Document: []byte("id: fire"), At: at}
	require.NoError(t, s.SaveDraft(ctx(t), draft))
	kept, err := s.Draft(ctx(t), "fire")
	require.NoError(t, err)
	require.Equal(t, draft, kept)

	const people = 6
	var done sync.WaitGroup
	got := make([]error, people)
	for n := range people {
		done.Go(func() {
			got[n] = s.PublishPlan(ctx(t), store.PlanRow{ID: "fire", Version: 2, Document: []byte{byte(n)}, Note: "why", At: at})
		})
	}
	done.Wait()
	winner := -1
	for n, err := range got {
		if err == nil {
			require.Negative(t, winner, "two have published the same version")
			winner = n
			continue
		}
		require.ErrorIs(t, err, store.ErrChanged)
	}
	require.GreaterOrEqual(t, winner, 0)
	_, err = s.Draft(ctx(t), "fire")
	require.ErrorIs(t, err, store.ErrNotFound, "it is published")
	require.NoError(t, s.PublishPlan(ctx(t), store.PlanRow{ID: "fire", Version: 3, Document: []byte("x"), At: at}))
	rows, err := s.Plans(ctx(t))
	require.NoError(t, err)
	require.Equal(t, []store.PlanRow{
		{ID: "fire", Version: 2, Document: []byte{byte(winner)}, Note: "why", At: at}, {ID: "fire", Version: 3, Document: []byte("x"), At: at},
	}, rows)
	versions, err := s.PlanVersions(ctx(t))
	require.NoError(t, err)
	require.Equal(t, map[string]int{"fire": 3}, versions)
}
