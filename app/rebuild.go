package app

// Rebuilding: the shadow made anew, of incidents that have ended from their sealed records, and of all others from what the engine
// keeps of them.

import (
	"context"
	"fmt"
	"strings"

	"muster/api"
	"muster/dispatch"
	"muster/incident"
)

// The two stretches of a rebuild; each has cursors of its own.
const (
	fromRecords = "record:" // and the id that was done last
	fromEngine  = "engine:" // and the Desk's cursor
)

// rebuilder is the Desk, and the folder of records, as the API has the shadow made anew by them.
type rebuilder struct {
	desk    *dispatch.Desk
	store   recording
	records *records
}

// Rebuild implements api.Rebuilder.
func (r rebuilder) Rebuild(ctx context.Context, limit int, cursor string) ([]api.Rebuilt, string, error) {
	if after, ok := strings.CutPrefix(cursor, fromRecords); ok || cursor == "" {
		done, next, err := r.sealed(ctx, limit, after)
		if err != nil || len(done) > 0 {
			return done, next, err
		}
		cursor = fromEngine
	}
	from, ok := strings.CutPrefix(cursor, fromEngine)
	if !ok {
		return nil, "", incident.Fail(incident.CodeField, "This cursor is not one of a rebuild's: begin again without it.")
	}
	done, next, err := r.desk.Rebuild(ctx, r.store, limit, from, func(id string) bool { return r.done(ctx, id) })
	list := make([]api.Rebuilt, len(done))
	for k, one := range done {
		list[k] = api.Rebuilt{ID: one.ID, Entries: one.Entries, First: one.First}
	}
	if next != "" {
		next = fromEngine + next
	}
	return list, next, err
}

// done says whether an incident has been made anew from its record. One that was sealed only meanwhile has not.
func (r rebuilder) done(ctx context.Context, id string) bool {
	if !r.records.has(id) {
		return false
	}
	view, found, err := r.store.Incident(ctx, id)
	return err == nil && found && (view.State == incident.Closed || view.State == incident.Cancelled)
}

// sealed does a page of records, those after one. What cannot be used is said, and left to the engine.
func (r rebuilder) sealed(ctx context.Context, limit int, after string) (done []api.Rebuilt, next string, err error) {
	ids, err := r.records.ids()
	if err != nil {
		return nil, "", incident.Fail(incident.CodeEngine, "The folder of sealed records, %s, cannot be read: mend its permissions, and begin again.", r.records.dir)
	}
	for _, id := range ids {
		if id <= after {
			continue
		}
		if len(done) == limit {
			break
		}
		one, err := r.unseal(ctx, id)
		if err != nil {
			return nil, "", err
		}
		done, next = append(done, one), fromRecords+id
	}
	return done, next, nil
}

func (r rebuilder) unseal(ctx context.Context, id string) (api.Rebuilt, error) {
	done := api.Rebuilt{ID: id, Sealed: true}
	opened, err := r.records.open(id)
	if err != nil {
		r.records.log.Error("a sealed record cannot be used", "incident", id, "error", err)
		done.Problem = fmt.Sprintf("Its sealed record %s cannot be used: %s.", r.records.file(id), err)
		return done, nil
	}
	for _, s := range opened.Shadows() {
		if err := r.store.Record(ctx, s); err != nil {
			return done, fmt.Errorf("rebuild the shadow of %s: %w", id, err)
		}
	}
	if done.Entries = len(opened.Entries); done.Entries > 0 {
		done.First = opened.Entries[0].Seq
	}
	return done, nil
}
