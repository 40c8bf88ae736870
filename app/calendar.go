package app

// The calendar of drills: what it needs of the rest, and how it is kept.

import (
	"context"
	"time"

	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/store"
)

// practices are the drills that the shadow tells of: those that were not broken off. They count from their opening.
func practices(s *database) func(ctx context.Context) ([]drill.Practice, error) {
	return func(ctx context.Context) ([]drill.Practice, error) {
		ctx, cancel := context.WithTimeout(ctx, shadowPatience)
		defer cancel()
		var done []drill.Practice
		for cursor := ""; ; {
			items, next, err := s.Incidents(ctx, store.Filter{Mode: string(frozen.Drill), Limit: practicePage, Cursor: cursor})
			if err != nil {
				return done, err
			}
			for _, v := range items {
				if v.State == incident.Closed || v.State == incident.StandingDown {
					done = append(done, drill.Practice{Site: v.Site, Plan: v.Plan, At: time.Time(v.OpenedAt)})
				}
			}
			if next == "" {
				return done, nil
			}
			cursor = next
		}
	}
}

const (
	practicePage    = 200
	shadowPatience  = 2 * time.Second
	calendarRefresh = 6 * time.Hour
	calendarTry     = 30 * time.Second
)

// startCalendar keeps the calendar from now on, until the program stops.
func (p *program) startCalendar(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); p.keepCalendar(ctx) }()
	p.later(func() { cancel(); <-done })
}

// keepCalendar writes the times of all schedules out anew: at the start, after a site was imported, and now and again.
func (p *program) keepCalendar(ctx context.Context) {
	for wait := time.Duration(0); ; {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-p.catalog.imported:
			timer.Stop()
		case <-timer.C:
		}
		wait = calendarRefresh
		if err := p.desk.RefreshSchedules(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("the calendar of drills could not be looked through", "error", err)
			wait = calendarTry
		}
	}
}
