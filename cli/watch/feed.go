// Package watch follows a running incident: it reads it again whenever the live stream says that it has changed, and shows
// it on a terminal or prints its timeline line by line.
package watch

import (
	"context"
	"sync/atomic"
	"time"

	"muster/cli/client"
	"muster/incident"
)

// Source is where a watcher reads from.
type Source interface {
	Incident(ctx context.Context, id string) (client.Incident, error)
	Timeline(ctx context.Context, id string, after int) ([]client.Entry, error)
	Stream(ctx context.Context, id string, up func(bool), event func(client.Event)) error
}

// News is what one reading has brought.
type News struct {
	View    incident.View
	Entries []client.Entry // those that are new
	At      time.Time      // when it was read, by this machine's clock
	Live    bool           // the stream stands
	Err     error          // why there is nothing new; it may pass
}

// How often an incident is read when the stream says nothing.
const (
	calm   = 5 * time.Second        // while the stream stands: it should have told
	brisk  = time.Second            // while it does not, and once after each event, since the shadow may lag
	gather = 100 * time.Millisecond // events that come together are read together
)

// Feed reads an incident until ctx ends, and tells about each reading. It gives up only where Muster refuses.
func Feed(ctx context.Context, source Source, id string, tell func(News)) error {
	ctx, cancel := context.WithCancel(ctx)
	f := &feed{source: source, id: id, tell: tell, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go f.listen(ctx)
	defer func() { cancel(); <-f.done }()
	for {
		if err := f.read(ctx); err != nil {
			return err
		}
		if !f.wait(ctx) {
			return nil
		}
	}
}

type feed struct {
	source Source
	id     string
	tell   func(News)

	wake   chan struct{} // holds one note that something has changed
	done   chan struct{} // closed when nobody listens any more
	live   atomic.Bool
	soon   bool // the next reading comes soon
	last   int  // Seq of the last entry told about
	failed bool
}

// listen notes the stream's events. A Muster without a stream is read every second.
func (f *feed) listen(ctx context.Context) {
	defer close(f.done)
	_ = f.source.Stream(ctx, f.id, func(up bool) { // what it is refused for, the reading is refused for too
		f.live.Store(up)
		f.poke()
	}, func(client.Event) { f.poke() })
	f.live.Store(false)
}

func (f *feed) poke() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// read reads the incident and what is new on its timeline. The error is one that will not pass.
func (f *feed) read(ctx context.Context) error {
	news, err := f.fetch(ctx)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil && !client.Passing(err):
		return err
	}
	f.failed, news.Err = err != nil, err
	news.At, news.Live = time.Now(), f.live.Load()
	f.tell(news)
	return nil
}

func (f *feed) fetch(ctx context.Context) (News, error) {
	found, err := f.source.Incident(ctx, f.id)
	if err != nil {
		return News{}, err
	}
	entries, err := f.source.Timeline(ctx, f.id, f.last)
	news := News{View: found.View}
	for _, e := range entries {
		if e.Seq > f.last {
			news.Entries, f.last = append(news.Entries, e), e.Seq
		}
	}
	return news, err
}

// wait waits for the next reading; false says that there is none.
func (f *feed) wait(ctx context.Context) bool {
	pause := calm
	if f.soon || f.failed || !f.live.Load() {
		pause = brisk
	}
	f.soon = false
	select {
	case <-f.wake:
		f.soon = true
		return sleep(ctx, gather)
	case <-time.After(pause):
		return true
	case <-ctx.Done():
		return false
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
