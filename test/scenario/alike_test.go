package scenario_test

// Two declarers of one fire hear of each other whatever dies in between: the program, or its database.

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// requireMet waits until two incidents know of each other, and fails unless each says so once.
func requireMet(t *testing.T, muster *harness.Program, first, second string) {
	t.Helper()
	for one, other := range map[string]string{first: second, second: first} {
		awaitLine(t, muster, one, "incident.possible.duplicate", other, 30*time.Second)
		require.Len(t, lines(muster.Timeline(one), "incident.possible.duplicate"), 1)
		require.Equal(t, []string{other}, muster.Incident(one).PossibleDuplicates)
	}
}

func TestBothDeclarersHearOfEachOtherThoughThePowerIsCutAtOnce(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	town := harness.NewTown(t, muster, "")
	first := muster.Declare(harness.Fire("reported_by", "cao-mei", "story", story(workday, 1)))
	town.AwaitMessage("chen-jing", "火灾 L3", 15*time.Second) // the first one is under way
	declared := harness.Fire("reported_by", "luo-yong", "story", story(workday, 1))
	var second, again harness.Incident
	muster.Do(http.MethodPost, declarations, declared, &second, "Idempotency-Key", "smoke on 12")
	muster.Kill()
	require.Equal(t, []string{first.ID}, second.PossibleDuplicates)
	muster.Start()
	muster.Do(http.MethodPost, declarations, declared, &again, "Idempotency-Key", "smoke on 12")
	require.Equal(t, second.ID, again.ID)
	require.Equal(t, second.PossibleDuplicates, again.PossibleDuplicates)
	requireMet(t, muster, first.ID, second.ID)
	town.AwaitMessage("luo-yong", "同一事件", 20*time.Second)
	town.AwaitMessage("cao-mei", "may be the same", 20*time.Second)
	awaitSettled(t, muster, first.ID)
	awaitSettled(t, muster, second.ID)
	harness.RequireOnce(t, muster.Ledger())
}

func TestADuplicateIsFoundAfterARestartWithADeadDatabase(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	first := muster.Declare(harness.Fire("story", story(workday, 1)))
	harness.Await(t, 15*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	muster.Stop()
	mend := muster.BreakDatabase()
	muster.Start()
	require.Equal(t, "database_unavailable", muster.Refused(http.StatusServiceUnavailable, http.MethodGet, declarations, nil).Code)
	elsewhere := muster.Declare(harness.Fire("location", "Building 5", "story", story(workday, 1)))
	require.Empty(t, elsewhere.PossibleDuplicates)
	second := muster.Declare(harness.Fire("story", story(workday, 1)))
	require.Equal(t, []string{first.ID}, second.PossibleDuplicates)
	harness.Await(t, 30*time.Second, "the first is told, by the engine alone", func() bool {
		return slices.Equal(muster.Incident(first.ID).PossibleDuplicates, []string{second.ID})
	})
	mend()
	harness.Await(t, 30*time.Second, "the database is back", func() bool {
		status, _ := muster.Call(http.MethodGet, declarations, nil)
		return status == http.StatusOK
	})
	requireMet(t, muster, first.ID, second.ID)
}
