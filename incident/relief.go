package incident

// Relief: a holder who is to be relieved stays, and does what there is to do, until somebody else has accepted the seat.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/words"
)

// ReliefReason says why a holder is to be relieved.
type ReliefReason string

// The reasons: they asked for it; their shift is over and somebody else is on duty for the seat; their leave has begun; they
// want no more messages.
const (
	ReliefAsked  ReliefReason = "asked"
	ReliefShift  ReliefReason = "shift"
	ReliefLeave  ReliefReason = "leave"
	ReliefOptOut ReliefReason = "opt-out"
)

// askRelief takes in that somebody asks for relief, and gives the reply. Where no seat of theirs is called for (any more), the
// commander is told instead.
func (i *Incident) askRelief(id, lang string) string {
	seats := i.wantedSeats(id)
	if len(seats) == 0 || i.State.Lifecycle != Open || !i.rules(frozen.PeopleAreRelieved) {
		i.log(KindHelp, id, words.Relief(i.name(id)), about{Responder: id})
		i.alarm(Subject{AboutHelp, id})
		return words.ReliefTaken(lang)
	}
	i.wishRelief(id, seats, ReliefAsked)
	return words.ReliefCalled(lang)
}

// wantedSeats are the seats that a person holds and that the incident asks for.
func (i *Incident) wantedSeats(id string) []*Seat {
	return slices.DeleteFunc(slices.Clone(i.State.Seats), func(s *Seat) bool { return !s.Wanted || s.holder(id) == nil })
}

// wishRelief has somebody called to relieve a person in seats. To wish it again changes nothing.
func (i *Incident) wishRelief(id string, seats []*Seat, why ReliefReason) {
	at := i.now
	fresh := slices.DeleteFunc(slices.Clone(seats), func(s *Seat) bool { return s.holder(id).ReliefAt != nil })
	if len(fresh) == 0 {
		return
	}
	ids := make([]string, len(fresh))
	for k, s := range fresh {
		h := s.holder(id)
		h.ReliefAt, h.Relief, s.Rev = &at, why, i.touch()
		ids[k] = s.ID
	}
	i.log(KindReliefAsked, i.wisher(id, why), words.ReliefWanted(i.name(id), i.titlesOf(ids), string(why)),
		about{Responder: id, Value: string(why), detail: detail{Seats: ids}})
	if why != ReliefAsked {
		i.tell(id, func(lang string) string {
			return words.StayUntilRelieved(lang, i.hazard(lang), i.titlesOf(ids), string(why))
		})
	}
	for _, s := range fresh {
		i.callRelief(s)
	}
}

func (i *Incident) wisher(id string, why ReliefReason) string {
	if why == ReliefAsked {
		return id
	}
	return ""
}

// callRelief has one more person called for a seat.
func (i *Incident) callRelief(s *Seat) {
	if s.short() == 0 {
		return
	}
	switch c := i.climb(Subject{AboutSeat, s.ID}); {
	case c == nil:
		i.reopen(s)
	case !i.atBottom(c):
		i.widen(s.ID)
	}
}

// stay takes back that a holder is to be relieved.
func (h *Holder) stay() { h.ReliefAt, h.Relief, h.OffSince = nil, "", nil }

// toBeRelieved says whether a person waits for relief in any seat.
func (i *Incident) toBeRelieved(id string) bool {
	return slices.ContainsFunc(i.State.Seats, func(s *Seat) bool {
		h := s.holder(id)
		return h != nil && h.ReliefAt != nil
	})
}

// relievable is the holder who has waited longest for relief and can go now: the seat has all its people without them.
func (s *Seat) relievable() *Holder {
	var longest *Holder
	for k := range s.Holders {
		h := &s.Holders[k]
		others := len(s.present())
		if h.State != HolderLate {
			others--
		}
		if h.ReliefAt != nil && others >= s.Needs && (longest == nil || h.ReliefAt.Before(*longest.ReliefAt)) {
			longest = h
		}
	}
	return longest
}

