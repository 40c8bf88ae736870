package watchdog

// Standing: how the incidents stand that run, in figures, for whoever measures. No name and no number is in it.

import "time"

// Standing is what the last round saw.
type Standing struct {
	Looked   time.Time // zero: there was no round yet
	Real     Group
	Drill    Group
	Troubles []Open
}

// Group is all incidents of one mode. Its moments are nil where there is no such thing.
type Group struct {
	Open            int
	Felt            int        // how many of them have told their pulse; the rest below is of these
	LastRung        int        // those with a ladder that has nobody further to call
	AskedSince      *time.Time // when the person was first called who has left a page unanswered for longest
	DueAt           *time.Time // what is due next, or was due longest ago
	UnshadowedSince *time.Time // the oldest entry that the database has not confirmed
}

// Standing says how all stands.
func (w *Watchdog) Standing() Standing {
	troubles, _ := w.Open()
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.standing
	s.Looked, s.Troubles = w.looked, troubles
	return s
}

// stand counts the pack. Only the round, which feels pulses, calls it.
func (p *pack) stand() (s Standing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, i := range p.known {
		if i.What != Incident {
			continue
		}
		group := &s.Real
		if i.Drill {
			group = &s.Drill
		}
		group.count(i)
	}
	return s
}

func (g *Group) count(i *watched) {
	g.Open++
	if i.pulse == nil {
		return
	}
	g.Felt++
	if i.pulse.LastRungs > 0 {
		g.LastRung++
	}
	g.AskedSince = earlier(g.AskedSince, i.pulse.AskedSince)
	g.DueAt = earlier(g.DueAt, i.pulse.DueAt)
	g.UnshadowedSince = earlier(g.UnshadowedSince, i.pulse.UnshadowedSince)
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || (b != nil && b.Before(*a)) {
		return b
	}
	return a
}
