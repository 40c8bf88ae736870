// This file holds the types that a plan may write in a short form: "notice: N1", "evidence: photo", a choice as one word.

package document

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/incident/frozen"
)

// Evidence is what completes a step: one of the kinds, and the fact that its value states.
type Evidence struct {
	Ack    bool     `json:"ack,omitempty"`
	Choice []Choice `json:"choice,omitempty"`
	Number *Number  `json:"number,omitempty"`
	Count  bool     `json:"count,omitempty"`
	Text   bool     `json:"text,omitempty"`
	Photo  bool     `json:"photo,omitempty"`
	States string   `json:"states,omitempty"`
}

// Number bounds a reading.
type Number struct {
	Min  *float64 `json:"min,omitempty"`
	Max  *float64 `json:"max,omitempty"`
	Unit string   `json:"unit,omitempty"`
}

var shortEvidence = []string{"ack", "number", "count", "text", "photo"}

// FromShort reads "ack", "number", "count", "text" or "photo".
func (e *Evidence) FromShort(word string) error {
	switch word {
	case "ack":
		e.Ack = true
	case "number":
		e.Number = &Number{}
	case "count":
		e.Count = true
	case "text":
		e.Text = true
	case "photo":
		e.Photo = true
	default:
		return fmt.Errorf("%q is no evidence; write ack, number, count, text or photo, or {choice: [...]} or {number: {min: ..., max: ..., unit: ...}}", cut(word))
	}
	return nil
}

// Kinds lists the kinds that are written; a checked plan has none or one.
func (e Evidence) Kinds() []frozen.EvidenceKind {
	var kinds []frozen.EvidenceKind
	add := func(on bool, kind frozen.EvidenceKind) {
		if on {
			kinds = append(kinds, kind)
		}
	}
	add(e.Ack, frozen.EvidenceAck)
	add(e.Choice != nil, frozen.EvidenceChoice)
	add(e.Number != nil, frozen.EvidenceNumber)
	add(e.Count, frozen.EvidenceCount)
	add(e.Text, frozen.EvidenceText)
	add(e.Photo, frozen.EvidencePhoto)
	return kinds
}

// Kind is what completes the step; an outside call is completed by "connected".
func (s Step) Kind() frozen.EvidenceKind {
	if s.Call != nil {
		return frozen.EvidenceConnected
	}
	if kinds := s.Evidence.Kinds(); len(kinds) > 0 {
		return kinds[0]
	}
	return frozen.EvidenceAck
}

// Choice is one numbered answer.
type Choice struct {
	Value string `json:"value" jsonschema:"pattern=^[a-z][a-z0-9_-]*$" hint:"small letters, digits and dashes, such as pump-room"`
	Title *Text  `json:"title,omitempty"`
}

// FromShort reads a choice that has no title of its own.
func (c *Choice) FromShort(word string) error {
	if !choiceWord(word) {
		return fmt.Errorf("%q cannot be a choice; write small letters, digits and dashes, such as pump-room, or {value: ..., title: ...}", cut(word))
	}
	c.Value = word
	return nil
}

func choiceWord(word string) bool {
	if word == "" || word[0] < 'a' || word[0] > 'z' {
		return false
	}
	return !strings.ContainsFunc(word, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// Values lists the words of choices, in order.
func Values(choices []Choice) []string {
	words := make([]string, 0, len(choices))
	for _, c := range choices {
		words = append(words, c.Value)
	}
	return words
}

// StepNotice is the notice that a step sends, when it is done unless at says open.
type StepNotice struct {
	ID string          `json:"id"`
	At frozen.NoticeAt `json:"at,omitempty" jsonschema:"enum=open,enum=done"`
}

// FromShort reads a notice's id.
func (n *StepNotice) FromShort(word string) error {
	if word == "" {
		return errors.New("this notice has no name; write the id of one under notices, such as N1")
	}
	n.ID = word
	return nil
}

// MarshalJSON writes the short form where that says the same.
func (n StepNotice) MarshalJSON() ([]byte, error) {
	if n.At == "" {
		return json.Marshal(n.ID)
	}
	type long StepNotice
	return json.Marshal(long(n))
}

// FromShort reads "true": a number without bounds.
func (n *Number) FromShort(word string) error {
	if word != "true" {
		return fmt.Errorf("%q does not describe a number; write number: true, or its bounds as {min: ..., max: ..., unit: ...}", cut(word))
	}
	return nil
}

// FromShort reads one number of people, by day and by night.
func (n *Needs) FromShort(word string) error {
	count, err := strconv.Atoi(word)
	if err != nil || count < 0 || count > mostNeeded {
		return fmt.Errorf("%q is no number of people; write one up to %d, or {day: ..., night: ...}", cut(word), mostNeeded)
	}
	n.Day, n.Night = count, count
	return nil
}

// mostNeeded is how many people one seat may need.
const mostNeeded = 200

// FromShort reads how often: every so long, to the end of the phase.
func (r *Repeat) FromShort(word string) error { return r.Every.UnmarshalText([]byte(word)) }

// FromShort reads where a figure comes from, for what is no standard.
func (s *Source) FromShort(word string) error {
	s.Kind, s.Ref = "design", word
	return nil
}

// Required are the features that a plan may ask for by name.
var Required = []string{"voice", "check_in", "working_hours", "for_each", "silent_after", "audiences", "links", "approver"}

// Knows says whether a plan may require a feature of that name.
func Knows(feature string) bool { return slices.Contains(Required, feature) }

func cut(word string) string {
	if runes := []rune(word); len(runes) > 40 {
		return string(runes[:40]) + "..."
	}
	return word
}
