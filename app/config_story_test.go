package app

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
)

func TestTheStoryClockIsReadAndSaid(t *testing.T) {
	two := &frozen.Story{Start: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC), Speed: 2.5}
	for given, want := range map[string]struct {
		clock storyClock
		said  string
	}{
		"":                              {storyClock{}, "false"},
		"0":                             {storyClock{}, "false"},
		"1":                             {storyClock{On: true}, "true"},
		"2026-11-23T14:00:00+08:00/2.5": {storyClock{true, two}, "true; what is declared by text begins at 2026-11-23T06:00:00Z, 2.5 times as fast"},
	} {
		c, err := Load([]string{"MUSTER_STORY_CLOCK=" + given})
		require.NoError(t, err, given)
		require.Equal(t, want.clock, c.StoryClock, given)
		require.Equal(t, want.said, c.StoryClock.String())
	}
	for _, given := range []string{"yes", "2026-11-23T14:00:00+08:00", "/5", "2026-11-23/5", "2026-11-23T14:00:00Z/0", "2026-11-23T14:00:00Z/NaN", "0001-01-01T00:00:00Z/5"} {
		_, err := Load([]string{"MUSTER_STORY_CLOCK=" + given})
		require.EqualError(t, err, "MUSTER_STORY_CLOCK cannot be read: give "+storyClockForm, given)
	}
}
