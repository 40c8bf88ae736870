package review

// People: who was called, what they said and how long it took them, and what became of the messages.

import (
	"cmp"
	"slices"

	"muster/incident"
)

// Answer says what became of the call to a person.
type Answer string

// The answers, the weightiest first: whoever accepted once has accepted.
const (
	Accepted    Answer = "accepted"
	Declined    Answer = "declined"
	Unreachable Answer = "unreachable"
	NotNeeded   Answer = "not-needed" // stood down before they answered
	SeenOnly    Answer = "seen"       // "received", which is no acceptance
	Silent      Answer = "silent"
)

// Person is somebody who was called, or who answered by radio.
type Person struct {
	Responder    string  `json:"responder"`
	Name         string  `json:"name"`
	Answer       Answer  `json:"answer"`
	Calls        int     `json:"calls" doc:"Messages of pages that the carrier took."`
	CalledAt     *Time   `json:"called_at" doc:"For the first time; null if never, but by radio."`
	SeenAt       *Time   `json:"seen_at" doc:"Any first word of theirs."`
	AnsweredAt   *Time   `json:"answered_at" doc:"When they first accepted, or else declined."`
	Took         *Span   `json:"took" doc:"From the first call to that answer."`
	PromisedAt   *Time   `json:"promised_at" doc:"When they last promised to be there."`
	ArrivedAt    *Time   `json:"arrived_at"`
	ArrivedAfter *Span   `json:"arrived_after" doc:"Since the opening."`
	Missed       int     `json:"missed" doc:"Promises that they did not keep."`
	Left         int     `json:"left" doc:"How often they gave a seat back."`
	Steps        int     `json:"steps" doc:"Steps that they did."`
	Failure      *string `json:"failure" doc:"Why messages did not reach them."`
}

// PeopleSums counts the people by their answers.
type PeopleSums struct {
	Called      int   `json:"called"`
	Accepted    int   `json:"accepted"`
	Declined    int   `json:"declined"`
	Unreachable int   `json:"unreachable"`
	NotNeeded   int   `json:"not_needed"`
	Seen        int   `json:"seen"`
	Silent      int   `json:"silent"`
	Arrived     int   `json:"arrived"`
	Median      *Span `json:"median" doc:"Of the times to an answer; null if nobody answered."`
	Slowest     *Span `json:"slowest"`
}

// MessageSums counts messages.
type MessageSums struct {
	Pages       int `json:"pages"`
	Tasks       int `json:"tasks"`
	Notes       int `json:"notes"`
	Unknown     int `json:"unknown" doc:"Whose fate was not known at first: the carrier was asked before anything was repeated."`
	Delayed     int `json:"delayed" doc:"That the carrier refused for a while."`
	Doubled     int `json:"doubled" doc:"That the carrier took twice."`
	Undelivered int `json:"undelivered" doc:"That did not reach their phone."`
}

func (l *look) messages() MessageSums {
	m := MessageSums{
		Pages: len(l.of(incident.KindPageSent)), Tasks: len(l.of(incident.KindTaskSent)), Notes: len(l.of(incident.KindNoteSent)),
		Unknown: len(l.of(incident.KindUnknown)), Delayed: len(l.of(incident.KindThrottled)), Doubled: len(l.of(incident.KindDuplicate)),
	}
	for _, e := range l.of(incident.KindUnreachable) {
		if e.Page != "" {
			m.Undelivered++
		}
	}
	return m
}

