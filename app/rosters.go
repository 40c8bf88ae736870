package app

// Rosters: when a site changes, its running incidents are told, in the background and again until they have it; incidents that
// last for days are told once a day.

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// When incidents are told of rosters.
const (
	rostersDaily = 24 * time.Hour
	rostersFirst = time.Minute // after the start
	rostersAgain = 30 * time.Second
	rostersTries = 5
	rostersBound = 2 * time.Minute // for all incidents of a site
	rostersWarn  = time.Minute     // between two looks whether it is time to tell what a roster lacks
)

// changedSites are those of which running incidents have to be told. Its zero value is of no use: see newChangedSites.
type changedSites struct {
	mu   sync.Mutex
	ids  map[string]int // how often it was tried
	wake chan struct{}
}

func newChangedSites() *changedSites {
	return &changedSites{ids: map[string]int{}, wake: make(chan struct{}, 1)}
}

// add notes a site; it never waits.
func (s *changedSites) add(id string, tries int) {
	s.mu.Lock()
	s.ids[id] = tries
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *changedSites) take() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.ids
	s.ids = map[string]int{}
	return taken
}

// startRosters tells incidents of rosters from now on, until the program stops.
func (p *program) startRosters(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); p.keepRosters(ctx) }()
	p.later(func() { cancel(); <-done })
}

func (p *program) keepRosters(ctx context.Context) {
	daily := time.NewTimer(rostersFirst)
	defer daily.Stop()
	warn := time.NewTicker(rostersWarn)
	defer warn.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.catalog.changed.wake:
			p.refreshSites(ctx)
		case now := <-warn.C:
			if err := p.desk.WarnOfRosters(ctx, p.catalog.Sites(), now); err != nil && ctx.Err() == nil {
				p.log.Warn("what rosters lack could not be told", "error", err)
			}
		case <-daily.C:
			daily.Reset(rostersDaily)
			if err := p.desk.RefreshLong(ctx); err != nil && ctx.Err() == nil {
				p.log.Warn("rosters of incidents that last were not refreshed", "error", err)
			}
		}
	}
}

// refreshSites tells the incidents of every site that has changed. What fails is tried again a few times.
func (p *program) refreshSites(ctx context.Context) {
	changed := p.catalog.changed.take()
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		bounded, cancel := context.WithTimeout(ctx, rostersBound)
		err := p.desk.RefreshSite(bounded, id)
		cancel()
		if err == nil || ctx.Err() != nil {
			continue
		}
		tries := changed[id] + 1
		p.log.Warn("a roster did not reach every running incident", "site", id, "try", tries, "error", err)
		if tries < rostersTries {
			time.AfterFunc(rostersAgain, func() { p.catalog.changed.add(id, tries) })
		}
	}
}
