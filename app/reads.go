package app

// What is read of incidents from a database that may be away; package store says what each call promises.

import (
	"context"
	"time"

	"muster/incident"
	"muster/incident/testpage"
	"muster/store"
)

// Incident gives an incident's view; false if there is none.
func (d *database) Incident(ctx context.Context, id string) (incident.View, bool, error) {
	type found struct {
		view incident.View
		ok   bool
	}
	f, err := ask(ctx, d, func(s *store.Store) (found, error) {
		view, ok, err := s.Incident(ctx, id)
		return found{view, ok}, err
	})
	return f.view, f.ok, err
}

// Incidents lists incidents, newest first.
func (d *database) Incidents(ctx context.Context, filter store.Filter) (items []incident.View, next string, err error) {
	type page struct {
		items []incident.View
		next  string
	}
	p, err := ask(ctx, d, func(s *store.Store) (page, error) {
		items, next, err := s.Incidents(ctx, filter)
		return page{items, next}, err
	})
	return p.items, p.next, err
}

// Timeline gives an incident's entries after one.
func (d *database) Timeline(ctx context.Context, id string, after, limit int) ([]incident.Entry, error) {
	return ask(ctx, d, func(s *store.Store) ([]incident.Entry, error) { return s.Timeline(ctx, id, after, limit) })
}

// mostEarlier is how many entries are read at once that the engine has forgotten.
const mostEarlier = 500

// earlier reads an incident's entries before one.
func earlier(d *database) func(ctx context.Context, id string, before int) ([]incident.Entry, error) {
	return func(ctx context.Context, id string, before int) ([]incident.Entry, error) {
		var all []incident.Entry
		for after := 0; after < before-1; {
			next, err := d.Timeline(ctx, id, after, min(mostEarlier, before-1-after))
			if err != nil || len(next) == 0 {
				return all, err
			}
			all, after = append(all, next...), next[len(next)-1].Seq
		}
		return all, nil
	}
}

// OpenByHash gives the open incidents that have called a phone.
func (d *database) OpenByHash(ctx context.Context, hash string) ([]string, error) {
	return ask(ctx, d, func(s *store.Store) ([]string, error) { return s.OpenByHash(ctx, hash) })
}

// CodesInUse counts the open pages of a site by the digit of their codes.
func (d *database) CodesInUse(ctx context.Context, site string) (map[string]int, error) {
	return ask(ctx, d, func(s *store.Store) (map[string]int, error) { return s.CodesInUse(ctx, site) })
}

// OpenByCode gives those of them in which a page to that phone bears a code.
func (d *database) OpenByCode(ctx context.Context, hash, code string) ([]string, error) {
	return ask(ctx, d, func(s *store.Store) ([]string, error) { return s.OpenByCode(ctx, hash, code) })
}

// RecordedElsewhere gives those of some carrier's ids that belong to other open incidents' pages to a phone.
func (d *database) RecordedElsewhere(ctx context.Context, id, hash string, carrierIDs []string) ([]string, error) {
	return ask(ctx, d, func(s *store.Store) ([]string, error) { return s.RecordedElsewhere(ctx, id, hash, carrierIDs) })
}

// Recent gives the open incidents of a site and plan since a moment.
func (d *database) Recent(ctx context.Context, site, plan string, since time.Time) ([]incident.View, error) {
	return ask(ctx, d, func(s *store.Store) ([]incident.View, error) { return s.Recent(ctx, site, plan, since) })
}

// Events gives what was written after an event.
func (d *database) Events(ctx context.Context, after int64, id string, limit int) ([]store.Event, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.Event, error) { return s.Events(ctx, after, id, limit) })
}

// LastEvent is the newest event's number.
func (d *database) LastEvent(ctx context.Context) (int64, error) {
	return ask(ctx, d, func(s *store.Store) (int64, error) { return s.LastEvent(ctx) })
}

// Watch wakes whoever waits on the channel after something was recorded. Whoever began to watch before the database was open
// is woken then, and from then on.
func (d *database) Watch() (wake <-chan struct{}, stop func()) {
	if s := d.opened.Load(); s != nil {
		return s.Watch()
	}
	woken, over := make(chan struct{}, 1), make(chan struct{})
	go d.watchLater(woken, over)
	return woken, func() { close(over) }
}

func (d *database) watchLater(woken chan<- struct{}, over <-chan struct{}) {
	select {
	case <-d.ready:
	case <-d.done:
		return
	case <-over:
		return
	}
	wake, stop := d.opened.Load().Watch()
	defer stop()
	for {
		select {
		case woken <- struct{}{}:
		default: // it has not been heard since the last time
		}
		select {
		case <-wake:
		case <-d.done:
			return
		case <-over:
			return
		}
	}
}

// Busy gives the responders of a site who are held in open incidents.
func (d *database) Busy(ctx context.Context, site, mode string) ([]string, error) {
	return ask(ctx, d, func(s *store.Store) ([]string, error) { return s.Busy(ctx, site, mode) })
}

// Elsewhere implements activities.ShadowStore.
func (d *database) Elsewhere(ctx context.Context, id string) (incident.Elsewhere, error) {
	return ask(ctx, d, func(s *store.Store) (incident.Elsewhere, error) { return s.Elsewhere(ctx, id) })
}

// Contacts says how the people of a site were reached.
func (d *database) Contacts(ctx context.Context, site string) (map[string]store.Contact, error) {
	return ask(ctx, d, func(s *store.Store) (map[string]store.Contact, error) { return s.Contacts(ctx, site) })
}

// KeepTest implements activities.TestStore.
func (d *database) KeepTest(ctx context.Context, o testpage.Outcome) error {
	_, err := ask(ctx, d, func(s *store.Store) (struct{}, error) { return struct{}{}, s.KeepTest(ctx, o) })
	return err
}
