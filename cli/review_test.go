package cli_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
	"muster/incident"
	"muster/incident/review"
)

// burnt is a fire that has ended: its only open step was done late.
func burnt(m *muster) {
	v := view(fireID)
	v.State = incident.Closed
	m.incidents = []incident.View{v}
	due := opening.Add(30 * time.Second)
	for _, e := range []incident.Entry{
		{Kind: incident.KindOpened}, {Kind: incident.KindStepOpened}, {Kind: incident.KindPageSent}, {Kind: incident.KindStepDone}, {Kind: incident.KindEnded},
	} {
		n := len(m.timelines[fireID])
		e.Seq, e.At = n+1, opening.Add(time.Duration(n)*20*time.Second)
		switch e.Kind {
		case incident.KindStepOpened:
			e.Step, e.At, e.DueAt = "F05", opening, &due
		case incident.KindStepDone:
			e.Step, e.By = "F05", "zhou-min"
		case incident.KindPageSent:
			e.Responder = "wang-lei"
		default:
		}
		m.timelines[fireID] = append(m.timelines[fireID], e)
	}
}

func TestReviewingAnIncident(t *testing.T) {
	m, _ := newMuster(t)
	burnt(m)
	said := requireDone(t, "review", "aa")
	require.True(t, strings.HasPrefix(said, "Review: Fire (real), Building 3, floor 12\n"), said)
	require.Contains(t, said, "2026-11-23 03:00:00 +08:00 to 2026-11-23 03:01:20 +08:00", "in the reader's time")
	require.Regexp(t, `F05 +Meet the engines +late by 0:30 +1:00 +0:30 +zhou-min`, said)
	require.Contains(t, said, "Wang Lei")
	require.Contains(t, requireDone(t, "review", fireID, "--lang", "zh"), "步骤与时限")
	require.True(t, strings.HasPrefix(requireDone(t, "review", fireID, "--format", "markdown"), "# Review: Fire"))
	var got review.Review
	require.NoError(t, json.Unmarshal([]byte(requireDone(t, "review", fireID, "--format", "json")), &got))
	require.Equal(t, review.Of(m.incidents[0], m.timelines[fireID]), got)
	require.Equal(t, outcome{2, "", "--format is text, json or markdown, not \"pdf\".\n"}, run("review", fireID, "--format", "pdf"))
	require.Equal(t, outcome{2, "", "--lang is en or zh, not \"de\".\n"}, run("review", fireID, "--lang", "de"))
	require.Equal(t, outcome{1, "", "There is no such incident: see the list of incidents.\n"}, run("review", "inc-zzzzzzzzzzzzzzzz"))
}

func TestTheOnlyOpenIncidentIsReviewedSoFar(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	require.True(t, strings.HasPrefix(requireDone(t, "review"), "Review so far: Fire"))
}

func TestAnEndedIncidentSaysWhereItsReviewIs(t *testing.T) {
	m, _ := newMuster(t)
	burnt(m)
	require.True(t, strings.HasSuffix(requireDone(t, "show", fireID), "\nReview: muster review "+fireID+"\n"))
	m.incidents = []incident.View{view(fireID)}
	require.NotContains(t, requireDone(t, "show", fireID), "muster review")
}

func TestWatchingToTheEndEndsWithTheReviewInShort(t *testing.T) {
	m, _ := newMuster(t)
	burnt(m)
	said := requireDone(t, "watch", fireID)
	require.Contains(t, said, "\n\nReview: Fire (real), Building 3, floor 12: lasted 1:20\n")
	require.Contains(t, said, "(F05 late by 0:30)")
	require.True(t, strings.HasSuffix(said, "\nReview: muster review "+fireID+"\n"), said)
	m.refuse = func(r *http.Request) *client.RefusalError {
		if strings.HasSuffix(r.URL.Path, "/review") {
			return &client.RefusalError{Status: http.StatusServiceUnavailable, Detail: "The database cannot be asked now.", Code: "database_unavailable"}
		}
		return nil
	}
	got := run("watch", fireID)
	require.Equal(t, 0, got.code, "what was watched is none the worse")
	require.Equal(t, "The review cannot be read now: The database cannot be asked now. Later: muster review "+fireID+"\n", got.errs)
}
