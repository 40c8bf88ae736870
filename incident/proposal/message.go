package proposal

// Messages: whom a proposal asks and tells, each sent once by the rules of an incident's pages (RESPONSE.md section 3).

import (
	"slices"
	"strconv"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
)

// keepMessages is how many messages are kept that are settled: their carrier ids tell what else is in the list.
const keepMessages = 100

// Message is one text that a proposal sends.
type Message struct {
	ID        string                `json:"id"`
	Responder string                `json:"responder"`
	To        string                `json:"to"`
	Asks      bool                  `json:"asks,omitempty"` // it asks for a word, and is owed only while that is open
	Text      string                `json:"text,omitempty"` // the report that it asks about
	Round     int                   `json:"round,omitempty"`
	Body      string                `json:"body"`
	State     incident.AttemptState `json:"state"`
	At        time.Time             `json:"at"`
	NotBefore time.Time             `json:"not_before,omitzero"`
	AskAt     time.Time             `json:"ask_at,omitzero"` // when the carrier is to be asked what became of it
	Asking    bool                  `json:"asking,omitempty"`
	CarrierID string                `json:"carrier_id,omitempty"`
}

// pending says whether it is not known yet what became of a message.
func (m *Message) pending() bool {
	return m.State == incident.AttemptWaiting || m.State == incident.AttemptSending || m.State == incident.AttemptUnknown || !m.AskAt.IsZero()
}

// tiers are those who can be asked now, in their order, each tier's people not in an earlier one. Where there is nobody else,
// it is the sender.
func (p *Proposal) tiers() [][]string {
	c := p.Report.Crew
	known := []string{p.Report.By}
	var tiers [][]string
	for _, list := range [][]string{p.holders(c.Control), p.holders(c.Command), c.Company} {
		list = slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(known, id) })
		if len(list) > 0 {
			tiers, known = append(tiers, list), append(known, list...)
		}
	}
	if len(tiers) == 0 {
		return [][]string{{p.Report.By}}
	}
	return tiers
}

func (p *Proposal) holders(seats []string) (ids []string) {
	for _, seat := range seats {
		ids = append(ids, p.Report.Crew.Roster.Holders(seat, p.now)...)
	}
	return ids
}

// ask asks the next people, or all of them once everybody's turn has come.
func (p *Proposal) ask() {
	tiers := p.tiers()
	next := slices.Concat(tiers...)
	if p.Round < len(tiers) {
		next = tiers[p.Round]
	}
	p.Round++
	p.DueAt = p.now.Add(Patience)
	for _, id := range next {
		p.askOne(id)
	}
}

func (p *Proposal) askOne(id string) {
	lang := p.language(id)
	if id == p.Report.By {
		p.send(id, words.Ordinal(lang, p.Round+1)+p.offer(), true)
		return
	}
	k := slices.IndexFunc(p.Asked, func(a Asked) bool { return a.Responder == id })
	if k < 0 {
		taken := slices.Concat(p.Report.Crew.Labels, p.Closed, p.tokens(p.Phone(id)))
		p.Asked = append(p.Asked, Asked{Responder: id, Token: Token(p.ID, p.Report.Text, id, taken)})
		k = len(p.Asked) - 1
	}
	p.Asked[k].Made++
	p.send(id, words.ReportCall(lang, p.report(lang, p.Asked[k].Token, p.Asked[k].Made)), true)
}

// report is what those read who are asked.
func (p *Proposal) report(lang, token string, n int) words.Report {
	zone := p.Report.Crew.Roster.Zone
	return words.Report{
		Proposed: p.proposed(lang, token), N: n, Name: p.Name(p.Report.By),
		At: words.Clock(lang, zone.Local(p.Report.At), zone.Local(p.now)), Summary: p.Report.Declaration.Summary,
	}
}

// tell sends a message that asks nothing, numbered where its reader was sent the same before: at the carrier each is found by
// its words.
func (p *Proposal) tell(id, text string) {
	if text == "" {
		return
	}
	body := text
	for n := 2; p.wasTold(id, body); n++ {
		body = words.Repeated(text, n)
	}
	p.send(id, body, false)
}

func (p *Proposal) wasTold(id, body string) bool {
	return slices.ContainsFunc(p.Messages, func(m *Message) bool { return m.To == p.Phone(id) && m.Body == body })
}

// send makes a message. An older question to the same person is not owed any more; it is only asked about.
func (p *Proposal) send(id, body string, asks bool) {
	r, ok := p.Report.Crew.Roster.Find(id)
	if !ok || r.Phone == "" {
		return
	}
	m := &Message{
		ID: "m" + strconv.Itoa(p.Next), Responder: id, To: r.Phone, Asks: asks, Text: p.Report.Text, Round: p.Round,
		Body: body, State: incident.AttemptWaiting, At: p.now,
	}
	p.Next++
	p.Messages = append(p.Messages, m)
	over := len(p.Messages) - keepMessages
	p.Messages = slices.DeleteFunc(p.Messages, func(m *Message) bool {
		over--
		return over >= 0 && !m.pending()
	})
}

