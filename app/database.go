package app

// The database as the program lives with it: opened in the background, again and again until it works, and asked so that
// nobody waits for it any longer than they meant to.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"muster/incident"
	"muster/store"
)

// How the database is dealt with while it is away.
const (
	openEvery  = time.Second     // between two tries to open it
	lookEvery  = time.Second     // between two looks whether it answers
	lookBound  = 2 * time.Second // after which a look has failed
	writeGrace = 3 * time.Second // writes may fail for so long before they are said to: a rush is no outage
)

// errAway is what is said while the database is not open.
var errAway = errors.New("the database has not been opened yet")

// database is a store that may be away. Its reads end with their context even where the store's own do not: a file that
// another process has locked holds them up for longer.
type database struct {
	options store.Options
	log     *slog.Logger
	first   chan error    // the outcome of the first try to open it
	ready   chan struct{} // closed once it is open
	done    chan struct{} // closed once nothing looks after it any more
	cancel  context.CancelFunc
	opened  atomic.Pointer[store.Store]

	mu      sync.Mutex
	opening error     // why it is not open
	reading error     // why it does not answer
	writing error     // why it takes nothing
	since   time.Time // of writing
}

// openDatabase begins to open a database; close ends it.
func openDatabase(ctx context.Context, o store.Options, log *slog.Logger) *database {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	d := &database{
		options: o, log: log, first: make(chan error, 1), ready: make(chan struct{}), done: make(chan struct{}),
		cancel: cancel, opening: errAway,
	}
	go d.tend(ctx)
	return d
}

func (d *database) close() {
	d.cancel()
	<-d.done
	if s := d.opened.Load(); s != nil {
		_ = s.Close()
	}
}

// tend opens the database, and then looks whether it answers, until ctx ends.
func (d *database) tend(ctx context.Context) {
	defer close(d.done)
	s := d.open(ctx)
	if s == nil {
		return
	}
	close(d.ready)
	ticks := time.NewTicker(lookEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			d.look(ctx, s)
		case <-ctx.Done():
			return
		}
	}
}

// open tries until it works; nil if ctx ends before.
func (d *database) open(ctx context.Context) *store.Store {
	for tries := 0; ; tries++ {
		s, err := store.Open(ctx, d.options)
		d.set(&d.opening, err)
		if err == nil {
			d.opened.Store(s) // before anybody is told
		}
		if tries == 0 {
			d.first <- err
		}
		if err == nil {
			return s
		}
		select {
		case <-time.After(openEvery):
		case <-ctx.Done():
			return nil
		}
	}
}

// look finds out whether the database answers.
func (d *database) look(ctx context.Context, s *store.Store) {
	bounded, cancel := context.WithTimeout(ctx, lookBound)
	defer cancel()
	_, err := promptly(bounded, func() (struct{}, error) { return struct{}{}, s.Ping(bounded) })
	if ctx.Err() == nil {
		d.set(&d.reading, err)
	}
}

// set notes a trouble, or its end, and says in the log when it begins and when it is over.
func (d *database) set(trouble *error, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch was := *trouble; {
	case err != nil && (was == nil || errors.Is(was, errAway)):
		d.log.Error("the database is away: calling goes on, lists and records wait for it", "error", err)
	case err == nil && was != nil && !errors.Is(was, errAway):
		d.log.Info("the database is there again")
	}
	*trouble = err
}

// wrote notes how a write ended.
func (d *database) wrote(err error) {
	if errors.Is(err, context.Canceled) || errors.Is(err, errAway) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.writing == nil {
		d.since = time.Now()
	}
	d.writing = err
}

// trouble is why the database cannot be read or written now, nil if it can.
func (d *database) trouble() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.opening != nil:
		return d.opening
	case d.reading != nil:
		return d.reading
	case d.writing != nil && time.Since(d.since) >= writeGrace:
		return d.writing
	}
	return nil
}

// answering gives the store, unless it is known not to answer.
func (d *database) answering() (*store.Store, error) {
	s := d.opened.Load()
	if s == nil {
		return nil, errAway
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return s, d.reading
}

// promptly does something and gives its result, or ctx's end without waiting for it any longer.
func promptly[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		value, err := do()
		results <- result{value, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, fmt.Errorf("the database did not answer in time: %w", ctx.Err())
	}
}

// ask reads from the database.
func ask[T any](ctx context.Context, d *database, read func(s *store.Store) (T, error)) (T, error) {
	s, err := d.answering()
	if err != nil {
		var none T
		return none, err
	}
	return promptly(ctx, func() (T, error) { return read(s) })
}

// Record implements activities.ShadowStore.
func (d *database) Record(ctx context.Context, shadow incident.Shadow) error {
	s := d.opened.Load()
	if s == nil {
		return errAway
	}
	err := s.Record(ctx, shadow)
	d.wrote(err)
	return err
}

// SaveSite keeps a site's document. Whether it did is known at the end, however long that takes.
func (d *database) SaveSite(ctx context.Context, id string, document []byte) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.SaveSite(context.WithoutCancel(ctx), id, document)
}

// Sites gives every site's document.
func (d *database) Sites(ctx context.Context) ([]store.SiteRow, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.SiteRow, error) { return s.Sites(ctx) })
}

// ReplaceSite keeps a site's document in place of one version of it.
func (d *database) ReplaceSite(ctx context.Context, id string, document []byte, replaced int) (version int, err error) {
	s, err := d.answering()
	if err != nil {
		return 0, err
	}
	return s.ReplaceSite(context.WithoutCancel(ctx), id, document, replaced)
}

// ReplaceSiteByFile is ReplaceSite for a document that came from a file.
func (d *database) ReplaceSiteByFile(ctx context.Context, id string, document []byte, replaced int) (version int, err error) {
	s, err := d.answering()
	if err != nil {
		return 0, err
	}
	return s.ReplaceSiteByFile(context.WithoutCancel(ctx), id, document, replaced)
}

// FiledVersion gives the version of a site that came from a file last, 0 where that is not known.
func (d *database) FiledVersion(ctx context.Context, id string) (int, error) {
	return ask(ctx, d, func(s *store.Store) (int, error) { return s.FiledVersion(ctx, id) })
}

// SiteVersions gives the version of every site.
func (d *database) SiteVersions(ctx context.Context) (map[string]int, error) {
	return ask(ctx, d, func(s *store.Store) (map[string]int, error) { return s.SiteVersions(ctx) })
}
