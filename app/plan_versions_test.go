package app

// Plans that people publish, on a real database.

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/app/snapshot"
	"muster/plans"
	"muster/sites"
)

// edited is the fire plan with another title.
func edited(t *testing.T, title string) []byte {
	t.Helper()
	fire, ok := plans.Find(plans.Library(), "fire")
	require.True(t, ok)
	file := strings.Replace(string(fire.Source), `title: {en: "Fire",`, `title: {en: "`+title+`",`, 1)
	require.NotEqual(t, string(fire.Source), file)
	return []byte(file)
}

func titleOf(c *catalog) (string, int) {
	plan, _ := c.Plan("fire")
	return plan.Frozen.Title.EN, plan.Frozen.Version
}

func TestAPlanIsPublishedRolledBackAndRemembered(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	_, first := titleOf(p.catalog)
	draft, err := p.catalog.UploadPlan(t.Context(), edited(t, "Blaze"))
	require.NoError(t, err)
	require.Equal(t, []int{first, first + 1}, []int{draft.Replaces, draft.Version})
	title, version := titleOf(p.catalog)
	require.Equal(t, "Fire", title, "a draft is not in force")
	require.Equal(t, first, version)
	_, err = p.catalog.PublishPlan(t.Context(), "fire", "another", "")
	var other *api.VersionError
	require.ErrorAs(t, err, &other, "another draft was meant")

	v, err := p.catalog.PublishPlan(t.Context(), "fire", draft.Digest, "clearer")
	require.NoError(t, err)
	require.Equal(t, first+1, v.Version)
	title, version = titleOf(p.catalog)
	require.Equal(t, "Blaze", title)
	require.Equal(t, first+1, version)
	old, ok := p.catalog.PlanAt("fire", first)
	require.True(t, ok)
	require.Equal(t, "Fire", old.Frozen.Title.EN, "an incident that runs keeps it")

	_, err = p.catalog.RollBackPlan(t.Context(), "fire", first, first, "")
	require.ErrorAs(t, err, &other, "it is not in force any more")
	_, err = p.catalog.RollBackPlan(t.Context(), "fire", first, first+1, "")
	require.NoError(t, err)
	title, version = titleOf(p.catalog)
	require.Equal(t, "Fire", title)
	require.Equal(t, first+2, version)
	history, err := p.catalog.PlanHistory(t.Context(), "fire")
	require.NoError(t, err)
	require.Len(t, history, 3)
	require.True(t, history[0].InForce)
	require.Equal(t, api.PlanBuiltIn, history[2].Source)

	p.stop()
	p = started(t, c)
	_, version = titleOf(p.catalog)
	require.Equal(t, first+2, version)
	p.stop()
	require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, "muster.db"), []byte(strings.Repeat("no database at all. ", 100)), 0o600))
	p = started(t, c)
	_, version = titleOf(p.catalog)
	require.Equal(t, first+2, version, "from the snapshot")
}

// beside is the catalog of another process on the same database.
func beside(t *testing.T, p *program) *catalog {
	t.Helper()
	c := &catalog{
		changed: newChangedSites(), store: p.store, sites: map[string]*sites.Site{}, simulated: true, plans: plans.Library(), builtIn: plans.Library(),
		keeping: keeping{log: p.log, files: snapshot.Keeper{Dir: t.TempDir()}},
	}
	adopted(t, c)
	return c
}

// adopted takes over what the database has.
func adopted(t *testing.T, c *catalog) {
	t.Helper()
	dead, err := c.adopt(t.Context())
	require.NoError(t, errors.Join(dead, err))
}

func TestAPublishedPlanReachesTheOtherProcesses(t *testing.T) {
	one := started(t, Config{DataDir: t.TempDir()})
	other := beside(t, one)
	draft, err := one.catalog.UploadPlan(t.Context(), edited(t, "Blaze"))
	require.NoError(t, err)
	_, err = one.catalog.PublishPlan(t.Context(), "fire", draft.Digest, "")
	require.NoError(t, err)
	adopted(t, other)
	title, version := titleOf(other)
	require.Equal(t, "Blaze", title)
	require.Equal(t, draft.Version, version)
	_, err = other.RollBackPlan(t.Context(), "fire", draft.Replaces, draft.Version, "")
	require.NoError(t, err)
	_, err = one.catalog.RollBackPlan(t.Context(), "fire", draft.Replaces, draft.Version, "")
	var quicker *api.VersionError
	require.ErrorAs(t, err, &quicker, "it knows by now what the other one has published")
	require.Equal(t, draft.Version+1, quicker.Version)
}

func TestALostDatabaseGetsThePublishedPlansBack(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	draft, err := p.catalog.UploadPlan(t.Context(), edited(t, "Blaze"))
	require.NoError(t, err)
	_, err = p.catalog.PublishPlan(t.Context(), "fire", draft.Digest, "")
	require.NoError(t, err)
	p.stop()
	require.NoError(t, os.Remove(filepath.Join(c.DataDir, "muster.db")))
	p = started(t, c)
	title, version := titleOf(p.catalog)
	require.Equal(t, "Blaze", title)
	require.Equal(t, draft.Version, version)
	rows, err := p.store.Plans(t.Context())
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, draft.Version, rows[0].Version)
}

func TestAPlanWhoseVersionCannotBeCountedIsRefused(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	file := strings.Replace(string(edited(t, "Blaze")), "\nversion: 1\n", "\n\"version\": 1\n", 1)
	_, err := p.catalog.UploadPlan(t.Context(), []byte(file))
	require.Error(t, err)
}

func TestOfTwoWhoPublishOneDraftAtOnceTheSecondIsRefused(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	draft, err := p.catalog.UploadPlan(t.Context(), edited(t, "Blaze"))
	require.NoError(t, err)
	kept, err := p.store.Draft(t.Context(), "fire")
	require.NoError(t, err)
	got := make([]error, 4)
	var done sync.WaitGroup
	for n := range got {
		done.Go(func() { _, got[n] = p.catalog.publish(t.Context(), "fire", draft.Replaces, kept.Document, "") })
	}
	done.Wait()
	published := 0
	for _, err := range got {
		if err == nil {
			published++
			continue
		}
		var other *api.VersionError
		require.ErrorAs(t, err, &other)
		require.Equal(t, draft.Version, other.Version)
	}
	require.Equal(t, 1, published)
}

func TestAPlanThatHangsOnAnotherWhichIsNotThereIsRefused(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	storm, _ := plans.Find(plans.Library(), "storm")
	file := strings.Replace(string(storm.Source), "plan: pipe-burst", "plan: deluge", 1)
	require.NotEqual(t, string(storm.Source), file)
	_, err := p.catalog.UploadPlan(t.Context(), []byte(file))
	require.ErrorContains(t, err, "there is no plan deluge to open")
}
