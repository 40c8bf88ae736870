package incident_test

// The county's carrier: it keeps a ledger of what it took, is slow, loses answers, and reports late.

import (
	"fmt"
	"slices"
	"time"

	"muster/incident"
)

// settlement is questions to the carrier that are under way.
type settlement struct {
	asks    []incident.Ask
	results []incident.Result
	over    bool
}

// send has a wave carried. What its results do not say is unknown, as if its worker had died.
func (w *ward) send(wave []incident.Send) {
	if len(wave) > incident.WaveSize {
		w.fail("a wave of %d messages", len(wave))
	}
	for _, s := range wave {
		w.handedOut(s)
	}
	w.sending++
	w.later(w.between(50*time.Millisecond, 1500*time.Millisecond), func() {
		var results []incident.Result
		lost := w.chance(0.02)
		for _, s := range wave {
			if r := w.carry(s); !lost {
				results = append(results, r)
			}
		}
		w.sending--
		w.inc.Sent(w.now, wave, results)
		w.turn()
	})
}

// carry brings a message to the carrier, mostly.
func (w *ward) carry(s incident.Send) incident.Result {
	r := incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: incident.FateUnknown}
	luck := w.dice.Float64()
	switch {
	case w.isDown(), luck < 0.03:
	case luck < 0.05:
		r.Fate, r.After, r.Why = incident.FateNotStarted, w.upTo(20*time.Second), "rate"
		w.out[key(s.Page, s.Attempt)] = false
	case w.byPhone[s.To].optedOut:
		r.Fate, r.Failure = incident.FateFailed, incident.FailOptedOut
	case luck < 0.06 && !w.byPhone[s.To].unfailing():
		r.Fate, r.Failure = incident.FateFailed, oneOf(w.county, incident.FailUnreachable, incident.FailFiltered, incident.FailRecipient)
	case luck < 0.09:
		w.takeIn(s)
	default:
		r.Fate, r.CarrierID = incident.FateSent, w.takeIn(s)
	}
	return r
}

func (c *county) isDown() bool { return !c.now.Before(c.down[0]) && c.now.Before(c.down[1]) }

// takeIn has the carrier accept a message, and the phone ring.
func (w *ward) takeIn(s incident.Send) string {
	at := key(s.Page, s.Attempt)
	if id, twice := w.ledger[at]; twice {
		w.fail("%s: the carrier took attempt %s twice, the first time as %s", w.name(), at, id)
	}
	id := fmt.Sprintf("SM-%s-%s", w.name(), at)
	w.ledger[at] = id
	w.rings(s, id)
	return id
}

// rings brings a message to its phone, and the receipt back: failures always, what went well now and then.
func (w *ward) rings(s incident.Send, id string) {
	who := w.byPhone[s.To]
	receipt := incident.Receipt{Page: s.Page, Attempt: s.Attempt, CarrierID: id, State: incident.AttemptDelivered}
	if who.bounces || !who.unfailing() && w.chance(0.01) {
		receipt.State, receipt.Failure = incident.AttemptUndelivered, oneOf(w.county, incident.FailUnreachable, incident.FailFiltered, incident.FailRecipient)
		w.later(w.between(time.Second, 3*time.Minute), func() { w.reported(receipt) })
		return
	}
	if w.chance(0.1) {
		w.later(w.between(500*time.Millisecond, 2*time.Minute), func() { w.reported(receipt) })
	}
	for _, l := range w.letters(s) {
		if reader := w.citizen(l.what().Responder); reader.habit != silent {
			w.later(w.between(300*time.Millisecond, 2*time.Second), func() { reader.hears(l) })
		}
	}
}

// letters are what a message asks its readers: its own page, and those that ride with it.
func (w *ward) letters(s incident.Send) []letter {
	list := []letter{{w, s.Page, s.Attempt}}
	for _, p := range w.inc.State.Pages {
		for _, a := range p.Attempts {
			if a.Rides != nil && a.Rides.Page == s.Page && a.Rides.Attempt == s.Attempt {
				list = append(list, letter{w, p.ID, a.N})
			}
		}
	}
	return slices.DeleteFunc(list, func(l letter) bool { return l.what() == nil })
}

func (w *ward) reported(r incident.Receipt) {
	w.inc.Delivered(w.now, []incident.Receipt{r})
	if w.chance(0.05) { // it comes twice
		w.inc.Delivered(w.now, []incident.Receipt{r})
	}
	w.turn()
}

// ask finds out what became of messages, until the carrier answers or nobody needs it any more.
func (w *ward) ask(asks []incident.Ask) {
	s := &settlement{asks: asks}
	w.settling = append(w.settling, s)
	w.later(w.between(100*time.Millisecond, 2*time.Second), func() { w.settleSome(s) })
}

func (w *ward) settleSome(s *settlement) {
	if s.over {
		return
	}
	if w.isDown() {
		w.later(incident.SettleAfter, func() { w.settleSome(s) })
		return
	}
	for _, q := range s.asks[len(s.results):] {
		r, ok := w.find(q)
		if !ok {
			w.later(incident.SettleAfter, func() { w.settleSome(s) })
			return
		}
		s.results = append(s.results, r)
	}
	w.settled(s)
}

// find looks for a message in the ledger, and sends it if it is not there and may be sent. Not ok: its answer was lost.
func (w *ward) find(q incident.Ask) (r incident.Result, ok bool) {
	r = incident.Result{Page: q.Page, Attempt: q.Attempt, Fate: incident.FateAbsent}
	if id, there := w.ledger[key(q.Page, q.Attempt)]; there {
		r.Fate, r.CarrierID = incident.FateSent, id
	} else if q.MaySend {
		id := w.takeIn(q.Send)
		if w.chance(0.1) {
			return r, false
		}
		r.Fate, r.CarrierID = incident.FateSent, id
	}
	return r, true
}

// settled ends questions; those without a result were given up.
func (w *ward) settled(s *settlement) {
	s.over = true
	w.settling = slices.DeleteFunc(w.settling, func(o *settlement) bool { return o == s })
	w.inc.Asked(w.now, s.asks, s.results)
	w.turn()
}

// giveUpStale gives up questions that might send what is no longer owed. What they were about to send may still go out.
func (w *ward) giveUpStale() {
	for _, s := range slices.Clone(w.settling) {
		if s.over || !w.inc.Stale(s.asks) {
			continue
		}
		s.over, s.results = true, nil
		for _, q := range s.asks {
			if _, there := w.ledger[key(q.Page, q.Attempt)]; q.MaySend && !there && !w.isDown() && w.chance(0.2) {
				w.takeIn(q.Send)
			}
		}
		w.later(0, func() { w.settled(s) })
	}
}
