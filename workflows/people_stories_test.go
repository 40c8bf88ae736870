package workflows_test

// People who say yes and do nothing: the incident neither waits for them for ever nor grows because of them.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// promisingTown is a pipe burst in which one of the company takes everything on and does nothing, and the other one answers
// everything after hours.
func promisingTown(t *testing.T) *town {
	w := newTown(t, 1, begin(t, "pipe-burst", frozen.Real, shanghai(t, "2026-11-24 03:00")))
	w.calm = true
	w.network.people[w.phone("li-hua")] = replying{w, w.phone("li-hua"), 3 * time.Minute, "1"}
	return w
}

func TestWhoeverTakesStepOnAgainDoesNotKeepItFromTheOthers(t *testing.T) {
	w := promisingTown(t)
	w.network.people[w.phone("zhang-wei")] = oblige(w, w.phone("zhang-wei"), 2*time.Hour)
	w.runToTheEnd()
}

func TestStateStaysSmallWhilePromisesAreBroken(t *testing.T) {
	w := promisingTown(t)
	w.until = w.start.In.DeclaredAt.Add(36 * time.Hour)
	w.run()
	view := w.status().View
	require.Equal(t, incident.Open, view.State)
	accepted := w.recorded(incident.KindPageAccepted)
	require.Greater(t, len(accepted), 100)
	require.Less(t, len(view.Pages)+len(view.Messages), 320)
	require.True(t, strings.HasPrefix(accepted[0].Text.EN, "Li Hua"))
}
