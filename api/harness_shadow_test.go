package api_test

// The stand-ins for the shadow and its feed of events.

import (
	"context"
	"sync"

	"muster/api"
	"muster/incident"
)

// shadow keeps incidents in memory.
type shadow struct {
	views   map[string]incident.View
	entries []incident.Entry
	filter  api.Filter
	next    string
	err     error

	contacts map[string]api.Contact
}

func (s *shadow) Contacts(context.Context, string) (map[string]api.Contact, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.contacts, nil
}

func (s *shadow) Incident(_ context.Context, id string) (incident.View, bool, error) {
	v, ok := s.views[id]
	return v, ok, s.err
}

func (s *shadow) Incidents(_ context.Context, f api.Filter) ([]incident.View, string, error) {
	s.filter = f
	if s.err != nil {
		return nil, "", s.err
	}
	var all []incident.View
	for _, v := range s.views {
		all = append(all, v)
	}
	return all, s.next, nil
}

func (s *shadow) Timeline(_ context.Context, _ string, after, limit int) ([]incident.Entry, error) {
	if s.err != nil {
		return nil, s.err
	}
	var page []incident.Entry
	for _, e := range s.entries {
		if e.Seq > after && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, nil
}

// feed keeps events in memory.
type feed struct {
	mu       sync.Mutex
	events   []api.Event
	watchers map[chan struct{}]bool
	err      error
	last     error // of LastEvent
}

func newFeed() *feed { return &feed{watchers: map[chan struct{}]bool{}} }

func (f *feed) Events(_ context.Context, after int64, id string, limit int) ([]api.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var page []api.Event
	for _, e := range f.events {
		if e.ID > after && (id == "" || e.Incident == id) && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, f.err
}

func (f *feed) LastEvent(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.events) == 0 {
		return 0, f.last
	}
	return f.events[len(f.events)-1].ID, f.last
}

func (f *feed) Watch() (<-chan struct{}, func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := make(chan struct{}, 1)
	f.watchers[c] = true
	return c, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.watchers, c)
	}
}

func (f *feed) watched() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.watchers)
}

// write adds events and wakes whoever watches; add only adds them, as another process would.
func (f *feed) write(events ...api.Event) {
	f.add(events...)
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.watchers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (f *feed) add(events ...api.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, events...)
}

// fail makes the feed fail, or work again.
func (f *feed) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}
