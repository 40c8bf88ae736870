// Package inbox reads the carrier's list: it hands over what no webhook has brought, and learns what became of messages where
// no receipt can come. It needs no database.
package inbox

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"muster/carrier"
)

// Desk takes in texts. Its methods are safe for concurrent use.
type Desk interface {
	// Take takes in a text. Without an error it is held, whether it was before or is now; one that was before changes nothing.
	Take(ctx context.Context, in carrier.Inbound) error
	// Busy says whether people are being called anywhere.
	Busy(ctx context.Context) (bool, error)
}

// Options say what is read and to whom it is handed. Carrier, Desk and Path are required.
type Options struct {
	Carrier carrier.Inbox
	Desk    Desk
	Path    string                                           // of the file that says how far the list has been read
	Known   func(ctx context.Context, ids []string) []string // those of some texts that are recorded as handed over; nil: none
	Poll    bool                                             // no webhook brings anything
	Reports *Reports                                         // what became of messages; nil: receipts tell
	Log     *slog.Logger                                     // nil: none
}

// How the list is read. [design]
const (
	tick      = 2 * time.Second  // between two readings while people are being called
	idle      = time.Minute      // between two readings otherwise
	idlePoll  = 4 * time.Second  // the same where nothing else brings a text: somebody may be declaring
	grace     = 3 * time.Second  // so long a webhook has to bring a text first
	overlap   = 2 * time.Minute  // by which every reading goes back behind what has been read
	wide      = 15 * time.Minute // by which one in a minute does, and the first
	longest   = 24 * time.Hour   // what is older is not looked for
	most      = 10_000           // texts of one reading
	atOnce    = 8                // senders whose texts are handed over side by side
	keepFor   = wide + time.Hour // so long the id of a text is kept
	readLimit = 15 * time.Second // for one reading
)

// Reader reads the list. It is safe for concurrent use; several processes may each have one.
type Reader struct {
	options Options

	mu      sync.Mutex
	through time.Time            // everything that was written before has been handed over
	handed  map[string]time.Time // the texts that have been, and when
	took    map[string]bool      // those of them that this reader handed over
	seen    map[string]time.Time // the texts that a webhook may still bring, and when they were first in the list
	changed bool                 // since the file was written
	widened time.Time            // when the list was last read far back
	failing bool                 // the last reading failed
}

// Open makes a reader that goes on where the file says. One that cannot be read is as good as none.
func Open(o Options) *Reader {
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	r := &Reader{options: o, handed: map[string]time.Time{}, took: map[string]bool{}, seen: map[string]time.Time{}}
	read, err := load(o.Path)
	if err != nil {
		o.Log.Warn("it is not known how far the carrier's list was read: it is read from a quarter of an hour ago", "error", err)
	}
	r.through = cmp.Or(read.Through, time.Now())
	maps.Copy(r.handed, read.Handed)
	return r
}

// Handed notes that a webhook has brought a text and the engine holds it.
func (r *Reader) Handed(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.handed[id]; !known {
		r.handed[id], r.changed = time.Now(), true
	}
}

// Took says whether a text was read from the list and handed over, so that its reply goes out as a message.
func (r *Reader) Took(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.took[id]
}

