package store_test

// A disk that is really full: a small one in memory, for those who may mount it.

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/store"
)

const ballast = 2 << 20

func TestFullDiskKeepsWhatItHas(t *testing.T) {
	disk := mountDisk(t, "size=4m")
	spare := filepath.Join(disk, "ballast")
	require.NoError(t, os.WriteFile(spare, make([]byte, ballast), 0o600))
	path := filepath.Join(disk, "muster.db")
	s := open(t, store.Options{Path: path})
	requireFillsUp(t, s)

	require.NoError(t, os.Remove(spare))
	recordAll(t, s, "after")
	require.NoError(t, s.Close())
	again := open(t, store.Options{Path: path})
	require.Equal(t, 10, keptBatches(t, again, "after"))
}

func TestNoRoomForANewDatabase(t *testing.T) {
	_, err := store.Open(t.Context(), store.Options{Path: filepath.Join(mountDisk(t, "size=16k"), "muster.db")})
	requireSays(t, err, store.ErrFull)
}

func TestReadOnlyDiskIsRefused(t *testing.T) {
	disk := mountDisk(t, "size=2m")
	path := filepath.Join(disk, "muster.db")
	s, err := store.Open(t.Context(), store.Options{Path: path})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, err = store.Open(t.Context(), store.Options{Path: path})
	requireSays(t, err, store.ErrReadOnly)
}

// mountDisk mounts a disk in memory until the test ends.
func mountDisk(t *testing.T, options string) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, options); err != nil {
		t.Skipf("this user cannot mount a disk: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(disk, 0)) })
	return disk
}
