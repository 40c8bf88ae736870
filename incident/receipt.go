package incident

// Receipts: what the carrier says later of a message that it took, and whom a failure costs the page or the question.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Delivered takes in receipts. Only failures change what happens next; a receipt for an unknown message settles it.
func (i *Incident) Delivered(now time.Time, receipts []Receipt) {
	i.now = now
	for _, r := range receipts {
		p, a := i.attemptOf(r.Page, r.Attempt)
		if a == nil {
			continue
		}
		all := i.aboard(p, a)
		for _, b := range all {
			i.received(b.page, b.attempt, r)
		}
		i.alight(all, FateSent)
	}
}

func (i *Incident) received(p *Page, a *Attempt, r Receipt) {
	if a.CarrierID != "" && a.CarrierID != r.CarrierID {
		i.doubled(p, a, r.CarrierID)
		return
	}
	i.receive(p, a, r)
}

// doubled writes a duplicate down, once for all its receipts.
func (i *Incident) doubled(p *Page, a *Attempt, id string) {
	if slices.Contains(a.Doubles, id) {
		return
	}
	a.Doubles, p.Rev = append(a.Doubles, id), i.touch()
	i.log(KindDuplicate, "", words.SentTwice(i.name(p.Responder)), about{Page: p.ID, Responder: p.Responder})
}

func (i *Incident) receive(p *Page, a *Attempt, r Receipt) {
	if a.CarrierID == "" {
		i.sent(p, a, r.CarrierID)
	}
	if rankOf(r.State) <= rankOf(a.State) {
		return
	}
	p.Rev = i.touch()
	if r.State == AttemptDelivered && a.Channel == frozen.Voice {
		i.callTaken(p, a)
		return
	}
	if r.State == AttemptDelivered {
		a.State = r.State
		return
	}
	i.failed(p, a, r.State, r.Failure)
}

// rankOf orders what receipts say: they arrive in any order, and a lower one changes nothing.
func rankOf(s AttemptState) int {
	switch s {
	case AttemptDelivered, AttemptUndelivered, AttemptFailed:
		return 2
	case AttemptSent:
		return 1
	case AttemptWaiting, AttemptSending, AttemptUnknown, AttemptSuperseded:
		return 0
	}
	return 0
}

// failed shortens the ladder: whoever a message cannot reach is replaced at once.
func (i *Incident) failed(p *Page, a *Attempt, state AttemptState, why Failure) {
	a.State, a.Failure = state, why
	i.hungUp(p)
	i.log(KindUnreachable, "", words.Unreachable(i.name(p.Responder), string(why)), about{Page: p.ID, Responder: p.Responder, Value: string(why)})
	if why.Permanent() && a.Channel == frozen.Voice {
		i.noVoice(p, why)
		return
	}
	if why.Permanent() {
		i.loseLine(p.Responder, why)
		return
	}
	i.filtered(p, a, why)
	if p.Kind == CallPage && p.waits() {
		i.replace(p)
	}
	i.missed(p)
}

// lose marks a person as out of reach: their pages end, their tasks go to others, and the ladders go on without them.
func (i *Incident) lose(id string, why Failure) {
	if p := i.person(id); p != nil {
		p.Bad = why
	} else {
		i.State.People = append(i.State.People, &Person{ID: id, Bad: why})
	}
	for _, p := range slices.Clone(i.State.Pages) {
		if p.Responder == id && p.waits() {
			i.unasked(p)
		}
		if p.Responder == id && p.Kind == CallPage && p.waits() {
			if p.Owed, p.Rev = i.ringsFor(p), i.touch(); !p.Owed {
				p.State = PageUnreachable
			}
			i.replace(p)
		}
	}
	i.handOver(id)
	i.handBack(id)
	if why == FailOptedOut {
		for _, boss := range i.commanders() {
			i.tell(boss, func(lang string) string { return words.OptedOutNotice(lang, i.hazard(lang), i.name(id)) })
		}
	}
	if why == FailOptedOut && i.State.Lifecycle == Open && i.rules(frozen.OptOutRelieves) {
		i.wishRelief(id, i.wantedSeats(id), ReliefOptOut)
	}
}

// replace calls the next people for all that a page was about.
func (i *Incident) replace(p *Page) {
	for _, a := range slices.Clone(p.About) {
		if a.Kind == AboutSeat {
			i.widen(a.Ref)
		} else if a.Kind == AboutGap {
			i.hasten(Subject{AboutSeat, a.Ref})
		} else {
			i.hasten(a)
		}
	}
}

// hasten brings a ladder's next rung forward when nobody is being asked any more.
func (i *Incident) hasten(about Subject) {
	if c := i.climb(about); c != nil && c.InHand == "" && !i.beingAsked(about) {
		i.hurry(c)
	}
}

// Permanent says whether the number is of no use for the rest of the incident.
func (f Failure) Permanent() bool {
	return f == FailRecipient || f == FailOptedOut || f == FailWrongNumber || f == FailRefused || f == FailNoVoice
}
