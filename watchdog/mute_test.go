package watchdog_test

// One that looks where others tell: it speaks while nobody else does.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/watchdog"
)

func TestWhoIsMutedTellsOnceNobodyElseDoes(t *testing.T) {
	h := newHouse(t)
	muted := true
	dog := h.watch(func(o *watchdog.Options) { o.Mute = func() bool { return muted } })
	h.pass(10*time.Second, dog)
	h.away = context.DeadlineExceeded
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{0, 0}, h.alarms(operator))
	open, _ := dog.Open()
	require.Len(t, open, 1)
	require.Zero(t, open[0].Told)
	muted = false
	h.pass(10*time.Second, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(operator))
	muted, h.away = true, nil
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{1, 1}, h.alarms(operator), "what it has told it calls off itself")
}
