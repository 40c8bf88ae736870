package store_test

// The conformance suite over SQLite.

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"muster/store"
	"muster/store/storetest"
)

// childEnv names the database that a process of this test is to write to.
const childEnv = "MUSTER_STORETEST_WRITE"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := writeFor(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

func writeFor(path string) error {
	s, err := store.Open(context.Background(), store.Options{Path: path})
	if err != nil {
		return err
	}
	return storetest.Write(context.Background(), s, os.Stdout)
}

// file is a database in a file of its own.
type file struct{ path string }

func newFile(t *testing.T) file { return file{filepath.Join(t.TempDir(), "muster.db")} }

func (f file) Open(now func() time.Time) (storetest.Store, error) {
	s, err := store.Open(context.Background(), store.Options{Path: f.path, Now: now})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (f file) Writer() *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+f.path)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestSQLiteConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Harness { return newFile(t) })
}
