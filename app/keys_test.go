package app

// Keys that processes share: one that has others is refused, since it could not read what they have begun.

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/vault"
)

// keyed is a process with a file of keys, on the database of a data directory that all share.
func keyed(t *testing.T, c Config) *program {
	t.Helper()
	p := &program{config: c, log: slog.New(slog.DiscardHandler)}
	opened, err := vault.Open(c.KeysFile, time.Now, p.log)
	require.NoError(t, err)
	p.vault = opened
	p.store = openDatabase(t.Context(), c.storeOptions(), p.log)
	t.Cleanup(p.store.close)
	require.NoError(t, <-p.store.first)
	<-p.store.ready
	return p
}

func TestProcessWithOtherKeysIsRefused(t *testing.T) {
	dir := t.TempDir()
	config := func(file string) Config {
		return Config{DataDir: dir, KeysFile: filepath.Join(dir, file), TemporalAddress: "127.0.0.1:7233"}
	}
	first, other := config("first.json"), config("other.json")
	require.NoError(t, keyed(t, first).checkPayloadKeys(t.Context()))
	_, err := RotateKeys(first, time.Hour)
	require.NoError(t, err)
	require.NoError(t, keyed(t, first).checkPayloadKeys(t.Context()), "with a key more")

	stranger := keyed(t, other)
	err = stranger.checkPayloadKeys(t.Context())
	require.ErrorContains(t, err, "was used with other keys than those of "+other.KeysFile)
	require.ErrorContains(t, err, "copy the file of keys that they have")
	alone := other
	alone.TemporalAddress = ""
	require.NoError(t, keyed(t, alone).checkPayloadKeys(t.Context()), "the engine inside is its own")

	copied, err := os.ReadFile(first.KeysFile)
	require.NoError(t, err)
	kept, err := os.ReadFile(other.KeysFile)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(other.KeysFile, copied, 0o600))
	require.NoError(t, keyed(t, other).checkPayloadKeys(t.Context()))
	require.NoError(t, os.WriteFile(other.KeysFile, kept, 0o600))
	require.NoError(t, SettleKeys(t.Context(), other))
	require.NoError(t, keyed(t, other).checkPayloadKeys(t.Context()), "where the first ones are lost")
	require.Error(t, keyed(t, first).checkPayloadKeys(t.Context()))
}
