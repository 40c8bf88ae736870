package incident

// Needs: how many people a seat asks for, by day and by night.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/words"
)

func (i *Incident) needs(p *frozen.Seat) int {
	if i.roster().IsDay(i.now) {
		return p.Day
	}
	return p.Night
}

// hourTurned has the seats ask for what they need at this hour. Where one is not needed any more, the commander says whether
// those on scene may go.
func (i *Incident) hourTurned() {
	if !i.rules(frozen.NeedsFollowTheHour) {
		return
	}
	held := len(i.idle())
	i.openSeats()
	if len(i.idle()) > held {
		i.askRelease()
	}
}

// turnsWithTheHour says whether a seat that the level calls for needs more people by day than by night, or fewer.
func (i *Incident) turnsWithTheHour() bool {
	return i.rules(frozen.NeedsFollowTheHour) && slices.ContainsFunc(i.In.Plan.Seats, func(p frozen.Seat) bool {
		return p.Day != p.Night && i.State.Level.Reaches(p.FromLevel)
	})
}

// askFor has a seat that is called for ask for as many people as it needs now. For more of them its ladder begins, or climbs on
// with as many more. Where fewer are enough it is filled, and everybody who holds it stays.
func (i *Incident) askFor(s *Seat, needs int) {
	if s.Needs == needs || !i.rules(frozen.NeedsFollowTheHour) {
		return
	}
	lacked := s.short()
	s.Needs, s.Rev = needs, i.touch()
	i.logNeeds(s)
	switch c := i.climb(Subject{AboutSeat, s.ID}); {
	case s.short() == 0:
		i.seatGrown(s)
	case c == nil:
		i.reopen(s)
	case i.atBottom(c): // which calls them all
	default:
		for range s.short() - lacked {
			i.widen(s.ID)
		}
	}
}

// atBottom says whether a ladder has begun and reached no rung yet: its first one calls as many as are missing by then, the most
// needed seat first.
func (i *Incident) atBottom(c *Climb) bool {
	return i.rules(frozen.NeedsFollowTheHour) && c.Reached == 0
}

// restUntilMorning notes of a seat that is no longer called for that it is not needed at this hour, if that is why.
func (i *Incident) restUntilMorning(s *Seat, needs int) {
	if needs > 0 || i.State.Lifecycle != Open || !i.rules(frozen.NeedsFollowTheHour) {
		return
	}
	s.Needs = 0
	i.logNeeds(s)
}

func (i *Incident) logNeeds(s *Seat) {
	text := words.NeedsNow(i.planSeat(s.ID).Title, i.roster().IsDay(i.now), s.Needs, len(s.staying()))
	i.log(KindSeatNeeds, "", text, about{Seat: s.ID, detail: s.staffing()})
}
