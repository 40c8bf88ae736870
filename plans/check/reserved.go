// This file keeps plans from using words that the phone network takes for itself.

package check

import (
	"regexp"
	"slices"
	"strings"
)

// carrierWords are answered by the carrier before they reach anybody: opting out, opting in, help.
var carrierWords = []string{
	"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "YES", "START", "UNSTOP", "HELP", "INFO",
}

// asksFor finds a text that asks people to answer with a carrier's word.
var asksFor = regexp.MustCompile(`(?i)(?:\breply|回复?|\{token\})\s*["“'「]?\s*(` + strings.Join(carrierWords, "|") + `)\b`)

func reserved(s *subject) {
	s.reservedID("id", s.doc.ID)
	for i, step := range s.doc.Steps {
		s.reservedID(stepPath(i, "id"), step.ID)
		for n, c := range step.Evidence.Choice {
			s.reservedID(item(stepPath(i, "evidence.choice"), n), c.Value)
		}
		s.asks(stepPath(i, "task"), step.Task.EN, step.Task.ZH)
	}
	for _, id := range s.index.Keys("seats") {
		s.reservedKey("seats."+id, id)
		s.asks("seats."+id+".duty", s.doc.Seats[id].Duty.EN, s.doc.Seats[id].Duty.ZH)
	}
	for _, id := range s.index.Keys("facts") {
		s.reservedKey("facts."+id, id)
		for n, c := range s.doc.Facts[id].Choices {
			s.reservedID(item("facts."+id+".choices", n), c.Value)
		}
	}
	for _, id := range s.index.Keys("notices") {
		s.reservedKey("notices."+id, id)
		s.asks("notices."+id+".text", s.doc.Notices[id].Text.EN, s.doc.Notices[id].Text.ZH)
	}
}

func isReserved(word string) bool { return slices.Contains(carrierWords, strings.ToUpper(word)) }

const reservedText = "%s is a word that phone networks take for themselves; choose another"

func (s *subject) reservedID(path, word string) {
	if isReserved(word) {
		s.at(path, "reserved", reservedText, word)
	}
}

func (s *subject) reservedKey(path, word string) {
	if isReserved(word) {
		s.key(path, "reserved", reservedText, word)
	}
}

func (s *subject) asks(path, en, zh string) {
	for n, text := range []string{en, zh} {
		if m := asksFor.FindStringSubmatch(text); m != nil {
			s.at(path+"."+languages[n], "reserved", "this asks people to answer %s, which phone networks take for themselves; ask for a digit", strings.ToUpper(m[1]))
		}
	}
}
