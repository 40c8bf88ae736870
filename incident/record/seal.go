package record

// Sealing: a record as bytes. The same record gives the same bytes.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"muster/incident"
)

// Kind names what a line holds.
type Kind string

// The kinds of lines, in the order in which they come.
const (
	KindHead     Kind = "head"
	KindDeclared Kind = "declared"
	KindPlan     Kind = "plan"
	KindEntry    Kind = "entry"
	KindAnswer   Kind = "answer"
	KindMessage  Kind = "message"
	KindIncident Kind = "incident"
	KindSeat     Kind = "seat"
	KindStep     Kind = "step"
	KindFact     Kind = "fact"
	KindPage     Kind = "page"
	KindCrew     Kind = "crew"
	KindEnd      Kind = "end"
)

// nothing is what the first line holds in place of the hash of a line before.
const nothing = "0000000000000000000000000000000000000000000000000000000000000000"

// line is one line of a record.
type line struct {
	N    int             `json:"n"`    // from 1
	Prev string          `json:"prev"` // the hash of the line before, without its end
	Kind Kind            `json:"kind"`
	Body json.RawMessage `json:"body"`
}

// end is the body of the last line.
type end struct {
	Lines int    `json:"lines"` // before it
	Hash  string `json:"hash"`  // of the last of them
}

// last is the body of the line that shows the incident at its end, without its lists.
type last struct {
	Rev  int            `json:"rev"`
	View *incident.View `json:"view"`
}

// Hash is the sha256 of something in hex.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Lines counts the lines of a record.
func Lines(sealed []byte) int { return bytes.Count(sealed, []byte("\n")) }

// sealer writes lines; err is the first failure.
type sealer struct {
	out  bytes.Buffer
	n    int
	prev string
	err  error
}

// Seal writes a record.
func Seal(r Record) ([]byte, error) {
	s := &sealer{prev: nothing}
	s.head(r)
	s.add(KindDeclared, r.Declared)
	s.add(KindPlan, r.Plan)
	addAll(s, KindEntry, r.Entries)
	addAll(s, KindAnswer, r.Answers)
	addAll(s, KindMessage, r.Ledger)
	s.add(KindIncident, last{r.Last.Rev, r.Last.Head})
	addAll(s, KindSeat, r.Last.Seats)
	addAll(s, KindStep, r.Last.Steps)
	addAll(s, KindFact, r.Last.Facts)
	addAll(s, KindPage, r.Last.Pages)
	if r.Last.Crew != nil {
		s.add(KindCrew, r.Last.Crew)
	}
	s.add(KindEnd, end{s.n, s.prev})
	return s.out.Bytes(), s.err
}

func (s *sealer) head(r Record) {
	view := r.Last.Head
	if view == nil {
		s.err = fmt.Errorf("the record of %s lacks the incident itself", r.Last.Incident)
		return
	}
	plan, err := json.Marshal(r.Plan)
	if err != nil {
		s.err = err
		return
	}
	h := Head{
		Format: Format, Incident: r.Last.Incident, Site: view.Site, Mode: view.Mode, Plan: view.Plan, PlanVersion: view.PlanVersion,
		PlanHash: Hash(plan), Entries: len(r.Entries), Outcome: view.Outcome, OpenedAt: view.OpenedAt, EndedAt: view.EndedAt,
	}
	if len(r.Entries) > 0 {
		h.First = r.Entries[0].Seq
	}
	s.add(KindHead, h)
}

func addAll[T any](s *sealer, kind Kind, list []T) {
	for _, one := range list {
		s.add(kind, one)
	}
}

func (s *sealer) add(kind Kind, body any) {
	if s.err != nil {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		s.err = fmt.Errorf("write a line of a record (%s): %w", kind, err)
		return
	}
	text, err := json.Marshal(line{N: s.n + 1, Prev: s.prev, Kind: kind, Body: raw})
	if err != nil {
		s.err = fmt.Errorf("write a line of a record (%s): %w", kind, err)
		return
	}
	s.n, s.prev = s.n+1, Hash(text)
	s.out.Write(text)
	s.out.WriteByte('\n')
}
