package app

// Changes of rosters: a site is replaced only by whoever has seen the version in force, here and in every other process.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"muster/api"
	"muster/incident"
	"muster/sites"
	"muster/sites/change"
	"muster/store"
)

// changeTries is how often a change is made anew on what others have made of a site meanwhile.
const changeTries = 6

// overwrite keeps a site's document from a file, and gives the version that it becomes. What people have changed since the last
// file is overwritten by force only.
func (c *catalog) overwrite(ctx context.Context, id string, document []byte, force bool) (version int, err error) {
	for range changeTries {
		versions, err := c.store.SiteVersions(ctx)
		if err != nil {
			return 0, err
		}
		if versions[id] == 0 {
			return 1, c.store.SaveSite(ctx, id, document)
		}
		filed, err := c.store.FiledVersion(ctx, id)
		switch {
		case err != nil:
			return 0, err
		case filed != 0 && filed != versions[id] && !force:
			return 0, &api.VersionError{Version: versions[id]}
		}
		version, err = c.store.ReplaceSiteByFile(ctx, id, document, versions[id])
		if !errors.Is(err, store.ErrChanged) {
			return version, err
		}
	}
	return 0, incident.Fail(incident.CodeBusy, "The site %s is being changed by several people at once: try again in a second.", id)
}

// enforce puts a site in force that the database has, from a document of that digest, and tells those who go by it.
func (c *catalog) enforce(site *sites.Site, version int, sum string) {
	c.mu.Lock()
	c.sites, c.versions, c.digests = maps.Clone(c.sites), maps.Clone(c.versions), maps.Clone(c.digests)
	if c.versions == nil {
		c.versions, c.digests = map[string]int{}, map[string]string{}
	}
	_, known := c.sites[site.ID]
	c.sites[site.ID], c.versions[site.ID], c.digests[site.ID] = site, version, sum
	c.index()
	c.mu.Unlock()
	c.keep()
	if known {
		c.changed.add(site.ID, 0)
	}
}

// Version implements api.Rosters.
func (c *catalog) Version(id string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.versions[id]
}

// inForce is a site with its version.
func (c *catalog) inForce(id string) (*sites.Site, int, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	site, ok := c.sites[id]
	return site, c.versions[id], ok
}

// ChangeRoster implements api.Rosters. A change that names no version is made on whatever is in force, anew if another process
// was quicker.
func (c *catalog) ChangeRoster(ctx context.Context, id string, o api.RosterOrder) (api.RosterChanged, error) {
	c.changing.Lock()
	defer c.changing.Unlock()
	for range changeTries {
		done, err := c.changeOnce(ctx, id, o)
		if !errors.Is(err, store.ErrChanged) {
			return done, err
		}
		away, err := c.takeOver(ctx)
		if err := errors.Join(away, err); err != nil {
			return api.RosterChanged{}, err
		}
	}
	return api.RosterChanged{}, incident.Fail(incident.CodeBusy, "The roster of %s is being changed by several people at once: try again in a second.", id)
}

func (c *catalog) changeOnce(ctx context.Context, id string, o api.RosterOrder) (api.RosterChanged, error) {
	before, version, ok := c.inForce(id)
	switch {
	case !ok:
		return api.RosterChanged{}, incident.Fail(incident.CodeNoSite, "There is no site of that id: see the sites.")
	case version == 0:
		return api.RosterChanged{}, errAway
	case o.Version != 0 && o.Version != version:
		return api.RosterChanged{}, &api.VersionError{Version: version}
	}
	after, err := change.Apply(before, o.Do, change.Terms{Now: time.Now(), Force: o.Force, Needs: sites.CommonNeeds()})
	if err == nil {
		err = c.mayRun(after)
	}
	if err != nil {
		return api.RosterChanged{}, err
	}
	done := api.RosterChanged{Version: version, Before: before, After: after}
	if o.DryRun {
		return done, nil
	}
	document, err := after.Marshal()
	if err != nil {
		return api.RosterChanged{}, fmt.Errorf("write site %s: %w", id, err)
	}
	if done.Version, err = c.store.ReplaceSite(ctx, id, document, version); err != nil {
		return api.RosterChanged{}, err
	}
	c.enforce(after, done.Version, digest(document))
	return done, nil
}
