package incident

// Apart: one person holds seats together only where these share, whichever way they have come to them.

import (
	"slices"

	"muster/incident/frozen"
)

// askedApart ends what a person is being asked beside a seat that they have come to hold, where the two do not share: a yes to
// it would put them into both. Others are called instead.
func (i *Incident) askedApart(s *Seat, id string) {
	p := i.openCall(id)
	if p == nil || !i.rules(frozen.SeatsStayApart) {
		return
	}
	held := i.planSeat(s.ID)
	var apart []Subject
	for _, a := range seatSubjects(p.seats()) {
		if a.Ref != s.ID && !shared(i.planSeat(a.Ref), held) {
			apart = append(apart, a)
		}
	}
	if len(apart) == 0 {
		return
	}
	if rest := without(p.About, apart); len(rest) > 0 {
		p.About = rest
	} else { // what it was about stays on the record
		p.State, p.Owed = PageStoodDown, false
	}
	p.Rev = i.touch()
	for _, a := range apart {
		i.widen(a.Ref)
	}
}

// notApart leaves of some subjects out the seats that a person may not hold, or be asked for, beside what they hold and are asked for.
func (i *Incident) notApart(subjects []Subject, id string) []Subject {
	if !i.rules(frozen.SeatsStayApart) {
		return subjects
	}
	return slices.DeleteFunc(slices.Clone(subjects), func(a Subject) bool {
		return a.Kind == AboutSeat && !i.free(id, i.planSeat(a.Ref), true)
	})
}

// makesRoom says whether somebody may be carried into a seat beside what they hold here. Seats in which they count as late they
// give up for one of which that is not so; others keep them.
func (i *Incident) makesRoom(s *Seat, there SeatHolder) bool {
	id, p := there.Responder, i.planSeat(s.ID)
	if !i.rules(frozen.SeatsStayApart) || i.free(id, p, false) {
		return true
	}
	var late []*Seat
	for _, other := range i.State.Seats {
		h := other.holder(id)
		if other == s || h == nil || shared(p, i.planSeat(other.ID)) {
			continue
		}
		if h.State != HolderLate || there.State == HolderLate {
			return false
		}
		late = append(late, other)
	}
	for _, other := range late {
		i.leave(other, id, ByPlan)
		other.unrefused(id)
	}
	return true
}
