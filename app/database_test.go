package app

// A database that is asked and does not answer.

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/store"
)

func shadowOf(id string) incident.Shadow {
	return incident.Shadow{Incident: id, Rev: 1, Head: &incident.View{ID: id, State: incident.Open}, Entries: []incident.Entry{{Seq: 1, Kind: incident.KindOpened}}}
}

func TestNobodyWaitsLongerForAnAnswerThanTheyMeantTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		held, begun := make(chan struct{}), time.Now()
		_, err := promptly(ctx, func() (int, error) {
			<-held
			return 1, nil
		})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 200*time.Millisecond, time.Since(begun))
		close(held)
		got, err := promptly(t.Context(), func() (int, error) { return 2, nil })
		require.NoError(t, err)
		require.Equal(t, 2, got)
	})
}

// A rush makes some writes late; an outage makes all of them fail for a while.
func TestWritesThatFailForAWhileAreAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &database{log: slog.New(slog.DiscardHandler)}
		late := errors.New("too late")
		d.wrote(late)
		require.NoError(t, d.trouble())
		<-time.After(writeGrace - time.Millisecond)
		d.wrote(late)
		require.NoError(t, d.trouble())
		d.wrote(nil)
		<-time.After(writeGrace)
		require.NoError(t, d.trouble(), "one went through")
		d.wrote(late)
		d.wrote(context.Canceled)
		<-time.After(writeGrace)
		require.ErrorIs(t, d.trouble(), late)
		d.wrote(nil)
		require.NoError(t, d.trouble())
	})
}

func TestClosedDatabaseLeavesNobodyWaiting(t *testing.T) {
	d := openDatabase(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "none", "muster.db")}, slog.New(slog.DiscardHandler))
	require.Error(t, <-d.first)
	_, stop := d.Watch()
	require.ErrorIs(t, d.Record(t.Context(), shadowOf("inc-1")), errAway)
	d.close()
	stop()
}
