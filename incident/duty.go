package incident

// Duty: what a change of shift, a leave and a refreshed roster mean for those who hold seats and those who are called.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Duty is how far the incident has acted upon the roster.
type Duty struct {
	At   time.Time  `json:"at"`             // when it was looked at last
	Next *time.Time `json:"next,omitempty"` // when who is on duty can change next
}

// justOff is how long after the end of a shift somebody who takes a seat still counts as of that shift. [design]
const justOff = time.Hour

// dutyDue acts upon a change of the roster that is due, and says whether there was one.
func (i *Incident) dutyDue() bool {
	if i.State.Lifecycle != Open || !i.rules(frozen.PeopleAreRelieved) {
		return false
	}
	if i.State.Duty == nil {
		i.lookAtRoster()
		return false
	}
	if at, ok := i.dutyAt(); !ok || at.After(i.now) {
		return false
	}
	i.dutyChanged(i.roster().OnDuty(i.State.Duty.At))
	return true
}

// dutyAt is when the roster has to be looked at again; ok is false while nobody could be concerned.
func (i *Incident) dutyAt() (at time.Time, ok bool) {
	d := i.State.Duty
	if d == nil || d.Next == nil || i.State.Lifecycle != Open {
		return time.Time{}, false
	}
	return *d.Next, i.turnsWithTheHour() || slices.ContainsFunc(i.State.Seats, func(s *Seat) bool { return len(s.Holders) > 0 || s.short() > 0 })
}

// lookAtRoster notes when the roster can change next.
func (i *Incident) lookAtRoster() {
	i.State.Duty = &Duty{At: i.now}
	if next := i.roster().NextChange(i.now); !next.IsZero() {
		i.State.Duty.Next = &next
	}
}

// dutyChanged compares who is on duty with who was, and has the seats ask for what they need at this hour. Holders whose shift is
// over are relieved where somebody else is on duty for the seat, those whose leave has begun in any case; seats that lack people
// are called for among those who have come.
func (i *Incident) dutyChanged(before []string) {
	i.lookAtRoster()
	i.noteOff(before)
	i.hourTurned()
	var short []*Seat
	for _, s := range i.State.Seats {
		if len(i.newcomers(s, before)) > 0 {
			short = append(short, s)
		}
	}
	over := i.shiftsOver()
	if len(over)+len(short) == 0 {
		return
	}
	i.log(KindShift, "", words.ShiftChange(len(over)), about{})
	for _, id := range over {
		i.wishRelief(id, i.overFor(id), i.overBy(id))
	}
	for _, s := range short {
		i.callNewShift(s, before)
	}
}

// noteOff notes of every holder whether their shift is over. Whoever is back on duty needs no relief for it any more.
func (i *Incident) noteOff(before []string) {
	at, on := i.now, i.moment().OnDuty()
	for _, s := range i.State.Seats {
		for k := range s.Holders {
			h := &s.Holders[k]
			switch {
			case slices.Contains(on, h.Responder):
				i.backOn(s, h)
			case h.OffSince == nil && slices.Contains(before, h.Responder):
				h.OffSince, s.Rev = &at, i.touch()
			}
		}
	}
}

func (i *Incident) backOn(s *Seat, h *Holder) {
	if h.OffSince == nil && h.Relief != ReliefLeave {
		return
	}
	h.OffSince, s.Rev = nil, i.touch()
	if h.Relief != ReliefAsked && h.Relief != ReliefOptOut {
		h.stay()
		i.seatGrown(s)
	}
}

// shiftsOver are the holders who are to be relieved from now on.
func (i *Incident) shiftsOver() []string {
	var ids []string
	for _, s := range i.State.Seats {
		for _, h := range s.Holders {
			if !slices.Contains(ids, h.Responder) && len(i.overFor(h.Responder)) > 0 {
				ids = append(ids, h.Responder)
			}
		}
	}
	return ids
}

// overFor are the seats of a holder for which their time is over, and for which nobody is called in their place yet.
func (i *Incident) overFor(id string) []*Seat {
	leave := i.roster().OnLeave(id, i.now)
	return slices.DeleteFunc(i.wantedSeats(id), func(s *Seat) bool {
		h := s.holder(id)
		return h.ReliefAt != nil || (!leave && (h.OffSince == nil || !i.successorOnDuty(s)))
	})
}

func (i *Incident) overBy(id string) ReliefReason {
	if i.roster().OnLeave(id, i.now) {
		return ReliefLeave
	}
	return ReliefShift
}

// successorOnDuty says whether somebody is rostered to a seat now who does not hold it and could take it.
func (i *Incident) successorOnDuty(s *Seat) bool {
	p := i.planSeat(s.ID)
	return slices.ContainsFunc(i.audience(frozen.Holders, p), func(id string) bool {
		return s.holder(id) == nil && i.willing(id, s) && i.free(id, p, false)
	})
}

// newcomers are those who have come on duty for a seat that lacks people, and are not asked for it yet.
func (i *Incident) newcomers(s *Seat, before []string) []string {
	if s.short() == 0 {
		return nil
	}
	p := i.planSeat(s.ID)
	return slices.DeleteFunc(i.fresh(i.audience(frozen.Holders, p), p), func(id string) bool {
		return slices.Contains(before, id) || !i.available(id, p)
	})
}

// callNewShift calls those who have come on duty for a seat. Its ladder begins anew with them, unless somebody sees to it.
func (i *Incident) callNewShift(s *Seat, before []string) {
	c := i.climb(Subject{AboutSeat, s.ID})
	switch {
	case c == nil || c.InHand == "":
		i.reopen(s)
	default:
		p := i.planSeat(s.ID)
		i.callAudience(i.newcomers(s, before), p, max(c.Reached, 1), s.short()+p.Spare)
	}
}

// lateShift has the relief called on for somebody who takes a seat just after the end of their shift.
func (i *Incident) lateShift(s *Seat, h *Holder) {
	if !i.rules(frozen.PeopleAreRelieved) || i.State.Duty == nil {
		return
	}
	id, at := h.Responder, i.now
	if i.moment().IsOnDuty(id) || !slices.Contains(i.roster().OnDuty(at.Add(-justOff)), id) {
		return
	}
	h.OffSince = &at
	if seats := i.overFor(id); slices.Contains(seats, s) {
		i.wishRelief(id, []*Seat{s}, i.overBy(id))
	}
}

// onDutyOf are those of some people who are on duty.
func (i *Incident) onDutyOf(ids []string) []string {
	if !i.rules(frozen.PeopleAreRelieved) {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !i.moment().IsOnDuty(id) })
}
