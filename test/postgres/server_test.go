package postgres_test

// The private server itself: it can be stopped and started, and leaves nothing behind.

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/postgres"
)

func TestServerKeepsItsDataAndItsPortAndLeavesNothing(t *testing.T) {
	folder, err := os.MkdirTemp("", "muster-test-")
	require.NoError(t, err)
	defer func() { require.NoError(t, os.RemoveAll(folder)) }()
	require.NoError(t, os.Chmod(folder, 0o755)) // so that the server's user reaches what is in it
	t.Setenv("TMPDIR", folder)
	s, err := postgres.Open()
	require.NoError(t, err)
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, left, 1)
	url, port := s.Database(t), s.Port()
	postgres.Other(t, url)("CREATE TABLE kept (n INTEGER); INSERT INTO kept VALUES (1)")
	for _, end := range []func() error{s.Stop, s.Crash, s.Kill} {
		require.NoError(t, end())
		_, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		require.Error(t, err)
		require.NoError(t, s.Resume())
		require.Equal(t, port, s.Port())
		postgres.Other(t, url)("INSERT INTO kept SELECT n / (SELECT count(*) FROM kept) FROM kept LIMIT 1")
	}
	lost := filepath.Join(folder, "muster-postgres-lost")
	require.NoError(t, os.Mkdir(lost, 0o700))
	long := time.Now().Add(-time.Hour)
	for _, dir := range []string{lost, filepath.Join(folder, left[0].Name())} {
		require.NoError(t, os.Chtimes(dir, long, long))
	}
	other, err := postgres.Open()
	require.NoError(t, err)
	require.NoDirExists(t, lost, "what killed tests left")
	require.NoError(t, other.Close())
	postgres.Other(t, url)("SELECT n FROM kept")
	require.NoError(t, s.Close())
	left, err = os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left)
}
