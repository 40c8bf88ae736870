package console

// Seats and people on the incident's page.

import (
	"cmp"
	"slices"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

// seat is one of the plan's, with who holds it and how far its ladder has been climbed.
type seat struct {
	ID      string
	Title   roster.Text
	Needs   int
	Filled  int
	Holders []holder
	Rung    int
	Rungs   int
	Next    *moment // when the next rung is due, nil where none is
	InHand  string  // who has taken the ladder on
}

// holder is somebody in a seat.
type holder struct {
	ID       string
	Name     string
	State    incident.HolderState
	Promised *moment
	Relief   bool // asks to be relieved
}

// Short says whether people are lacking.
func (s seat) Short() bool { return s.Filled < s.Needs }

func (b *incidentBody) seats(v incident.View, k clock) {
	for _, sv := range v.Seats {
		if !sv.Open && len(sv.Holders) == 0 {
			b.Unasked = append(b.Unasked, sv.Title)
			continue
		}
		shown := seat{ID: sv.ID, Title: sv.Title, Needs: sv.Needs, Filled: sv.Filled}
		for _, h := range sv.Holders {
			shown.Holders = append(shown.Holders, holder{h.Responder, h.Name, h.State, k.maybe(h.PromisedAt), h.ReliefAskedAt != nil})
		}
		if l := sv.Ladder; l != nil {
			shown.Rung, shown.Rungs, shown.Next, shown.InHand = l.Rung, l.Rungs, k.at(time.Time(l.NextAt)), personIn(v, deref(l.InHand))
			b.Climbing = append(b.Climbing, shown)
		}
		b.Seats = append(b.Seats, shown)
	}
}

// person is somebody who was called, by their latest page, or who holds a seat without one.
type person struct {
	ID       string
	Name     string
	Phone    string // masked
	State    incident.PageState
	Seats    []roster.Text // that the page asks for
	Holds    []roster.Text // that they have, from earlier pages too
	Since    *moment       // of the page
	Promised *moment
	Calls    int
	Channel  frozen.Channel
	Delivery incident.AttemptState
	waits    bool
}

// people are those who were called, who have not answered first.
func people(v incident.View, k clock) []person {
	byID, order := map[string]*person{}, []string{}
	for _, p := range v.Pages {
		known, there := byID[p.Responder]
		if !there {
			known = &person{ID: p.Responder}
			byID[p.Responder], order = known, append(order, p.Responder)
		}
		known.take(v, p, k)
	}
	for _, sv := range v.Seats {
		for _, h := range sv.Holders {
			if byID[h.Responder] == nil {
				byID[h.Responder], order = &person{ID: h.Responder, Name: h.Name, State: incident.PageAccepted}, append(order, h.Responder)
			}
			byID[h.Responder].Holds = append(byID[h.Responder].Holds, sv.Title)
		}
	}
	var all []person
	for _, id := range order {
		all = append(all, *byID[id])
	}
	slices.SortStableFunc(all, func(a, b person) int { return cmp.Compare(turn(a), turn(b)) })
	return all
}

func turn(p person) int {
	if p.waits {
		return 0
	}
	return 1
}

// take takes over what a person's later page says.
func (p *person) take(v incident.View, page incident.PageView, k clock) {
	since, waits := waiting(page)
	p.Name, p.Phone, p.State, p.Promised, p.Calls, p.waits = page.Name, page.Phone, page.State, k.maybe(page.PromisedAt), p.Calls+page.Made, waits
	p.Since = nil
	if waits {
		p.Since = k.at(since)
	}
	p.Seats = nil
	for _, id := range page.Seats {
		p.Seats = append(p.Seats, seatTitle(v, id))
	}
	if n := len(page.Attempts); n > 0 {
		p.Channel, p.Delivery = page.Attempts[n-1].Channel, page.Attempts[n-1].State
	}
}
