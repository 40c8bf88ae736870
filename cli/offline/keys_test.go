package offline_test

// Keys in their file: made, listed and rotated without a running Muster.

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/vault"
	"muster/cli/offline"
)

func TestKeysAreListedAndRotatedInTheirFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "payload-keys.json")
	t.Setenv("MUSTER_DATA_DIR", dir)
	t.Setenv("MUSTER_KEYS_FILE", "")
	_, err := run(offline.Keys(), "list")
	require.ErrorContains(t, err, "it is made at Muster's first start")
	opened, err := vault.Open(path, time.Now, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.NotNil(t, opened)
	require.Regexp(t, `(?m)^k\d{8}-[0-9a-f]{8}  .*  encrypts$`, requireDone(t, offline.Keys(), "list"))
	require.Contains(t, requireDone(t, offline.Keys(), "rotate", "--after", "1h"), "encrypts from ")
	list := requireDone(t, offline.Keys(), "list")
	require.Regexp(t, `(?m)  encrypts$`, list)
	require.Regexp(t, `(?m)  will encrypt$`, list)
	requireDone(t, offline.Keys(), "rotate")
	list = requireDone(t, offline.Keys(), "list")
	require.Regexp(t, `(?m)  decrypts$`, list)
	require.Len(t, strings.Split(strings.TrimSpace(list), "\n"), 4)
	keys, err := vault.Read(path)
	require.NoError(t, err)
	for _, k := range keys {
		require.NotContains(t, list, k.Key)
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	requireUsage(t, "a time to come", offline.Keys(), "rotate", "--after", "-1h")
}

func TestNewKeysAreMadeOnceForAllProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared", "keys.json")
	t.Setenv("MUSTER_DATA_DIR", t.TempDir())
	t.Setenv("MUSTER_KEYS_FILE", path)
	require.Equal(t, path+" is there: give every process that file, and back it up.\n", requireDone(t, offline.Keys(), "new"))
	require.Regexp(t, `(?m)^k\d{8}-[0-9a-f]{8}  .*  encrypts$`, requireDone(t, offline.Keys(), "list"))
	made, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = run(offline.Keys(), "new")
	require.ErrorContains(t, err, "there is a file of keys at "+path+" already")
	left, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, made, left)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	requireUsage(t, "That is not how it is called", offline.Keys(), "new", "more")
	require.Equal(t, "Processes start with the keys of "+path+" from now on.\n", requireDone(t, offline.Keys(), "settle"))
	t.Setenv("MUSTER_KEYS_FILE", "/proc/muster/keys.json")
	_, err = run(offline.Keys(), "new")
	require.ErrorContains(t, err, "the file of keys /proc/muster/keys.json cannot be made: ")
	_, err = run(offline.Keys(), "settle")
	require.ErrorContains(t, err, "there is no file of keys at /proc/muster/keys.json")
}
