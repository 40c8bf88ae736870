package postgres

// Dumps: a database as an operator backs it up and brings it back, with PostgreSQL's own programs.

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Dump backs a database up as docs/operations.md says and gives the dump.
func (s *Server) Dump(t testing.TB, url string) (dump []byte) {
	t.Helper()
	out, err := s.command("pg_dump", "--format=custom", url).Output()
	require.NoError(t, err)
	return out
}

// Restore brings a dump into a database, also of another server, as docs/operations.md says.
func (s *Server) Restore(t testing.TB, dump []byte, url string) {
	t.Helper()
	path := filepath.Join(s.dir, "restored.dump")
	require.NoError(t, os.WriteFile(path, dump, 0o644))
	said, err := s.command("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--dbname="+url, path).CombinedOutput()
	require.NoError(t, err, "%s", said)
}
