package plans_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/plans"
)

// sound is the small plan in which nothing is wrong.
func sound(t *testing.T) *plans.Plan {
	t.Helper()
	plan, err := plans.Load(read(t, "testdata/sound.yaml"), "sound.yaml")
	require.NoError(t, err)
	return plan
}

// all are the plans that come with Muster, read once.
var all = sync.OnceValue(plans.Library)

// library is one of the plans that come with Muster.
func library(t *testing.T, id string) *plans.Plan {
	t.Helper()
	plan, ok := plans.Find(all(), id)
	require.True(t, ok, id)
	return plan
}

func step(t *testing.T, plan *plans.Plan, id string) frozen.Step {
	t.Helper()
	for _, s := range plan.Frozen.Steps {
		if s.ID == id {
			return s
		}
	}
	require.Fail(t, "no such step", id)
	return frozen.Step{}
}

func seat(t *testing.T, plan *plans.Plan, id string) frozen.Seat {
	t.Helper()
	for _, s := range plan.Frozen.Seats {
		if s.ID == id {
			return s
		}
	}
	require.Fail(t, "no such seat", id)
	return frozen.Seat{}
}

// night is at three in the morning, when six people are on shift at riverside; noon is an hour of the same day.
var (
	night = time.Date(2026, 11, 23, 3, 0, 0, 0, time.FixedZone("CST", 8*3600))
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))
)
