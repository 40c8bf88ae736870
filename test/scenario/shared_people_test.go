package scenario_test

// People whom two incidents need, and a roster that changes while an incident runs.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

func TestAFireTakesTheDutyManagerFromAStorm(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	storm := muster.Declare(harness.Fire("plan", "storm", "summary", "gusts at noon"))
	town := harness.NewTown(t, muster, storm.ID)
	page := town.AwaitMessage("chen-jing", "值班经理", 15*time.Second)
	muster.Reply(town.Phone("chen-jing"), harness.Code(page.Body)+" 3")
	awaitLine(t, muster, storm.ID, "page.accepted", "Chen Jing", 15*time.Second)
	fire := muster.Declare(harness.Fire())
	called := town.AwaitMessage("chen-jing", "火灾", 15*time.Second)
	muster.Reply(town.Phone("chen-jing"), harness.Code(called.Body)+" 1")
	awaitLine(t, muster, fire.ID, "person.taken", "Chen Jing works here from now on, taken from Storm", 15*time.Second)
	awaitLine(t, muster, storm.ID, "person.let.go", "Chen Jing works in Fire", 15*time.Second)
	for _, s := range muster.Incident(storm.ID).Seats {
		for _, h := range s.Holders {
			require.NotEqual(t, "chen-jing", h.Responder)
		}
	}
}

func TestNobodyGetsOneCodeFromTwoIncidents(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	owner := map[byte]string{} // by the digit of the codes, of which each fire has one of its own
	for _, place := range []string{"Building 1", "Building 2", "Building 3", "Building 5"} {
		fire := muster.Declare(harness.Fire("location", place))
		harness.NewTown(t, muster, fire.ID).AwaitMessage("chen-jing", place, 15*time.Second)
		in := muster.Incident(fire.ID)
		for _, p := range append(in.Pages, in.Messages...) {
			if p.Token != nil {
				digit := (*p.Token)[1]
				require.Contains(t, []string{"", fire.ID}, owner[digit], "codes such as %s stand in two incidents", *p.Token)
				owner[digit] = fire.ID
			}
		}
	}
	require.Len(t, owner, 4)
}

func TestAnImportedSiteReachesTheIncidentThatRuns(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	fire := muster.Declare(harness.Fire())
	town := harness.NewTown(t, muster, fire.ID)
	page := town.AwaitMessage("chen-jing", "值班经理", 15*time.Second)
	muster.Reply(town.Phone("chen-jing"), harness.Code(page.Body)+" 3")
	awaitLine(t, muster, fire.ID, "page.accepted", "Chen Jing", 15*time.Second)
	site := harness.Daytime(sites.Riverside())
	local := func(in time.Duration) string {
		return time.Now().Add(in).In(site.Location()).Format("2006-01-02 15:04")
	}
	site.Leave = append(site.Leave, sites.Leave{Responder: "chen-jing", From: local(-2 * time.Minute), To: local(time.Hour)})
	muster.Place(site)
	awaitLine(t, muster, fire.ID, "roster.refreshed", "Roster refreshed", 15*time.Second)
	awaitLine(t, muster, fire.ID, "relief.asked", "Chen Jing is to be relieved (Duty manager): on leave from now on", 15*time.Second)
}
