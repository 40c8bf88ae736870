package scenario_test

// Incidents that belong together: two declarers of one fire, and a storm that opens other plans.

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// holder is how somebody holds a seat of an incident, empty if they do not.
func holder(in harness.Incident, responder string) string {
	for _, s := range in.Seats {
		for _, h := range s.Holders {
			if h.Responder == responder {
				return h.State
			}
		}
	}
	return ""
}

func TestTwoDeclarersOfOneFireAndAMergeThroughAPowerCut(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	first := muster.Declare(harness.Fire("story", story(morning, 1)))
	second := muster.Declare(harness.Fire("story", story(morning, 1), "reported_by", "luo-yong"))
	require.Equal(t, []string{first.ID}, second.PossibleDuplicates)
	town := harness.NewTown(t, muster, second.ID)
	town.AwaitMessage("luo-yong", "同一事件", 15*time.Second)
	var page harness.Page
	harness.Await(t, 15*time.Second, "somebody is called by the second", func() bool {
		pages := muster.Incident(second.ID).Pages
		k := slices.IndexFunc(pages, func(p harness.Page) bool { return p.State == "paging" && len(p.Seats) > 0 })
		if k >= 0 {
			page = pages[k]
		}
		return k >= 0
	})
	muster.Reply(town.Phone(page.Responder), *page.Token+" 1")
	path := "/api/v1/incidents/" + second.ID + "/merge"
	unknown := muster.Refused(http.StatusUnprocessableEntity, http.MethodPost, path, map[string]string{"into": "inc-none", "by": "tester"})
	require.Equal(t, "body.into", unknown.Errors[0].Location)
	muster.Refused(http.StatusUnprocessableEntity, http.MethodPost, path, map[string]string{"into": second.ID, "by": "tester"})

	var answered harness.Incident
	muster.Do(http.MethodPost, path, map[string]string{"into": first.ID, "by": "tester"}, &answered)
	require.Equal(t, second.ID, answered.ID)
	muster.Kill()
	muster.Start()
	ended := town.AwaitState("closed", 60*time.Second)
	require.Equal(t, "duplicate", *ended.Outcome)
	require.Contains(t, ended.Links, harness.Link{Incident: first.ID, Kind: "duplicate", Plan: "fire"})
	require.Equal(t, "accepted", holder(muster.Incident(first.ID), page.Responder))
	muster.Reply(town.Phone(page.Responder), *page.Token+" 3")
	harness.Await(t, 10*time.Second, "the code of the incident that is over answers in the other", func() bool {
		return holder(muster.Incident(first.ID), page.Responder) == "on_scene"
	})
	require.Equal(t, "incident_ended", muster.Refused(http.StatusConflict, http.MethodPost, path, map[string]string{"into": first.ID, "by": "tester"}).Code)
	harness.RequireOnce(t, muster.Ledger())
	requireGapless(t, muster.Timeline(first.ID))
}

func TestStormAtNightOpensABurstAndAPowerCut(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	storm := muster.Declare(harness.Declaration{
		"plan": "storm", "site": "riverside", "mode": "real", "location": "Building 3", "summary": "red warning", "story": story(night, 1),
	})
	muster.Do(http.MethodPost, "/api/v1/incidents/"+storm.ID+"/facts", map[string]any{"name": "garage_deep", "value": true, "by": "control"}, nil)
	muster.Do(http.MethodPost, "/api/v1/incidents/"+storm.ID+"/links", map[string]any{"plan": "power-outage", "by": "li-hua", "location": "Building 2"}, nil)
	muster.Refused(http.StatusUnprocessableEntity, http.MethodPost, "/api/v1/incidents/"+storm.ID+"/links", map[string]any{"plan": "meteor", "by": "li-hua"})
	links := muster.Incident(storm.ID).Links
	require.Len(t, links, 2)
	for _, l := range links {
		require.Equal(t, "child", l.Kind)
		awaitLine(t, muster, storm.ID, "incident.linked", l.Incident, 20*time.Second)
		child := muster.Incident(l.Incident)
		require.Equal(t, l.Plan, child.Plan)
		require.Equal(t, "real", child.Mode)
		require.Contains(t, child.Links, harness.Link{Incident: storm.ID, Kind: "parent", Plan: "storm"})
	}
	require.Contains(t, muster.Muster("link", storm.ID, "gas-leak", "--by", "li-hua"), "is being opened as inc-")
	muster.Muster("cancel", links[0].Incident, "--reason", "dry again", "--by", "li-hua")
	awaitLine(t, muster, storm.ID, "incident.link.ended", links[0].Incident, 20*time.Second)
}
