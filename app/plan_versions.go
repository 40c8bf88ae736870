package app

// Plans that people publish: they stand before those of the program and of MUSTER_PLANS_DIR, and are kept in the database and in
// the snapshot. Every version stays known, since incidents that run keep theirs.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"muster/api"
	"muster/app/snapshot"
	"muster/incident"
	"muster/plans"
	"muster/sites/change"
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

// adoptPlans takes over the published plans of the database.
func (c *catalog) adoptPlans(ctx context.Context) error {
	rows, err := c.store.Plans(ctx)
	if err != nil {
		return err
	}
	if err := c.enforcePlans(c.readPublished(rows)); err != nil {
		c.keeping.log.Error("the published plans do not hang together: those of the program are in force", "error", err)
	}
	return nil
}

// restorePlans puts the published plans of the snapshot in force.
func (c *catalog) restorePlans(kept []snapshot.Published) {
	var rows []store.PlanRow
	for _, k := range kept {
		rows = append(rows, store.PlanRow{ID: k.Plan, Version: k.Version, Document: []byte(k.Text)})
	}
	if err := c.enforcePlans(c.readPublished(rows)); err != nil {
		c.keeping.log.Error("the plans of the snapshot do not hang together: those of the program are in force", "error", err)
	}
}

// keptPlans are the published plans in force, for the snapshot.
func (c *catalog) keptPlans() []snapshot.Published {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var kept []snapshot.Published
	for id, p := range c.published {
		if plan := p.newest(); plan != nil {
			kept = append(kept, snapshot.Published{Plan: id, Version: plan.Doc.Version, Text: string(plan.Source)})
		}
	}
	slices.SortFunc(kept, func(a, b snapshot.Published) int {
		if a.Plan < b.Plan {
			return -1
		}
		return 1
	})
	return kept
}

// followPlans takes over what other processes have published.
func (c *catalog) followPlans(ctx context.Context) error {
	versions, err := c.store.PlanVersions(ctx)
	if err != nil {
		return err
	}
	for id, version := range versions {
		if c.lastPublished(id) != version {
			err := c.adoptPlans(ctx)
			c.keep()
			return err
		}
	}
	return nil
}

// lastPublished is the number of a plan's newest published version, 0 if it has none.
func (c *catalog) lastPublished(id string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	rows := c.published[id].rows
	if len(rows) == 0 {
		return 0
	}
	return rows[len(rows)-1].Version
}

// PlanAt implements dispatch.Catalog: a version of a plan, as an incident keeps it.
func (c *catalog) PlanAt(id string, version int) (*plans.Plan, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if plan, ok := plans.Find(c.plans, id); ok && plan.Doc.Version == version {
		return plan, true
	}
	if plan, ok := c.published[id].plans[version]; ok {
		return plan, true
	}
	plan, ok := plans.Find(c.builtIn, id)
	return plan, ok && plan.Doc.Version == version
}

// inForceVersion is the number of the version in force, 0 for a plan that there is not.
func (c *catalog) inForceVersion(id string) int {
	plan, ok := c.Plan(id)
	if !ok {
		return 0
	}
	return max(plan.Doc.Version, c.lastPublished(id))
}

// UploadPlan implements api.PlanBook.
func (c *catalog) UploadPlan(ctx context.Context, file []byte) (api.PlanDraft, error) {
	read, err := plans.Load(file, "plan")
	if err != nil {
		return api.PlanDraft{}, err
	}
	id := read.Doc.ID
	base := c.inForceVersion(id)
	file = plans.Numbered(file, base+1)
	plan, err := plans.Load(file, "plan")
	if err == nil {
		_, err = plans.Linked(plans.With(c.Plans(), []*plans.Plan{plan}))
	}
	if err != nil {
		return api.PlanDraft{}, err
	}
	draft := api.PlanDraft{Plan: id, Replaces: base, Version: base + 1, Digest: plan.Digest}
	for _, w := range plan.Warnings {
		draft.Warnings = append(draft.Warnings, w.String())
	}
	return draft, c.store.SaveDraft(ctx, store.PlanDraft{ID: id, Base: base, Document: file, At: time.Now()})
}

