package app

// Published plans in memory: taken over from the database or the snapshot, put in force, and given to a database that was lost.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"muster/app/snapshot"
	"muster/plans"
	"muster/store"
)

// published are the versions of one plan that people have published, by number, and when and why.
type published struct {
	plans map[int]*plans.Plan
	rows  []store.PlanRow // in order, without documents
}

// newest is the version in force; nil if this program can read none of them.
func (p published) newest() *plans.Plan {
	for _, row := range slices.Backward(p.rows) {
		if plan, ok := p.plans[row.Version]; ok {
			return plan
		}
	}
	return nil
}

// readPublished reads rows; what this version of the program cannot read is left out and complained of.
func (c *catalog) readPublished(rows []store.PlanRow) map[string]published {
	all := map[string]published{}
	for _, row := range rows {
		p, known := all[row.ID]
		if !known {
			p.plans = map[int]*plans.Plan{}
		}
		plan, err := plans.Load(row.Document, planName(row.ID, row.Version))
		if err != nil {
			c.keeping.log.Error("a published plan cannot be used", "plan", row.ID, "version", row.Version, "error", err)
		} else {
			p.plans[row.Version] = plan
		}
		row.Document = nil
		p.rows = append(p.rows, row)
		all[row.ID] = p
	}
	return all
}

func planName(id string, version int) string { return fmt.Sprintf("%s version %d", id, version) }

// enforcePlans puts published plans in force. Ones that do not hang together with the others are refused, and nothing changes.
func (c *catalog) enforcePlans(all map[string]published) error {
	var further []*plans.Plan
	for _, p := range all {
		if plan := p.newest(); plan != nil {
			further = append(further, plan)
		}
	}
	tied, err := plans.Linked(plans.With(c.builtIn, further))
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plans, c.published = tied, all
	return nil
}

// takePlans takes over the published plans of the database: all of them at first, later those that are news.
func (c *catalog) takePlans(ctx context.Context) error {
	if c.versions == nil {
		return c.adoptPlans(ctx)
	}
	return c.followPlans(ctx)
}

// adoptPlans takes over every published plan of the database.
func (c *catalog) adoptPlans(ctx context.Context) error {
	rows, err := c.store.Plans(ctx)
	if err != nil {
		return err
	}
	if err := c.enforcePlans(c.readPublished(rows)); err != nil {
		c.keeping.log.Error("the published plans do not hang together: those before stay in force", "error", err)
	}
	return nil
}

// restorePlans puts the published plans of the snapshot in force, unless the database has told of them.
func (c *catalog) restorePlans(kept []snapshot.Published) {
	if c.publishedPlans() != nil {
		return
	}
	var rows []store.PlanRow
	for _, k := range kept {
		rows = append(rows, store.PlanRow{ID: k.Plan, Version: k.Version, Document: []byte(k.Text)})
	}
	if err := c.enforcePlans(c.readPublished(rows)); err != nil {
		c.keeping.log.Error("the plans of the snapshot do not hang together: those of the program are in force", "error", err)
	}
}

// fillPlans gives a database that has no site, and so is new or was lost, the published plans that are known here: those of the
// snapshot at a start, every version later.
func (c *catalog) fillPlans(ctx context.Context) error {
	c.restorePlans(c.keeping.kept.Published)
	for _, p := range c.publishedPlans() {
		for _, row := range p.rows {
			plan, readable := p.plans[row.Version]
			if !readable {
				continue
			}
			if row.Document = plan.Source; row.At.IsZero() { // the snapshot does not say when
				row.At = time.Now().UTC().Truncate(time.Millisecond)
			}
			if err := c.store.PublishPlan(ctx, row); err != nil && !errors.Is(err, store.ErrChanged) {
				return err
			}
		}
	}
	return nil
}

// publishedPlans are the plans that people have published, by id; nil while it is not known of any.
func (c *catalog) publishedPlans() map[string]published {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.published // which is replaced, and never changed
}

// keptPlans are the published plans in force, for the snapshot.
func (c *catalog) keptPlans() []snapshot.Published {
	var kept []snapshot.Published
	for id, p := range c.publishedPlans() {
		if plan := p.newest(); plan != nil {
			kept = append(kept, snapshot.Published{Plan: id, Version: plan.Doc.Version, Text: string(plan.Source)})
		}
	}
	slices.SortFunc(kept, func(a, b snapshot.Published) int { return strings.Compare(a.Plan, b.Plan) })
	return kept
}

// followPlans takes over what other processes have published. The lock of changes is held.
func (c *catalog) followPlans(ctx context.Context) error {
	versions, err := c.store.PlanVersions(ctx)
	if err != nil || maps.Equal(versions, c.newestPublished()) {
		return err
	}
	if err := c.adoptPlans(ctx); err != nil {
		return err
	}
	c.keepPlans()
	return nil
}

// putInForce puts a version in force that this process has published. The database is not asked once more: it might not answer, and the
// version stands. The lock of changes is held.
func (c *catalog) putInForce(row store.PlanRow, plan *plans.Plan) error {
	all, own := map[string]published{}, published{plans: map[int]*plans.Plan{row.Version: plan}}
	maps.Copy(all, c.publishedPlans())
	maps.Copy(own.plans, all[row.ID].plans)
	row.Document = nil
	own.rows = append(slices.Clone(all[row.ID].rows), row)
	all[row.ID] = own
	if err := c.enforcePlans(all); err != nil {
		return err
	}
	c.keepPlans()
	return nil
}

// keepPlans writes the snapshot, unless the sites in it are still those that it was read with: taking over the database's does so.
func (c *catalog) keepPlans() {
	if c.keptAt() == nil {
		c.keep()
	}
}

// newestPublished is the number of each plan's newest published version.
func (c *catalog) newestPublished() map[string]int {
	newest := map[string]int{}
	for id, p := range c.publishedPlans() {
		newest[id] = p.rows[len(p.rows)-1].Version
	}
	return newest
}

// lastPublished is the number of a plan's newest published version, 0 if it has none.
func (c *catalog) lastPublished(id string) int { return c.newestPublished()[id] }
