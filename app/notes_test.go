package app

// A file that another process holds.

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/store"
	"muster/store/storetest"
)

func TestTextsAreNotedInTimeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	d := openDatabase(t.Context(), store.Options{Path: path}, slog.New(slog.DiscardHandler))
	defer d.close()
	require.NoError(t, <-d.first)
	<-d.ready
	other := storetest.Other(t, path)
	other("BEGIN IMMEDIATE")
	notes := &handedOver{store: d, log: slog.New(slog.DiscardHandler), queue: make(chan dispatch.HandedOver, 1)}
	begun := time.Now()
	notes.note(context.Background(), notes.gather(dispatch.HandedOver{ID: "SM1", Hash: "h", At: begun}))
	require.Less(t, time.Since(begun), 10*noteTimeout)
	other("ROLLBACK")
}
