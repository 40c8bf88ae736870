package incident

// People whom no text reaches: they are called, where their phone rings and the ladder would soon have called them anyway.

import (
	"slices"
	"time"

	"muster/incident/frozen"
)

// soonCalled is how early a ladder must name voice for somebody whom no text reaches to be called at once: those of life and of
// urgent matters do. [design]
const soonCalled = 5 * time.Minute

// rings says whether somebody whom no text reaches can be called about a subject. A wrong number is somebody else's phone.
func (i *Incident) rings(id string, about Subject) bool {
	p := i.person(id)
	r, ok := i.responder(id)
	if p == nil || !ok || r.Phone == "" || !i.rules(frozen.UnreadAreCalled) {
		return false
	}
	return (p.Bad == FailRecipient || p.Bad == FailOptedOut) && p.NoVoice == "" && slices.Contains(i.In.Channels, frozen.Voice) && i.soonCalls(about)
}

// soonCalls says whether the ladder of a subject names voice early.
func (i *Incident) soonCalls(about Subject) bool {
	return slices.ContainsFunc(i.rungs(about), func(r frozen.Late) bool {
		return r.At <= soonCalled && slices.Contains(r.By, frozen.Voice)
	})
}

// ringsFor says whether a page is brought by a call because no text reaches its person.
func (i *Incident) ringsFor(p *Page) bool {
	return p.Kind == CallPage && slices.ContainsFunc(p.About, func(s Subject) bool { return i.rings(p.Responder, s) })
}

// clockSlack is by how much the carrier's clock may be behind ours where two calls of a person follow closely. [design]
const clockSlack = 10 * time.Second

// callBefore is the call for a person that was begun last before an attempt, and less than AskBefore before it: the carrier's
// list may show it as this one. Nil for a text, and where there is none.
func (i *Incident) callBefore(id string, a *Attempt) (before *Attempt) {
	if a.Channel != frozen.Voice || !i.rules(frozen.CallsInOrder) {
		return nil
	}
	line := i.line(id)
	for _, p := range i.State.Pages {
		for _, other := range p.Attempts {
			earlier := slices.Contains(line, p.Responder) && other.Channel == frozen.Voice && other.left() && other.At.Before(a.At) && a.At.Sub(other.At) < i.real(AskBefore)
			if earlier && (before == nil || other.At.After(before.At)) {
				before = other
			}
		}
	}
	return before
}

// notBefore is from when on a call of the carrier's list may be an attempt's, in the engine's time; zero where it is the only one.
func (i *Incident) notBefore(id string, a *Attempt) time.Time {
	if i.callBefore(id, a) == nil {
		return time.Time{}
	}
	return i.In.Engine(a.At).Add(-clockSlack)
}
