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
	"muster/dispatch"
	"muster/incident"
	"muster/plans"
	"muster/sites/change"
	"muster/store"
)

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
	plan, err := c.checkedPlan(file, "plan", base+1)
	if err != nil {
		return api.PlanDraft{}, err
	}
	draft := api.PlanDraft{Plan: id, Replaces: base, Version: base + 1, Digest: plan.Digest}
	for _, w := range plan.Warnings {
		draft.Warnings = append(draft.Warnings, w.String())
	}
	draft.Warnings = append(draft.Warnings, c.shortAt(plan)...)
	return draft, c.store.SaveDraft(ctx, store.PlanDraft{ID: id, Base: base, Document: file, At: time.Now()})
}

// checkedPlan reads a file that has been numbered, and sees whether it hangs together with the other plans.
func (c *catalog) checkedPlan(file []byte, name string, version int) (*plans.Plan, error) {
	plan, err := plans.Load(file, name)
	if err != nil {
		return nil, err
	}
	if plan.Doc.Version != version { // it is written so that it was not found
		return nil, incident.Fail(incident.CodePlanRefused, "Muster counts the versions, and cannot find the number in this file: write it at the beginning of a line of its own, as in version: %d.", version)
	}
	_, err = plans.Linked(plans.With(c.Plans(), []*plans.Plan{plan}))
	return plan, err
}

// mostShort bounds what is said of the sites that lack something.
const mostShort = 50

// shortAt says what a plan would lack at the sites that there are. It may be published all the same: a site's file can follow.
func (c *catalog) shortAt(plan *plans.Plan) []string {
	var said []string
	for _, site := range c.Sites() {
		problems, warnings := plans.CheckSite(plan, site)
		if large, fits := plans.CheckSize(plan, dispatch.Freeze(&plan.Frozen, site, nil, time.Now())); !fits {
			problems = append(problems, large)
		}
		for _, p := range append(problems, warnings...) {
			said = append(said, p.String())
		}
	}
	return said[:min(len(said), mostShort)]
}

// PublishPlan implements api.PlanBook.
func (c *catalog) PublishPlan(ctx context.Context, id, digest, note string) (api.PlanVersion, error) {
	draft, err := c.store.Draft(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return api.PlanVersion{}, c.noDraft(ctx, id, digest != "")
	}
	if err != nil {
		return api.PlanVersion{}, err
	}
	if digest != "" && digest != sum(draft.Document) {
		return api.PlanVersion{}, &api.VersionError{Version: c.inForceVersion(id)}
	}
	return c.publish(ctx, id, draft.Base, draft.Document, note)
}

// noDraft says why there is nothing to publish: if there was a draft that has been seen, somebody was quicker.
func (c *catalog) noDraft(ctx context.Context, id string, seen bool) error {
	c.changing.Lock()
	defer c.changing.Unlock()
	if err := c.followPlans(ctx); err != nil {
		return err
	}
	if seen {
		return &api.VersionError{Version: c.inForceVersion(id)}
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
	plan, err := c.checkedPlan(plans.Numbered(file, base+1), planName(id, base+1), base+1)
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
		return api.PlanVersion{}, &api.UnsureError{Version: row.Version, Err: err}
	}
	err = c.putInForce(row, plan)
	if err != nil {
		c.keeping.log.Error("a plan that was published does not hang together with the others: those before stay in force", "plan", id, "version", row.Version, "error", err)
	}
	return api.PlanVersion{Version: row.Version, Source: api.PlanPublished, Note: note, At: row.At, InForce: err == nil}, nil
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
			return nil, c.noDraft(ctx, id, false)
		}
		return draft.Document, err
	}
	plan, ok := c.PlanAt(id, version)
	if !ok {
		return nil, &change.UnknownError{Text: fmt.Sprintf("There is no version %d of the plan %q: see its history.", version, id)}
	}
	return plan.Source, nil
}
