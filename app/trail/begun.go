package trail

// Calls that have begun: a line says so before the deed, so that one that a kill cuts off is in the log as well, as uncertain.

import (
	"errors"
	"slices"
	"strings"

	"muster/audit"
)

// Begin says that something is about to be done. Noting the entry, or dropping it, under the same id says how it ended; until then
// a process that starts anew in this data directory notes it as it is here.
func (t *Trail) Begin(e audit.Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begun[e.ID] = e
	_ = t.put(line{Entry: e, Begun: true}) // what is done is noted all the same, and complained of
}

// Drop says that nothing was done after all.
func (t *Trail) Drop(id string) {
	t.mu.Lock()
	_, begun := t.begun[id]
	delete(t.begun, id)
	if begun {
		_ = t.put(line{Entry: audit.Entry{ID: id}, Dropped: true}) // one that is not said to be dropped is noted as uncertain
	}
	t.mu.Unlock()
	t.stir()
}

// rebegin says in a new file what has begun and not ended. The trail's lock is held.
func (t *Trail) rebegin() {
	for _, e := range t.begun {
		_ = t.put(line{Entry: e, Begun: true})
	}
}

// cutOff notes what a process before this one had begun of which it is not known how it ended.
func (t *Trail) cutOff() error {
	leaving, err := read(t.path(FileLeaving), t.log)
	pending, failed := read(t.path(File), t.log)
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	open := map[string]audit.Entry{}
	all := slices.Concat(leaving, pending)
	for _, l := range all {
		if l.Begun {
			open[l.ID] = l.Entry
		}
	}
	for _, l := range all {
		if !l.Begun {
			delete(open, l.ID)
		}
	}
	ids := make([]string, 0, len(open))
	for id := range open {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if c := open[a].At.Compare(open[b].At); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	for _, id := range ids {
		t.Note(open[id])
	}
	return nil
}
