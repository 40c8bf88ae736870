package trail

// Reading the log, and looking through it for what was changed.

import (
	"context"

	"muster/audit"
	"muster/store"
)

// Verify looks through the whole log.
func (t *Trail) Verify(ctx context.Context) (store.AuditEnd, error) {
	var v audit.Verifier
	end, err := t.store.AuditEnd(ctx)
	if err != nil {
		return end, err
	}
	for v.Seq < end.Seq {
		entries, err := t.store.AuditAfter(ctx, v.Seq, pageSize)
		if err == nil {
			entries = until(entries, end.Seq)
			err = v.Next(entries)
		}
		if err != nil {
			return store.AuditEnd{Seq: v.Seq, Hash: v.Hash}, err
		}
		if len(entries) == 0 {
			break
		}
	}
	return store.AuditEnd{Seq: v.Seq, Hash: v.Hash}, v.End(end.Seq, end.Hash)
}

// until leaves out what has come since the end was read.
func until(entries []audit.Entry, seq int64) []audit.Entry {
	for k, e := range entries {
		if e.Seq > seq {
			return entries[:k]
		}
	}
	return entries
}

// List gives entries, the newest first. What is on its way is brought first, so that whoever has just done something finds it.
func (t *Trail) List(ctx context.Context, f store.AuditFilter) ([]audit.Entry, error) {
	if t.flushing.TryLock() {
		_ = t.flush(ctx) // Run says what is wrong
		t.flushing.Unlock()
	}
	return t.store.Audit(ctx, f)
}
