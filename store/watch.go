package store

// Watching: who is woken when something has been recorded, by this process or, where several share a database, by another.

import (
	"context"
	"sync"
	"time"
)

// A database that other processes write to tells of it. It is asked so often what they have recorded, while anybody watches and it
// does not tell; and each so many times where it does, in case that something was not heard.
const (
	pollEvery = 200 * time.Millisecond
	pollAlso  = 25
	pollBound = 2 * time.Second
)

// Watch wakes whoever waits on the channel after something has been recorded: at once if this process did, and a moment
// later if another did to a database that processes share. What happens while nobody waits is told once. stop ends it.
func (s *Store) Watch() (wake <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	s.watchers.add(c)
	return c, func() { s.watchers.remove(c) }
}

// poll asks what other processes have recorded, until the store closes.
func (s *Store) poll(every time.Duration) {
	defer close(s.polled)
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for n := 0; ; n++ {
		select {
		case <-ticks.C:
			if !s.listening.Load() || n%pollAlso == 0 {
				s.ask()
			}
		case <-s.quit:
			return
		}
	}
}

// ask looks at the feed once, if anybody watches. A database that does not answer is asked again next time.
func (s *Store) ask() {
	if !s.watchers.any() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), pollBound)
	defer cancel()
	if last, err := s.LastEvent(ctx); err == nil {
		s.watchers.read(last)
	}
}

// watchers are the channels of those who watch, and up to which number of the feed they have been woken.
type watchers struct {
	mu       sync.Mutex
	channels map[chan struct{}]bool
	arrived  chan struct{} // holds one after somebody began to watch
	told     int64
	found    int64 // where the feed stood when it was read last
}

func (w *watchers) add(c chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.channels == nil {
		w.channels = map[chan struct{}]bool{}
	}
	w.channels[c] = true
	select {
	case w.comers() <- struct{}{}:
	default:
	}
}

// came wakes after somebody has begun to watch.
func (w *watchers) came() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.comers()
}

// comers makes the channel, under the lock.
func (w *watchers) comers() chan struct{} {
	if w.arrived == nil {
		w.arrived = make(chan struct{}, 1)
	}
	return w.arrived
}

func (w *watchers) remove(c chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.channels, c)
}

func (w *watchers) any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.channels) > 0
}

// wrote wakes for what this process has recorded, whose last number this is, unless it was read before this could be told.
func (w *watchers) wrote(last int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if last > w.told {
		w.wake(last)
	}
}

// read wakes for what others have recorded. A feed that stands lower than it did is another database's, or an older copy.
func (w *watchers) read(last int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if last > w.told || last < w.found {
		w.wake(last)
	}
	w.found = last
}

// wake never waits: a channel that is full has not been heard since the last time.
func (w *watchers) wake(last int64) {
	w.told = last
	for c := range w.channels {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
