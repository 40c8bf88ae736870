package review

// Seats: when each was filled, against its need, and who held it.

import (
	"slices"
	"time"

	"muster/incident"
)

// SeatVerdict says what became of a seat.
type SeatVerdict string

// The verdicts, as things stood at the stand-down, or stand now.
const (
	SeatFilled   SeatVerdict = "filled"
	SeatShort    SeatVerdict = "short"
	SeatNotAsked SeatVerdict = "not-asked" // at this level, or at this hour
)

// Seat is a seat against its need.
type Seat struct {
	ID       string      `json:"id"`
	Title    Text        `json:"title"`
	Verdict  SeatVerdict `json:"verdict"`
	Needs    int         `json:"needs"`
	Have     int         `json:"have" doc:"At the stand-down, or now: people who had accepted and kept their promise."`
	OpenedAt *Time       `json:"opened_at"`
	FilledAt *Time       `json:"filled_at" doc:"For the first time; null if it never was."`
	Took     *Span       `json:"took" doc:"From the opening until it was filled for the first time."`
	Reopened int         `json:"reopened" doc:"How often somebody dropped out of it, or did not come."`
	Rung     int         `json:"rung" doc:"The highest rung of its ladder that was reached."`
	Holders  []string    `json:"holders" doc:"Everybody who accepted it, in order: responders' ids."`
	Names    []string    `json:"names" doc:"The same people's names."`
}

// SeatSums counts the seats by verdict.
type SeatSums struct {
	Asked  int `json:"asked"`
	Filled int `json:"filled"`
	Short  int `json:"short"`
}

// seats looks at every seat of the plan, in its order.
func (l *look) seats() ([]Seat, SeatSums) {
	all, sums := []Seat{}, SeatSums{}
	for _, planned := range l.view.Seats {
		s := l.seat(planned)
		all = append(all, s)
		switch s.Verdict {
		case SeatFilled:
			sums.Asked, sums.Filled = sums.Asked+1, sums.Filled+1
		case SeatShort:
			sums.Asked, sums.Short = sums.Asked+1, sums.Short+1
		case SeatNotAsked:
		}
	}
	return all, sums
}

func (l *look) seat(planned incident.SeatView) Seat {
	s := Seat{ID: planned.ID, Title: planned.Title, Verdict: SeatNotAsked, Needs: planned.Needs, Holders: []string{}, Names: []string{}}
	crew := crew{}
	for _, e := range l.entries {
		s.note(e)
		if l.stoodDown == nil || !e.At.After(*l.stoodDown) { // who goes home after that leaves no gap
			crew.note(e, s.ID)
		}
	}
	for _, m := range crew {
		s.Holders, s.Names = append(s.Holders, m.id), append(s.Names, l.name(m.id))
	}
	s.Have = crew.present()
	if !l.detailed {
		s.Have = planned.Filled
	}
	if s.OpenedAt == nil {
		return s
	}
	if s.FilledAt != nil {
		took := l.took(time.Time(*s.OpenedAt), time.Time(*s.FilledAt))
		s.Took = &took
	}
	switch {
	case s.Needs == 0: // at this hour
	case s.Have >= s.Needs:
		s.Verdict = SeatFilled
	default:
		s.Verdict = SeatShort
	}
	return s
}

// note takes in what an entry says of the seat as a whole.
func (s *Seat) note(e incident.Entry) {
	if e.Seat != s.ID {
		return
	}
	switch e.Kind {
	case incident.KindSeatOpened, incident.KindRung:
		if s.OpenedAt == nil {
			s.OpenedAt = timeOf(&e.At)
		}
		s.Rung = max(s.Rung, e.Rung)
	case incident.KindSeatFilled:
		if s.FilledAt == nil {
			s.FilledAt = timeOf(&e.At)
		}
	case incident.KindSeatReopened:
		s.Reopened++
	case incident.KindSeatNeeds:
		s.Needs = e.Need
	default:
	}
	if e.Need > 0 {
		s.Needs = e.Need
	}
	if e.Kind == incident.KindSeatOpened && e.Have >= e.Need && e.Need > 0 && s.FilledAt == nil { // by those who hold it already
		s.FilledAt = timeOf(&e.At)
	}
}

// crew are the people who have accepted a seat, in order.
type crew []member

// member is one of them. Whoever broke the promise is late, and counts again once they come or promise anew.
type member struct {
	id         string
	late, gone bool
}

func (c crew) present() int {
	n := 0
	for _, m := range c {
		if !m.late && !m.gone {
			n++
		}
	}
	return n
}

func (c *crew) note(e incident.Entry, seat string) {
	k := slices.IndexFunc(*c, func(m member) bool { return m.id == e.Responder })
	switch {
	case e.Kind == incident.KindPageAccepted && slices.Contains(e.Seats, seat), e.Kind == incident.KindSeatAssigned && e.Seat == seat:
		if k < 0 {
			*c = append(*c, member{id: e.Responder})
		} else {
			(*c)[k] = member{id: e.Responder}
		}
	case k < 0:
	case e.Kind == incident.KindSeatReopened && e.Seat == seat:
		(*c)[k].late, (*c)[k].gone = e.By == "", e.By != ""
	case e.Kind == incident.KindRelieved && e.Seat == seat:
		(*c)[k].gone = true
	case e.Kind == incident.KindPageOnScene, e.Kind == incident.KindPageAccepted && e.Page == "":
		(*c)[k].late = false
	}
}
