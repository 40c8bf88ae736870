package snapshot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/snapshot"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// of is a snapshot that holds one site, whose document is the text.
func of(text string) snapshot.Snapshot {
	return snapshot.Snapshot{Sites: []snapshot.Document{{Name: "riverside", Text: text}}}
}

// keep writes snapshots a minute apart.
func keep(t *testing.T, k snapshot.Keeper, texts ...string) {
	t.Helper()
	for n, text := range texts {
		require.NoError(t, k.Write(of(text), noon.Add(time.Duration(n)*time.Minute)))
	}
}

func TestNewestSnapshotIsReadAndNobodyElseMayReadIt(t *testing.T) {
	k := snapshot.Keeper{Dir: t.TempDir()}
	_, err := k.Read()
	require.ErrorIs(t, err, snapshot.ErrNone)
	whole := snapshot.Snapshot{
		Sites: []snapshot.Document{{Name: "riverside", Text: "name: <江畔> & Riverside\n"}}, PlansDir: "/plans",
		Plans: []snapshot.Document{{Name: "/plans/fire.yaml", Text: "id: fire\n"}}, Credentials: []snapshot.Credential{{Name: "admin", Hash: "00ff"}},
	}
	keep(t, k, "first")
	require.NoError(t, k.Write(whole, noon.Add(time.Hour)))
	kept, err := k.Read()
	require.NoError(t, err)
	require.Equal(t, whole, kept.Snapshot)
	require.Equal(t, noon.Add(time.Hour), kept.SavedAt)
	require.NoError(t, kept.Refused)
	info, err := os.Stat(filepath.Join(k.Dir, snapshot.File))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	files, err := os.ReadDir(k.Dir)
	require.NoError(t, err)
	require.Len(t, files, 2, "nothing but the newest and the one before")
}

func TestDamagedSnapshotIsRefusedAndTheOneBeforeUsed(t *testing.T) {
	for what, damage := range map[string]func([]byte) []byte{
		"a byte has changed": func(b []byte) []byte { return bytes.Replace(b, []byte("second"), []byte("sec0nd"), 1) },
		"it is cut off":      func(b []byte) []byte { return b[:len(b)/2] },
		"it is empty":        func([]byte) []byte { return nil },
		"its sum is another": func(b []byte) []byte { return bytes.Replace(b, []byte(`"sha256":"`), []byte(`"sha256":"0`), 1) },
	} {
		t.Run(what, func(t *testing.T) {
			k := snapshot.Keeper{Dir: t.TempDir()}
			keep(t, k, "first", "second")
			path := filepath.Join(k.Dir, snapshot.File)
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, damage(data), 0o600))
			kept, err := k.Read()
			require.NoError(t, err)
			require.Equal(t, of("first"), kept.Snapshot)
			require.Equal(t, noon, kept.SavedAt)
			require.ErrorIs(t, kept.Refused, snapshot.ErrDamaged)
			require.ErrorContains(t, kept.Refused, path)

			keep(t, k, "third")
			require.NoError(t, os.Remove(path))
			kept, err = k.Read()
			require.NoError(t, err)
			require.Equal(t, of("first"), kept.Snapshot, "the damaged one has not taken the place of the one before")
		})
	}
}

func TestBothDamagedIsAnErrorThatNamesTheFile(t *testing.T) {
	k := snapshot.Keeper{Dir: t.TempDir()}
	keep(t, k, "first", "second")
	for _, name := range []string{snapshot.File, snapshot.FilePrevious} {
		require.NoError(t, os.WriteFile(filepath.Join(k.Dir, name), []byte("{}"), 0o600))
	}
	_, err := k.Read()
	require.ErrorIs(t, err, snapshot.ErrSchema)
	require.ErrorContains(t, err, snapshot.File)
}

func TestSnapshotOfAnotherVersionIsNotRead(t *testing.T) {
	k := snapshot.Keeper{Dir: t.TempDir()}
	keep(t, k, "first")
	path := filepath.Join(k.Dir, snapshot.File)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, bytes.Replace(data, []byte("snapshot/v1"), []byte("snapshot/v2"), 1), 0o600))
	_, err = k.Read()
	require.ErrorIs(t, err, snapshot.ErrSchema)
}

func TestWritingTheSameAgainKeepsTheOneBefore(t *testing.T) {
	k := snapshot.Keeper{Dir: t.TempDir()}
	keep(t, k, "first", "second", "second")
	require.NoError(t, os.Remove(filepath.Join(k.Dir, snapshot.File)))
	kept, err := k.Read()
	require.NoError(t, err)
	require.Equal(t, of("first"), kept.Snapshot)
	require.ErrorIs(t, kept.Refused, snapshot.ErrNone)
}

// A crash between the two renames leaves the one before alone.
func TestDirectoryThatCannotBeWrittenChangesNothing(t *testing.T) {
	k := snapshot.Keeper{Dir: filepath.Join(t.TempDir(), "none")}
	require.ErrorContains(t, k.Write(of("first"), noon), "cannot be written")
}
