package activities_test

// Pace and traffic.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
)

func TestPaceSpreadsPartsOverTime(t *testing.T) {
	pace := activities.NewPace(100)
	begun := time.Now()
	for range 5 {
		require.True(t, pace.Take(context.Background(), 2, begun.Add(time.Minute)))
	}
	require.GreaterOrEqual(t, time.Since(begun), 80*time.Millisecond, "four messages of two parts lie before the fifth")
	require.False(t, pace.Take(context.Background(), 1, time.Now().Add(-time.Second)), "its turn comes too late")
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	require.False(t, pace.Take(gone, 1, begun.Add(time.Minute)))
}

func TestNoticesGiveWayToPages(t *testing.T) {
	traffic := &activities.Traffic{}
	soon := func() time.Time { return time.Now().Add(50 * time.Millisecond) }
	require.True(t, traffic.Clear(context.Background(), soon()))
	first, second := traffic.Page(), traffic.Page()
	require.False(t, traffic.Clear(context.Background(), soon()))
	first()
	require.False(t, traffic.Clear(context.Background(), soon()), "another one is still on its way")
	cleared := make(chan bool)
	go func() { cleared <- traffic.Clear(context.Background(), time.Now().Add(time.Minute)) }()
	second()
	require.True(t, <-cleared)
	var none *activities.Traffic
	none.Page()()
	require.True(t, none.Clear(context.Background(), soon()))
}
