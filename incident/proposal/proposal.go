// Package proposal decides what becomes of a declaration that came by text: its sender confirms it or takes it back, and
// where they say nothing, the control room is asked until somebody answers. It is pure: now is an argument, in the engine's
// time, and what has to be done outside comes back as messages to send and questions to ask.
package proposal

import (
	"slices"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
	"muster/roster"
)

// Patience is how long a sender has to confirm before others are asked, and then they, before the next are
// (RESPONSE.md section 4).
const Patience = time.Minute

// mostApplied is how many texts are remembered with what they were answered.
const mostApplied = 100

// Report is a declaration as it was understood, and whom it may be put to.
type Report struct {
	Text        string             `json:"text"`            // the carrier's id of the text; the declaration's key derives from it
	By          string             `json:"by"`              // the responder's id
	Names       string             `json:"names,omitempty"` // of all who may have sent it, where several share the phone
	Phone       string             `json:"phone"`
	Said        string             `json:"said"`
	At          time.Time          `json:"at"`
	Hazard      frozen.Text        `json:"hazard"`
	Place       frozen.Text        `json:"place"`
	Declaration frozen.Declaration `json:"declaration"`
	Token       string             `json:"token"`
	Coded       bool               `json:"coded,omitempty"`  // its sender has other things open: the token is named
	Urgent      bool               `json:"urgent,omitempty"` // it speaks of danger: others are asked at once
	Crew        Crew               `json:"crew"`
	// Story is the clock that the incident will run on, under the simulator's story clock; the proposal itself lives by the engine's.
	Story *frozen.Story `json:"story,omitempty"`
}

// Crew is who can be asked about a report: the people who sit in the plan's control room, then in its seat of command, then
// the company.
type Crew struct {
	Site      string             `json:"site"`
	Roster    roster.Roster      `json:"roster"` // only these people, and the sender
	Control   []string           `json:"control"`
	Command   []string           `json:"command"`
	Company   []string           `json:"company"`
	Labels    []string           `json:"labels"` // that no token equals
	Emergency string             `json:"emergency"`
	Hashes    []frozen.PhoneHash `json:"hashes"`
}

// Stage is how far a proposal has come.
type Stage string

// The stages. Confirmed: the incident is being opened.
const (
	Open      Stage = "open"
	Confirmed Stage = "confirmed"
	Declared  Stage = "declared"
	Dropped   Stage = "dropped"
	Refused   Stage = "refused"
)

// Asked is somebody who was asked whether a report be declared.
type Asked struct {
	Responder string `json:"responder"`
	Token     string `json:"token"`
	Made      int    `json:"made"` // messages about it
}

// Late is a text whose reply nobody waits for: it goes out as a message once it is known.
type Late struct {
	Text      string `json:"text"`
	Responder string `json:"responder"`
}

// State is everything that changes; it goes through continue-as-new as JSON.
type State struct {
	ID          string             `json:"id"`
	Report      Report             `json:"report"`
	Stage       Stage              `json:"stage"`
	DueAt       time.Time          `json:"due_at"`
	Round       int                `json:"round"`
	Asked       []Asked            `json:"asked,omitempty"`
	Closed      []string           `json:"closed,omitempty"` // codes of proposals that a newer text has replaced
	Messages    []*Message         `json:"messages,omitempty"`
	Next        int                `json:"next"`
	Applied     []incident.Applied `json:"applied,omitempty"`
	Late        []Late             `json:"late,omitempty"`
	Deciding    string             `json:"deciding,omitempty"` // the text that confirmed it, while its reply is not known
	ConfirmedBy string             `json:"confirmed_by,omitempty"`
	ConfirmedAt time.Time          `json:"confirmed_at,omitzero"`
	Waiting     *Report            `json:"waiting,omitempty"` // what was written while a confirmed one is being declared
}

// Proposal is a declaration that waits for somebody's word.
type Proposal struct {
	*State
	now time.Time
}

// New makes a proposal that nothing was proposed to yet.
func New(id string) *Proposal { return &Proposal{State: &State{ID: id, Next: 1}} }

// Resume takes up a proposal whose state came through continue-as-new.
func Resume(s *State) *Proposal { return &Proposal{State: s} }

