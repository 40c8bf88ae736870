package record

// Opening: what a sealed record holds, for reviews and for the rebuild.

import (
	"encoding/json"

	"muster/incident"
)

// Open verifies a record and reads it. What is wrong with it is a *DamageError.
func Open(sealed []byte) (Record, error) {
	c, head, err := verified(sealed)
	if err != nil {
		return Record{}, err
	}
	r := Record{Last: incident.Shadow{Incident: head.Incident}}
	for k, l := range c.lines {
		if err := r.take(l); err != nil {
			return r, c.damage(k, "this version of Muster cannot read it")
		}
	}
	return r, nil
}

// take reads a line. Kinds that are not known come from a newer version, and are left out.
func (r *Record) take(l line) error {
	switch l.Kind {
	case KindDeclared:
		return json.Unmarshal(l.Body, &r.Declared)
	case KindPlan:
		return json.Unmarshal(l.Body, &r.Plan)
	case KindEntry:
		return grow(&r.Entries, l)
	case KindAnswer:
		return grow(&r.Answers, l)
	case KindMessage:
		return grow(&r.Ledger, l)
	case KindIncident:
		var body last
		err := json.Unmarshal(l.Body, &body)
		r.Last.Rev, r.Last.Head = body.Rev, body.View
		return err
	case KindSeat:
		return grow(&r.Last.Seats, l)
	case KindStep:
		return grow(&r.Last.Steps, l)
	case KindFact:
		return grow(&r.Last.Facts, l)
	case KindPage:
		return grow(&r.Last.Pages, l)
	case KindCrew:
		return json.Unmarshal(l.Body, &r.Last.Crew)
	case KindHead, KindEnd:
	}
	return nil
}

func grow[T any](list *[]T, l line) error {
	var one T
	err := json.Unmarshal(l.Body, &one)
	*list = append(*list, one)
	return err
}

// mostTogether bounds what is given to the shadow at once.
const mostTogether = 500

// Shadows are the batches that make an incident's shadow anew. Revs rise, so that pages keep their order.
func (r Record) Shadows() []incident.Shadow {
	var batches []incident.Shadow
	whole := r.Last
	for pages := whole.Pages; ; {
		first := whole
		if len(batches) > 0 {
			first = incident.Shadow{Incident: whole.Incident}
		}
		first.Pages = pages[:min(len(pages), mostTogether)]
		batches = append(batches, first)
		if pages = pages[len(first.Pages):]; len(pages) == 0 {
			break
		}
	}
	for k := range batches {
		batches[k].Rev = whole.Rev - (len(batches) - 1 - k)
	}
	head := batches[0].Head
	batches[0].Head, batches[len(batches)-1].Head = nil, head
	for entries := r.Entries; len(entries) > 0; {
		next := entries[:min(len(entries), mostTogether)]
		batches = append(batches, incident.Shadow{Incident: whole.Incident, Rev: whole.Rev, Entries: next})
		entries = entries[len(next):]
	}
	return batches
}

// View is the incident as it was shown at its end.
func (r Record) View() incident.View {
	v := *r.Last.Head
	v.ID, v.Seats, v.Steps, v.Facts = r.Last.Incident, r.Last.Seats, r.Last.Steps, r.Last.Facts
	v.Pages, v.Messages = []incident.PageView{}, []incident.PageView{}
	for _, p := range r.Last.Pages {
		if p.View.Kind == incident.CallPage {
			v.Pages = append(v.Pages, p.View)
		} else {
			v.Messages = append(v.Messages, p.View)
		}
	}
	return v
}
