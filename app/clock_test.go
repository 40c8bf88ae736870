package app

// This machine's clock against others'.

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ops/doctor"
	"muster/test/postgres"
)

func TestAClockThatIsOffIsSaidWhileItIs(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	require.Empty(t, p.clocks.ahead(), "there is none to compare it with yet")
	answer := func(off time.Duration) {
		now := time.Now()
		p.clocks.carrier(http.Header{"Date": {now.Add(off).UTC().Format(http.TimeFormat)}}, now, now)
	}
	for _, off := range []time.Duration{0, 30 * time.Second, -30 * time.Second} {
		answer(off)
		require.Empty(t, p.degraded(), off)
	}
	answer(10 * time.Minute)
	require.Len(t, p.degraded(), 1)
	require.Regexp(t, `^This machine's clock is (10m0s|9m59s|10m1s) behind the carrier's: set it by NTP .*, and deadlines be late\.$`, p.degraded()[0])
	require.InDelta(t, -600, p.clocks.ahead()[ofCarrier].Seconds(), 2)
	p.clocks.carrier(http.Header{}, time.Now(), time.Now())
	require.Len(t, p.degraded(), 1, "an answer without a date says nothing")
	answer(0)
	require.Empty(t, p.degraded())
}

func TestTheDatabaseServersClockIsLookedAt(t *testing.T) {
	c := Config{DataDir: t.TempDir(), Database: postgres.Start(t).Database(t)}
	e := &examination{Config: c}
	require.Empty(t, e.server(t.Context()), "it is nobody else's")
	require.Equal(t, []doctor.Finding{doctor.Well("clock", "agrees with the database server's")}, e.clock(t.Context()))

	p := started(t, c)
	p.lookAtClock(t.Context())
	require.InDelta(t, 0, p.clocks.ahead()[ofServer].Seconds(), 3)
	require.Empty(t, p.degraded())
	now := time.Now()
	p.clocks.note(ofServer, serverDated(now.Add(-10*time.Minute), now, now))
	require.Contains(t, p.degraded()[0], "ahead of the database server's: set it by NTP")
}
