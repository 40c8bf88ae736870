// Package roster knows who is on duty: responders, shifts, overrides and leave, and who holds a seat at a moment.
// It is pure: the moment is always an argument, and local time comes from a Zone that carries its own offsets.
package roster

import "time"

// Text is one sentence in the languages that responders read.
type Text struct {
	EN string `json:"en" yaml:"en"`
	ZH string `json:"zh" yaml:"zh"`
}

// In returns the text in a language ("en" or "zh"), or the other one where that is empty.
func (t Text) In(lang string) string {
	if (lang == "zh" && t.ZH != "") || t.EN == "" {
		return t.ZH
	}
	return t.EN
}

// Responder is a person who can be paged.
type Responder struct {
	ID        string   `json:"id" yaml:"id"`
	Name      string   `json:"name" yaml:"name"`
	Phone     string   `json:"phone" yaml:"phone"` // E.164
	Languages []string `json:"languages" yaml:"languages"`
	Skills    []string `json:"skills,omitempty" yaml:"skills,omitempty"`
	Group     string   `json:"group,omitempty" yaml:"group,omitempty"`
}

// Has says whether the responder has a skill; nobody lacks the empty one.
func (r Responder) Has(skill string) bool {
	if skill == "" {
		return true
	}
	for _, s := range r.Skills {
		if s == skill {
			return true
		}
	}
	return false
}

// Language is the responder's first one, "en" where none is given.
func (r Responder) Language() string {
	if len(r.Languages) == 0 {
		return "en"
	}
	return r.Languages[0]
}

// Group is the people whom a ladder's group rung calls for its seats.
type Group struct {
	ID    string   `json:"id" yaml:"id"`
	Lead  string   `json:"lead" yaml:"lead"`
	Seats []string `json:"seats" yaml:"seats"`
}

// DayHours bounds the day in local "HH:MM"; seats need other numbers by night.
type DayHours struct {
	From string `json:"from" yaml:"from"`
	To   string `json:"to" yaml:"to"`
}

// Post is a seat and the responders whom a shift rosters to it, in calling order.
type Post struct {
	Seat   string   `json:"seat" yaml:"seat"`
	People []string `json:"people" yaml:"people"`
}

// Shift is worked from From to To (local "HH:MM"; a To not after From is the next day's), first on the local date
// First ("YYYY-MM-DD") and then on the given Days (0-based) of each cycle of Every days.
type Shift struct {
	ID    string `json:"id" yaml:"id"`
	From  string `json:"from" yaml:"from"`
	To    string `json:"to" yaml:"to"`
	First string `json:"first" yaml:"first"`
	Every int    `json:"every" yaml:"every"`
	Days  []int  `json:"days" yaml:"days"`
	Posts []Post `json:"posts" yaml:"posts"`
}

// Override puts In in place of Out in every seat (or in Seat alone) for a while. Out may be empty: In is then added.
type Override struct {
	ID   string    `json:"id" yaml:"id"`
	Seat string    `json:"seat,omitempty" yaml:"seat,omitempty"`
	Out  string    `json:"out,omitempty" yaml:"out,omitempty"`
	In   string    `json:"in" yaml:"in"`
	From time.Time `json:"from" yaml:"from"`
	To   time.Time `json:"to" yaml:"to"`
}

// Leave takes a responder off every roster for a while.
type Leave struct {
	Responder string    `json:"responder" yaml:"responder"`
	From      time.Time `json:"from" yaml:"from"`
	To        time.Time `json:"to" yaml:"to"`
}

// Roster is everything that says who is on duty when at one site.
type Roster struct {
	Zone       Zone        `json:"zone"`
	Day        DayHours    `json:"day"`
	Responders []Responder `json:"responders"`
	Groups     []Group     `json:"groups"`
	Shifts     []Shift     `json:"shifts"`
	Overrides  []Override  `json:"overrides,omitempty"`
	Leave      []Leave     `json:"leave,omitempty"`

	byID map[string]int // where in Responders somebody stands; nil if not Indexed
}
