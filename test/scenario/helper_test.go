// Package scenario_test tells stories on the whole program: the binary as a process, its engine and database, a carrier over HTTP.
package scenario_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// Moments of the demonstration site: a Monday at ten in the morning, and at three at night with six people on duty.
const (
	morning = "2026-11-23T02:00:00Z"
	night   = "2026-11-22T19:00:00Z"
)

// storyClock lets a declaration bring a clock of its own.
const storyClock = "MUSTER_STORY_CLOCK=1"

// story is a clock that begins at a moment and runs some times faster than ours.
func story(start string, speed float64) map[string]any {
	return map[string]any{"start": start, "speed": speed}
}

// lines are a timeline's texts of one kind, in English.
func lines(entries []harness.Entry, kind string) []string {
	var found []string
	for _, e := range entries {
		if e.Kind == kind {
			found = append(found, e.Text.EN)
		}
	}
	return found
}

// awaitLine waits for an entry of a kind that holds a phrase, and gives it.
func awaitLine(t *testing.T, muster *harness.Program, id, kind, phrase string, within time.Duration) harness.Entry {
	t.Helper()
	var found harness.Entry
	harness.Await(t, within, kind+" with "+phrase+" on the timeline", func() bool {
		for _, e := range muster.Timeline(id) {
			if e.Kind == kind && strings.Contains(e.Text.EN, phrase) {
				found = e
				return true
			}
		}
		return false
	})
	return found
}

// requireGapless fails unless a timeline counts from one without a gap and speaks both languages.
func requireGapless(t *testing.T, entries []harness.Entry) {
	t.Helper()
	require.NotEmpty(t, entries)
	for k, e := range entries {
		require.Equal(t, k+1, e.Seq)
		require.NotEmpty(t, e.Text.EN)
		require.NotEmpty(t, e.Text.ZH)
		require.Equal(t, strings.ToLower(e.Kind), e.Kind)
	}
}

// awaitDone waits until some steps of an incident are done.
func awaitDone(t *testing.T, muster *harness.Program, id string, steps int) {
	t.Helper()
	harness.Await(t, 60*time.Second, "some steps are done", func() bool {
		done := 0
		for _, s := range muster.Incident(id).Steps {
			if s.State == "done" {
				done++
			}
		}
		return done >= steps
	})
}

// awaitAnswered waits until a page was accepted.
func awaitAnswered(t *testing.T, muster *harness.Program, id, page string) {
	t.Helper()
	harness.Await(t, 10*time.Second, "the answer counts", func() bool {
		return slices.ContainsFunc(muster.Incident(id).Pages, func(p harness.Page) bool { return p.ID == page && p.State == "accepted" })
	})
}

// requireFinished fails unless each step is done or skipped.
func requireFinished(t *testing.T, in harness.Incident) {
	t.Helper()
	for _, s := range in.Steps {
		require.Contains(t, []string{"done", "skipped"}, s.State, s.ID)
	}
}

// awaitSettled waits until it is known of every message of an incident whether the carrier took it.
func awaitSettled(t *testing.T, muster *harness.Program, id string) harness.Incident {
	t.Helper()
	var now harness.Incident
	harness.Await(t, 40*time.Second, "what became of every message is known", func() bool {
		now = muster.Incident(id)
		return settled(now)
	})
	return now
}

// settled says whether it is known of every message of an incident whether the carrier took it.
func settled(in harness.Incident) bool {
	return !slices.ContainsFunc(slices.Concat(in.Pages, in.Messages), func(p harness.Page) bool {
		return slices.ContainsFunc(p.Attempts, func(a harness.Attempt) bool { return a.State == "sending" || a.State == "unknown" })
	})
}

// awaitNotices waits until none of an incident's notices is on its way.
func awaitNotices(t *testing.T, muster *harness.Program, id string) {
	t.Helper()
	harness.Await(t, 40*time.Second, "its notices have left", func() bool {
		var list struct{ Items []struct{ State string } }
		status, data := muster.Call(http.MethodGet, declarations+"/"+id+"/notices", nil)
		return status == http.StatusOK && json.Unmarshal(data, &list) == nil && !slices.ContainsFunc(list.Items, func(n struct{ State string }) bool {
			return slices.Contains([]string{"proposed", "approved", "sending"}, n.State)
		})
	})
}