// PublishPlan implements api.PlanBook.
func (c *catalog) PublishPlan(ctx context.Context, id, digest, note string) (api.PlanVersion, error) {
	draft, err := c.store.Draft(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return api.PlanVersion{}, c.noDraft(ctx, id)
	}
	if err != nil {
		return api.PlanVersion{}, err
	}
	if digest != "" && digest != sum(draft.Document) {
		return api.PlanVersion{}, &api.VersionError{Version: c.inForceVersion(id)}
	}
	return c.publish(ctx, id, draft.Base, draft.Document, note)
}

// noDraft says why there is nothing to publish: if somebody has just published it, that is a conflict.
func (c *catalog) noDraft(ctx context.Context, id string) error {
	if err := c.followPlans(ctx); err != nil {
		return err
	}
	return &change.UnknownError{Text: fmt.Sprintf("There is no draft of the plan %q: upload one first. If somebody else has just published it, look at the history.", id)}
}

func sum(data []byte) string { return digest(data) }

// publish makes a file the version after the one in force, if that is the one that it is to replace.
func (c *catalog) publish(ctx context.Context, id string, base int, file []byte, note string) (api.PlanVersion, error) {
	c.changing.Lock()
	defer c.changing.Unlock()
	if err := c.followPlans(ctx); err != nil {
		return api.PlanVersion{}, err
	}
	if now := c.inForceVersion(id); now != base {
		return api.PlanVersion{}, &api.VersionError{Version: now}
	}
	plan, err := plans.Load(plans.Numbered(file, base+1), planName(id, base+1))
	if err == nil {
		_, err = plans.Linked(plans.With(c.Plans(), []*plans.Plan{plan}))
	}
	if err != nil {
		return api.PlanVersion{}, err
	}
	row := store.PlanRow{ID: id, Version: base + 1, Document: plan.Source, Note: note, At: time.Now().UTC().Truncate(time.Millisecond)}
	err = c.store.PublishPlan(ctx, row)
	if errors.Is(err, store.ErrChanged) {
		_ = c.followPlans(ctx) // it is looked at again in a moment
		return api.PlanVersion{}, &api.VersionError{Version: c.inForceVersion(id)}
	}
	if err != nil {
		return api.PlanVersion{}, err
	}
	if err := c.adoptPlans(ctx); err != nil {
		return api.PlanVersion{}, err
	}
	c.keep()
	return api.PlanVersion{Version: row.Version, Source: api.PlanPublished, Note: note, At: row.At, InForce: true}, nil
}

// RollBackPlan implements api.PlanBook: an earlier version becomes a new one.
func (c *catalog) RollBackPlan(ctx context.Context, id string, to, replaces int, note string) (api.PlanVersion, error) {
	file, err := c.PlanSource(ctx, id, to)
	if err != nil {
		return api.PlanVersion{}, err
	}
	if note == "" {
		note = fmt.Sprintf("as version %d", to)
	}
	return c.publish(ctx, id, replaces, file, note)
}

// PlanHistory implements api.PlanBook, newest first.
func (c *catalog) PlanHistory(_ context.Context, id string) ([]api.PlanVersion, error) {
	inForce, ok := c.Plan(id)
	if !ok {
		return nil, incident.Fail(incident.CodeNoPlan, "There is no plan %q: see the plans.", id)
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	var list []api.PlanVersion
	for _, row := range slices.Backward(c.published[id].rows) {
		list = append(list, api.PlanVersion{Version: row.Version, Source: api.PlanPublished, Note: row.Note, At: row.At, InForce: row.Version == inForce.Doc.Version})
	}
	if plan, ok := plans.Find(c.builtIn, id); ok {
		list = append(list, api.PlanVersion{Version: plan.Doc.Version, Source: api.PlanBuiltIn, InForce: len(list) == 0})
	}
	return list, nil
}

// PlanSource implements api.PlanBook.
func (c *catalog) PlanSource(ctx context.Context, id string, version int) ([]byte, error) {
	switch version {
	case api.PlanInForce:
		version = c.inForceVersion(id)
	case api.PlanDrafted:
		draft, err := c.store.Draft(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			return nil, c.noDraft(ctx, id)
		}
		return draft.Document, err
	}
	plan, ok := c.PlanAt(id, version)
	if !ok {
		return nil, &change.UnknownError{Text: fmt.Sprintf("There is no version %d of the plan %q: see its history.", version, id)}
	}
	return plan.Source, nil
}
