// Package declare reads declarations by text: "FIRE B3 12", "火警 3栋12层". It is pure, knows a site's places and the plans'
// words as arguments, and applies nothing by guess: what it is not sure of comes out as a Problem, for one question back.
package declare

import (
	"strings"

	"muster/incident/frozen"
	"muster/incident/reply"
)

// MaxSummary is how many characters of the text's own words are kept as the summary.
const MaxSummary = 200

// Hazard is what a plan is for, in the words that people write. Its id and its titles count as words too.
type Hazard struct {
	Plan  string
	Title frozen.Text
	Words []string
}

// Building is a building as people name it.
type Building struct {
	ID      string
	Name    frozen.Text
	Aliases []string
	Floors  []string
}

// Zone is a part of the site that bears a name. Floors are set where it is only some floors of its buildings.
type Zone struct {
	ID        string
	Name      frozen.Text
	Buildings []string
	Floors    []string
}

// Gazetteer is what a site's texts can be about.
type Gazetteer struct {
	Site      frozen.Text
	Hazards   []Hazard
	Buildings []Building
	Zones     []Zone
}

// Problem says why a text that is meant as a declaration cannot be one yet.
type Problem string

// The problems. Practice: it speaks of a drill, which no text starts.
const (
	Fine        Problem = ""
	NoPlace     Problem = "no-place"
	TwoPlaces   Problem = "two-places" // Places are those that were understood
	NoBuilding  Problem = "no-building"
	NoFloor     Problem = "no-floor" // Odd is the floor, Places the building
	TwoHazards  Problem = "two-hazards"
	Practice    Problem = "practice"
	NotDeclared Problem = "not-declared" // the text is no declaration at all
)

// Reading is what a text says.
type Reading struct {
	Problem Problem
	Weak    bool // it may well be an answer: a declaration only where its sender has nothing to answer
	Alarm   bool // it speaks of danger too, or says that it is real
	Plan    string
	Title   frozen.Text // of the plan
	Other   frozen.Text // of TwoHazards: the other plan's
	Spots   []frozen.Spot
	Place   frozen.Text   // the place in words
	Places  []frozen.Text // of a problem: what was understood
	Odd     string        // what is not there, as it was written
	Summary string        // the text's own words beside hazard and place, or all of it
}

// Is says whether a text is meant as a declaration, complete or not.
func (r Reading) Is() bool { return r.Problem != NotDeclared }

// Read reads a text. It takes anything, also invalid UTF-8.
func Read(text string, g Gazetteer) Reading {
	b := cut(reply.Normalise(text))
	said := reply.Parse(text)
	if said.Verb == reply.NotAnAnswer || len(b.atoms) == 0 {
		return Reading{Problem: NotDeclared}
	}
	r := b.read(g)
	if !r.Is() {
		return r
	}
	r.Alarm = said.Verb == reply.Danger || said.Verb == reply.RealEmergency
	left := reply.Parse(b.left())
	if left.Token != "" || left.Hint == reply.HintSeveralTokens || left.Verb == reply.NotAnAnswer && b.left() != "" {
		return Reading{Problem: NotDeclared}
	}
	r.Weak = r.Problem != Fine && answers(said.Verb)
	return r
}

// answers says whether a text is understood as an answer.
func answers(v reply.Verb) bool {
	return v != reply.Unclear && v != reply.NotAnAnswer && v != reply.Seen
}

// read finds the hazard that the text begins with, or that it names beside nothing but a place.
func (b *body) read(g Gazetteer) Reading {
	hazards := vocabulary(g.Hazards)
	practice := b.practice()
	start := b.past(0, opening)
	at, h, n := b.hazard(hazards, start)
	first := at == start
	if at < 0 {
		return Reading{Problem: NotDeclared}
	}
	r := Reading{Plan: h.Plan, Title: h.Title}
	if practice && (first || b.drillFirst()) {
		r.Problem = Practice
		return r
	}
	b.take(at, at+n)
	other := b.adjacent(hazards, at+n, h.Plan)
	b.place(g, &r, at+n)
	switch {
	case b.over(), !first && !b.bare():
		return Reading{Problem: NotDeclared}
	case other != nil:
		r.Problem, r.Other = TwoHazards, other.Title
	}
	r.Summary = b.summary()
	return r
}

// summary is the text's own words beside hazard and place, or the whole text where there are none.
func (b *body) summary() string {
	left := strings.Trim(b.left(), " ,.;:!-/|()\n")
	if !strings.ContainsFunc(left, meaningful) {
		left = string(b.clean)
	}
	left = strings.Join(strings.Fields(left), " ")
	if runes := []rune(left); len(runes) > MaxSummary {
		return string(runes[:MaxSummary])
	}
	return left
}
