package app

// The catalog: plans and sites in memory, so that a declaration asks no database.

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"muster/carrier"
	"muster/dispatch"
	"muster/incident"
	"muster/plans"
	"muster/sites"
)

// catalog holds what can be declared where. It is safe for concurrent use.
type catalog struct {
	store     *database
	simulated bool
	allowed   bool // a site of real people may run on the simulator
	keeping   keeping
	imported  chan struct{} // holds one after a site was imported: what hangs on it is to be looked through
	changing  sync.Mutex    // one change of the sites after the other

	mu    sync.RWMutex
	plans []*plans.Plan
	// builtIn are those of the program and of MUSTER_PLANS_DIR; published ones stand before them.
	builtIn   []*plans.Plan
	published map[string]published
	sites     map[string]*sites.Site
	// versions are those of the sites in the database that are in force, and digests those of their documents; none while they
	// come from the snapshot.
	versions map[string]int
	digests  map[string]string
	owners   map[string][]dispatch.Owner
	staff    map[string]bool // every responder's number

	changed    *changedSites
	choices    choices
	households map[string]map[string]sites.Resident // by site and id
	reached    map[string]bool                      // every resident's number
}

// mayRun refuses a site of real people where no phone rings.
func (c *catalog) mayRun(site *sites.Site) error {
	if !c.simulated || c.allowed || demonstration(site) {
		return nil
	}
	return incident.Fail(incident.CodeField,
		"Site %q has real numbers, but no carrier is configured and no phone would ring: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and MUSTER_SMS_FROM, or MUSTER_ALLOW_SIMULATOR=1 to practise.", site.ID)
}

// demonstration says whether every number of a site is a made-up one.
func demonstration(site *sites.Site) bool {
	for _, r := range site.Responders {
		if !carrier.Demonstration(r.Phone) {
			return false
		}
	}
	return !slices.ContainsFunc(site.Residents, func(r sites.Resident) bool { return !carrier.Demonstration(r.Phone) })
}

// Import implements api.Catalog.
func (c *catalog) Import(ctx context.Context, site *sites.Site, force bool) error {
	c.changing.Lock()
	defer c.changing.Unlock()
	if err := c.put(ctx, site, force); err != nil {
		return err
	}
	c.look()
	return nil
}

// look has what hangs on the sites looked through.
func (c *catalog) look() {
	select {
	case c.imported <- struct{}{}:
	default: // it will be looked at anyway, or nobody does
	}
}

func (c *catalog) put(ctx context.Context, site *sites.Site, force bool) error {
	if err := c.mayRun(site); err != nil {
		return err
	}
	document, err := site.Marshal()
	if err != nil {
		return fmt.Errorf("write site %s: %w", site.ID, err)
	}
	version, err := c.overwrite(ctx, site.ID, document, force)
	if err != nil {
		return fmt.Errorf("keep site %s: %w", site.ID, err)
	}
	c.enforce(site, version, digest(document))
	return nil
}

// index finds owners by their numbers, under the catalog's lock.
func (c *catalog) index() {
	c.owners, c.staff = map[string][]dispatch.Owner{}, map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(c.sites)) {
		for _, r := range c.sites[id].Responders {
			c.owners[r.Phone] = append(c.owners[r.Phone], dispatch.Owner{Site: c.sites[id], Responder: r})
			c.staff[r.Phone] = true
		}
	}
	c.indexResidents()
}

func (c *catalog) indexResidents() {
	c.households, c.reached = map[string]map[string]sites.Resident{}, map[string]bool{}
	for id, site := range c.sites {
		c.households[id] = map[string]sites.Resident{}
		for _, r := range site.Residents {
			c.households[id][r.ID], c.reached[r.Phone] = r, true
		}
	}
}

// household finds a resident of a site.
func (c *catalog) household(site, id string) (sites.Resident, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	r, ok := c.households[site][id]
	return r, ok
}

// isResident says whether a number is a resident's, at whichever site.
func (c *catalog) isResident(phone string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.reached[phone]
}

// Plan implements dispatch.Catalog.
func (c *catalog) Plan(id string) (*plans.Plan, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return plans.Find(c.plans, id)
}

// Site implements dispatch.Catalog.
func (c *catalog) Site(id string) (*sites.Site, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	site, ok := c.sites[id]
	return site, ok
}

// ByPhone implements dispatch.Catalog.
func (c *catalog) ByPhone(phone string) []dispatch.Owner {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.owners[phone]
}

// emergency is the control room's number, if all sites have the same.
func (c *catalog) emergency() string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	numbers := map[string]bool{}
	number := ""
	for _, site := range c.sites {
		number = site.Emergency
		numbers[number] = true
	}
	if len(numbers) != 1 {
		return ""
	}
	return number
}

// isStaff says whether a number is a responder's: the only ones that a drill may reach.
func (c *catalog) isStaff(phone string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.staff[phone]
}

// Sites implements api.Catalog.
func (c *catalog) Sites() []*sites.Site {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var all []*sites.Site
	for _, id := range slices.Sorted(maps.Keys(c.sites)) {
		all = append(all, c.sites[id])
	}
	return all
}

// Plans implements api.Catalog.
func (c *catalog) Plans() []*plans.Plan {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.plans)
}
