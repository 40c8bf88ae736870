package watchdog

// The memory: what was said survives a restart.

import (
	"encoding/json"
	"slices"
)

// remember takes up what was said before. A memory that cannot be read is begun anew: the carrier's list knows what was said.
func (w *Watchdog) remember() {
	data, err := w.Memory.Load()
	if err == nil && len(data) > 0 {
		err = json.Unmarshal(data, &w.book)
	}
	if err != nil {
		w.Log.Warn("the watchdog does not know what it has said before", "error", err)
		w.book = book{}
		return
	}
	w.book = w.book.lasting()
	w.saved = string(data)
}

// keep saves the book if it has changed.
func (w *Watchdog) keep() {
	w.mu.Lock()
	data, err := json.Marshal(w.book.lasting())
	same := string(data) == w.saved
	w.mu.Unlock()
	if err == nil && !same {
		err = w.Memory.Save(data)
	}
	if err != nil {
		w.Log.Warn("what the watchdog has said was not kept", "error", err)
		return
	}
	w.mu.Lock()
	w.saved = string(data)
	w.mu.Unlock()
}

// lasting is a book without what was seen once and not said: looks that lie apart by a restart say nothing together.
func (b *book) lasting() book {
	kept := book{Troubles: []*trouble{}}
	for _, t := range b.Troubles {
		last := *t
		last.Cases = t.raised()
		if last.Told == nil {
			last.Told = map[string]told{}
		}
		kept.Troubles = append(kept.Troubles, &last)
	}
	kept.tidy()
	return kept
}

// tidy forgets troubles that are over and that nobody has to hear of any more.
func (b *book) tidy() {
	b.Troubles = slices.DeleteFunc(b.Troubles, func(t *trouble) bool { return len(t.Cases)+len(t.Told) == 0 })
}
