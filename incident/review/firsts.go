package review

// Firsts: when things happened for the first time.

import (
	"time"

	"muster/incident"
)

func moment(t Time) time.Time { return time.Time(t) }

func (l *look) firsts(r Review) First {
	f := First{
		Page: l.first(incident.KindPageSent), Acceptance: l.first(incident.KindPageAccepted), Commander: l.first(incident.KindCommand),
		Answer:   l.first(incident.KindPageAccepted, incident.KindPageDeclined, incident.KindPageSeen, incident.KindPageOnScene),
		AllSeats: l.allSeats(r.Seats),
	}
	for _, p := range r.People {
		if p.ArrivedAt != nil && (f.Arrival == nil || moment(*p.ArrivedAt).Before(moment(f.Arrival.At))) {
			mark := l.mark(moment(*p.ArrivedAt), p.Responder)
			f.Arrival = &mark
		}
	}
	return f
}

// first is the earliest entry of some kinds.
func (l *look) first(kinds ...incident.Kind) *Mark {
	var earliest *Mark
	for _, kind := range kinds {
		if list := l.of(kind); len(list) > 0 && (earliest == nil || list[0].At.Before(moment(earliest.At))) {
			mark := l.mark(list[0].At, list[0].Responder)
			earliest = &mark
		}
	}
	return earliest
}

func (l *look) mark(at time.Time, who string) Mark {
	return Mark{At: Time(at), After: l.after(at), Who: optional(who), Name: optional(l.name(who))}
}

// allSeats is when the last of the seats that were asked for was filled for the first time.
func (l *look) allSeats(seats []Seat) *Mark {
	var last *Mark
	for _, s := range seats {
		switch {
		case s.Verdict == SeatNotAsked:
		case s.FilledAt == nil:
			return nil
		case last == nil || moment(*s.FilledAt).After(moment(last.At)):
			mark := l.mark(moment(*s.FilledAt), "")
			last = &mark
		}
	}
	return last
}
