// This file checks seats, ladders, facts and audiences.

package check

import (
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/plans/document"
)

func seats(s *subject) {
	if len(s.doc.Seats) == 0 {
		s.at("seats", "missing", "the plan has no seats; write at least the one that commands")
	}
	s.ladder("ladder", s.doc.Ladder)
	s.eachLadder()
	held := map[int]string{}
	for _, id := range s.index.Keys("seats") {
		seat, path := s.doc.Seats[id], "seats."+id
		if other, twice := held[seat.Priority]; twice && seat.Priority > 0 {
			s.warn(path+".priority", "priority", "the seats %s and %s have the same priority, so the one that stands first is filled first; give each its own", other, id)
		}
		held[seat.Priority] = id
		s.ladder(path+".ladder", seat.Ladder)
		for n, other := range seat.SharesWith {
			s.seat(item(path+".shares_with", n), other)
			if other == id {
				s.at(item(path+".shares_with", n), "shares", "the seat %s shares with itself; name another seat or take it out", id)
			}
		}
		if seat.Needs.Day+seat.Needs.Night == 0 && s.index.Of(path+".needs") != s.index.Of(path) {
			s.at(path+".needs", "needs", "the seat %s needs nobody by day and nobody by night; write how many, or take the seat out", id)
		}
	}
	s.commander()
}

// commander holds the rule that whoever commands first is there from the start.
func (s *subject) commander() {
	seat := s.doc.Seats[s.doc.Command.Seat]
	if seat.FromLevel != "" {
		s.at("command.seat", "command", "the seat %s opens only from level %s; command must be a seat that opens at once", s.doc.Command.Seat, seat.FromLevel)
	}
	if d := s.doc.Command.Deputy; d != "" && d == s.doc.Command.Seat {
		s.at("command.deputy", "command", "the deputy is the commander; name another seat")
	}
}

// eachLadder holds the rule that every seat has a ladder.
func (s *subject) eachLadder() {
	for _, id := range s.index.Keys("seats") {
		if s.doc.Ladder == "" && s.doc.Seats[id].Ladder == "" {
			s.at("ladders", "unknown-ladder", "the seat %s has no ladder; write at the top which one is everybody's, such as ladder: %s", id, s.index.Keys("ladders")[0])
			return
		}
	}
}

func (s *subject) ladder(path, id string) {
	if _, ok := s.doc.Ladders[id]; !ok && id != "" {
		named := append(slices.Clone(s.index.Keys("ladders")), document.Ladders...)
		slices.Sort(named)
		s.at(path, "unknown-ladder", "there is no ladder %q; name one of %s", id, strings.Join(slices.Compact(named), ", "))
	}
}

// shortest is the least time between two calls of a rung: less would only flood a phone.
const shortest = 30 * time.Second

func ladders(s *subject) {
	for _, id := range s.index.Keys("ladders") {
		path, rungs := "ladders."+id, s.doc.Ladders[id]
		if len(rungs) == 0 {
			s.at(path, "ladder-silence", "this ladder calls nobody; write its rungs")
			continue
		}
		for n := range rungs {
			s.rung(path, rungs, n)
		}
	}
}

func (s *subject) rung(path string, rungs []document.Rung, n int) {
	rung, last, here := rungs[n], n == len(rungs)-1, item(path, n)
	switch {
	case n == 0 && rung.At != 0:
		s.at(here+".at", "ladder-order", "the first rung waits; begin at 0s")
	case n > 0 && rung.At <= rungs[n-1].At:
		s.at(here+".at", "ladder-order", "this rung is not later than the one before it; put them in the order of time")
	}
	switch {
	case !last && rung.Repeat != 0:
		s.at(here+".repeat", "ladder-order", "only the last rung repeats; take this repeat out")
	case last && !reaches(rung.Page):
		s.at(here+".page", "ladder-silence", "this ladder can end in silence; let its last rung page commander or company")
	case last && rung.Repeat == 0:
		s.at(here, "ladder-silence", "this ladder can end in silence; give its last rung a repeat, such as repeat: 60s")
	case last && rung.Repeat.Of() < shortest:
		s.at(here+".repeat", "ladder-order", "the repeat is too short; write 30s or more")
	}
	if len(rung.Page) == 0 || len(rung.By) == 0 {
		s.at(here, "ladder-silence", "this rung reaches nobody; write whom it pages and by which channel")
	}
}

// reaches says whether a page goes to somebody who is always there.
func reaches(page []frozen.Selector) bool {
	return slices.Contains(page, frozen.Commander) || slices.Contains(page, frozen.Company)
}

func facts(s *subject) {
	for _, id := range s.index.Keys("facts") {
		fact, path := s.doc.Facts[id], "facts."+id
		if len(fact.By) == 0 {
			s.at(path, "fact", "nobody may state the fact %s; write the seats that may into by", id)
		}
		for n, seat := range fact.By {
			s.seat(item(path+".by", n), seat)
		}
		if (fact.Type == frozen.FactChoice) != (len(fact.Choices) > 0) {
			s.at(path, "fact", "a fact of type choice has choices, and no other has; write both or neither")
		}
		s.distinct(path+".choices", fact.Choices)
	}
}

func (s *subject) distinct(path string, list []document.Choice) {
	words := document.Values(list)
	for n, word := range words {
		if word != "" && slices.Contains(words[:n], word) {
			s.at(item(path, n), "evidence", "%q is a choice already; take one of them out", word)
		}
	}
}

// builtIn are the audiences that need no declaration.
var builtIn = []string{
	string(frozen.AudienceFloor), string(frozen.AudienceBuilding), string(frozen.AudienceOthers),
	string(frozen.AudienceSite), string(frozen.AudienceAssist), string(frozen.AudienceZone),
}

func audiences(s *subject) {
	for _, id := range s.index.Keys("audiences") {
		if slices.Contains(builtIn, id) {
			s.key("audiences."+id, "audience", "%s is built in; give this audience another name", id)
		}
	}
	for _, id := range s.index.Keys("notices") {
		name := s.doc.Notices[id].Audience
		if _, own := s.doc.Audiences[name]; !own && name != "" && !slices.Contains(builtIn, name) {
			s.at("notices."+id+".audience", "audience", "there is no audience %q; name one of %s, or declare it under audiences", name, strings.Join(builtIn, ", "))
		}
	}
}
