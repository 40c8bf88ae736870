package app

// The folder of sealed records: a file is written once and left alone, and is missed where it cannot be written.

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/record"
)

func sealedFor(t *testing.T, id string, rev int) []byte {
	t.Helper()
	data, err := record.Seal(record.Record{Last: incident.Shadow{Incident: id, Rev: rev, Head: &incident.View{ID: id}}})
	require.NoError(t, err)
	return data
}

func TestRecordIsWrittenOnceAndReadOnly(t *testing.T) {
	r := &records{dir: filepath.Join(t.TempDir(), "kept"), log: slog.New(slog.DiscardHandler)}
	ids, err := r.ids()
	require.NoError(t, err)
	require.Empty(t, ids, "nothing has been kept yet")
	first := sealedFor(t, "inc-a", 1)
	kept, err := r.Keep("inc-a", first)
	require.NoError(t, err)
	require.Equal(t, first, kept)
	info, err := os.Stat(r.file("inc-a"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(recordMode), info.Mode().Perm())
	kept, err = r.Keep("inc-a", sealedFor(t, "inc-a", 2))
	require.NoError(t, err)
	require.Equal(t, first, kept, "the one that is there stays")
	ids, err = r.ids()
	require.NoError(t, err)
	require.Equal(t, []string{"inc-a"}, ids, "and nothing is left beside it")
	view, entries, ok := r.Sealed(t.Context(), "inc-a")
	require.True(t, ok)
	require.Equal(t, "inc-a", view.ID)
	require.Empty(t, entries)
}

func TestRecordThatIsDamagedOrUnderAWrongNameIsNotUsedNorReplaced(t *testing.T) {
	r := &records{dir: t.TempDir(), log: slog.New(slog.DiscardHandler)}
	damaged := append(sealedFor(t, "inc-a", 1), '\n')
	require.NoError(t, os.WriteFile(r.file("inc-a"), damaged, 0o600))
	kept, err := r.Keep("inc-a", sealedFor(t, "inc-a", 1))
	require.NoError(t, err)
	require.Equal(t, damaged, kept)
	require.NoError(t, os.WriteFile(r.file("inc-b"), sealedFor(t, "inc-c", 1), 0o600))
	for _, id := range []string{"inc-a", "inc-b", "inc-none"} {
		require.False(t, r.has(id))
		_, _, ok := r.Sealed(t.Context(), id)
		require.False(t, ok)
	}
}

func TestRecordThatCannotBeWrittenIsSaidUntilItIs(t *testing.T) {
	place := filepath.Join(t.TempDir(), "kept")
	require.NoError(t, os.WriteFile(place, nil, 0o600)) // a file where the folder should be
	r := &records{dir: place, log: slog.New(slog.DiscardHandler)}
	require.Empty(t, r.complaint())
	_, err := r.Keep("inc-a", sealedFor(t, "inc-a", 1))
	require.Error(t, err)
	require.Contains(t, r.complaint(), place)
	require.NoError(t, os.Remove(place))
	_, err = r.Keep("inc-a", sealedFor(t, "inc-a", 1))
	require.NoError(t, err)
	require.Empty(t, r.complaint())
}
