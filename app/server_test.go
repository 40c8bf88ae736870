package app

// A database server that is away at the start, or is another one's.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/store"
	"muster/test/postgres"
)

func TestDeadServerIsStoodInForUntilItIsBack(t *testing.T) {
	server := postgres.Start(t)
	c := Config{DataDir: t.TempDir(), Database: server.Database(t)}
	require.NoError(t, server.Stop())
	_, err := start(t, c)
	require.ErrorIs(t, err, store.ErrAway, "nothing was kept to go on with")
	require.ErrorContains(t, err, "the database at postgres://muster@127.0.0.1:")
	require.NotContains(t, err.Error(), server.Secret())

	c.DataDir = t.TempDir()
	require.NoError(t, server.Resume())
	p := started(t, c)
	hill := sites.Riverside()
	hill.ID = "hill"
	require.NoError(t, p.catalog.Import(t.Context(), hill, false))
	p.stop()
	require.NoError(t, server.Stop())
	p = started(t, c)
	require.Equal(t, []string{"hill", "riverside"}, ids(p.catalog))
	require.Contains(t, p.degraded()[0], "The database is away: the database server does not answer")
	require.NoError(t, server.Resume())
	require.Eventually(t, func() bool { return p.away() == nil }, 10*time.Second, 10*time.Millisecond)
	require.Empty(t, p.degraded())
	require.NoError(t, p.store.Record(t.Context(), shadowOf("inc-1")))
}

func TestAddressOfTheDatabaseIsCheckedAndShownWithoutItsPassword(t *testing.T) {
	c, err := Load([]string{"MUSTER_DATABASE_URL=postgres://muster:verysecret@db.example.org/muster?sslmode=require"})
	require.NoError(t, err)
	require.Contains(t, c.Describe(), "postgres://muster@db.example.org:5432/muster (password hidden)")
	require.NotContains(t, c.Describe(), "verysecret")
	_, err = Load([]string{"MUSTER_DATABASE_URL=sqlite://verysecret"})
	require.ErrorIs(t, err, store.ErrURL)
	require.NotContains(t, err.Error(), "verysecret")
}

func TestSchemaIsBroughtUpForWhateverDatabaseIsConfigured(t *testing.T) {
	for name, c := range map[string]Config{
		"the database in ":         {DataDir: t.TempDir() + "/data"},
		"the database at postgres": {DataDir: t.TempDir(), Database: postgres.Start(t).Database(t)},
	} {
		before, err := LookAtSchema(t.Context(), c)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(before.Database, name), before.Database)
		done, err := Migrate(t.Context(), c)
		require.NoError(t, err)
		require.Len(t, done.Parts, len(before.Parts))
		after, err := LookAtSchema(t.Context(), c)
		require.NoError(t, err)
		for k, part := range after.Parts {
			require.Zero(t, before.Parts[k].AppliedAt)
			require.NotZero(t, part.AppliedAt)
		}
	}
}
