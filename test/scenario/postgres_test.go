package scenario_test

// Muster's own database is a PostgreSQL server, which stops in the middle.

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
	"muster/test/postgres"
)

// awaitAway waits until it is said that the database is away, and lists are refused.
func awaitAway(t *testing.T, muster *harness.Program) {
	t.Helper()
	harness.Await(t, 10*time.Second, "it is said that the database is away", func() bool {
		_, ready := muster.Call(http.MethodGet, "/readyz", nil)
		return strings.Contains(string(ready), "The database is away: the database server does not answer")
	})
	require.Equal(t, "database_unavailable", muster.Refused(http.StatusServiceUnavailable, http.MethodGet, "/api/v1/incidents", nil).Code)
}

func TestFireOnPostgresRunsToItsEndThoughTheServerStopsInTheMiddle(t *testing.T) {
	t.Parallel()
	server := postgres.Start(t)
	url := "MUSTER_DATABASE_URL=" + server.Database(t)
	require.Contains(t, harness.New(t, url).Muster("migrate", "up"), "parts were added")
	muster := harness.Start(t, storyClock, url)
	require.NotContains(t, muster.Muster("config"), server.Secret())
	require.NoFileExists(t, muster.Data("muster.db"))

	fire := muster.Declare(harness.Fire("confirmed", true, "story", story(morning, 10)))
	town := harness.NewTown(t, muster, fire.ID)
	town.Oblige()
	awaitDone(t, muster, fire.ID, 3)
	require.NoError(t, server.Stop())
	over := time.After(5 * time.Second)
	awaitAway(t, muster)
	during := muster.Declare(harness.Fire("location", "Building 5", "story", story(morning, 10)))
	harness.Await(t, 10*time.Second, "somebody is called to the second fire", func() bool { return len(muster.Incident(during.ID).Pages) > 0 })
	<-over
	require.NoError(t, server.Resume())

	ended := town.AwaitState("closed", 120*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	awaitNotices(t, muster, fire.ID)
	requireRecorded(t, muster, fire.ID, "incident.ended")
	requireGapless(t, muster.Timeline(fire.ID))
	harness.Await(t, 20*time.Second, "the list shows the fire's end", func() bool { return kept(muster, fire.ID).State == "closed" })
	require.Len(t, lines(muster.Timeline(during.ID), "database.away"), 1)
	muster.Do(http.MethodPost, declarations+"/"+during.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, during.ID, "incident.ended")
	_, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.NotContains(t, string(ready), "degraded")

	settled, ledger := awaitSettled(t, muster, fire.ID), muster.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 60)
	harness.RequireSent(t, settled, ledger)
	require.NotContains(t, muster.Log(), server.Secret())
	require.Contains(t, muster.Muster("migrate", "status"), "lacks nothing")
	before := kept(muster, fire.ID)
	muster.Kill()
	muster.Start()
	requireRecorded(t, muster, fire.ID, "incident.ended")
	require.Equal(t, before, kept(muster, fire.ID), "read back by a process that has just started")
}

// awayEnv says how long the server is stopped: make away.
const awayEnv = "MUSTER_AWAY"

func TestFiresClimbOnWhileThePostgresServerIsStopped(t *testing.T) {
	server := postgres.Start(t)
	climbWhileStopped(t, harness.Start(t, storyClock, "MUSTER_DATABASE_URL="+server.Database(t)), server)
}

func TestFiresOnSeveralReplicasClimbOnWhileThePostgresServerIsStopped(t *testing.T) {
	estate := harness.StartEstate(t, harness.Size{APIs: 2, Workers: 2}, storyClock)
	fires := climbWhileStopped(t, estate.Program, estate.Server, estate.APIs...)
	require.Len(t, fires, 11)
	for _, api := range estate.APIs {
		for _, id := range fires {
			requireGapless(t, api.Timeline(id))
		}
	}
}

// body is what a program answers.
func body(muster *harness.Program, path string) []byte {
	_, data := muster.Call(http.MethodGet, path, nil)
	return data
}

// awaitSites waits until each of some APIs, which hear of one another's sites within a second, knows so many whose ids begin alike.
func awaitSites(t *testing.T, apis []*harness.Program, prefix string, count int) {
	t.Helper()
	for _, api := range apis {
		harness.Await(t, 20*time.Second, "the API knows every site", func() bool {
			return strings.Count(string(body(api, "/api/v1/sites")), `"id":"`+prefix) == count
		})
	}
}

// climbWhileStopped has fires climb, one be declared and one be answered while Muster's server is stopped, and names them. Where
// several APIs stand behind muster, they are given.
func climbWhileStopped(t *testing.T, muster *harness.Program, server *postgres.Server, apis ...*harness.Program) (ids []string) {
	t.Helper()
	away := 8 * time.Second
	if text := os.Getenv(awayEnv); text != "" {
		var err error
		away, err = time.ParseDuration(text)
		require.NoError(t, err, awayEnv)
	}
	w := &lockedTown{t: t, bound: lateFor(away), unanswered: 10, speed: max(1, 40/away.Seconds()), Program: muster}
	w.Place(hill())
	awaitSites(t, apis, "hill", 1)
	for k := range w.unanswered {
		w.declare("riverside", k)
	}
	require.NoError(t, server.Stop())
	over := time.After(away)
	awaitAway(t, w.Program)
	w.declare("hill", w.unanswered)
	w.answered(w.fires[w.unanswered])
	<-over
	require.NoError(t, server.Resume())
	w.requireNothingLate(away)
	require.Len(t, lines(w.Timeline(w.fires[w.unanswered].id), "database.away"), 1)
	for _, f := range w.fires {
		ids = append(ids, f.id)
	}
	return ids
}

// Whoever began with the file in the data directory goes on with a server: sites come from the snapshot, incidents from their histories.
func TestIncidentsOfAFileComeToAServerByRebuilding(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	muster.Place(hill())
	fire := muster.Declare(harness.Fire("site", "hill", "story", story(morning, 1)))
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	length := requireRecorded(t, muster, fire.ID, "incident.ended")
	before := rested(t, muster, fire.ID)
	muster.Stop()
	served := muster.With("MUSTER_DATABASE_URL=" + postgres.Start(t).Database(t))
	served.Start()
	require.Empty(t, kept(served, fire.ID).ID)
	require.Contains(t, served.Muster("rebuild"), "1 incident made anew.")
	require.Equal(t, length, requireRecorded(t, served, fire.ID, "incident.ended"))
	require.Equal(t, before, kept(served, fire.ID))
	require.Equal(t, "open", served.Declare(harness.Fire("site", "hill")).State)
}
