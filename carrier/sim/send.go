package sim

// Taking a message: what is refused, what is accepted, and how the answer can go wrong.

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"

	"muster/carrier"
)

const badGatewayPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"

// send handles POST Messages.json.
func (s *Simulator) send(w http.ResponseWriter, r *http.Request) {
	s.take(w, r, taking{s.faults.next, s.invalid, s.accept})
}

// taking is how one kind of request is taken: with which fault, drawn under the lock; by which code a form is refused, 0 if it
// is not; and how it is put into the ledger, unless its handset refuses it by a code.
type taking struct {
	fault   func() Fault
	invalid func(form url.Values) int
	accept  func(form url.Values, firstByte time.Time) (answer any, code int, err error)
}

// take handles a request to send or to call, as well as its fault lets it.
func (s *Simulator) take(w http.ResponseWriter, r *http.Request, how taking) {
	firstByte := s.firstByte(r)
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	parseError := r.ParseForm()
	s.mu.Lock()
	s.posts++
	fault := how.fault()
	s.note()
	s.mu.Unlock()
	if s.failBefore(w, r, fault) {
		return
	}
	if parseError != nil {
		refuse(w, http.StatusBadRequest, 20001, "the form cannot be read")
		return
	}
	if code := how.invalid(r.PostForm); code != 0 {
		refuseCode(w, code)
		return
	}
	answer, code, err := how.accept(r.PostForm, firstByte)
	switch {
	case err != nil:
		s.options.Logger.Error("the simulator's ledger cannot be written", "error", err)
		refuse(w, http.StatusInternalServerError, 20500, "internal server error")
	case code != 0:
		refuseCode(w, code)
	default:
		s.answer(w, r, fault, answer)
	}
}

// failBefore does the faults that keep a message from being accepted, and says whether one did.
func (s *Simulator) failBefore(w http.ResponseWriter, r *http.Request, fault Fault) bool {
	switch fault {
	case BadGateway:
		badGateway(w)
		return true
	case ServerError:
		refuse(w, http.StatusInternalServerError, 20500, "internal server error")
		return true
	case TooMany:
		s.throttle(w)
		return true
	case Cut:
		panic(http.ErrAbortHandler)
	case Slow:
		return !s.linger(r)
	case None, Lost, Held, Truncated, BadGatewayTaken: // they come after acceptance
	}
	return false
}

func (s *Simulator) throttle(w http.ResponseWriter) {
	s.mu.Lock()
	wait := orSecond(s.faults.RetryAfter)
	s.mu.Unlock()
	w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	refuse(w, http.StatusTooManyRequests, 20429, "too many requests")
}

// linger waits out the delay of Slow; false if the caller has gone meanwhile.
func (s *Simulator) linger(r *http.Request) bool {
	s.mu.Lock()
	delay := orSecond(s.faults.Delay)
	s.mu.Unlock()
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	case <-s.ctx.Done():
		return false
	}
}

// invalid is the code by which the carrier refuses a form, 0 if it does not.
func (s *Simulator) invalid(form url.Values) int {
	body := form.Get("Body")
	validity, err := strconv.Atoi(form.Get("ValidityPeriod"))
	switch {
	case form.Get("To") == "" || !carrier.ValidNumber(form.Get("To")):
		return 21211
	case form.Get("From") == "":
		return 21603
	case s.options.From != "" && form.Get("From") != s.options.From:
		return 21606
	case body == "":
		return 21602
	case utf8.RuneCountInString(body) > 1600:
		return 21617
	case form.Has("ValidityPeriod") && (err != nil || validity < 1 || validity > 36000):
		return 20001
	}
	return 0
}

// accept puts a message into the ledger, and has its handset react. A code other than 0 is why it is refused instead.
func (s *Simulator) accept(form url.Values, firstByte time.Time) (answer any, code int, err error) {
	body := form.Get("Body")
	validity, _ := strconv.Atoi(form.Get("ValidityPeriod")) // checked before
	m := &message{
		ID: newID("SM"), Direction: outboundAPI, From: form.Get("From"), To: form.Get("To"), Body: body,
		Parts: s.options.CountParts(body), Callback: form.Get("StatusCallback"),
		ValidFor: time.Duration(validity) * time.Second, FirstByte: firstByte,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.book.handset(m.To)
	if h.optedOut {
		return nil, 21610, nil
	}
	var reaction Reaction
	if h.habit != nil {
		reaction = h.habit(body)
	}
	if reaction.Code != 0 && reaction.Code < 30000 {
		return nil, reaction.Code, nil
	}
	m.Fate, m.FateCode = fate(reaction.Code)
	m.Accepted = s.options.Clock()
	if err := s.record(line{Kind: lineMessage, Message: m}); err != nil {
		return nil, 0, err
	}
	s.schedule(m)
	s.react(m, reaction)
	return s.resource(m), 0, nil
}

// fate is the final status that a code leads to.
func fate(code int) (carrier.Status, int) {
	switch {
	case code == 0:
		return carrier.Delivered, 0
	case code >= 30003 && code <= 30008:
		return carrier.Undelivered, code
	default:
		return carrier.Failed, code
	}
}

// answer says that a message is accepted, as well as the fault lets it.
func (s *Simulator) answer(w http.ResponseWriter, r *http.Request, fault Fault, accepted any) {
	switch fault {
	case Lost:
		panic(http.ErrAbortHandler)
	case BadGatewayTaken:
		badGateway(w)
		return
	case Truncated:
		truncate(w, accepted)
	case Held:
		s.hold(r)
	case None, BadGateway, ServerError, TooMany, Cut, Slow: // those that did harm have done it before
	}
	respond(w, http.StatusCreated, accepted)
}

// hold keeps an answer back until its time is over, Release, the end, or the caller's leaving.
func (s *Simulator) hold(r *http.Request) {
	s.mu.Lock()
	release, most := s.release, s.faults.Hold
	s.held++
	s.note()
	s.mu.Unlock()
	var over <-chan time.Time
	if most > 0 {
		timer := time.NewTimer(most)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-release:
	case <-over:
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	s.held--
	s.note()
	s.mu.Unlock()
}

// truncate promises the whole answer, sends half of it and cuts the connection.
func truncate(w http.ResponseWriter, accepted any) {
	var whole bytes.Buffer
	if err := json.NewEncoder(&whole).Encode(accepted); err == nil {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(whole.Len()))
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(whole.Bytes()[:whole.Len()/2])
		_ = http.NewResponseController(w).Flush()
	}
	panic(http.ErrAbortHandler)
}

func badGateway(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = w.Write([]byte(badGatewayPage))
}

// newID makes an id as the vendor's are: SM for a message, CA for a call.
func newID(kind string) string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return kind + hex.EncodeToString(raw[:])
}
