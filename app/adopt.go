package app

// Adopting: what the database keeps of sites, plans and choices is taken over, at the start and as other processes change it.

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"muster/sites"
	"muster/store"
)

// adopt takes over the sites that the database keeps, and has it keep those in force where it has none. away is the
// database's error, err any other.
func (c *catalog) adopt(ctx context.Context) (away, err error) {
	c.changing.Lock()
	defer c.changing.Unlock()
	return c.takeOver(ctx)
}

// takeOver is adopt for whoever holds the lock of changes.
func (c *catalog) takeOver(ctx context.Context) (away, err error) {
	bounded, cancel := context.WithTimeout(ctx, loadPatience)
	defer cancel()
	rows, away := c.store.Sites(bounded)
	if away != nil {
		return away, nil
	}
	if len(rows) == 0 { // it is new, or was lost
		away = c.fillPlans(bounded)
	}
	if away == nil {
		away = c.adoptChoices(bounded)
	}
	if away == nil {
		away = c.takePlans(bounded)
	}
	if away != nil {
		return away, nil
	}
	err = c.load(ctx, rows)
	if passes(err) {
		return err, nil
	}
	return nil, err
}

// passes says whether an error is one of the database, which it may have got over when it is asked again.
func passes(err error) bool {
	var known *store.Error
	return errors.Is(err, errAway) || errors.As(err, &known)
}

// load puts the sites of the database in force; an empty one is filled.
func (c *catalog) load(ctx context.Context, rows []store.SiteRow) error {
	if len(rows) == 0 {
		return c.fill(ctx)
	}
	loaded, versions, digests := map[string]*sites.Site{}, map[string]int{}, map[string]string{}
	for _, row := range rows {
		sum := digest(row.Document)
		site, err := c.read(row, sum)
		switch {
		case err != nil && c.versions == nil:
			return err
		case err != nil: // another process has brought it in: it keeps nobody from following the rest
			c.keeping.log.Error("a site that another process has changed cannot be used: the one before stays in force", "site", row.ID, "error", err)
			if site = c.sites[row.ID]; site == nil {
				continue
			}
			row.Version, sum = c.versions[row.ID], c.digests[row.ID]
		}
		loaded[site.ID], versions[site.ID], digests[site.ID] = site, row.Version, sum
	}
	c.mu.Lock()
	before, known := c.sites, c.versions
	c.sites, c.versions, c.digests = loaded, versions, digests
	c.index()
	c.mu.Unlock()
	c.keep()
	for id, site := range before { // what is in force came from the snapshot, or from before another process changed it
		if loaded[id] != site {
			c.changed.add(id, 0)
		}
	}
	if known != nil && !maps.Equal(known, versions) {
		c.look()
	}
	return nil
}

// read gives the site of a row, whose document's digest is given: the one in force where that was read from the same document.
func (c *catalog) read(row store.SiteRow, sum string) (*sites.Site, error) {
	if site := c.sites[row.ID]; site != nil && c.digests[row.ID] == sum {
		return site, nil
	}
	site, err := sites.Load(row.Document, row.ID)
	if err != nil {
		return nil, fmt.Errorf("the site %s is kept, but this version cannot read it: %w; import it again with an older version's export mended", row.ID, err)
	}
	return site, c.mayRun(site)
}

// fill gives an empty database the sites that are in force, those of the snapshot, or the demonstration site.
func (c *catalog) fill(ctx context.Context) error {
	if len(c.Sites()) == 0 && c.keeping.kept.File != "" {
		if err := c.restore(); err != nil {
			return err
		}
	}
	all := c.Sites()
	if len(all) == 0 {
		all = []*sites.Site{sites.Riverside()}
	}
	for _, site := range all {
		if err := c.put(ctx, site, false); err != nil {
			return err
		}
	}
	return nil
}
