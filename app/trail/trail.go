// Package trail takes audit entries down without waiting for the database: first into a file of the data directory, which a
// kill leaves whole, and from there into the log, as soon as the database takes them.
package trail

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"muster/audit"
	"muster/store"
)

// The files. What is noted goes into the first; what is being brought to the database stands in the second meanwhile.
const (
	File        = "audit-pending.jsonl"
	FileLeaving = "audit-leaving.jsonl"
)

// How entries are brought to the database.
const (
	retryEvery = 2 * time.Second
	writeBound = 15 * time.Second
	atOnce     = 200
	mostHeld   = 10_000 // entries in memory where even the file takes none
	pageSize   = 1000
)

// errShut is why a file that is not open takes nothing.
var errShut = errors.New("it is not open")

// Store keeps the log; package store says what each method promises.
type Store interface {
	AppendAudit(ctx context.Context, entries []audit.Entry) error
	Audit(ctx context.Context, f store.AuditFilter) ([]audit.Entry, error)
	AuditAfter(ctx context.Context, seq int64, limit int) ([]audit.Entry, error)
	AuditEnd(ctx context.Context) (store.AuditEnd, error)
}

// Trail is the way into the log. It is safe for concurrent use.
type Trail struct {
	dir   string
	store Store
	log   *slog.Logger
	wake  chan struct{}

	flushing sync.Mutex // one after the other
	mu       sync.Mutex
	file     *os.File
	held     []audit.Entry          // that the file did not take
	begun    map[string]audit.Entry // by id: what is being done
	behind   error                  // why the database has not taken everything
	troubled error                  // why the file took nothing

	appending sync.Mutex // one after the other
	joining   sync.Mutex
	next      *batch // that others may join; nil: none waits
}

// Open makes the trail in a data directory. Run brings what it holds to the database.
func Open(dir string, s Store, log *slog.Logger) (*Trail, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	t := &Trail{dir: dir, store: s, log: log, wake: make(chan struct{}, 1), begun: map[string]audit.Entry{}}
	err := t.reopen()
	if err == nil {
		err = t.cutOff()
	}
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be written: %w; make room or mend the permissions", t.path(File), err)
	}
	return t, nil
}

func (t *Trail) path(name string) string { return filepath.Join(t.dir, name) }

// reopen opens the file. A line in it that was cut off is ended, so that it spoils none that follows.
func (t *Trail) reopen() error {
	file, err := os.OpenFile(t.path(File), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if info, err := file.Stat(); err == nil && info.Size() > 0 {
		_, _ = file.WriteString("\n")
	}
	t.file = file
	return nil
}

// Close leaves what the database has not taken in the file, for the next start.
func (t *Trail) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.shut()
	return nil
}

// Note takes an entry down. It never fails: where the file takes nothing, memory holds it, and the log and Trouble say so.
func (t *Trail) Note(e audit.Entry) {
	t.mu.Lock()
	delete(t.begun, e.ID)
	err := t.put(line{Entry: e})
	if t.troubled = err; err != nil {
		if len(t.held) < mostHeld {
			t.held = append(t.held, e)
		}
		t.log.Error("an audit entry is held in memory only: its file cannot be written", "action", e.Action, "error", err)
	}
	t.mu.Unlock()
	t.stir()
}

// stir wakes Run.
func (t *Trail) stir() {
	select {
	case t.wake <- struct{}{}:
	default: // it has been woken
	}
}

// shut closes the file, which is opened again when entries leave. The trail's lock is held.
func (t *Trail) shut() {
	if t.file != nil {
		_ = t.file.Close()
		t.file = nil
	}
}

// Run brings entries to the database until ctx ends. A database that takes none is tried again and again.
func (t *Trail) Run(ctx context.Context) {
	for {
		bounded, cancel := context.WithTimeout(ctx, writeBound)
		err := t.Flush(bounded)
		cancel()
		t.mu.Lock()
		if err != nil && t.behind == nil {
			t.log.Warn("the audit log waits for the database", "error", err)
		}
		t.behind = err
		t.mu.Unlock()
		again := (<-chan time.Time)(nil)
		if err != nil {
			again = time.After(retryEvery)
		}
		select {
		case <-t.wakeUnless(err):
		case <-again:
		case <-ctx.Done():
			return
		}
	}
}

// wakeUnless is what wakes the trail: nothing but time while the database takes none.
func (t *Trail) wakeUnless(err error) <-chan struct{} {
	if err != nil {
		return nil
	}
	return t.wake
}

// Flush brings everything that was noted until now to the database. What it took is not kept here any longer; what was under way when
// somebody killed us is brought again, which adds nothing twice.
func (t *Trail) Flush(ctx context.Context) error {
	t.flushing.Lock()
	defer t.flushing.Unlock()
	return t.flush(ctx)
}

func (t *Trail) flush(ctx context.Context) error {
	if err := t.bring(ctx); err != nil {
		return err
	}
	t.mu.Lock()
	held := t.held
	moved, err := t.turn()
	t.mu.Unlock()
	if err != nil {
		return err
	}
	if len(held) > 0 {
		if err := t.store.AppendAudit(ctx, held); err != nil {
			return err
		}
		t.mu.Lock()
		if t.held = t.held[len(held):]; len(t.held) == 0 {
			t.troubled = nil
		}
		t.mu.Unlock()
	}
	if !moved {
		return nil
	}
	return t.bring(ctx)
}

// turn puts what was noted where it leaves from, and begins a new file. The trail's lock is held.
func (t *Trail) turn() (moved bool, err error) {
	info, err := os.Stat(t.path(File))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err == nil && info.Size() == 0 && t.file != nil {
		return false, nil
	}
	t.shut()
	if err == nil {
		if err := os.Rename(t.path(File), t.path(FileLeaving)); err != nil {
			return false, errors.Join(err, t.reopen())
		}
	}
	opened := t.reopen()
	t.rebegin()
	return err == nil, opened
}

// bring brings what is leaving to the database, in pieces.
func (t *Trail) bring(ctx context.Context) error {
	lines, err := read(t.path(FileLeaving), t.log)
	if err != nil {
		return err
	}
	if err := t.inPieces(ctx, entries(lines)); err != nil {
		return err
	}
	if err := os.Remove(t.path(FileLeaving)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Trouble says in a sentence what does not work, empty if all does.
func (t *Trail) Trouble() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.troubled != nil:
		return "The audit log's file in the data directory cannot be written: entries are held in memory only. Make room there, or mend its permissions."
	case t.behind != nil:
		return "The audit log waits for the database: its entries stand in " + File + " in the data directory meanwhile, and none is lost."
	}
	return ""
}
