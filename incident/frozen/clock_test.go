package frozen_test

// The clock of a story beside the engine's, and the order of the levels.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
)

var declared = time.Date(2026, 11, 23, 20, 0, 0, 0, time.FixedZone("UTC+8", 8*3600))

func TestIncidentsClockIsTheEnginesWithoutAStory(t *testing.T) {
	in := frozen.Input{DeclaredAt: declared}
	at := declared.Add(time.Hour)
	require.Equal(t, at.UTC(), in.At(at))
	require.Equal(t, at, in.Engine(at))
}

func TestStoryHasItsOwnStartAndSpeed(t *testing.T) {
	night := time.Date(2026, 1, 1, 3, 0, 0, 0, time.UTC)
	in := frozen.Input{DeclaredAt: declared, Story: &frozen.Story{Start: night, Speed: 60}}
	require.Equal(t, night.Add(10*time.Minute), in.At(declared.Add(10*time.Second)))
	require.Equal(t, declared.Add(10*time.Second), in.Engine(night.Add(10*time.Minute)))
	require.Equal(t, night, in.At(declared))
}

func TestGraverLevelReachesTheLesserOnes(t *testing.T) {
	require.True(t, frozen.L1.Reaches(frozen.L3))
	require.True(t, frozen.L3.Reaches(frozen.L3))
	require.True(t, frozen.L4.Reaches(""))
	require.False(t, frozen.L4.Reaches(frozen.L3))
}
