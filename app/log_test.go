package app

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuieterLogStaysQuietUnderFurtherAttributes(t *testing.T) {
	var out bytes.Buffer
	log := quieter(slog.New(slog.NewTextHandler(&out, nil)))
	log.Info("one")
	log.With("queue", "real").Info("two")
	log.WithGroup("worker").Info("three")
	require.Empty(t, out.String())
	log.With("queue", "real").Warn("four")
	require.Contains(t, out.String(), "queue=real")
}
