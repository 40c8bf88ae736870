package app

// Changes of rosters on a real database, by several at once and by several processes.

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/dispatch"
	"muster/sites"
	"muster/sites/change"
)

// away takes somebody off for two days in a week's time.
func away(id string) change.Change {
	from := time.Now().Add(7 * 24 * time.Hour)
	return change.AddLeave(sites.Leave{ID: "away-" + id, Responder: id}, change.Span{From: from, To: from.Add(48 * time.Hour)})
}

func TestOfManyWhoChangeOneVersionOneSucceeds(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	version := p.catalog.Version("riverside")
	require.Equal(t, 1, version)
	people := []string{"li-hua", "zhang-wei", "yang-jie", "han-dong", "feng-kai"}
	got := make([]error, len(people))
	var done sync.WaitGroup
	for n, id := range people {
		done.Go(func() {
			_, got[n] = p.catalog.ChangeRoster(t.Context(), "riverside", api.RosterOrder{Version: version, Do: away(id)})
		})
	}
	done.Wait()
	succeeded := 0
	for _, err := range got {
		if err == nil {
			succeeded++
			continue
		}
		var other *api.VersionError
		require.ErrorAs(t, err, &other)
		require.Equal(t, 2, other.Version)
	}
	require.Equal(t, 1, succeeded)
	site, _ := p.catalog.Site("riverside")
	require.Len(t, site.Leave, len(sites.Riverside().Leave)+1)
}

func TestOfManyWhoAddSomethingAllSucceedThoughTwoProcessesShareTheDatabase(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	one := started(t, c)
	other := beside(t, one)
	var done sync.WaitGroup
	got := make([]error, 8)
	for n := range got {
		c := []*catalog{one.catalog, other}[n%2]
		id := sites.Riverside().Responders[n].ID
		done.Go(func() {
			_, got[n] = c.ChangeRoster(t.Context(), "riverside", api.RosterOrder{Force: true, Do: away(id)})
		})
	}
	done.Wait()
	require.NoError(t, errors.Join(got...))
	for _, c := range []*catalog{one.catalog, other} {
		adopted(t, c)
		site, _ := c.Site("riverside")
		require.Len(t, site.Leave, len(sites.Riverside().Leave)+len(got))
		require.Equal(t, 1+len(got), c.Version("riverside"))
		require.Contains(t, c.changed.take(), "riverside", "running incidents are told")
	}
}

// Whoever follows reads again only what has changed, and goes on without what it cannot use.
func TestOthersAreFollowedSiteBySite(t *testing.T) {
	one := started(t, Config{DataDir: t.TempDir()})
	hill := sites.Riverside()
	hill.ID = "hill"
	require.NoError(t, one.catalog.Import(t.Context(), hill, false))
	other := beside(t, one)
	other.changed.take()
	kept, _ := other.Site("riverside")
	_, err := one.catalog.ChangeRoster(t.Context(), "hill", api.RosterOrder{Do: away("li-hua")})
	require.NoError(t, err)
	require.NoError(t, one.store.SaveSite(t.Context(), "later", []byte("schema: muster/site/v9\n")))
	adopted(t, other)
	require.Equal(t, []string{"hill", "riverside"}, ids(other))
	require.Equal(t, 2, other.Version("hill"))
	still, _ := other.Site("riverside")
	require.Same(t, kept, still)
	require.Equal(t, map[string]int{"hill": 0}, other.changed.take(), "only its incidents are told")

	require.NoError(t, one.store.SaveSite(t.Context(), "hill", []byte("schema: muster/site/v9\n")))
	adopted(t, other)
	require.Equal(t, 2, other.Version("hill"), "the one before stays in force")
	require.Empty(t, other.changed.take())
}

func TestAChangedRosterIsThereAfterAStartWithoutTheDatabase(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	_, err := p.catalog.ChangeRoster(t.Context(), "riverside", api.RosterOrder{Do: away("li-hua")})
	require.NoError(t, err)
	before, _ := p.catalog.Site("riverside")
	p.stop()
	require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, "muster.db"), []byte(strings.Repeat("no database at all. ", 100)), 0o600))
	p = started(t, c)
	after, _ := p.catalog.Site("riverside")
	require.Equal(t, before.Leave, after.Leave)
	_, err = p.catalog.ChangeRoster(t.Context(), "riverside", api.RosterOrder{Do: away("zhang-wei")})
	require.Error(t, err, "it cannot be kept")
	kept, _ := p.catalog.Site("riverside")
	require.Equal(t, before.Leave, kept.Leave)
}

func TestADryRunAndARefusalLeaveTheVersion(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	done, err := p.catalog.ChangeRoster(t.Context(), "riverside", api.RosterOrder{DryRun: true, Do: away("li-hua")})
	require.NoError(t, err)
	require.Equal(t, []string{"leave away-li-hua"}, change.Between(done.Before, done.After).Added)
	_, err = p.catalog.ChangeRoster(t.Context(), "riverside", api.RosterOrder{Do: away("nobody")})
	require.Error(t, err)
	require.Equal(t, 1, p.catalog.Version("riverside"))
	require.NoError(t, p.catalog.Import(t.Context(), sites.Riverside(), false))
	require.Equal(t, 2, p.catalog.Version("riverside"), "an import is a version too")
}

func TestAFileDoesNotOverwriteWhatPeopleHaveChangedUnlessItIsForced(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	bring := func(force bool) error { return p.catalog.Import(t.Context(), sites.Riverside(), force) }
	require.NoError(t, bring(false), "the site that came with the program")
	require.NoError(t, bring(false), "nobody has changed anything")
	_, err := p.catalog.ChangeRoster(t.Context(), "riverside", api.RosterOrder{Do: away("li-hua")})
	require.NoError(t, err)
	var edited *api.VersionError
	require.ErrorAs(t, bring(false), &edited)
	require.Equal(t, 4, edited.Version)
	site, _ := p.catalog.Site("riverside")
	require.Len(t, site.Leave, len(sites.Riverside().Leave)+1, "nothing has changed")
	require.NoError(t, bring(true))
	require.NoError(t, bring(false), "a file was brought in last")
}

func TestACalendarShowsWhoseDutyItIs(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	r := rosters{p.catalog, dispatch.PhoneKey("key")}
	_, secret, err := r.MakeCalendar(t.Context(), "riverside", "zhao-lei")
	require.NoError(t, err)
	_, all, err := r.MakeCalendar(t.Context(), "riverside", "")
	require.NoError(t, err)
	file, found, err := r.ReadCalendar(t.Context(), secret, time.Now())
	require.NoError(t, err)
	require.True(t, found)
	require.Contains(t, string(file), "ENG-E\\, ENG-W\\, ENG-L")
	require.NotContains(t, string(file), "guo-qiang")
	require.NotContains(t, string(file), fmt.Sprint(sites.Riverside().Responders[5].Phone[1:]), "no number leaves")
	everybody, _, err := r.ReadCalendar(t.Context(), all, time.Now())
	require.NoError(t, err)
	require.Greater(t, len(everybody), len(file))
	_, found, err = r.ReadCalendar(t.Context(), "guessed", time.Now())
	require.NoError(t, err)
	require.False(t, found)
	kept, err := p.store.Calendars(t.Context(), "riverside")
	require.NoError(t, err)
	require.Len(t, kept, 2)
	for _, k := range kept {
		require.NotContains(t, k.Hash, secret, "only the hash is kept")
	}
}
