package app

// Keys that processes share: one that has others is refused, since it could not read what they have begun.

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/trail"
	"muster/app/vault"
	"muster/audit"
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

// requireNoted fails unless the audit log, the oldest first, says so of keys.
func requireNoted(t *testing.T, p *program, actions ...string) []audit.Entry {
	t.Helper()
	entries, err := directory{p.store}.AuditAfter(t.Context(), 0, 100)
	require.NoError(t, err)
	said := make([]string, len(entries))
	for n, e := range entries {
		said[n] = e.Action
	}
	require.Equal(t, actions, said)
	return entries
}

func TestAuditLogSaysOnceWhoMadeAKeyWhicheverProcessesHaveIt(t *testing.T) {
	dir := t.TempDir()
	config := Config{DataDir: dir, KeysFile: filepath.Join(dir, "keys.json")}
	t.Setenv("SUDO_USER", "ann")
	processes := []*program{keyed(t, config), keyed(t, config)}
	added, err := RotateKeys(config, time.Hour)
	require.NoError(t, err)
	processes = append(processes, keyed(t, config)) // which starts later
	for _, p := range processes {
		p.trail, err = trail.Open(t.TempDir(), directory{p.store}, p.log)
		require.NoError(t, err)
		p.noteNewKeys(map[string]bool{})
		require.NoError(t, p.trail.Flush(t.Context()))
	}
	entries := requireNoted(t, processes[0], "make-keys", "rotate-keys")
	require.Equal(t, vault.Itself, entries[0].Who)
	rotated := entries[1]
	require.Equal(t, added.ID, rotated.Subject)
	require.Regexp(t, `^ann \(as .+\)$`, rotated.Who)
	host, err := os.Hostname()
	require.NoError(t, err)
	require.Equal(t, host, rotated.From)
	require.Equal(t, added.Made.UTC(), rotated.At)
	require.JSONEq(t, `{"encrypts_from":"`+added.From.Format(time.RFC3339)+`"}`, rotated.After)

	require.NoError(t, SettleKeys(t.Context(), config))
	settled := requireNoted(t, processes[0], "make-keys", "rotate-keys", "settle-keys")[2]
	require.Equal(t, entries[0].Subject, settled.Subject)
	require.Equal(t, rotated.Who, settled.Who)
}
