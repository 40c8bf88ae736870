package app

// The Desk as the API wants it.

import (
	"context"
	"errors"

	"muster/activities"
	"muster/api"
	"muster/carrier"
	"muster/carrier/inbox"
	"muster/dispatch"
	"muster/incident"
	"muster/store"
)

// desk is dispatch's Desk behind api's interface.
type desk struct {
	*dispatch.Desk
	dir   *dataDir
	inbox *inbox.Reader
	apart bool // the carrier's list is read in other processes
}

// Declare implements api.Desk. An engine that fails on a full disk says so.
func (d desk) Declare(ctx context.Context, declared api.Declaration) (incident.View, error) {
	view, err := d.Desk.Declare(ctx, dispatch.Declaration{Declaration: declared.Declaration, Key: declared.Key, Story: declared.Story})
	var refused *incident.Error
	if errors.As(err, &refused) && refused.Code == incident.CodeEngine {
		if full := d.dir.room(); full != nil {
			return view, incident.Fail(incident.CodeEngine, "Nothing was started: %s.", full)
		}
	}
	return view, err
}

// Status implements api.Desk.
func (d desk) Status(ctx context.Context, id string) (incident.View, []incident.Entry, error) {
	status, err := d.Desk.Status(ctx, id)
	return status.View, status.Entries, err
}

// Answer implements api.Desk. A text that was read from the carrier's list already gets its reply as a message.
func (d desk) Answer(ctx context.Context, in carrier.Inbound) (string, error) {
	if d.inbox.Took(in.ID) {
		return "", nil
	}
	text := activities.Text{ID: in.ID, From: in.From, Body: in.Body}
	if !d.apart {
		return d.Desk.Answer(ctx, text)
	}
	taken := make(chan bool, 1)
	go func() { taken <- d.Taken(ctx, in.ID) }() // beside it, so that nobody waits for one more question
	said, err := d.Desk.Answer(ctx, text)
	if err == nil && said != "" && <-taken {
		return "", nil
	}
	return said, err
}

// shadow is the database as the API reads it.
type shadow struct{ *database }

// Incidents implements api.Shadow.
func (s shadow) Incidents(ctx context.Context, f api.Filter) ([]incident.View, string, error) {
	items, next, err := s.database.Incidents(ctx, store.Filter{State: f.State, Mode: f.Mode, Site: f.Site, Sites: f.Sites, Limit: f.Limit, Cursor: f.Cursor})
	if errors.Is(err, store.ErrCursor) {
		return nil, "", api.ErrCursor
	}
	return items, next, err
}

// Contacts implements api.Shadow.
func (s shadow) Contacts(ctx context.Context, site string) (map[string]api.Contact, error) {
	kept, err := s.database.Contacts(ctx, site)
	contacts := make(map[string]api.Contact, len(kept))
	for id, c := range kept {
		contacts[id] = api.Contact(c)
	}
	return contacts, err
}

// feed is the database as the live stream reads it.
type feed struct{ *database }

// Events implements api.Feed.
func (f feed) Events(ctx context.Context, after int64, id string, limit int) ([]api.Event, error) {
	rows, err := f.database.Events(ctx, after, id, limit)
	events := make([]api.Event, len(rows))
	for k, r := range rows {
		events[k] = api.Event(r)
	}
	return events, err
}

// health says whether a declaration would be taken.
type health struct {
	engine interface {
		Healthy(ctx context.Context) error
	}
	dir      *dataDir
	degraded func() []string
}

// Degraded implements api.Health.
func (h health) Degraded() []string { return h.degraded() }

// Ready implements api.Health.
func (h health) Ready(ctx context.Context) error {
	if err := h.engine.Healthy(ctx); err != nil {
		return incident.Fail(incident.CodeEngine, "The engine does not answer: no declaration would be taken. Tell the operator.")
	}
	if err := h.dir.room(); err != nil {
		return incident.Fail(incident.CodeEngine, "No declaration would be taken: %s.", err)
	}
	return nil
}
