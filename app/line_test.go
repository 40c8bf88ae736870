package app

// What the carrier complains of, in several processes.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/watchdog"
)

func TestWhatTheCarrierRefusesOneProcessAllKnow(t *testing.T) {
	api := started(t, Config{DataDir: t.TempDir()})
	api.line = watchdog.NewLine(time.Now)
	worker := &program{store: api.store, log: api.log, line: watchdog.NewLine(time.Now)}
	api.line.Note(carrier.Account)
	for _, p := range []*program{worker, api, worker} {
		p.exchangeLine(t.Context())
	}
	require.Len(t, worker.line.Complaints(), 1)
	require.Equal(t, carrier.Account, worker.line.Complaints()[0].Class)
	require.WithinDuration(t, api.line.Complaints()[0].Since, worker.line.Complaints()[0].Since, time.Millisecond)
	require.Contains(t, api.degraded()[0], "The carrier refuses this account or number")
	kept, err := api.store.Heard(t.Context())
	require.NoError(t, err)
	worker.exchangeLine(t.Context())
	again, err := api.store.Heard(t.Context())
	require.NoError(t, err)
	require.Equal(t, kept, again, "what is known already is not written again")
}