// Propose takes in a declaration. One that says the same as the open one changes nothing; another one takes its place, and waits
// while the one before is being declared.
func (p *Proposal) Propose(now time.Time, r Report) {
	p.now = now
	if p.knows(r.Text) {
		return
	}
	if p.Stage == Confirmed {
		p.Waiting = &r
		return
	}
	if p.Stage == Open && sameAs(p.Report, r) {
		p.Report.Coded = p.Report.Coded || r.Coded
		p.remember(r.Text, p.offer())
		p.hurryIf(r.Urgent)
		return
	}
	if p.Stage == Open {
		p.closeCodes()
	}
	p.Report, p.Stage, p.Round, p.Asked, p.DueAt = r, Open, 0, nil, now.Add(Patience)
	p.Deciding, p.ConfirmedBy, p.ConfirmedAt = "", "", time.Time{}
	p.remember(r.Text, p.offer())
	p.hurryIf(r.Urgent)
}

func sameAs(a, b Report) bool {
	return a.Declaration.Plan == b.Declaration.Plan && a.Declaration.Location == b.Declaration.Location && slices.Equal(a.Declaration.Places, b.Declaration.Places)
}

func (p *Proposal) hurryIf(urgent bool) {
	if urgent && p.Stage == Open && p.now.Before(p.DueAt) && p.Round == 0 {
		p.DueAt = p.now
	}
}

// closeCodes remembers the codes of what is replaced, so that an answer to it is told so.
func (p *Proposal) closeCodes() {
	p.Closed = append(p.Closed, p.Report.Token)
	for _, a := range p.Asked {
		p.Closed = append(p.Closed, a.Token)
	}
	p.Closed = p.Closed[max(0, len(p.Closed)-mostApplied):]
}

// Over says whether there is nothing left to do.
func (p *Proposal) Over() bool {
	return p.Stage != Open && p.Stage != Confirmed && p.Waiting == nil && p.Deciding == "" && len(p.Late) == 0 && !slices.ContainsFunc(p.Messages, (*Message).pending)
}

// Name is how a person is called.
func (p *Proposal) Name(id string) string {
	if id == p.Report.By && p.Report.Names != "" {
		return p.Report.Names
	}
	if r, ok := p.Report.Crew.Roster.Find(id); ok {
		return r.Name
	}
	return id
}

func (p *Proposal) language(id string) string {
	r, _ := p.Report.Crew.Roster.Find(id)
	return r.Language()
}

// proposed is what would be declared, in a language and under a code.
func (p *Proposal) proposed(lang, token string) words.Proposed {
	return words.Proposed{Hazard: p.Report.Hazard.In(lang), Place: p.Report.Place.In(lang), Token: token}
}

func (p *Proposal) offer() string { return Offer(p.language(p.Report.By), p.Report) }

// Offer is what the sender of a report is asked.
func Offer(lang string, r Report) string {
	o := words.Proposed{Hazard: r.Hazard.In(lang), Place: r.Place.In(lang)}
	if r.Coded {
		o.Token = r.Token
	}
	return words.Offer(lang, o)
}

// Token is the code of a report for its sender; taken are the codes that they have already, and the site's labels.
func Token(id, text, sender string, taken []string) string {
	return reply.NewToken(id+" "+text, sender, 0, func(token string) bool { return slices.Contains(taken, token) })
}

// Hashes are the keyed hashes of the numbers that may answer.
func (p *Proposal) Hashes() []string {
	ids := []string{p.Report.By}
	for _, a := range p.Asked {
		ids = append(ids, a.Responder)
	}
	var hashes []string
	for _, h := range p.Report.Crew.Hashes {
		if slices.Contains(ids, h.Responder) && !slices.Contains(hashes, h.Hash) {
			hashes = append(hashes, h.Hash)
		}
	}
	return hashes
}

func (p *Proposal) knows(text string) bool {
	_, ok := p.Said(text)
	return ok
}

// Said is what a text was answered that was applied before.
func (p *Proposal) Said(text string) (string, bool) {
	for _, a := range p.Applied {
		if a.ID == text {
			return a.Reply, true
		}
	}
	return "", false
}

func (p *Proposal) remember(text, said string) {
	p.Applied = append(p.Applied, incident.Applied{ID: text, Reply: said})
	p.Applied = p.Applied[max(0, len(p.Applied)-mostApplied):]
}
