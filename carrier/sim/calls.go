package sim

// Calls: the carrier's routes for placing and listing them, and what the ledger keeps of each.

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"muster/carrier"
)

// call is what the ledger keeps of a call.
type call struct {
	ID        string        `json:"id"`
	From      string        `json:"from"`
	To        string        `json:"to"`
	TwiML     string        `json:"twiml,omitempty"` // what it says
	URL       string        `json:"url,omitempty"`   // or where that is fetched
	Callback  string        `json:"callback,omitempty"`
	Events    []string      `json:"events,omitempty"`
	Ring      time.Duration `json:"ring"`
	FirstByte time.Time     `json:"first_byte"`
	Accepted  time.Time     `json:"accepted"`

	seq     int
	tag     carrier.Tag
	status  carrier.CallStatus
	code    int
	taken   time.Time // zero until somebody takes it
	updated time.Time
	lines   int // that were said or pressed in it
	told    int // status callbacks so far
}

const (
	maxTwiML    = 4000
	defaultRing = time.Minute
)

func (c *call) entry() Entry {
	return Entry{
		ID: c.ID, Channel: carrier.Voice, From: c.From, To: c.To, Body: c.TwiML, Tag: c.tag,
		FirstByte: c.FirstByte, Accepted: c.Accepted, Call: c.status, Code: c.code,
	}
}

func (b *book) addCall(c *call) {
	c.seq, c.status, c.updated, c.tag = len(b.calls), carrier.CallQueued, c.Accepted, tagOf(c.Callback)
	b.calls = append(b.calls, c)
	b.callByID[c.ID] = c
	b.handset(c.To)
}

func (b *book) advanceCall(l line) {
	c := b.callByID[l.ID]
	if c == nil || !l.Call.After(c.status) {
		return
	}
	c.status, c.code, c.updated = l.Call, l.Code, l.At
	if l.Call == carrier.CallInProgress {
		c.taken = l.At
	}
}

// heard puts what was said or pressed in a call into the handset's mailbox.
func (b *book) heard(l line) {
	c := b.callByID[l.ID]
	if c == nil {
		return
	}
	c.lines++
	h := b.handset(c.To)
	h.box = append(h.box, Text{ID: c.ID + "-" + strconv.Itoa(c.lines), Direction: l.Direction, Channel: carrier.Voice, Body: l.Text, At: l.At})
}

// place handles POST Calls.json.
func (s *Simulator) place(w http.ResponseWriter, r *http.Request) {
	s.take(w, r, taking{s.faults.nextCall, s.invalidCall, s.acceptCall})
}

// invalidCall is the code by which the carrier refuses a form, 0 if it does not.
func (s *Simulator) invalidCall(form url.Values) int {
	ring, err := strconv.Atoi(form.Get("Timeout"))
	switch {
	case !carrier.ValidNumber(form.Get("To")):
		return 21211
	case !carrier.ValidNumber(form.Get("From")) || (s.options.From != "" && form.Get("From") != s.options.From):
		return 21210
	case form.Get("Url") == "" && form.Get("Twiml") == "":
		return 21205
	case utf8.RuneCountInString(form.Get("Twiml")) > maxTwiML:
		return 21205
	case form.Has("Timeout") && (err != nil || ring < 1 || ring > 600):
		return 20001
	}
	return 0
}

