package api

// What an entry of a timeline says beside its sentence, for programs that count.

import (
	"muster/incident"
)

// EntryDetail is that part of a line. It is exported because what it holds is found by reflection.
type EntryDetail struct {
	Seats   []string       `json:"seats" doc:"That a page asks for, or that an answer takes or declines."`
	DueAt   *incident.Time `json:"due_at" doc:"A step's target, or when somebody has promised to be there."`
	Reason  *incident.Text `json:"reason"`
	Need    *int           `json:"need" doc:"How many people a seat asks for."`
	Have    *int           `json:"have" doc:"How many of them it has."`
	Attempt *int           `json:"attempt" doc:"Which message for its page, from 1."`
	Notice  *string        `json:"notice"`
	Party   *string        `json:"party"`
	Photo   *string        `json:"photo" doc:"That was added to a step; the value is its SHA-256."`
}

func detailOf(e incident.Entry) EntryDetail {
	d := EntryDetail{Seats: filled(e.Seats), Notice: optional(e.Notice), Party: optional(e.Party), Photo: optional(e.Photo)}
	if e.DueAt != nil {
		at := incident.Time(*e.DueAt)
		d.DueAt = &at
	}
	if e.Reason != (incident.Text{}) {
		d.Reason = &e.Reason
	}
	if e.Need > 0 {
		d.Need, d.Have = &e.Need, &e.Have
	}
	if e.Attempt > 0 {
		d.Attempt = &e.Attempt
	}
	return d
}
