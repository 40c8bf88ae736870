package watch_test

// A source that is told what to answer, for tests in a bubble of fake time.

import (
	"context"
	"sync"
	"time"

	"muster/cli/client"
	"muster/incident"
	"muster/incident/frozen"
)

var opening = time.Date(2026, 11, 22, 19, 0, 0, 0, time.UTC)

type source struct {
	mu      sync.Mutex
	view    incident.View
	entries []client.Entry
	speed   float64
	err     error // of every reading
	streams bool
	reads   []time.Time
	began   time.Time
	events  chan client.Event
	panics  bool
}

func newSource() *source {
	return &source{
		began: time.Now(), speed: 1, streams: true, events: make(chan client.Event),
		view: incident.View{
			ID: "inc-1", Title: frozen.Text{EN: "Fire", ZH: "火灾"}, Level: frozen.L2, Mode: frozen.Real, State: incident.Open, OpenedAt: incident.Time(opening),
			Location: "Building 3", Summary: "smoke",
		},
	}
}

func (s *source) Incident(context.Context, string) (client.Incident, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.panics {
		panic("a fault in the source")
	}
	s.reads = append(s.reads, time.Now())
	view := s.view
	view.Now = incident.Time(opening.Add(time.Duration(float64(time.Since(s.began)) * s.speed)))
	return client.Incident{View: view}, s.err
}

func (s *source) Timeline(_ context.Context, _ string, after int) ([]client.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]client.Entry(nil), s.entries[min(after, len(s.entries)):]...), s.err
}

func (s *source) Stream(ctx context.Context, _ string, up func(bool), event func(client.Event)) error {
	if !s.streams {
		return &client.RefusalError{Status: 404}
	}
	up(true)
	for {
		select {
		case e := <-s.events:
			event(e)
		case <-ctx.Done():
			return nil
		}
	}
}

// change changes what is answered from now on.
func (s *source) change(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

// happens adds an entry and tells of it on the stream.
func (s *source) happens(en string) {
	s.change(func() { s.add(en) })
	s.events <- client.Event{Name: "timeline", Incident: "inc-1"}
}

func (s *source) add(en string) {
	s.entries = append(s.entries, client.Entry{Entry: incident.Entry{Seq: len(s.entries) + 1, At: opening, Text: frozen.Text{EN: en, ZH: en}}})
}

func (s *source) readTimes() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []time.Duration
	for _, r := range s.reads {
		list = append(list, r.Sub(s.began))
	}
	return list
}

// pass lets the bubble's time pass.
func pass(d time.Duration) { <-time.After(d) }
