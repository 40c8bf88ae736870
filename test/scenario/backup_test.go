package scenario_test

// A backup of Muster's PostgreSQL is brought back on another server, as docs/operations.md walks it, and everything goes on.

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
	"muster/test/postgres"
)

func TestRestoredDumpGoesOnWithTheShadowRebuilt(t *testing.T) {
	t.Parallel()
	lost, spare := postgres.Start(t), postgres.Start(t)
	url := lost.Database(t)
	muster := harness.Start(t, storyClock, "MUSTER_DATABASE_URL="+url)
	muster.Place(hill())
	end := map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}
	over := muster.Declare(harness.Fire("site", "hill", "story", story(morning, 1)))
	muster.Do(http.MethodPost, declarations+"/"+over.ID+"/cancel", end, nil)
	requireRecorded(t, muster, over.ID, "incident.ended")
	open := muster.Declare(harness.Fire("story", story(morning, 1)))
	requireRecorded(t, muster, open.ID, "page.sent")
	dump := lost.Dump(t, url)

	// What happens after the dump is in no backup.
	since := muster.Declare(harness.Fire("site", "hill", "location", "Building 5", "story", story(morning, 1)))
	muster.Do(http.MethodPost, declarations+"/"+since.ID+"/cancel", end, nil)
	length := requireRecorded(t, muster, since.ID, "incident.ended")
	before := rested(t, muster, since.ID)
	ended := rested(t, muster, over.ID)
	muster.Stop()
	require.NoError(t, lost.Stop())

	restored := spare.Database(t)
	spare.Restore(t, dump, restored)
	muster = muster.With("MUSTER_DATABASE_URL=" + restored)
	require.Contains(t, muster.Muster("migrate", "status"), "lacks nothing")
	muster.Start()
	require.Equal(t, ended, kept(muster, over.ID), "what the dump held is there")
	require.Empty(t, kept(muster, since.ID).ID, "what came after it is not")
	require.Contains(t, muster.Muster("rebuild"), "3 incidents made anew.")
	require.Equal(t, before, kept(muster, since.ID))
	require.Equal(t, length, requireRecorded(t, muster, since.ID, "incident.ended"))
	requireGapless(t, muster.Timeline(since.ID))

	page := muster.Incident(open.ID).Pages[0]
	muster.Reply(phoneOf(sites.Riverside(), page.Responder), *page.Token+" 1") // the same people are at the other site, under other numbers
	awaitLine(t, muster, open.ID, "page.accepted", "", 30*time.Second)
	harness.Await(t, 20*time.Second, "its shadow goes on", func() bool { return len(kept(muster, open.ID).Seats) > 0 })
	harness.RequireOnce(t, muster.Ledger())
	muster.Do(http.MethodPost, declarations+"/"+open.ID+"/cancel", end, nil)
	requireRecorded(t, muster, open.ID, "incident.ended")
	requireGapless(t, muster.Timeline(open.ID))
}
