// Package watchdog watches over Muster from outside of the workflows: an incident that cannot go on says nothing by itself.
// It pages operator and company through the carrier directly, so that it needs no workflow and no database.
package watchdog

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"muster/carrier"
	"muster/incident/words"
)

// every is how often the watchdog looks. What it finds twice it says: within some ten seconds.
const every = 5 * time.Second

// Sites knows, from memory, who is told about what.
type Sites interface {
	// Sites are the ids of all sites.
	Sites() []string
	// Site is one of them; ok is false for one that is not known.
	Site(id string) (site Site, ok bool)
	// Plan is a plan's title; its id where it is not known.
	Plan(id string) words.Text
}

// Site is what of a site the watchdog needs.
type Site struct {
	Name    words.Text
	Zone    *time.Location
	Company []string // numbers, E.164
}

// Database is Muster's own.
type Database interface {
	// Ping fails if it does not answer.
	Ping(ctx context.Context) error
}

// Memory keeps what was said through a restart.
type Memory interface {
	// Load gives what was saved last, nothing if nothing was.
	Load() ([]byte, error)
	Save(data []byte) error
}

// Options are the watchdog's parts. All are required but where it is said otherwise.
type Options struct {
	Engine    Engine
	Database  Database
	Schedules Schedules // nil: there are none
	Sites     Sites
	Carrier   carrier.Port
	Line      *Line    // what the carrier has said to others; nil: nobody listens
	Operator  []string // numbers, E.164; may be empty: then only the company is told, of drills as well
	Memory    Memory
	// Stagger is up to how long a text waits by chance before the carrier is asked for it, where others watch the same engine: so
	// that two that find the same seldom say it at once.
	Stagger time.Duration
	// Mute says that others tell now of what is wrong: then it only looks, and calls off what it has told itself; nil: it always tells.
	Mute func() bool
	Now  func() time.Time
	Log  *slog.Logger
}

// Watchdog watches. Its methods are safe for concurrent use, but only one round runs at a time.
type Watchdog struct {
	Options
	pack pack

	mu       sync.Mutex
	book     book
	looked   time.Time
	standing Standing
	saved    string // what the memory holds
}

// New makes a watchdog that remembers what was said before.
func New(o Options) *Watchdog {
	w := &Watchdog{Options: o, pack: pack{known: map[string]*watched{}, most: mostLooks}}
	w.remember()
	return w
}

// Run watches until ctx ends.
func (w *Watchdog) Run(ctx context.Context) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			w.Round(ctx)
		}
	}
}

// Round looks once at everything, and says what is to be said.
func (w *Watchdog) Round(ctx context.Context) {
	now := w.Now().UTC()
	verdicts := w.look(ctx, now)
	if ctx.Err() != nil {
		return // what failed then failed because it was to end
	}
	w.mu.Lock()
	before := w.book.raised()
	w.book.note(now, verdicts)
	w.looked, w.standing = now, w.pack.stand()
	w.report(before)
	due := w.book.due(now, w.audience)
	if w.muted() {
		due = slices.DeleteFunc(due, func(s saying) bool { return !s.clear })
	}
	w.book.trying(due)
	w.mu.Unlock()
	w.keep()
	w.tell(ctx, now, due)
	w.keep()
}

// muted says whether others tell.
func (w *Watchdog) muted() bool { return w.Mute != nil && w.Mute() }

// report logs what has been raised or is over since.
func (w *Watchdog) report(before map[string]string) {
	if w.muted() {
		return
	}
	after := w.book.raised()
	for name, why := range after {
		if _, known := before[name]; !known {
			w.Log.Error("the watchdog has found something wrong", "what", name, "why", why)
		}
	}
	for name := range before {
		if _, still := after[name]; !still {
			w.Log.Info("the watchdog finds it right again", "what", name)
		}
	}
}