// people are those who were called or who answered, in the order of their first entries.
func (l *look) people() ([]Person, PeopleSums) {
	var rolls []*roll
	find := func(id string) *roll {
		for _, r := range rolls {
			if r.Responder == id {
				return r
			}
		}
		r := &roll{Person: Person{Responder: id, Name: l.name(id)}}
		rolls = append(rolls, r)
		return r
	}
	for _, e := range l.entries {
		if e.Kind == incident.KindStepDone && e.By != "" {
			find(e.By).Steps++
		}
		if e.Responder != "" {
			find(e.Responder).note(e)
		}
	}
	all, sums, times := []Person{}, PeopleSums{}, []Span{}
	for _, r := range rolls {
		if r.CalledAt == nil && r.accepted == nil && r.declined == nil {
			continue // told something, or named by somebody: never asked
		}
		p := l.closed(r)
		all = append(all, p)
		sums.add(p)
		if p.Took != nil {
			times = append(times, *p.Took)
		}
	}
	sums.Median, sums.Slowest = spread(times)
	return all, sums
}

// roll is a person while their entries are read.
type roll struct {
	Person
	accepted, declined, stoodDown *Time
}

// note takes in an entry that is about the person.
func (r *roll) note(e incident.Entry) {
	at := timeOf(&e.At)
	switch e.Kind {
	case incident.KindPageSent:
		r.Calls++
		first(&r.CalledAt, at)
	case incident.KindPageSeen:
		first(&r.SeenAt, at)
	case incident.KindPageAccepted:
		r.noteAcceptance(e, at)
	case incident.KindPageDeclined:
		first(&r.SeenAt, at)
		if e.Page != "" { // else it is a step that they cannot do
			first(&r.declined, at)
		}
	case incident.KindPageOnScene:
		first(&r.ArrivedAt, at)
	case incident.KindPageStoodDown:
		first(&r.stoodDown, at)
	case incident.KindUnreachable:
		r.Failure = optional(cmp.Or(e.Value, string(Unreachable)))
	case incident.KindPromiseMissed:
		r.Missed++
	case incident.KindSeatReopened:
		if e.By != "" {
			r.Left++
		}
	default:
	}
}

// first keeps the earliest moment.
func first(have **Time, at *Time) {
	if *have == nil {
		*have = at
	}
}

func (r *roll) noteAcceptance(e incident.Entry, at *Time) {
	first(&r.SeenAt, at)
	first(&r.accepted, at)
	if e.DueAt != nil {
		due := millis(*e.DueAt)
		r.PromisedAt = timeOf(&due)
	}
	if e.Value == string(incident.HolderOnScene) {
		first(&r.ArrivedAt, at)
	}
}

// closed says what became of the call to a person.
func (l *look) closed(r *roll) Person {
	p := r.Person
	switch {
	case r.accepted != nil:
		p.Answer, p.AnsweredAt = Accepted, r.accepted
	case r.declined != nil:
		p.Answer, p.AnsweredAt = Declined, r.declined
	case p.Failure != nil:
		p.Answer = Unreachable
	case r.stoodDown != nil:
		p.Answer = NotNeeded
	case p.SeenAt != nil:
		p.Answer = SeenOnly
	default:
		p.Answer = Silent
	}
	if p.CalledAt != nil && p.AnsweredAt != nil {
		took := l.took(moment(*p.CalledAt), moment(*p.AnsweredAt))
		p.Took = &took
	}
	if p.ArrivedAt != nil {
		after := l.after(moment(*p.ArrivedAt))
		p.ArrivedAfter = &after
	}
	return p
}

func (s *PeopleSums) add(p Person) {
	if p.CalledAt != nil {
		s.Called++
	}
	if p.ArrivedAt != nil {
		s.Arrived++
	}
	switch p.Answer {
	case Accepted:
		s.Accepted++
	case Declined:
		s.Declined++
	case Unreachable:
		s.Unreachable++
	case NotNeeded:
		s.NotNeeded++
	case SeenOnly:
		s.Seen++
	case Silent:
		s.Silent++
	}
}

// spread gives the median and the longest of some spans, nil of none.
func spread(times []Span) (median, slowest *Span) {
	if len(times) == 0 {
		return nil, nil
	}
	slices.Sort(times)
	return &times[(len(times)-1)/2], &times[len(times)-1]
}
