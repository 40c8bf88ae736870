package watchdog

// Looking: engine, database, incidents and what recurs, one round.

import (
	"context"
	"slices"
	"time"

	"muster/incident/words"
)

const (
	lookTimeout = 3 * time.Second // bounds each question
	// listTimeout is longer: while many incidents are declared the engine is busy, and not away.
	listTimeout = 5 * time.Second
	// packTimeout bounds all questions about incidents in one round.
	packTimeout = 10 * time.Second
)

// Schedules are what recurs: drills by calendar.
type Schedules interface {
	// Firings are what was to begin last, one for each schedule that is not paused.
	Firings(ctx context.Context, now time.Time) ([]Firing, error)
}

// Firing is one time at which something that recurs was to begin.
type Firing struct {
	Schedule string // id
	Site     string
	Title    words.Text
	DueAt    time.Time
	Missed   bool // it did not begin although it should have by now
}

// look gives what one round finds. What cannot be looked at now has no verdict.
func (w *Watchdog) look(ctx context.Context, now time.Time) []verdict {
	engine, answers := w.engine(ctx, now)
	verdicts := []verdict{engine}
	database := w.database(ctx)
	verdicts = append(append(verdicts, database), w.line()...)
	if !answers {
		return verdicts
	}
	verdicts = append(verdicts, w.incidents(ctx, now, database.bad)...)
	return append(verdicts, w.schedules(ctx, now)...)
}

// engine lists what runs, now and then, and says whether the engine answers.
func (w *Watchdog) engine(ctx context.Context, now time.Time) (verdict, bool) {
	v := verdict{kind: EngineAway, sites: w.Sites.Sites()}
	err := w.pack.list(ctx, now, w.Engine)
	v.bad = err != nil
	if w.first(v) {
		w.Log.Warn("the watchdog cannot list incidents", "error", err)
	}
	return v, err == nil
}

// first says whether something is wrong that was well in the round before: why is logged once, and not in each round.
func (w *Watchdog) first(v verdict) bool { return v.bad && w.book.find(v) == nil }

// database says whether the database answers; the sites concerned are those with incidents.
func (w *Watchdog) database(ctx context.Context) verdict {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	v := verdict{kind: DatabaseOut, sites: w.pack.sites()}
	err := w.Database.Ping(ctx)
	v.bad = err != nil
	if w.first(v) {
		w.Log.Warn("the watchdog finds the database away", "error", err)
	}
	return v
}

func (w *Watchdog) schedules(ctx context.Context, now time.Time) []verdict {
	if w.Schedules == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	firings, err := w.Schedules.Firings(ctx, now)
	if err != nil {
		w.Log.Warn("the watchdog cannot look at what recurs", "error", err)
		return nil
	}
	var verdicts []verdict
	for _, f := range firings {
		verdicts = append(verdicts, verdict{
			kind: NotBegun, site: f.Site, ref: f.Schedule, title: f.Title, bad: f.Missed, since: f.DueAt, drill: true,
		})
	}
	return append(verdicts, w.book.gone(NotBegun, func(ref string) bool {
		return slices.ContainsFunc(firings, func(f Firing) bool { return f.Schedule == ref })
	})...)
}

// gone says of what a trouble concerns and what is not there any more that it is over.
func (b *book) gone(kind Kind, there func(ref string) bool) []verdict {
	var verdicts []verdict
	for _, t := range b.Troubles {
		for _, c := range t.Cases {
			if t.Kind == kind && !there(c.Ref) {
				verdicts = append(verdicts, verdict{kind: kind, site: t.Site, drill: t.Drill, what: t.What, ref: c.Ref})
			}
		}
	}
	return verdicts
}
