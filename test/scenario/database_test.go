package scenario_test

// Muster's own database is dead from a cold start on, or locked in the middle, or lost.

import (
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// requireRecorded fails unless the database alone holds an incident's timeline to its end without a gap, and gives how long it is.
func requireRecorded(t *testing.T, muster *harness.Program, id, end string) int {
	t.Helper()
	var seqs []int
	harness.Await(t, 30*time.Second, "the database answers", func() bool {
		status, _ := muster.Call(http.MethodGet, "/api/v1/incidents?limit=1", nil)
		return status == http.StatusOK
	})
	seqs = listen(t, muster, id, "e0").until(end) // the stream reads nothing but the database
	for k, seq := range seqs {
		require.Equal(t, k+1, seq)
	}
	return len(seqs)
}

func TestFireRunsToItsEndThoughTheDatabaseIsDeadFromColdStartToStandDown(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	muster.Stop()
	mend := muster.BreakDatabase()
	muster.Start()
	_, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.Contains(t, string(ready), "The database is away")
	require.Equal(t, "database_unavailable", muster.Refused(http.StatusServiceUnavailable, http.MethodGet, "/api/v1/incidents", nil).Code)
	refused := muster.Refused(http.StatusServiceUnavailable, http.MethodPost, "/api/v1/sites", hill(), "Content-Type", "application/yaml")
	require.Contains(t, refused.Detail, "nothing has changed")
	require.Equal(t, http.StatusUnprocessableEntity, muster.Refused(http.StatusUnprocessableEntity, http.MethodPost, declarations, harness.Fire("site", "hill")).Status)

	fire := begins(t, muster, "2026-11-23 14:00", 20, "confirmed", true)
	fire.Oblige()
	ended := fire.AwaitState("closed", 90*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	awaitNotices(t, muster, fire.id)
	fire.requireTells("database-dead", "carrier.simulated", "database.away", "incident.opened", "command.changed", "incident.standing.down", "incident.ended")
	entries := muster.Timeline(fire.id)
	requireGapless(t, entries)
	require.Equal(t, []string{"carrier.simulated", "database.away", "incident.opened"}, []string{entries[0].Kind, entries[1].Kind, entries[2].Kind})
	require.Contains(t, entries[1].Text.EN, "as kept at")

	mend()
	atEnd := slices.IndexFunc(entries, func(e harness.Entry) bool { return e.Kind == "incident.ended" })
	require.Equal(t, atEnd+1, requireRecorded(t, muster, fire.id, "incident.ended"))
	var list struct{ Items []harness.Incident }
	harness.Await(t, 20*time.Second, "the list shows the fire's end", func() bool {
		muster.Do(http.MethodGet, "/api/v1/incidents?state=closed", nil, &list)
		return len(list.Items) == 1 && list.Items[0].ID == fire.id
	})
	harness.Await(t, 10*time.Second, "nothing is complained of any more", func() bool {
		_, ready := muster.Call(http.MethodGet, "/readyz", nil)
		return !strings.Contains(string(ready), "degraded")
	})
	settled := awaitSettled(t, muster, fire.id)
	ledger := muster.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 60)
	harness.RequireSent(t, settled, ledger)
	require.NotContains(t, lines(muster.Timeline(muster.Declare(harness.Fire("story", story(morning, 20))).ID), "database.away"), "away")
}

func TestDatabaseThatIsLockedAtTheStartIsWaitedForInTheBackground(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	muster.Stop()
	release := muster.LockClosedDatabase()
	muster.Start()
	require.Equal(t, "database_unavailable", muster.Refused(http.StatusServiceUnavailable, http.MethodGet, "/api/v1/incidents", nil).Code)
	fire := muster.Declare(harness.Fire("story", story(morning, 20)))
	harness.Await(t, 10*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	release()
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, fire.ID, "incident.ended")
	require.Len(t, lines(muster.Timeline(fire.ID), "database.away"), 1)
}

func TestDamagedSnapshotIsSaidAndTheOneBeforeUsed(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff() // the second snapshot
	muster.Stop()
	muster.BreakDatabase()
	require.NoError(t, os.WriteFile(muster.Data("snapshot.json"), []byte("{"), 0o600))
	muster.Start()
	_, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.Contains(t, string(ready), "the one before it is used")
	require.Contains(t, muster.Log(), "snapshot.json")
	require.Equal(t, "open", muster.Declare(harness.Fire()).State)
	muster.Stop()
	require.NoError(t, os.Remove(muster.Data("snapshot.previous.json")))
	code, said := muster.Fail("up")
	require.Equal(t, 1, code, said)
	require.Contains(t, said, "cannot be opened")
}

func TestTwentyFiresClimbOnWhileTheDatabaseIsLocked(t *testing.T) {
	lock := 8 * time.Second
	if text := os.Getenv(lockEnv); text != "" {
		var err error
		lock, err = time.ParseDuration(text)
		require.NoError(t, err, lockEnv)
	}
	w := &lockedTown{t: t, bound: lateFor(lock), unanswered: 20, speed: max(1, 40/lock.Seconds())} // the second rung falls into it, and the third nearly so
	w.Program = harness.Start(t, storyClock)
	w.Place(hill())
	for k := range w.unanswered {
		w.declare("riverside", k)
	}
	release := w.LockDatabase()
	over := time.After(lock)
	harness.Await(t, 10*time.Second, "lists are refused", func() bool {
		status, _ := w.Call(http.MethodGet, "/api/v1/incidents", nil)
		return status == http.StatusServiceUnavailable
	})
	harness.Await(t, 10*time.Second, "it is said what does not work", func() bool {
		_, ready := w.Call(http.MethodGet, "/readyz", nil)
		return strings.Contains(string(ready), "The database is away: it does not answer")
	})
	w.declare("hill", 20)
	w.answered(w.fires[20])
	<-over
	release()
	w.requireNothingLate(lock)
	require.Len(t, lines(w.Timeline(w.fires[20].id), "database.away"), 1)
}

func TestRebuiltShadowEqualsTheOneThatWasLost(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock, "MUSTER_HISTORY_LIMIT=150") // through several runs
	ended := muster.Declare(harness.Fire("confirmed", true, "story", story(morning, 20)))
	town := harness.NewTown(t, muster, ended.ID)
	town.Oblige()
	town.AwaitState("closed", 90*time.Second)
	awaitNotices(t, muster, ended.ID)
	running := muster.Declare(harness.Fire("story", story(night, 1), "location", "Building 5"))
	awaitSettled(t, muster, running.ID)
	length := requireRecorded(t, muster, ended.ID, "incident.ended")
	before, timeline := rested(t, muster, ended.ID), muster.Timeline(ended.ID)
	muster.Stop()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(muster.Data("muster.db" + suffix)) // some are not there
	}
	muster.Start()
	require.Empty(t, kept(muster, ended.ID).ID, "all is lost")
	require.Contains(t, muster.Muster("rebuild"), "2 incidents made anew.")
	require.Equal(t, length, requireRecorded(t, muster, ended.ID, "incident.ended"))
	require.Equal(t, before, kept(muster, ended.ID))
	require.Equal(t, timeline, muster.Timeline(ended.ID))
	require.Contains(t, muster.Muster("rebuild"), ended.ID, "and again")
	require.Equal(t, length, requireRecorded(t, muster, ended.ID, "incident.ended"))
	require.Equal(t, "open", kept(muster, running.ID).State)
	muster.Do(http.MethodPost, declarations+"/"+running.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, running.ID, "incident.ended")
}

// rested waits until nothing more is written of an incident that has ended, and gives it as it is kept then.
func rested(t *testing.T, muster *harness.Program, id string) harness.Incident {
	t.Helper()
	var before harness.Incident
	var since time.Time
	harness.Await(t, 60*time.Second, "the record rests", func() bool {
		now := kept(muster, id)
		if !reflect.DeepEqual(now, before) {
			before, since = now, time.Now()
		}
		return now.State == "closed" && settled(now) && time.Since(since) > 5*time.Second
	})
	return before
}

// kept is an incident as the list shows it, which reads nothing but the database; the zero one if it is not there.
func kept(muster *harness.Program, id string) harness.Incident {
	status, data := muster.Call(http.MethodGet, "/api/v1/incidents?limit=100", nil)
	if status != http.StatusOK {
		return harness.Incident{}
	}
	for _, in := range harness.DecodeList(data) {
		if in.ID == id {
			return in
		}
	}
	return harness.Incident{}
}
