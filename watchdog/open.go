package watchdog

// What is open: the troubles as the API shows them, without anybody's number.

import (
	"slices"
	"time"

	"muster/incident/words"
)

// Open is a trouble that lasts.
type Open struct {
	Kind  Kind
	Site  string // empty: all of Muster
	Drill bool
	Refs  []string // the incidents, what stands beside them, or the schedules that it concerns, in order; empty for Muster's own parts
	Since time.Time
	Told  int       // how many people know
	Last  time.Time // when somebody was told last; zero: never
	Text  words.Text
}

// Open lists the troubles that last, and when the watchdog looked last; zero: it has not yet.
func (w *Watchdog) Open() (troubles []Open, looked time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range w.book.Troubles {
		if cases := t.raised(); len(cases) > 0 {
			troubles = append(troubles, w.open(t, cases))
		}
	}
	return troubles, w.looked
}

// knowing is how many people know of a trouble.
func (t *trouble) knowing() int {
	n := 0
	for _, known := range t.Told {
		if !known.Trying {
			n++
		}
	}
	return n
}

func (w *Watchdog) open(t *trouble, cases []*instance) Open {
	o := Open{Kind: t.Kind, Site: t.Site, Drill: t.Drill, Refs: slices.DeleteFunc(t.refs(), func(ref string) bool { return ref == "" }), Told: t.knowing()}
	o.Since = slices.MinFunc(cases, func(a, b *instance) int { return a.Since.Compare(b.Since) }).Since
	for _, known := range t.Told {
		if known.At.After(o.Last) {
			o.Last = known.At
		}
	}
	o.Text = words.TroubleLine(w.troubleWords(t))
	return o
}
