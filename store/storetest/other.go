package storetest

// Another process at a database's file: it holds the file, or changes what is in it.

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
)

// Other opens a SQLite file as another process would and gives what performs its statements, all on one connection.
func Other(t *testing.T, path string) func(statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return func(statement string) {
		t.Helper()
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
}
