package app

// Versions of plans in a database that may be away; package store says what each call promises.

import (
	"context"

	"muster/store"
)

// PublishPlan keeps a version of a plan.
func (d *database) PublishPlan(ctx context.Context, p store.PlanRow) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.PublishPlan(context.WithoutCancel(ctx), p)
}

// SaveDraft keeps a draft.
func (d *database) SaveDraft(ctx context.Context, p store.PlanDraft) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.SaveDraft(context.WithoutCancel(ctx), p)
}

// Draft gives a plan's draft.
func (d *database) Draft(ctx context.Context, id string) (store.PlanDraft, error) {
	return ask(ctx, d, func(s *store.Store) (store.PlanDraft, error) { return s.Draft(ctx, id) })
}

// Plans gives every published version.
func (d *database) Plans(ctx context.Context) ([]store.PlanRow, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.PlanRow, error) { return s.Plans(ctx) })
}

// PlanVersions gives the newest published version of every plan.
func (d *database) PlanVersions(ctx context.Context) (map[string]int, error) {
	return ask(ctx, d, func(s *store.Store) (map[string]int, error) { return s.PlanVersions(ctx) })
}
