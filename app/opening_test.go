package app

// Starts on a real data directory whose database, or another file of it, is dead.

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/snapshot"
	"muster/plans"
	"muster/sites"
	"muster/store"
	"muster/store/storetest"
)

// start opens what the program opens before its network, on a data directory.
func start(t *testing.T, c Config) (*program, error) {
	t.Helper()
	p := &program{config: c, log: slog.New(slog.DiscardHandler), records: &records{}}
	t.Cleanup(p.close)
	for _, open := range []func(context.Context) error{p.openDir, p.openSnapshot, p.openStore} {
		if err := open(t.Context()); err != nil {
			return p, err
		}
	}
	return p, nil
}

// stop closes a program before its test ends.
func (p *program) stop() {
	p.close()
	p.closers = nil
}

func started(t *testing.T, c Config) *program {
	t.Helper()
	p, err := start(t, c)
	require.NoError(t, err)
	return p
}

// damaged is a data directory that has known two sites, whose database is garbage; mend puts the right one back.
func damaged(t *testing.T) (c Config, mend func()) {
	t.Helper()
	c = Config{DataDir: t.TempDir()}
	p := started(t, c)
	hill := sites.Riverside()
	hill.ID = "hill"
	require.NoError(t, p.catalog.Import(t.Context(), hill, false))
	p.stop()
	path := filepath.Join(c.DataDir, "muster.db")
	require.NoError(t, os.Rename(path, path+".right"))
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("no database at all. ", 100)), 0o600))
	return c, func() { require.NoError(t, os.Rename(path+".right", path)) }
}

func ids(c *catalog) []string {
	var all []string
	for _, site := range c.Sites() {
		all = append(all, site.ID)
	}
	return all
}

func TestDeadDatabaseIsStoodInForUntilItIsBack(t *testing.T) {
	c, mend := damaged(t)
	p := started(t, c)
	require.Equal(t, []string{"hill", "riverside"}, ids(p.catalog))
	require.NotNil(t, p.away())
	require.WithinDuration(t, time.Now(), *p.away().Kept, time.Minute)
	require.Len(t, p.degraded(), 1)
	require.Contains(t, p.degraded()[0], "Declarations are taken")
	require.NotContains(t, p.degraded()[0], c.DataDir)
	_, err := p.store.LastEvent(t.Context())
	require.ErrorIs(t, err, errAway)

	plan := sites.Riverside()
	plan.ID = "third"
	require.Error(t, p.catalog.Import(t.Context(), plan, false))
	require.Equal(t, []string{"hill", "riverside"}, ids(p.catalog), "nothing has changed")

	wake, stop := p.store.Watch()
	defer stop()
	mend()
	<-wake
	require.Eventually(t, func() bool { return p.away() == nil }, 10*time.Second, 10*time.Millisecond)
	require.Empty(t, p.degraded())
	require.NoError(t, p.catalog.Import(t.Context(), plan, false))
	require.Equal(t, []string{"hill", "riverside", "third"}, ids(p.catalog))
	require.NoError(t, p.store.Record(t.Context(), shadowOf("inc-1")))
	<-wake
}

func TestLostDatabaseGetsItsSitesBack(t *testing.T) {
	c, _ := damaged(t)
	require.NoError(t, os.Remove(filepath.Join(c.DataDir, "muster.db")))
	p := started(t, c)
	require.Nil(t, p.away())
	require.Equal(t, []string{"hill", "riverside"}, ids(p.catalog))
	rows, err := p.store.Sites(t.Context())
	require.NoError(t, err)
	require.Len(t, rows, 2)
}

func TestSitesThatTheDatabaseCannotKeepYetAreGivenToItAgain(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	other := storetest.Other(t, filepath.Join(c.DataDir, "muster.db"))
	other("DELETE FROM sites")
	other("BEGIN IMMEDIATE")
	require.False(t, p.caughtUp(t.Context()), "nothing can be written now")
	other("ROLLBACK")
	require.True(t, p.caughtUp(t.Context()))
	rows, err := p.store.Sites(t.Context())
	require.NoError(t, err)
	require.Len(t, rows, 1)
}

func TestDeadDatabaseWithoutASnapshotIsSaidInASentence(t *testing.T) {
	c, _ := damaged(t)
	for _, name := range []string{snapshot.File, snapshot.FilePrevious} {
		require.NoError(t, os.Remove(filepath.Join(c.DataDir, name)))
	}
	_, err := start(t, c)
	require.ErrorIs(t, err, store.ErrCorrupt)
	require.ErrorContains(t, err, "the database in "+c.DataDir+" cannot be opened")
}

func TestDamagedSnapshotGivesWayToTheOneBefore(t *testing.T) {
	c, _ := damaged(t)
	require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, snapshot.File), []byte("{}"), 0o600))
	p := started(t, c)
	require.Equal(t, []string{"riverside"}, ids(p.catalog), "as it was before the second site")
	require.Len(t, p.degraded(), 2)
	require.Contains(t, p.degraded()[1], "the one before it")
}

func TestTokenWhoseFileIsDeadIsKnownByItsHash(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	token := p.token
	p.stop()
	path := filepath.Join(c.DataDir, "admin-token")
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Mkdir(path, 0o700))
	p = started(t, c)
	require.Empty(t, p.token)
	require.Equal(t, digest([]byte(token)), p.credentials()[0].Hash)
	p.stop()
	p = started(t, c)
	require.NotZero(t, p.hash, "it is kept on")
	p.stop()

	c.AdminToken = "a-token-that-somebody-thought-of"
	p = started(t, c)
	require.Empty(t, p.credentials(), "what could be guessed is not kept")
}

func TestPlansWhoseFolderIsGoneAreStoodInFor(t *testing.T) {
	c := Config{DataDir: t.TempDir(), PlansDir: filepath.Join(t.TempDir(), "plans")}
	require.NoError(t, os.Mkdir(c.PlansDir, 0o700))
	text, err := os.ReadFile("../plans/library/fire.yaml")
	require.NoError(t, err)
	own := strings.Replace(string(text), "version: 1", "version: 7", 1)
	require.NoError(t, os.WriteFile(filepath.Join(c.PlansDir, "fire.yaml"), []byte(own), 0o600))
	started(t, c).stop()
	require.NoError(t, os.RemoveAll(c.PlansDir))
	for range 2 { // what was kept is kept on
		p := started(t, c)
		plan, _ := plans.Find(p.catalog.Plans(), "fire")
		require.Equal(t, 7, plan.Frozen.Version)
		require.Contains(t, p.degraded()[0], "MUSTER_PLANS_DIR")
		p.stop()
	}
	c.PlansDir = filepath.Join(t.TempDir(), "another")
	_, err = start(t, c)
	require.ErrorContains(t, err, "cannot be used")
}
