package workflows_test

// The rungs of an incident in which nobody answers: every one that calls people is reached when the plan says.

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// rung is one step of a ladder that calls people.
type rung struct {
	n  int // from 1
	at time.Duration
}

// requireRungs checks every ladder of whatever is still open: each seat's, and each late step's.
func (w *town) requireRungs() {
	w.t.Helper()
	view, checked := w.status().View, 0
	for _, s := range view.Seats {
		if !s.Open {
			continue
		}
		var rungs []rung
		for k, r := range w.planned(s.ID).Ladder {
			rungs = append(rungs, rung{k + 1, r.At})
		}
		checked += w.requireReached("seat "+s.ID, time.Time(*s.OpenedAt), rungs, func(e incident.Entry) bool { return e.Seat == s.ID })
	}
	for _, s := range view.Steps {
		if s.State != incident.StepOpen && s.State != incident.StepStarted {
			continue
		}
		checked += w.requireReached("step "+s.ID, time.Time(*s.OpenedAt), w.lateness(s.ID), func(e incident.Entry) bool { return e.Step == s.ID })
	}
	require.Greater(w.t, checked, 10, "hardly any rung was due")
}

func (w *town) planned(seat string) frozen.Seat {
	for _, s := range w.start.In.Plan.Seats {
		if s.ID == seat {
			return s
		}
	}
	require.Fail(w.t, "the plan has no such seat", seat)
	return frozen.Seat{}
}

// lateness are the rungs of a step that call people; of one that is done in several places, each has them all.
func (w *town) lateness(step string) []rung {
	base, _, _ := strings.Cut(step, "@")
	for _, s := range w.start.In.Plan.Steps {
		if s.ID != base {
			continue
		}
		var rungs []rung
		for k, l := range s.Late {
			if len(l.Page) > 0 {
				rungs = append(rungs, rung{k + 1, l.At})
			}
		}
		return rungs
	}
	require.Fail(w.t, "the plan has no such step", step)
	return nil
}

// requireReached checks that each rung that was due by the end was reached then, within a second; or before, where the one before
// it had found nobody to call, and the next one was brought forward. It says how many were due.
func (w *town) requireReached(what string, opened time.Time, rungs []rung, of func(incident.Entry) bool) int {
	w.t.Helper()
	reached := map[int]incident.Entry{} // the first time that each was
	for _, e := range w.recorded(incident.KindRung) {
		if _, before := reached[e.Rung]; of(e) && !before && !e.At.Before(opened) {
			reached[e.Rung] = e
		}
	}
	due := 0
	for k, r := range rungs {
		at := opened.Add(r.at)
		if !at.Before(w.until.Add(-time.Second)) {
			break
		}
		due++
		e, ok := reached[r.n]
		require.True(w.t, ok, "%s: rung %d was not reached, which was due at %s", what, r.n, at)
		require.False(w.t, e.At.After(at.Add(time.Second)), "%s: rung %d was reached at %s instead of %s", what, r.n, e.At, at)
		if e.At.Before(at.Add(-time.Second)) {
			require.Positive(w.t, k, "%s: rung %d was reached at %s instead of %s", what, r.n, e.At, at)
			before := reached[rungs[k-1].n]
			require.Contains(w.t, before.Text.EN, "nobody to call", "%s: rung %d was reached at %s instead of %s", what, r.n, e.At, at)
			require.WithinDuration(w.t, before.At, e.At, time.Second, "%s: rung %d was brought forward late", what, r.n)
		}
	}
	return due
}
