// Package testpage decides what becomes of a test page: one text to one person, which says that it is a test and what to reply. It is
// pure: now is an argument, in the engine's time, and what has to be done outside comes back as a message to send or a question to ask.
package testpage

import (
	"slices"
	"strconv"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

const (
	// Every is for how long a phone is left alone after a test page.
	Every = time.Minute
	// Tried is for how long it is tried to send one.
	Tried = 10 * time.Minute
	// Awaited is for how long a reply to it counts.
	Awaited = 24 * time.Hour
	// lingers is for how long a text that is read a second time gets the same reply, and a receipt that comes late still counts.
	lingers = 10 * time.Minute
	// again is the shortest wait before a message is tried again that has not left.
	again = 5 * time.Second
	// mostKnown bounds what is remembered of the pages before.
	mostKnown = 20
)

// Why a page was never sent, beside the network's own reasons.
const (
	WhyHeld = "real-incident" // one was open at the person's site all the while
	WhyLate = "not-taken"     // the network did not take it in time
)

// Order is a test page that somebody wants sent.
type Order struct {
	Site      string `json:"site"`
	Responder string `json:"responder"`
	To        string `json:"to"`
	Language  string `json:"language"`
	Body      string `json:"body"`
}

// Outcome is what is kept of a test page, and shown. Times are zero for what has not happened.
type Outcome struct {
	Site        string                `json:"site"`
	Responder   string                `json:"responder"`
	At          time.Time             `json:"at"` // when it was ordered
	Rev         int                   `json:"rev"`
	State       incident.AttemptState `json:"state"`
	Why         string                `json:"why,omitempty"` // it has not left, or did not arrive
	DeliveredAt time.Time             `json:"delivered_at,omitzero"`
	AnsweredAt  time.Time             `json:"answered_at,omitzero"`
	WrongNumber bool                  `json:"wrong_number,omitempty"` // says whoever answered
}

// Page is a test page, with what is known of it.
type Page struct {
	Outcome
	Order     Order     `json:"order"`
	Request   string    `json:"request"` // that ordered it
	CarrierID string    `json:"carrier_id,omitempty"`
	SentAt    time.Time `json:"sent_at,omitzero"`    // when it was handed over last
	NotBefore time.Time `json:"not_before,omitzero"` // while it waits
	AskAt     time.Time `json:"ask_at,omitzero"`     // when the carrier is asked what became of it
	Asking    bool      `json:"asking,omitempty"`
	ChangedAt time.Time `json:"changed_at"`
}

// State is everything that changes; it goes through continue-as-new as JSON.
type State struct {
	BegunAt time.Time          `json:"begun_at"`
	Page    *Page              `json:"page,omitempty"`
	Known   []string           `json:"known,omitempty"` // carrier ids of the pages before
	Applied []incident.Applied `json:"applied,omitempty"`
	Kept    int                `json:"kept"` // the revision that is known to be kept
}

// Begin begins a test page. Ordered again under the same request it changes nothing; a number is left alone for a while after one.
func (s *State) Begin(now time.Time, request string, o Order) error {
	if p := s.Page; p != nil {
		switch {
		case p.Request == request:
			return nil
		case p.pending():
			return incident.Fail(incident.CodeOften, "The last test page to this number is still on its way: wait for what becomes of it.")
		case now.Before(p.At.Add(Every)):
			return incident.Fail(incident.CodeOften, "This number was sent a test page less than a minute ago: wait until the minute is over.")
		}
		if p.CarrierID != "" {
			s.Known = append(s.Known, p.CarrierID)
			s.Known = s.Known[max(0, len(s.Known)-mostKnown):]
		}
	}
	s.Page = &Page{Order: o, Request: request, Outcome: Outcome{Site: o.Site, Responder: o.Responder, At: now, State: incident.AttemptWaiting}}
	s.Kept = 0
	s.Page.change(now)
	return nil
}

func (p *Page) change(now time.Time) { p.Rev, p.ChangedAt = p.Rev+1, now }

// id tells the pages to one phone apart, at the carrier too.
func (p *Page) id() string { return "t" + strconv.FormatInt(p.At.Unix(), 10) }

// pending says whether it is not known yet whether the network has the message.
func (p *Page) pending() bool {
	return p.State == incident.AttemptWaiting || p.State == incident.AttemptSending || p.State == incident.AttemptUnknown
}

// Take hands out what is to be sent, or asked about, each thing once.
func (s *State) Take(now time.Time) (send *incident.Send, ask *incident.Ask) {
	p := s.Page
	switch {
	case p == nil:
	case p.State == incident.AttemptWaiting && !p.NotBefore.After(now):
		p.State, p.SentAt = incident.AttemptSending, now
		p.change(now)
		return p.sending(), nil
	case p.State == incident.AttemptUnknown && !p.Asking && !p.AskAt.After(now):
		p.Asking = true
		return nil, &incident.Ask{Send: *p.sending(), Since: p.SentAt.Add(-incident.AskBefore), Known: s.Known, MaySend: p.owed(now)}
	}
	return nil, nil
}

// owed says whether the message is still to reach its person.
func (p *Page) owed(now time.Time) bool { return now.Before(p.At.Add(Tried)) && p.AnsweredAt.IsZero() }

func (p *Page) sending() *incident.Send {
	return &incident.Send{Page: p.id(), Attempt: 1, Channel: frozen.SMS, To: p.Order.To, Body: p.Order.Body}
}

// Sent takes in what became of the message; without a result it is unknown. held: a real incident at the site kept it back.
func (s *State) Sent(now time.Time, results []incident.Result, held bool) {
	s.learn(now, results, held, incident.SettleAfter)
}

// Settled takes in what the carrier said when it was asked.
func (s *State) Settled(now time.Time, results []incident.Result, held bool) {
	s.Page.Asking = false
	s.learn(now, results, held, incident.SettleAfter+incident.AbandonedSend)
}

func (s *State) learn(now time.Time, results []incident.Result, held bool, wait time.Duration) {
	p := s.Page
	if p.CarrierID != "" || !p.pending() {
		return // a receipt was quicker
	}
	r := incident.Result{Fate: incident.FateUnknown}
	if k := slices.IndexFunc(results, func(r incident.Result) bool { return r.Page == p.id() }); k >= 0 {
		r = results[k]
	}
	p.change(now)
	switch r.Fate {
	case incident.FateSent:
		p.State, p.CarrierID, p.Why = incident.AttemptSent, r.CarrierID, ""
	case incident.FateFailed:
		p.State, p.CarrierID, p.Why = incident.AttemptFailed, r.CarrierID, string(r.Failure)
	case incident.FateAbsent:
		p.State, p.Why = incident.AttemptFailed, WhyLate
	case incident.FateNotStarted:
		p.later(now, r, held)
	case incident.FateUnknown:
		p.State, p.AskAt = incident.AttemptUnknown, now.Add(wait)
	}
}

// later has a message that has not left tried again, until it is no longer of use.
func (p *Page) later(now time.Time, r incident.Result, held bool) {
	p.State, p.Why, p.NotBefore = incident.AttemptWaiting, WhyLate, now.Add(max(r.After, again))
	if held {
		p.Why = WhyHeld
	}
	if !p.owed(p.NotBefore) {
		p.State = incident.AttemptFailed
	}
}

// Received takes in what the network says later. A receipt of another message than the one that is known says nothing of it.
func (s *State) Received(now time.Time, receipts []incident.Receipt) {
	p := s.Page
	for _, r := range receipts {
		if p == nil || r.Page != p.id() || (p.CarrierID != "" && p.CarrierID != r.CarrierID) || rank(r.State) <= rank(p.State) {
			continue
		}
		p.CarrierID, p.State, p.Why = r.CarrierID, r.State, string(r.Failure)
		if r.State == incident.AttemptDelivered {
			p.DeliveredAt = now
		}
		p.change(now)
	}
}

// rank orders what is said of a message: receipts come in any order.
func rank(s incident.AttemptState) int {
	switch s {
	case incident.AttemptDelivered, incident.AttemptUndelivered, incident.AttemptFailed:
		return 2
	case incident.AttemptSent:
		return 1
	case incident.AttemptWaiting, incident.AttemptSending, incident.AttemptUnknown, incident.AttemptSuperseded:
	}
	return 0
}

// Counts says whether a text may be the answer to a test page: what is about anything else goes its usual way.
func Counts(body string) bool {
	switch reply.Parse(body).Verb {
	case reply.Seen, reply.Accept, reply.WrongNumber:
		return true
	default:
	}
	return false
}

// Answer takes in a text, and gives the reply to it; ok is false for one that answers nothing here. The same text again gets the
// same reply.
func (s *State) Answer(now time.Time, in incident.Inbound) (said string, ok bool) {
	for _, a := range s.Applied {
		if a.ID == in.ID {
			return a.Reply, true
		}
	}
	p := s.Page
	if p == nil || in.From != p.Order.To || !Counts(in.Body) || !p.AnsweredAt.IsZero() || p.SentAt.IsZero() || now.After(p.At.Add(Awaited)) {
		return "", false
	}
	p.AnsweredAt, p.WrongNumber = now, reply.Parse(in.Body).Verb == reply.WrongNumber
	p.change(now)
	said = words.TestThanks(p.Order.Language)
	if p.WrongNumber {
		said = words.Sorry(p.Order.Language)
	}
	s.Applied = append(s.Applied, incident.Applied{ID: in.ID, Reply: said})
	s.Applied = s.Applied[max(0, len(s.Applied)-mostKnown):]
	return said, true
}

// Unkept is what is to be kept of the page; false where all of it is.
func (s *State) Unkept() (Outcome, bool) {
	if s.Page == nil || s.Page.Rev == s.Kept {
		return Outcome{}, false
	}
	return s.Page.Outcome, true
}

// end is when nothing more is waited for.
func (s *State) end() time.Time {
	p := s.Page
	switch {
	case p == nil:
		return s.BegunAt.Add(Every)
	case p.State == incident.AttemptFailed, !p.AnsweredAt.IsZero():
		return p.ChangedAt.Add(lingers)
	}
	return p.At.Add(Awaited)
}

// Over says whether there is nothing left to do.
func (s *State) Over(now time.Time) bool {
	_, unkept := s.Unkept()
	return !unkept && (s.Page == nil || !s.Page.pending()) && !now.Before(s.end())
}

// Due is when there is something to do next of its own accord; false while a message or a question is under way.
func (s *State) Due() (time.Time, bool) {
	switch p := s.Page; {
	case p == nil:
	case p.State == incident.AttemptWaiting:
		return p.NotBefore, true
	case p.State == incident.AttemptUnknown && !p.Asking:
		return p.AskAt, true
	case p.pending():
		return time.Time{}, false
	}
	return s.end(), true
}
