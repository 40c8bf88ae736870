package sim

// The book is the state of the network: every message, the handsets, and who has said STOP. Lines of the ledger are all
// that changes it, so that reading the ledger again makes the same book.

import (
	"net/url"
	"strings"
	"time"

	"muster/carrier"
)

// Direction of a text in a mailbox, as seen from Muster: out is towards the handset.
type Direction string

// The directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// Text is one line of a handset's mailbox.
type Text struct {
	ID        string          `json:"id"`
	Direction Direction       `json:"direction"`
	Channel   carrier.Channel `json:"channel"`
	Body      string          `json:"body"`
	At        time.Time       `json:"at"`
}

// Entry is one accepted message, or call, of the ledger.
type Entry struct {
	ID        string
	Channel   carrier.Channel
	From      string
	To        string
	Body      string // of a call: its markup, empty where that is fetched
	Parts     int
	Tag       carrier.Tag   // the zero Tag where its callback bears none
	Reply     bool          // an answer to a text, not a request of its own
	FirstByte time.Time     // when its request began to arrive
	Accepted  time.Time     // when it was in the ledger
	ValidFor  time.Duration // 0 if not said
	Status    carrier.Status
	Call      carrier.CallStatus // of a call; its Status is empty
	Code      int
}

// How the carrier's list names directions.
const (
	inbound       = "inbound"
	outboundAPI   = "outbound-api"
	outboundReply = "outbound-reply"
)

// message is what the ledger keeps of a message in either direction.
type message struct {
	ID        string         `json:"id"`
	Direction string         `json:"direction"`
	From      string         `json:"from"`
	To        string         `json:"to"`
	Body      string         `json:"body"`
	Parts     int            `json:"parts"`
	Callback  string         `json:"callback,omitempty"`
	ValidFor  time.Duration  `json:"valid_for,omitempty"`
	FirstByte time.Time      `json:"first_byte"`
	Accepted  time.Time      `json:"accepted"`
	Fate      carrier.Status `json:"fate,omitempty"` // the final status that it will reach
	FateCode  int            `json:"fate_code,omitempty"`
	Word      string         `json:"word,omitempty"` // of an inbound one: the reserved word that the network has handled

	seq     int
	tag     carrier.Tag
	status  carrier.Status
	code    int
	sent    time.Time
	updated time.Time
	taken   bool // of an inbound one: Muster has it, or is no longer asked
}

func (m *message) entry() Entry {
	return Entry{
		ID: m.ID, Channel: carrier.SMS, From: m.From, To: m.To, Body: m.Body, Parts: m.Parts, Tag: m.tag, Reply: m.Direction == outboundReply,
		FirstByte: m.FirstByte, Accepted: m.Accepted, ValidFor: m.ValidFor, Status: m.status, Code: m.code,
	}
}

type handset struct {
	habit    Habit
	calls    CallHabit
	talk     *talk  // the call that it is in, nil if none
	sender   string // the number that wrote to it last
	optedOut bool
	box      []Text
}

type book struct {
	order    []*message
	byID     map[string]*message
	byTo     map[string][]*message
	byFrom   map[string][]*message
	handsets map[string]*handset
	calls    []*call
	callByID map[string]*call
}

func newBook() *book {
	return &book{byID: map[string]*message{}, byTo: map[string][]*message{}, byFrom: map[string][]*message{}, handsets: map[string]*handset{}, callByID: map[string]*call{}}
}

func (b *book) handset(number string) *handset {
	h, known := b.handsets[number]
	if !known {
		h = &handset{}
		b.handsets[number] = h
	}
	return h
}

// apply changes the book by one line of the ledger.
func (b *book) apply(l line) {
	switch l.Kind {
	case lineMessage:
		b.add(l.Message)
	case lineStatus:
		b.advance(l)
	case lineTaken:
		if m := b.byID[l.ID]; m != nil {
			m.taken = true
		}
	case lineCall:
		b.addCall(l.Placed)
	case lineCallStatus:
		b.advanceCall(l)
	case lineHeard:
		b.heard(l)
	}
}

func (b *book) add(m *message) {
	m.seq = len(b.order)
	m.status = carrier.Queued
	m.updated = m.Accepted
	m.tag = tagOf(m.Callback)
	b.order = append(b.order, m)
	b.byID[m.ID] = m
	b.byTo[m.To] = append(b.byTo[m.To], m)
	b.byFrom[m.From] = append(b.byFrom[m.From], m)
	if m.Direction == inbound {
		b.received(m)
		return
	}
	h := b.handset(m.To)
	h.sender = m.From
	if m.Fate == carrier.Delivered {
		h.box = append(h.box, Text{ID: m.ID, Direction: Out, Channel: carrier.SMS, Body: m.Body, At: m.Accepted})
	}
}

func (b *book) received(m *message) {
	h := b.handset(m.From)
	h.box = append(h.box, Text{ID: m.ID, Direction: In, Channel: carrier.SMS, Body: m.Body, At: m.Accepted})
	switch m.Word {
	case "STOP":
		h.optedOut = true
	case "START":
		h.optedOut = false
	}
}

func (b *book) advance(l line) {
	m := b.byID[l.ID]
	if m == nil || !l.Status.After(m.status) {
		return
	}
	m.status, m.code, m.updated = l.Status, l.Code, l.At
	if m.sent.IsZero() && l.Status != carrier.Failed {
		m.sent = l.At
	}
}

// handles is the reserved word that a handset's text is, empty if none. YES is one only for a handset that has said STOP.
func (h *handset) handles(text string) string {
	if strings.EqualFold(strings.TrimSpace(text), "yes") && !h.optedOut {
		return ""
	}
	return carrier.Keyword(text)
}

// tagOf reads the tag of a callback address: the zero Tag where it bears none.
func tagOf(callback string) carrier.Tag {
	u, err := url.Parse(callback)
	if err != nil {
		return carrier.Tag{}
	}
	tag, err := carrier.ParseTag(u.Query())
	if err != nil {
		return carrier.Tag{}
	}
	return tag
}

// search asks for messages, newest first.
type search struct {
	to, from string
	before   int // seq that all must be below; negative: any
	visible  func(*message) bool
	limit    int
}

// find lists at most limit messages, and says whether there are more.
func (b *book) find(q search) (found []*message, more bool) {
	list := b.order
	switch {
	case q.to != "":
		list = b.byTo[q.to]
	case q.from != "":
		list = b.byFrom[q.from]
	}
	for i := len(list) - 1; i >= 0; i-- {
		m := list[i]
		if (q.from != "" && m.From != q.from) || (q.before >= 0 && m.seq >= q.before) || !q.visible(m) {
			continue
		}
		if len(found) == q.limit {
			return found, true
		}
		found = append(found, m)
	}
	return found, false
}
