package scenario_test

// Faults of what Muster stands on, in the middle of its work: each is said in a sentence, and nothing is left half done.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
	"muster/test/postgres"
)

// The engine's process is well, and answers that it is; what it cannot read is its own database.
func TestNothingIsReadyWhileTheEnginesDatabaseIsStopped(t *testing.T) {
	t.Parallel()
	estate := harness.StartEstate(t, harness.Size{APIs: 1, Workers: 1})
	ready := func() int {
		status, _ := estate.Call(http.MethodGet, "/readyz", nil)
		return status
	}
	require.Equal(t, http.StatusOK, ready())
	require.NoError(t, estate.EngineServer.Stop())
	harness.Await(t, 30*time.Second, "no declaration would be taken", func() bool { return ready() == http.StatusServiceUnavailable })
	refused := estate.Refused(http.StatusServiceUnavailable, http.MethodPost, declarations, harness.Fire())
	require.Equal(t, "engine_unavailable", refused.Code)
	require.NoError(t, estate.EngineServer.Resume())
	harness.Await(t, time.Minute, "it is ready again", func() bool { return ready() == http.StatusOK })
	estate.Declare(harness.Fire())
	harness.Await(t, time.Minute, "somebody is called", func() bool { return len(estate.Ledger()) > 0 })
}

func TestEngineThatGoesInTheMiddleIsSaidAndNothingIsHalfDone(t *testing.T) {
	t.Parallel()
	engine := harness.StartEngine(t)
	muster := harness.Start(t, "MUSTER_TEMPORAL_ADDRESS="+engine.Address)
	muster.Staff()
	fire := muster.Declare(harness.Fire())
	harness.Await(t, 20*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	engine.Kill()

	harness.Await(t, 20*time.Second, "no declaration would be taken", func() bool {
		status, said := muster.Call(http.MethodGet, "/readyz", nil)
		return status == http.StatusServiceUnavailable && strings.Contains(string(said), "The engine does not answer: no declaration would be taken.")
	})
	second := make(chan string, 1)
	go func() {
		for tries := 0; tries < 5; tries++ { // as a client does whose declaration was refused; each try waits for the engine
			status, data := muster.Call(http.MethodPost, declarations, harness.Fire("location", "Building 5"), "Idempotency-Key", "second")
			if status == http.StatusCreated {
				second <- harness.Decode(data).ID
				return
			}
		}
		close(second)
	}()
	refused := muster.Refused(http.StatusServiceUnavailable, http.MethodPost, declarations+"/"+fire.ID+"/notes", map[string]string{"by": "he-ping", "text": "in vain"})
	require.Equal(t, "engine_unavailable", refused.Code)
	require.Contains(t, refused.Detail, "try again")
	engine.Start()
	opened := <-second
	require.NotEmpty(t, opened, "the second fire was declared")
	muster.AwaitReady(time.Minute)
	harness.Await(t, time.Minute, "the fire goes on", func() bool {
		status, _ := muster.Call(http.MethodPost, declarations+"/"+fire.ID+"/notes", map[string]string{"by": "he-ping", "text": "again"})
		return status == http.StatusOK
	})
	harness.Await(t, 20*time.Second, "somebody is called to the second fire", func() bool { return len(muster.Incident(opened).Pages) > 0 })
	require.NotEmpty(t, lines(muster.Timeline(fire.ID), "note.added"))
	for _, e := range lines(muster.Timeline(fire.ID), "note.added") {
		require.Contains(t, e, "again", "what was refused was not done later")
	}
	both := func() bool { return len(harness.DecodeList(body(muster, declarations+"?limit=100"))) >= 2 }
	harness.Await(t, 20*time.Second, "the list shows both", both)
	require.Len(t, harness.DecodeList(body(muster, declarations+"?limit=100")), 2, "one declaration under a key opens one incident")
	harness.RequireOnce(t, muster.Ledger())
	closeAll(t, muster, []string{fire.ID, opened})
}

// Whoever may read and write tables, and not change them, is told who can, and what was there stays.
func TestDatabaseThatLacksItsTablesIsSaidAtTheStart(t *testing.T) {
	t.Parallel()
	server := postgres.Start(t)
	url := server.Database(t)
	server.Administer(t, "CREATE ROLE clerk LOGIN PASSWORD '"+server.Secret()+"'")
	clerk := harness.New(t, "MUSTER_DATABASE_URL="+strings.Replace(url, "muster:", "clerk:", 1))
	code, said := clerk.Fail("up")
	require.Equal(t, 1, code, said)
	require.Contains(t, said, "run `muster migrate up` as the owner of Muster's tables")
	require.NotContains(t, said, server.Secret())
	owner := harness.New(t, "MUSTER_DATABASE_URL="+url)
	status := owner.Muster("migrate", "status")
	require.Contains(t, status, "not yet")
	require.NotRegexp(t, `\d\d:\d\d:\d\d`, status, "nothing was made")

	require.Contains(t, owner.Muster("migrate", "up"), "parts were added")
	postgres.Other(t, url)("DELETE FROM goose_db_version WHERE version_id = 55")
	code, said = owner.Fail("up")
	require.Equal(t, 1, code, said)
	require.Contains(t, said, "this database lacks a part of the schema although it has later ones")
	_, status = owner.Fail("migrate", "status")
	require.Regexp(t, `(?m)^55 +accounts +not yet$`, status)
	require.Regexp(t, `(?m)^56 +audit +20`, status)
}