// somebodyStays says whether a seat has anybody who is not to be relieved: a night that needs fewer people sends none of the day
// home before one of its own has come.
func (i *Incident) somebodyStays(s *Seat) bool {
	return !i.rules(frozen.NeedsFollowTheHour) || len(s.staying()) > 0
}

// reliever is whoever has come into the seat last, other than a person, and stays; else anybody who is there.
func (s *Seat) reliever(id string) string {
	var last *Holder
	for k := range s.Holders {
		h := &s.Holders[k]
		if h.Responder == id || h.State == HolderLate {
			continue
		}
		if last == nil || (last.ReliefAt != nil && h.ReliefAt == nil) || (last.ReliefAt == nil) == (h.ReliefAt == nil) && h.Since.After(last.Since) {
			last = h
		}
	}
	if last == nil {
		return ""
	}
	return last.Responder
}

// relieved is somebody who may go, and who has their seats now.
type relieved struct {
	id, by string
	seats  []string
}

// relievesDue lets everybody go whose seats are filled without them, and tells both.
func (i *Incident) relievesDue() bool {
	if i.State.Lifecycle != Open || !i.rules(frozen.PeopleAreRelieved) {
		return false
	}
	var all []relieved
	for _, s := range i.State.Seats {
		for h := s.relievable(); h != nil && s.Wanted && i.somebodyStays(s); h = s.relievable() {
			id, by := h.Responder, s.reliever(h.Responder)
			i.relieve(s, id, by)
			if k := slices.IndexFunc(all, func(r relieved) bool { return r.id == id && r.by == by }); k >= 0 {
				all[k].seats = append(all[k].seats, s.ID)
			} else {
				all = append(all, relieved{id, by, []string{s.ID}})
			}
		}
	}
	for _, r := range all {
		titles := i.titlesOf(r.seats)
		i.tell(r.id, func(lang string) string { return words.YouAreRelieved(lang, i.hazard(lang), i.name(r.by), titles) })
		i.tell(r.by, func(lang string) string { return words.YouRelieve(lang, i.hazard(lang), i.name(r.id), titles) })
	}
	return len(all) > 0
}

// relieve takes a person out of a seat whom another one relieves: command, and the seat's open steps, pass to that one. The
// seat is not closed to them: they may be asked for it again.
func (i *Incident) relieve(s *Seat, id, by string) {
	commands := i.State.Commander == id && (s.ID == i.In.Plan.Command.Seat || s.ID == i.In.Plan.Command.Deputy)
	s.Holders, s.Rev = slices.DeleteFunc(slices.Clone(s.Holders), func(h Holder) bool { return h.Responder == id }), i.touch()
	i.log(KindRelieved, by, words.RelievedBy(i.planSeat(s.ID).Title, i.name(id), i.name(by)), about{Seat: s.ID, Responder: id, detail: s.staffing()})
	if commands {
		i.putInCommand(by, s.ID, words.CommandRelieved(i.name(by), i.name(id)))
		i.moveQuestions(id, by)
		i.moveDecisions(id, by)
	}
	i.passSteps(s, id, by)
	if !i.holds(id) {
		i.handOver(id)
		i.handBack(id)
	}
}

// passSteps gives a seat's open steps that one person has to another.
func (i *Incident) passSteps(seat *Seat, from, to string) {
	for k, s := range i.State.Steps {
		if i.In.Plan.Steps[k].Seat != seat.ID || !s.active() || !slices.Contains(s.Assignees, from) {
			continue
		}
		s.Assignees, s.Rev = slices.DeleteFunc(slices.Clone(s.Assignees), func(a string) bool { return a == from }), i.touch()
		i.takeBack(s, from)
		i.assignStep(s, to)
	}
}

// keepWish carries over into an older picture of a holder what has been noted of their relief since.
func (h *Holder) keepWish(now Holder) {
	h.OffSince, h.ReliefAt, h.Relief = now.OffSince, now.ReliefAt, now.Relief
}