// Run reads the list until ctx ends: often while people are being called, seldom otherwise.
func (r *Reader) Run(ctx context.Context) {
	ticks := time.NewTicker(tick)
	defer ticks.Stop()
	for last := (time.Time{}); ; {
		if time.Since(last) >= r.pause(ctx) {
			last = time.Now()
			r.look(ctx)
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// pause is how long the list is left alone. Where it is not known whether people are being called, they may be.
func (r *Reader) pause(ctx context.Context) time.Duration {
	asking, cancel := context.WithTimeout(ctx, tick)
	defer cancel()
	busy, err := r.options.Desk.Busy(asking)
	switch {
	case err != nil || busy:
		return 0
	case r.options.Poll:
		return idlePoll
	}
	return idle
}

// look reads once; the log says it when that begins to fail, and when it works again.
func (r *Reader) look(ctx context.Context) {
	bounded, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	err := r.Pass(bounded)
	if r.options.Reports != nil {
		err = errors.Join(err, r.options.Reports.Pass(bounded))
	}
	switch {
	case ctx.Err() != nil:
	case err != nil && !r.failing:
		r.options.Log.Warn("the carrier's list cannot be read, or handed over: it is tried again", "error", err)
	case err == nil && r.failing:
		r.options.Log.Info("the carrier's list is read again")
	}
	r.failing = err != nil
}

// Pass reads the list once and hands over what is new in it. What could not be handed over comes again at the next pass.
func (r *Reader) Pass(ctx context.Context) error {
	begun := time.Now()
	texts, err := r.options.Carrier.Received(ctx, r.since(begun), most)
	if errors.Is(err, carrier.ErrCut) {
		r.options.Log.Error("more texts have come in than are read at once: the oldest of them were left out", "read", len(texts))
	} else if err != nil {
		return err
	}
	waiting, fresh := r.sort(ctx, texts, begun)
	failed, err := r.handOver(ctx, fresh)
	r.read(begun, append(waiting, failed...))
	return errors.Join(err, r.save())
}

// since is how far back a reading goes.
func (r *Reader) since(now time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	back := overlap
	if now.Sub(r.widened) >= idle {
		r.widened, back = now, wide
	}
	if oldest := now.Add(-longest); r.through.Before(oldest) {
		return oldest
	}
	return r.through.Add(-back)
}

// sort finds the texts that are to be handed over, and those that a webhook may still bring.
func (r *Reader) sort(ctx context.Context, texts []carrier.Inbound, now time.Time) (waiting, fresh []carrier.Inbound) {
	waiting, fresh = r.unknown(texts, now)
	if len(fresh) == 0 || r.options.Known == nil {
		return waiting, fresh
	}
	var ids []string
	for _, in := range fresh {
		ids = append(ids, in.ID)
	}
	for _, id := range r.options.Known(ctx, ids) {
		r.Handed(id)
		fresh = slices.DeleteFunc(fresh, func(in carrier.Inbound) bool { return in.ID == id })
	}
	return waiting, fresh
}

// unknown are the texts that nobody has brought. Where webhooks come, a text that has been in the list for a moment only, by
// our clock and by the carrier's, has to wait.
func (r *Reader) unknown(texts []carrier.Inbound, now time.Time) (waiting, fresh []carrier.Inbound) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]time.Time{}
	for _, in := range texts {
		if _, known := r.handed[in.ID]; known {
			continue
		}
		first := cmp.Or(r.seen[in.ID], now)
		if r.options.Poll || now.Sub(in.At) >= grace || now.Sub(first) >= grace {
			fresh = append(fresh, in)
			continue
		}
		seen[in.ID] = first
		waiting = append(waiting, in)
	}
	r.seen = seen
	return waiting, fresh
}

// handOver hands over texts, each sender's in their order, and gives those that were not taken. A sender's text that was not
// taken holds up the later ones.
func (r *Reader) handOver(ctx context.Context, texts []carrier.Inbound) (failed []carrier.Inbound, err error) {
	senders := map[string][]carrier.Inbound{}
	for _, in := range texts {
		senders[in.From] = append(senders[in.From], in)
	}
	var (
		group errgroup.Group
		mu    sync.Mutex
		errs  []error
	)
	group.SetLimit(atOnce)
	for _, list := range senders {
		group.Go(func() error {
			rest, err := r.handOverOne(ctx, list)
			mu.Lock()
			defer mu.Unlock()
			failed, errs = append(failed, rest...), append(errs, err)
			return nil // none keeps another from being handed over
		})
	}
	_ = group.Wait()
	return failed, errors.Join(errs...)
}

func (r *Reader) handOverOne(ctx context.Context, texts []carrier.Inbound) (rest []carrier.Inbound, err error) {
	for k, in := range texts {
		if err := r.options.Desk.Take(ctx, in); err != nil {
			return texts[k:], err
		}
		r.options.Log.Info("a text was read from the carrier's list", "message", in.ID)
		r.Handed(in.ID)
		r.mu.Lock()
		r.took[in.ID] = true
		r.mu.Unlock()
	}
	return nil, nil
}

// read notes how far the list has been read, and forgets ids that no reading can meet any more.
func (r *Reader) read(begun time.Time, open []carrier.Inbound) {
	r.mu.Lock()
	defer r.mu.Unlock()
	through := begun
	for _, in := range open {
		if in.At.Before(through) {
			through = in.At
		}
	}
	r.changed = r.changed || through.Sub(r.through) >= idle
	if through.After(r.through) || len(open) > 0 {
		r.through = through
	}
	for id, at := range r.handed {
		if r.through.Sub(at) > keepFor {
			delete(r.handed, id)
			delete(r.took, id)
		}
	}
}
