package activities

// Pace and traffic: notices leave no faster than the network takes them, and give way to pages.

import (
	"context"
	"sync"
	"time"
)

// Pace spreads message parts over time, for all notices of a process together.
type Pace struct {
	mu   sync.Mutex
	rate float64
	next time.Time // when the next part may leave

	// Common, if set, takes the turn among all processes: how long it is until then, or false if that is past the patience.
	// Where it fails, this process's own pace holds.
	Common func(ctx context.Context, takes, patience time.Duration) (wait time.Duration, ok bool, err error)
}

// NewPace makes a pace of so many parts per second.
func NewPace(rate float64) *Pace { return &Pace{rate: rate} }

// Take waits for the turn of some parts; false if it does not come until a moment, or ctx ends before. Then the turn is another's.
func (p *Pace) Take(ctx context.Context, parts int, until time.Time) bool {
	if p.Common != nil {
		if wait, ok, err := p.Common(ctx, span(parts, p.rate), time.Until(until)); err == nil {
			return ok && waitUntil(ctx, time.Now().Add(wait), until)
		}
	}
	p.mu.Lock()
	turn := p.next
	if now := time.Now(); turn.Before(now) {
		turn = now
	}
	if turn.After(until) {
		p.mu.Unlock()
		return false
	}
	p.next = turn.Add(span(parts, p.rate))
	p.mu.Unlock()
	return waitUntil(ctx, turn, until)
}

// waitUntil waits for a moment; false if that is past a later one, or ctx ends before.
func waitUntil(ctx context.Context, at, until time.Time) bool {
	if at.After(until) || ctx.Err() != nil {
		return false
	}
	left := time.Until(at)
	if left <= 0 {
		return true
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Traffic knows whether pages are on their way to the carrier. A nil one knows of none.
type Traffic struct {
	mu    sync.Mutex
	pages int
	clear chan struct{} // closed when the last page has arrived; nil while none is on its way
}

// Page notes that a page is on its way until done is called.
func (t *Traffic) Page() (done func()) {
	if t == nil {
		return func() {}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pages == 0 {
		t.clear = make(chan struct{})
	}
	t.pages++
	return t.arrived
}

func (t *Traffic) arrived() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pages--; t.pages == 0 {
		close(t.clear)
		t.clear = nil
	}
}

// Clear waits until no page is on its way; false if one still is at a moment, or ctx ends before.
func (t *Traffic) Clear(ctx context.Context, until time.Time) bool {
	if t == nil {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	for {
		t.mu.Lock()
		clear := t.clear
		t.mu.Unlock()
		if clear == nil {
			return ctx.Err() == nil
		}
		select {
		case <-clear:
		case <-timer.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}
