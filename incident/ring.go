package incident

// One call at a time: people who share a phone are called one after the other.

import (
	"slices"
	"time"

	"muster/incident/frozen"
)

// callLasts is for how long a call keeps the phone of which nothing more is heard. [design]
const callLasts = 45 * time.Second

// lineBusy has a call wait while somebody else is being called on the same phone, and says whether it has to.
func (i *Incident) lineBusy(p *Page, a *Attempt) bool {
	if a.Channel != frozen.Voice || !i.shares(p.Responder) {
		return false
	}
	line, until := i.line(p.Responder), time.Time{}
	for _, other := range i.State.Pages {
		for _, call := range other.Attempts {
			if other == p || !slices.Contains(line, other.Responder) || !call.ringing() {
				continue
			}
			if at := call.At.Add(i.real(callLasts)); at.After(i.now) && at.After(until) {
				until = at
			}
		}
	}
	if until.IsZero() {
		return false
	}
	a.NotBefore, p.Rev = &until, i.touch()
	return true
}

// ringing says whether a call may be going on.
func (a *Attempt) ringing() bool {
	return a.Channel == frozen.Voice && (a.State == AttemptSending || a.State == AttemptUnknown || a.State == AttemptSent)
}

// hungUp lets whoever shares a person's phone be called at once: their call is over.
func (i *Incident) hungUp(p *Page) {
	if !i.shares(p.Responder) {
		return
	}
	line := i.line(p.Responder)
	for _, other := range i.State.Pages {
		for _, call := range other.Attempts {
			if slices.Contains(line, other.Responder) && call.Channel == frozen.Voice && call.State == AttemptWaiting && call.Deferred == 0 {
				call.NotBefore, other.Rev = nil, i.touch()
			}
		}
	}
}
