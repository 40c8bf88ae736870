package incident

// The one assignment over the whole incident: who may be asked for a seat, and who is.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/words"
)

// callForSeat performs a seat's rung: it repeats the call to those who have not answered and calls new people up to the
// seat's need. The first wave is need and spare; later ones do not count those who stay silent.
func (i *Incident) callForSeat(c *Climb, rung frozen.Late) {
	p := i.planSeat(c.About.Ref)
	fresh := i.seat(p.ID).short() + p.Spare
	if c.Reached == 1 {
		fresh -= len(i.onDutyOf(i.asked(p.ID)))
	}
	for _, sel := range rung.Page {
		if sel == frozen.Group {
			fresh = len(i.In.Site.Roster.Responders)
		}
		if sel == frozen.Commander || sel == frozen.Company {
			i.callAboutGap(sel, p, c.Reached)
		} else {
			fresh -= i.callAudience(i.audience(sel, p), p, c.Reached, fresh)
		}
	}
}

// callAudience repeats calls within an audience and makes up to fresh new ones; it says how many were new.
func (i *Incident) callAudience(ids []string, p *frozen.Seat, rung int, fresh int) int {
	about, n := Subject{AboutSeat, p.ID}, 0
	for _, id := range ids {
		if open := i.openCall(id); open != nil && open.has(about) {
			i.call(id, about, rung)
		} else if n < fresh && i.available(id, p) {
			i.call(id, about, rung)
			n++
		}
	}
	return n
}

func (i *Incident) callAboutGap(sel frozen.Selector, p *frozen.Seat, rung int) {
	for _, id := range i.selected(sel, Subject{AboutSeat, p.ID}) {
		about := Subject{AboutGap, p.ID}
		if open := i.openCall(id); open != nil && open.has(Subject{AboutSeat, p.ID}) {
			about.Kind = AboutSeat
		}
		i.call(id, about, rung)
	}
}

// audience lists whom a selector names for a seat, in calling order, who works in another incident last. Whoever lacks the seat's licence is not among them:
// an SMS cannot make an electrician. (The commander may still assign anybody.)
func (i *Incident) audience(sel frozen.Selector, p *frozen.Seat) []string {
	var ids []string
	switch sel {
	case frozen.Holders:
		ids = i.moment().Holders(p.ID)
	case frozen.Substitutes:
		ids = i.moment().Substitutes(p.ID, p.Skill)
	case frozen.Group:
		ids = i.moment().InGroup(p.ID)
	case frozen.Lead:
		if lead, ok := i.moment().Lead(p.ID); ok {
			ids = []string{lead}
		}
	case frozen.Commander, frozen.Company:
	}
	return i.freeFirst(slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		r, ok := i.responder(id)
		return !ok || !r.Has(p.Skill)
	}))
}

// available says whether a person can be asked for a seat now.
func (i *Incident) available(id string, p *frozen.Seat) bool {
	s := i.seat(p.ID)
	return s.holder(id) == nil && i.willing(id, s) && i.free(id, p, true)
}

// willing says whether a person can be reached, has not declined a seat, does not wait for relief, was not left to another
// incident, and would not leave a post for it.
func (i *Incident) willing(id string, s *Seat) bool {
	return (i.reachable(id) || i.rings(id, Subject{AboutSeat, s.ID})) && !slices.Contains(s.Declined, id) && !i.toBeRelieved(id) &&
		!slices.Contains(i.State.Leases.Taken, id) && !i.atPost(id, i.planSeat(s.ID))
}

// atPost says whether a person is rostered now to a pinned seat that the incident wants, and that cannot be held together
// with another. Whoever has declined it is not there.
func (i *Incident) atPost(id string, other *frozen.Seat) bool {
	if !i.rules(frozen.PinnedStay) {
		return false
	}
	for k := range i.In.Plan.Seats {
		p, s := &i.In.Plan.Seats[k], i.State.Seats[k]
		if p.Pinned && p.ID != other.ID && s.Wanted && !shared(p, other) && !slices.Contains(s.Declined, id) &&
			i.moment().Holds(id, p.ID) {
			return true
		}
	}
	return false
}

