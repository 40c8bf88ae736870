package incident_test

// The laws of the county: what holds of its incidents after whatever has happened.

import (
	"slices"
	"strings"
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// handedOut: an attempt is handed out to be sent once, unless the carrier did not begin it, and all of a page go to its person.
func (w *ward) handedOut(s incident.Send) {
	at := key(s.Page, s.Attempt)
	if w.out[at] {
		w.fail("%s: attempt %s is handed out to be sent twice", w.name(), at)
	}
	w.out[at] = true
	if to, known := w.addressee[s.Page]; known && to != s.To {
		w.fail("%s: page %s goes to %s and to %s", w.name(), s.Page, to, s.To)
	}
	w.addressee[s.Page] = s.To
	p := letter{from: w, page: s.Page}.what()
	if p == nil || !w.byPhone[s.To].has(p.Responder) {
		w.fail("%s: page %s goes to %s, whose owners it does not ask", w.name(), s.Page, s.To)
	}
	w.rideWithin(s)
	for _, a := range p.About {
		if a.Kind == incident.AboutSeat && w.isOpen() && slices.Contains(w.seatsOf(p.Responder), a.Ref) {
			w.fail("%s: %s is called for %s, which they hold", w.name(), p.Responder, a.Ref)
		}
	}
	w.tell("%s calls %s: %s %v %s", w.name(), p.Responder, p.Kind, slices.Clone(p.About), at)
}

// rideWithin: what rides with a message is for another of its phone's owners, who is asked by it.
func (w *ward) rideWithin(s incident.Send) {
	riders := w.letters(s)[1:]
	for _, l := range riders {
		p := l.what()
		if !w.byPhone[s.To].has(p.Responder) || !strings.Contains(s.Body, p.Token) {
			w.fail("%s: %s rides with %s and is not asked by it", w.name(), p.ID, s.Page)
		}
	}
	if len(riders) > 0 {
		w.tell("%s asks %d more by it", w.name(), len(riders))
	}
}

// lawful is what holds of one incident after each of its turns.
func (w *ward) lawful() {
	w.seatsAreShared()
	w.somebodyIsCalled()
}

// seatsAreShared: nobody holds two seats of an incident that do not share.
func (w *ward) seatsAreShared() {
	seats := w.inc.State.Seats
	for k, s := range seats {
		for _, h := range s.Holders {
			for n := k + 1; n < len(seats); n++ {
				o := seats[n]
				if slices.ContainsFunc(o.Holders, func(x incident.Holder) bool { return x.Responder == h.Responder }) && !w.share(s.ID, o.ID) {
					w.fail("%s: %s holds %s and %s, which do not share", w.name(), h.Responder, s.ID, o.ID)
				}
			}
		}
	}
}

func (w *ward) share(a, b string) bool {
	return slices.ContainsFunc(w.inc.In.Plan.Seats, func(p frozen.Seat) bool {
		return p.ID == a && slices.Contains(p.SharesWith, b) || p.ID == b && slices.Contains(p.SharesWith, a)
	})
}

// sharesNobody: once two open incidents have told each other what they know, nobody works in both, unless they become one.
func (c *county) sharesNobody() {
	for k, a := range c.wards {
		for _, b := range c.wards[k+1:] {
			if !a.isOpen() || !b.isOpen() || a.exchanging() || b.exchanging() || a.becomes(b) || b.becomes(a) {
				continue
			}
			if id := a.alsoIn(b); id != "" {
				c.fail("%s works in %s and in %s, and both know", id, a.name(), b.name())
			}
		}
	}
}

// exchanging says whether an incident has still to tell, or to be told, whom it holds. Where the others' crews could not be read,
// they are read after the next write.
func (w *ward) exchanging() bool { return w.flushing || w.telling > 0 || w.blind }

// becomes says whether an incident is being merged with another one, or was.
func (w *ward) becomes(other *ward) bool {
	if m := w.inc.State.Kin.Merging; m != nil && m.Into == other.inc.In.ID {
		return true
	}
	return slices.ContainsFunc(w.inc.State.Links, func(l incident.Link) bool {
		return l.Incident == other.inc.In.ID && (l.Kind == incident.LinkDuplicate || l.Kind == incident.LinkMerged)
	})
}

// alsoIn is somebody who works in both of two incidents, empty if there is nobody. Whoever is late works nowhere.
func (w *ward) alsoIn(other *ward) string {
	for _, s := range w.inc.State.Seats {
		for _, h := range s.Holders {
			if h.State != incident.HolderLate && other.has(h.Responder) {
				return h.Responder
			}
		}
	}
	return ""
}

func (w *ward) has(id string) bool {
	return slices.ContainsFunc(w.inc.State.Seats, func(s *incident.Seat) bool {
		return slices.ContainsFunc(s.Holders, func(h incident.Holder) bool { return h.Responder == id && h.State != incident.HolderLate })
	})
}

// somebodyIsCalled: while an incident is open, each seat that lacks people climbs its ladder, whose next rung is to come; where
// none lacks any, somebody commands, or is looked for. In its recovery, whoever has a step has it in hand, or a ladder climbs.
func (w *ward) somebodyIsCalled() {
	s := w.inc.State
	if w.inc.Ended() || s.Kin.Merging != nil && w.now.Before(s.Kin.Merging.Until) {
		return
	}
	for _, c := range s.Climbs {
		if !c.DueAt.After(w.now) {
			w.fail("%s: the rung of %v was due at %s", w.name(), c.About, c.DueAt)
		}
	}
	short := false
	for k, seat := range s.Seats {
		if s.Lifecycle == incident.Open && seat.Wanted && staying(seat) < seat.Needs {
			short = true
			c := w.climb(incident.Subject{Kind: incident.AboutSeat, Ref: seat.ID})
			if c == nil {
				w.fail("%s: %s lacks people, and nobody is called", w.name(), seat.ID)
			}
			last := w.inc.In.Plan.Seats[k].Ladder[len(w.inc.In.Plan.Seats[k].Ladder)-1]
			if !slices.Contains(last.Page, frozen.Company) || last.Repeat <= 0 {
				w.fail("%s: the ladder of %s ends with somebody else than the company", w.name(), seat.ID)
			}
		}
	}
	if s.Lifecycle == incident.Open && !short && s.Commander == "" && !slices.ContainsFunc(s.Climbs, func(c *incident.Climb) bool { return c.About.Kind == incident.AboutCommand }) {
		w.fail("%s: nobody commands, and nobody is looked for", w.name())
	}
	if _, ok := w.inc.NextDue(); !ok && s.Commander == "" && !w.inHand() {
		w.fail("%s: nothing is due, and it is in nobody's hand", w.name())
	}
}

func (w *ward) climb(about incident.Subject) *incident.Climb {
	for _, c := range w.inc.State.Climbs {
		if c.About == about {
			return c
		}
	}
	return nil
}

// staying is how many of a seat's holders count as filling it.
func staying(s *incident.Seat) int {
	n := 0
	for _, h := range s.Holders {
		if h.State != incident.HolderLate && h.ReliefAt == nil {
			n++
		}
	}
	return n
}

// inHand says whether somebody has a step to do.
func (w *ward) inHand() bool {
	return slices.ContainsFunc(w.inc.State.Steps, func(s *incident.Step) bool {
		return (s.State == incident.StepOpen || s.State == incident.StepStarted) && len(s.Assignees) > 0
	})
}

// ended: every incident comes to its end, with each step done or left out for a reason, and owes nothing.
func (c *county) ended(within time.Duration) {
	for _, w := range c.wards {
		if !w.inc.Ended() {
			c.fail("%s (%s) has not ended within %s: %s", w.name(), w.inc.In.Plan.ID, within, w.left())
		}
		if !w.inc.Quiet() {
			c.fail("%s has ended, and still owes something", w.name())
		}
		for _, s := range w.inc.State.Steps {
			if s.State != incident.StepDone && (s.State != incident.StepSkipped || s.Reason == "") {
				c.fail("%s has ended, and %s is %s", w.name(), s.ID, s.State)
			}
		}
	}
}

// left names the steps that are not over.
func (w *ward) left() (list []string) {
	for _, s := range w.inc.State.Steps {
		if s.State != incident.StepDone && s.State != incident.StepSkipped || s.AgainAt != nil {
			list = append(list, s.ID+" "+string(s.State))
		}
	}
	return list
}
