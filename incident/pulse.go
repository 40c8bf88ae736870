package incident

// The pulse: what somebody who watches over incidents from outside asks one, to see that it lives.

import "time"

// Pulse says what an incident will do next by itself, and what its shadow lacks. Its moments are the engine's, whatever the
// incident's own clock says; nil is never, and nothing.
type Pulse struct {
	DueAt           *time.Time `json:"due_at"`           // by then something will have to be done
	UnshadowedSince *time.Time `json:"unshadowed_since"` // of the oldest entry that the shadow has not confirmed
	AskedSince      *time.Time `json:"asked_since"`      // when the person was first called who has left a page unanswered for longest
	LastRungs       int        `json:"last_rungs"`       // ladders that have nobody further to call: they repeat their last rung
}

// Pulse feels an incident's pulse.
func (i *Incident) Pulse() Pulse {
	var p Pulse
	if at, ok := i.NextDue(); ok {
		p.DueAt = i.onEngine(at)
	}
	if len(i.State.Entries) > 0 {
		p.UnshadowedSince = i.onEngine(i.State.Entries[0].At)
	}
	for _, page := range i.State.Pages {
		if page.Kind == CallPage && page.waits() && (p.AskedSince == nil || i.onEngine(page.OpenedAt).Before(*p.AskedSince)) {
			p.AskedSince = i.onEngine(page.OpenedAt)
		}
	}
	for _, c := range i.moving() {
		if c.Reached > 0 && c.Reached == len(i.rungs(c.About)) {
			p.LastRungs++
		}
	}
	return p
}

func (i *Incident) onEngine(at time.Time) *time.Time {
	engine := i.In.Engine(at).UTC()
	return &engine
}