// acceptCall puts a call into the ledger and has it ring. A code other than 0 is why it is refused instead.
func (s *Simulator) acceptCall(form url.Values, firstByte time.Time) (answer any, code int, err error) {
	ring, _ := strconv.Atoi(form.Get("Timeout")) // checked before
	c := &call{
		ID: newID("CA"), From: form.Get("From"), To: form.Get("To"), URL: form.Get("Url"), Callback: form.Get("StatusCallback"),
		Events: form["StatusCallbackEvent"], Ring: time.Duration(ring) * time.Second, FirstByte: firstByte,
	}
	if c.URL == "" { // with both, the vendor takes the address
		c.TwiML = form.Get("Twiml")
	}
	if c.Ring == 0 {
		c.Ring = defaultRing
	}
	if len(c.Events) == 0 {
		c.Events = []string{"completed"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	pickup := s.book.handset(c.To).picksUp()
	if pickup.Code != 0 && pickup.Code < 30000 {
		return nil, pickup.Code, nil
	}
	c.Accepted = s.options.Clock()
	if err := s.record(line{Kind: lineCall, Placed: c}); err != nil {
		return nil, 0, err
	}
	s.connect(c, pickup)
	return s.callResource(c), 0, nil
}

// listCalls handles GET Calls.json.
func (s *Simulator) listCalls(w http.ResponseWriter, r *http.Request) {
	query, size, ok := listQuery(w, r)
	if !ok {
		return
	}
	answer, ok := s.callPage(query, size)
	if !ok {
		refuse(w, http.StatusInternalServerError, 20500, "internal server error")
		return
	}
	respond(w, http.StatusOK, answer)
}

// callPage reads one page of the list; ok is false while the list fails.
func (s *Simulator) callPage(query url.Values, size int) (answer callsResource, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.ListFails {
		return callsResource{}, false
	}
	shownUntil := s.options.Clock().Add(-s.faults.ListLag)
	before := len(s.book.calls)
	if last, known := s.book.callByID[strings.TrimPrefix(query.Get("PageToken"), "PA")]; known {
		before = last.seq
	}
	number, _ := strconv.Atoi(query.Get("Page")) // 0 if absent
	answer = callsResource{listHead: listHead{Page: number, PageSize: size, Start: number * size, URI: s.listURI("Calls", query)}, Calls: []callResource{}}
	last := ""
	for _, c := range slices.Backward(s.book.calls[:before]) {
		if (query.Get("To") != "" && c.To != query.Get("To")) || (query.Get("From") != "" && c.From != query.Get("From")) || c.Accepted.After(shownUntil) {
			continue
		}
		if len(answer.Calls) == size {
			answer.NextPageURI = s.following("Calls", query, number, last)
			break
		}
		answer.Calls, last = append(answer.Calls, s.callResource(c)), c.ID
	}
	answer.End = answer.Start + max(len(answer.Calls)-1, 0)
	return answer, true
}

type callsResource struct {
	listHead
	Calls []callResource `json:"calls"`
}

// callResource is a call as the carrier shows it.
type callResource struct {
	AccountSID  string  `json:"account_sid"`
	APIVersion  string  `json:"api_version"`
	DateCreated string  `json:"date_created"`
	DateUpdated string  `json:"date_updated"`
	Direction   string  `json:"direction"`
	Duration    *string `json:"duration"`
	EndTime     *string `json:"end_time"`
	From        string  `json:"from"`
	SID         string  `json:"sid"`
	StartTime   *string `json:"start_time"`
	Status      string  `json:"status"`
	To          string  `json:"to"`
	URI         string  `json:"uri"`
}

func (s *Simulator) callResource(c *call) callResource {
	shown := callResource{
		AccountSID: s.options.AccountSID, APIVersion: "2010-04-01", DateCreated: rfc2822(c.Accepted), DateUpdated: rfc2822(c.updated),
		Direction: outboundAPI, From: c.From, SID: c.ID, Status: string(c.status), To: c.To,
		URI: "/2010-04-01/Accounts/" + s.options.AccountSID + "/Calls/" + c.ID + ".json",
	}
	if c.status == carrier.CallInitiated { // the list knows no such status
		shown.Status = string(carrier.CallQueued)
	}
	if !c.taken.IsZero() {
		start := rfc2822(c.taken)
		shown.StartTime = &start
	}
	if c.status.Final() {
		end, seconds := rfc2822(c.updated), strconv.Itoa(c.seconds())
		shown.EndTime, shown.Duration = &end, &seconds
	}
	return shown
}

// seconds is how long a call that is over was on.
func (c *call) seconds() int {
	if c.taken.IsZero() {
		return 0
	}
	return int(c.updated.Sub(c.taken) / time.Second)
}
