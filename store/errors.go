package store

// Errors: what can go wrong with a database, as sentences that say what to do.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"muster/store/migrations"
)

// The kinds of failure, to be asked for with errors.Is.
var (
	ErrNotFound  = errors.New("nothing is kept under that name")
	ErrDuplicate = errors.New("something is kept under that name already")
	ErrBusy      = errors.New("another program is writing to the database: close it, or try again")
	ErrFull      = errors.New("the disk that holds the database is full: free some space and try again; nothing of this was written")
	ErrReadOnly  = errors.New("the database cannot be written: let Muster write to its file and folder")
	ErrOpen      = errors.New("the database file cannot be opened: its folder must exist, and Muster must be able to write there")
	ErrCorrupt   = errors.New("the database file is damaged, or is not Muster's: move it away or restore a copy, then start again")
	ErrClosed    = errors.New("the database is closed: Muster is stopping")
	ErrCursor    = errors.New("that cursor is not one of this list's: begin again without it")
	ErrFailed    = errors.New("the database could not do that: try again, and look at its disk if it goes on")
	ErrNewer     = migrations.ErrNewer
	ErrGap       = migrations.ErrGap
	ErrForeign   = migrations.ErrForeign
	ErrLetters   = migrations.ErrLetters
)

// Error is a failure of the database, classified. Its text holds nothing of what was written.
type Error struct {
	Kind error  // one of the kinds above
	Code string // the database's own code, empty if it gave none
	Err  error  // the cause, for logs
}

// Error implements error.
func (e *Error) Error() string {
	if e.Code == "" {
		return e.Kind.Error()
	}
	return fmt.Sprintf("%s (code %s)", e.Kind, e.Code)
}

// Unwrap returns the kind and, if there is one, the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// Translate classifies an error of the database's. The end of a context stays what it is, and so does what is classified already.
func Translate(err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	code, kind := postgresKind(err) // before the context's end: the time to connect is bounded by one of its own
	if kind == nil {
		if ended := contextEnd(err); ended != nil {
			return ended
		}
		code, kind = classify(err)
	}
	return &Error{Kind: kind, Code: code, Err: err}
}

// ended is a context's end. One whose time has come counts as ended before its timer says so: the network may be quicker.
func ended(ctx context.Context) error {
	if deadline, bounded := ctx.Deadline(); bounded && ctx.Err() == nil && !time.Now().Before(deadline) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}

func contextEnd(err error) error {
	for _, end := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, end) {
			return fmt.Errorf("the database was given up on: %w", end)
		}
	}
	return nil
}

func classify(err error) (code string, kind error) {
	for _, kind := range []error{ErrNewer, ErrGap, ErrForeign, ErrLetters, ErrCursor, ErrClosed} {
		if errors.Is(err, kind) {
			return "", kind
		}
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return "", ErrNotFound
	}
	if code, kind := sqliteKind(err); kind != nil {
		return code, kind
	}
	return "", ErrFailed
}

// fail classifies an error that a call ends with. Whatever fails once the store is closed fails for that reason, and a
// statement that was cut short for its context's end fails for that one.
func (s *Store) fail(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ended(ctx) != nil:
		return contextEnd(ended(ctx))
	case s.closed.Load():
		return &Error{Kind: ErrClosed, Err: err}
	default:
		return Translate(err)
	}
}
