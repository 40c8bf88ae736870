package app

// Plans whose database fails in the middle of their being published.

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/store/storetest"
)

// trigger makes something happen in a database whenever a plan is published.
func trigger(t *testing.T, c Config, does string) {
	t.Helper()
	storetest.Administer(t, filepath.Join(c.DataDir, "muster.db"), "CREATE TRIGGER published AFTER INSERT ON plans BEGIN "+does+"; END")
}

func TestAPlanThatStandsIsInForceThoughItCannotBeReadBack(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	draft, err := p.catalog.UploadPlan(t.Context(), edited(t, "Blaze"))
	require.NoError(t, err)
	trigger(t, c, "INSERT OR IGNORE INTO plans SELECT 'zzz', 'no number', document, note, published_at FROM plans")
	v, err := p.catalog.PublishPlan(t.Context(), "fire", draft.Digest, "")
	require.NoError(t, err)
	require.True(t, v.InForce)
	_, err = p.store.PlanVersions(t.Context())
	require.Error(t, err, "the database cannot be read any more")
	title, version := titleOf(p.catalog)
	require.Equal(t, "Blaze", title)
	require.Equal(t, draft.Version, version)
}

func TestOfAPlanThatTheDatabaseDidNotTakeItIsNotSaidThatNothingHasChanged(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	draft, err := p.catalog.UploadPlan(t.Context(), edited(t, "Blaze"))
	require.NoError(t, err)
	trigger(t, c, "SELECT RAISE(ABORT, 'no')")
	_, err = p.catalog.PublishPlan(t.Context(), "fire", draft.Digest, "")
	var unsure *api.UnsureError
	require.ErrorAs(t, err, &unsure)
	require.Equal(t, draft.Version, unsure.Version)
	_, version := titleOf(p.catalog)
	require.Equal(t, draft.Replaces, version)
}
