package frozen_test

// The clock of a story beside the engine's, and the order of the levels.

import (
	"math"
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

func TestOnlyAClockThatCanRunIsSound(t *testing.T) {
	start := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	for speed, sound := range map[float64]bool{1: true, 3600: true, 0.999: false, 3600.1: false, 0: false, -5: false, math.NaN(): false, math.Inf(1): false} {
		require.Equal(t, sound, frozen.Story{Start: start, Speed: speed}.Sound(), "%g", speed)
	}
	require.False(t, frozen.Story{Speed: 5}.Sound(), "it begins at some moment")
}
