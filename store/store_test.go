package store_test

// The conformance suite, over SQLite and over PostgreSQL.

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/store"
	"muster/store/storetest"
	"muster/test/postgres"
)

// childEnv names the database that a process of this test is to write to: a URL, or the path of a file.
const childEnv = "MUSTER_STORETEST_WRITE"

func TestMain(m *testing.M) {
	if place := os.Getenv(childEnv); place != "" {
		if err := writeTo(place); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(postgres.Ending{Tests: m})
}

func writeTo(place string) error {
	o := store.Options{Path: place}
	if strings.HasPrefix(place, "postgres:") {
		o = store.Options{URL: place}
	}
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return err
	}
	return storetest.Write(context.Background(), s, os.Stdout)
}

// database is one that nothing else uses: where it is, which is how its options name it.
type database struct {
	place string
	store.Options
}

func newFile(t *testing.T) database {
	path := filepath.Join(t.TempDir(), "muster.db")
	return database{path, store.Options{Path: path}}
}

func newServed(t *testing.T) database {
	url := postgres.Shared(t).Database(t)
	return database{url, store.Options{URL: url}}
}

func (d database) Open(now func() time.Time) (storetest.Store, error) {
	o := d.Options
	o.Now = now
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (d database) Writer() *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+d.place)
	cmd.Stderr = os.Stderr
	return cmd
}

// Each test of the suite has a copy of a database whose schema is there: bringing one up has tests of its own.

func TestSQLiteConforms(t *testing.T) {
	ready := newFile(t)
	ready.bringUp(t)
	storetest.Run(t, func(t *testing.T) storetest.Harness {
		copied := newFile(t)
		whole, err := os.ReadFile(ready.place)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(copied.place, whole, 0o600))
		return copied
	})
}

func TestPostgresConforms(t *testing.T) {
	ready := newServed(t)
	ready.bringUp(t)
	storetest.Run(t, func(t *testing.T) storetest.Harness {
		url := postgres.Shared(t).Copy(t, ready.place)
		return database{url, store.Options{URL: url}}
	})
}

func (d database) bringUp(t *testing.T) {
	t.Helper()
	s, err := store.Open(t.Context(), d.Options)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}
