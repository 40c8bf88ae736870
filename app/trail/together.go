package trail

// Entries that whoever brings them keeps until they are in the log: they need no file. Those that come at the same time go together,
// so that they wait for the end of the log, and for the disk, only once.

import (
	"context"
	"time"

	"muster/audit"
)

// appendBound is how long one write of them may take.
const appendBound = 5 * time.Second

// batch is entries that go together.
type batch struct {
	entries []audit.Entry
	done    chan struct{} // closed once it is known how it ended
	err     error
}

// Append adds entries to the log. Without an error they are in it; with one they may be, and bringing them again adds nothing twice.
func (t *Trail) Append(ctx context.Context, entries []audit.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	t.joining.Lock()
	b := t.next
	if b == nil {
		b = &batch{done: make(chan struct{})}
		t.next = b
		go t.write(b)
	}
	b.entries = append(b.entries, entries...)
	t.joining.Unlock()
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write writes a batch once the one before it is written. Until then others may join it.
func (t *Trail) write(b *batch) {
	defer close(b.done)
	t.appending.Lock()
	defer t.appending.Unlock()
	t.joining.Lock()
	t.next = nil
	t.joining.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), appendBound)
	defer cancel()
	b.err = t.inPieces(ctx, b.entries)
}

// inPieces adds entries to the log, so many at once.
func (t *Trail) inPieces(ctx context.Context, entries []audit.Entry) error {
	for from := 0; from < len(entries); from += atOnce {
		if err := t.store.AppendAudit(ctx, entries[from:min(from+atOnce, len(entries))]); err != nil {
			return err
		}
	}
	return nil
}
