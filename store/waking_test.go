package store_test

// Waking, measured: how long after a commit another process can read it, by being told and by asking.

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
	"muster/store/storetest"
	"muster/test/postgres"
)

// wakingEnv says how many commits are measured: make waking.
const wakingEnv = "MUSTER_WAKING"

func TestWakingIsMeasured(t *testing.T) {
	if os.Getenv(wakingEnv) == "" {
		t.Skipf("it only measures: make waking, or set %s", wakingEnv)
	}
	var samples int
	_, err := fmt.Sscan(os.Getenv(wakingEnv), &samples)
	require.NoError(t, err)
	url := postgres.Shared(t).Database(t)
	for name, deaf := range map[string]bool{"LISTEN/NOTIFY": false, "asked 5 times a second": true} {
		took := wakings(t, url, deaf, samples)
		slices.Sort(took)
		t.Logf("%-22s commit to read: p50 %.1f ms, p99 %.1f ms, of %d", name, ms(took[len(took)/2]), ms(took[len(took)*99/100]), len(took))
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// wakings records through one store and reads through another.
func wakings(t *testing.T, url string, deaf bool, samples int) (took []time.Duration) {
	t.Helper()
	here, there := openAt(t, store.Options{URL: url, Deaf: deaf}), openAt(t, store.Options{URL: url})
	wake, stop := here.Watch()
	defer stop()
	awaitWaking(t, there, wake, deaf)
	for n := range samples {
		pause := time.NewTimer(time.Duration(rand.IntN(200)) * time.Millisecond)
		<-pause.C
		shadow := storetest.Fire(fmt.Sprintf("inc-%t-%d", deaf, n), storetest.Opened)[0]
		require.NoError(t, there.Record(t.Context(), shadow))
		committed := time.Now()
		last, err := there.LastEvent(t.Context())
		require.NoError(t, err)
		for read := int64(0); read < last; {
			<-wake
			read, err = here.LastEvent(t.Context())
			require.NoError(t, err)
		}
		took = append(took, time.Since(committed))
	}
	return took
}

// awaitWaking records until the other store wakes promptly.
func awaitWaking(t *testing.T, there *store.Store, wake <-chan struct{}, deaf bool) {
	t.Helper()
	for n := 0; ; n++ {
		require.NoError(t, there.Record(t.Context(), storetest.Fire(fmt.Sprintf("inc-first-%t-%d", deaf, n), storetest.Opened)[0]))
		begun := time.Now()
		<-wake
		if deaf || time.Since(begun) < 20*time.Millisecond {
			return
		}
	}
}

func openAt(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// A store that never asks is woken by what another one records, each time: it has been told.
func TestWhatAnotherProcessRecordsIsTold(t *testing.T) {
	t.Parallel()
	url := postgres.Shared(t).Database(t)
	here, there := openAt(t, store.Options{URL: url}.Unasked()), openAt(t, store.Options{URL: url})
	wake, stop := here.Watch()
	defer stop()
	require.Eventually(t, here.Listening, 10*time.Second, 10*time.Millisecond)
	for k, shadow := range storetest.Fire("inc-told", storetest.Opened)[:3] {
		require.NoError(t, there.Record(t.Context(), shadow))
		select {
		case <-wake:
		case <-time.After(10 * time.Second):
			require.FailNow(t, "nobody was told", "recorded %d times", k+1)
		}
	}
}

// A server that comes back is listened to again; meanwhile, and for whatever was not heard, the feed is asked.
func TestWhoeverWatchesIsWokenAgainOnceTheServerIsBack(t *testing.T) {
	t.Parallel()
	server := postgres.Start(t)
	url := server.Database(t)
	here, there := openAt(t, store.Options{URL: url}), openAt(t, store.Options{URL: url})
	wake, stop := here.Watch()
	defer stop()
	require.NoError(t, there.Record(t.Context(), storetest.Fire("inc-1", storetest.Opened)[0]))
	<-wake
	require.NoError(t, server.Crash())
	require.NoError(t, server.Resume())
	require.Eventually(t, func() bool { return there.Ping(t.Context()) == nil }, 10*time.Second, 20*time.Millisecond)
	require.Eventually(t, func() bool {
		return there.Record(t.Context(), storetest.Fire("inc-2", storetest.Opened)[0]) == nil
	}, 10*time.Second, 20*time.Millisecond)
	select {
	case <-wake:
	case <-time.After(10 * time.Second):
		require.FailNow(t, "nobody was woken")
	}
}