// free says whether all that a person holds, and is being asked if that counts, can be shared with a seat.
func (i *Incident) free(id string, p *frozen.Seat, asked bool) bool {
	for _, other := range i.State.Seats {
		if other.ID != p.ID && other.holder(id) != nil && !shared(p, i.planSeat(other.ID)) {
			return false
		}
	}
	open := i.openCall(id)
	if !asked || open == nil {
		return true
	}
	for _, a := range open.About {
		if a.Kind == AboutSeat && a.Ref != p.ID && !shared(p, i.planSeat(a.Ref)) {
			return false
		}
	}
	return true
}

// shared says whether one person may hold both seats.
func shared(a, b *frozen.Seat) bool {
	return slices.Contains(a.SharesWith, b.ID) || slices.Contains(b.SharesWith, a.ID)
}

func seatSubjects(ids []string) []Subject {
	subjects := make([]Subject, len(ids))
	for k, id := range ids {
		subjects[k] = Subject{AboutSeat, id}
	}
	return subjects
}

// titlesOf names seats.
func (i *Incident) titlesOf(seats []string) Text {
	titles := make([]Text, len(seats))
	for k, id := range seats {
		titles[k] = i.planSeat(id).Title
	}
	return words.AboutSeats(titles)
}

// asked are the people whose unanswered page asks them for a seat.
func (i *Incident) asked(seat string) []string {
	var ids []string
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.waits() && p.has(Subject{AboutSeat, seat}) {
			ids = append(ids, p.Responder)
		}
	}
	return ids
}

// mayComeFree says whether somebody who could take a seat cannot be asked only because they are being asked for another.
func (i *Incident) mayComeFree(seat string) bool {
	s, p := i.seat(seat), i.planSeat(seat)
	for _, rung := range p.Ladder {
		for _, sel := range rung.Page {
			for _, id := range i.audience(sel, p) {
				if s.holder(id) == nil && !i.available(id, p) && i.willing(id, s) && i.free(id, p, false) {
					return true
				}
			}
		}
	}
	return false
}

// widen calls the next person on a seat's ladder at once, because somebody who was asked has dropped out of it. Where
// nobody is left and nobody is being asked, the next rung comes at once.
func (i *Incident) widen(seat string) {
	c := i.climb(Subject{AboutSeat, seat})
	s, p := i.seat(seat), i.planSeat(seat)
	if c == nil || s.short() == 0 {
		return
	}
	for _, rung := range p.Ladder {
		for _, sel := range rung.Page {
			if i.callAudience(i.fresh(i.audience(sel, p), p), p, max(c.Reached, 1), 1) > 0 {
				return
			}
		}
	}
	if !i.beingAsked(c.About) && c.InHand == "" {
		i.hurry(c)
	}
}

// fresh are those of an audience who have not been asked for a seat yet.
func (i *Incident) fresh(ids []string, p *frozen.Seat) []string {
	asked := i.asked(p.ID)
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(asked, id) })
}

// openSeats opens the seats that level and hour now call for and closes those that they no longer do. Nobody who holds a seat
// is released by this.
func (i *Incident) openSeats() {
	for k := range i.In.Plan.Seats {
		p, s := &i.In.Plan.Seats[k], i.State.Seats[k]
		needs := i.needs(p)
		wanted := i.State.Lifecycle == Open && i.State.Level.Reaches(p.FromLevel) && needs > 0
		switch {
		case wanted && !s.Wanted:
			s.Wanted, s.Needs = true, needs
			if i.now.After(i.State.OpenedAt) {
				i.log(KindSeatOpened, "", words.SeatOpened(p.Title, needs), about{Seat: s.ID, detail: s.staffing()})
			}
			i.reopen(s)
		case !wanted && s.Wanted:
			s.Wanted = false
			s.Rev = i.touch()
			i.restUntilMorning(s, needs)
			i.seatSettled(s)
		case wanted:
			i.askFor(s, needs)
		}
	}
}

// reopen starts a seat's ladder from the bottom. Whoever has declined the seat is not asked for it again.
func (i *Incident) reopen(s *Seat) {
	s.OpenedAt, s.Rev = i.now, i.touch()
	if s.short() > 0 {
		i.begin(Subject{AboutSeat, s.ID})
	}
}

// seatSettled ends a seat's ladder: it is filled, or no longer wanted. Whoever is still being asked is stood down.
func (i *Incident) seatSettled(s *Seat) {
	i.halt(Subject{AboutSeat, s.ID})
	i.dropAll(Subject{AboutSeat, s.ID}, Subject{AboutGap, s.ID})
}
