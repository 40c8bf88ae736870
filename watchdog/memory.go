package watchdog

// The memory: what was said survives a restart.

import "encoding/json"

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
	for _, t := range w.book.Troubles {
		if t.Told == nil {
			t.Told = map[string]told{}
		}
	}
	w.saved = string(data)
}

// keep saves the book if it has changed.
func (w *Watchdog) keep() {
	w.mu.Lock()
	data, err := json.Marshal(w.book)
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
