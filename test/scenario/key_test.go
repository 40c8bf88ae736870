package scenario_test

// Declaring twice: under a key, with another body under it, and by two people who saw the same smoke.

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestTwentyDeclarationsUnderOneKeyOpenOneIncident(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	key := []string{"Idempotency-Key", "panel-7-alarm-1"}
	var (
		together sync.WaitGroup
		mu       sync.Mutex
		statuses = map[int]int{}
		ids      = map[string]int{}
	)
	for range 20 {
		together.Go(func() {
			status, data := muster.Call(http.MethodPost, declarations, harness.Fire(), key...)
			mu.Lock()
			defer mu.Unlock()
			statuses[status]++
			ids[harness.Decode(data).ID]++
		})
	}
	together.Wait()
	require.Equal(t, map[int]int{http.StatusCreated: 20}, statuses)
	require.Len(t, ids, 1)
	refused := muster.Refused(http.StatusConflict, http.MethodPost, declarations, harness.Fire("summary", "flames"), key...)
	require.Equal(t, "idempotency_conflict", refused.Code)
	muster.Kill()
	muster.Start()
	var again harness.Incident
	muster.Do(http.MethodPost, declarations, harness.Fire(), &again, key...)
	require.Contains(t, ids, again.ID, "the key is remembered across a power cut")
	harness.RequireOnce(t, muster.Ledger())
	var list struct{ Items []harness.Incident }
	muster.Do(http.MethodGet, declarations, nil, &list)
	require.Len(t, list.Items, 1)
}

func TestSecondDeclarationOfTheSameFireIsTakenAndNamesTheFirst(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	first := muster.Declare(harness.Fire())
	require.Empty(t, first.PossibleDuplicates)
	harness.Await(t, 5*time.Second, "the first is listed", func() bool {
		var list struct{ Items []harness.Incident }
		muster.Do(http.MethodGet, declarations, nil, &list)
		return len(list.Items) == 1
	})
	second := muster.Declare(harness.Fire("location", "building 3, 12th floor", "places", []any{map[string]string{"building": "B3"}}))
	require.NotEqual(t, first.ID, second.ID)
	require.Equal(t, []string{first.ID}, second.PossibleDuplicates)
	awaitLine(t, muster, second.ID, "incident.possible.duplicate", first.ID, 10*time.Second)
	awaitLine(t, muster, first.ID, "incident.possible.duplicate", second.ID, 10*time.Second)
	elsewhere := muster.Declare(harness.Fire("location", "Building 5, floor 2"))
	require.Empty(t, elsewhere.PossibleDuplicates)
}