// owed says whether a message still has to reach its person.
func (p *Proposal) owed(m *Message) bool {
	if !m.Asks {
		return true
	}
	newer := slices.ContainsFunc(p.Messages, func(o *Message) bool {
		return o != m && o.Asks && o.Responder == m.Responder && !o.At.Before(m.At) && o.later(m)
	})
	return p.Stage == Open && m.Text == p.Report.Text && !newer
}

func (m *Message) later(other *Message) bool {
	return len(m.ID) > len(other.ID) || (len(m.ID) == len(other.ID) && m.ID > other.ID)
}

// Take asks who is to be asked by now, and hands out what is to be sent and settled, each thing once.
func (p *Proposal) Take(now time.Time) incident.Work {
	p.now = now
	if p.Stage == Open && !p.DueAt.After(now) {
		p.ask()
	}
	var w incident.Work
	var sends []incident.Send
	for _, m := range p.Messages {
		switch {
		case m.State == incident.AttemptWaiting && !p.owed(m):
			m.State = incident.AttemptSuperseded
		case m.State == incident.AttemptWaiting && !m.NotBefore.After(now):
			m.State, m.At = incident.AttemptSending, now
			sends = append(sends, m.sending())
		case !m.AskAt.IsZero() && !m.AskAt.After(now) && !m.Asking && len(w.Asks) < incident.WaveSize:
			m.Asking = true
			w.Asks = append(w.Asks, incident.Ask{
				Send: m.sending(), Since: m.At.Add(-incident.AskBefore), Known: p.known(m), MaySend: p.owed(m),
			})
		}
	}
	w.Waves = slices.Collect(slices.Chunk(sends, incident.WaveSize))
	return w
}

func (m *Message) sending() incident.Send {
	return incident.Send{Page: m.ID, Attempt: 1, Channel: frozen.SMS, To: m.To, Body: m.Body}
}

func (p *Proposal) known(but *Message) (ids []string) {
	for _, m := range p.Messages {
		if m != but && m.To == but.To && m.CarrierID != "" {
			ids = append(ids, m.CarrierID)
		}
	}
	return ids
}

// Sent takes in what a wave learnt. Messages without a result are unknown: the activity was lost.
func (p *Proposal) Sent(now time.Time, wave []incident.Send, results []incident.Result) {
	p.now = now
	for _, s := range wave {
		p.settle(resultOf(s, results), incident.SettleAfter)
	}
}

// Settled takes in what the carrier said to questions; those without a result are put again.
func (p *Proposal) Settled(now time.Time, asks []incident.Ask, results []incident.Result) {
	p.now = now
	for _, q := range asks {
		if m := p.message(q.Page); m != nil {
			m.Asking = false
		}
		r := resultOf(q.Send, results)
		wait := incident.SettleAfter
		if r.Fate == incident.FateUnknown {
			wait += incident.AbandonedSend
		}
		p.settle(r, wait)
	}
}

func resultOf(s incident.Send, results []incident.Result) incident.Result {
	for _, r := range results {
		if r.Page == s.Page {
			return r
		}
	}
	return incident.Result{Page: s.Page, Fate: incident.FateUnknown}
}

func (p *Proposal) message(id string) *Message {
	for _, m := range p.Messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// settle notes the fate of a message.
func (p *Proposal) settle(r incident.Result, wait time.Duration) {
	m := p.message(r.Page)
	if m == nil || m.CarrierID != "" {
		return
	}
	m.AskAt = time.Time{}
	switch r.Fate {
	case incident.FateSent:
		m.State, m.CarrierID = incident.AttemptSent, r.CarrierID
	case incident.FateFailed:
		m.State = incident.AttemptFailed
		p.hasten(m)
	case incident.FateNotStarted:
		m.State, m.NotBefore = incident.AttemptWaiting, p.now.Add(max(r.After, time.Second))
	case incident.FateAbsent:
		m.State = incident.AttemptSuperseded
	case incident.FateUnknown:
		m.State, m.AskAt = incident.AttemptUnknown, p.now.Add(wait)
	}
}

// hasten asks the next people at once where nobody of this round can be reached. Once all have had their turn, the beat stays.
func (p *Proposal) hasten(failed *Message) {
	if !p.owed(failed) || p.Round > len(p.tiers()) {
		return
	}
	reached := slices.ContainsFunc(p.Messages, func(m *Message) bool {
		return m.Asks && m.Text == failed.Text && m.Round == failed.Round && m.State != incident.AttemptFailed
	})
	if !reached {
		p.DueAt = p.now
	}
}

// NextDue is when there is something to do again; ok is false if nothing waits for time.
func (p *Proposal) NextDue() (due time.Time, ok bool) {
	consider := func(at time.Time) {
		if !at.IsZero() && (!ok || at.Before(due)) {
			due, ok = at, true
		}
	}
	if p.Stage == Open {
		consider(p.DueAt)
	}
	for _, m := range p.Messages {
		if m.State == incident.AttemptWaiting {
			consider(m.NotBefore)
		}
		if !m.Asking {
			consider(m.AskAt)
		}
	}
	return due, ok
}
