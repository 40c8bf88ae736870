package sim

// What the network posts to Muster: receipts of what was sent, and texts that handsets write.
//
// A receipt is posted once, and once more if no answer came, about as the vendor does by default. A text is posted
// more patiently than the vendor would, whose customers configure a second address: up to 6 times within 8 seconds while
// Muster cannot be reached or answers 502, 503 or 504. After that it is only in the list.

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"muster/carrier"
)

const (
	inboundPath = "/webhooks/twilio/sms"
	tries       = 6
)

// ErrNotTaken means that Muster has not taken a text: it was away all the time, or refused it.
var ErrNotTaken = errors.New("muster did not take the text; it stays in the carrier's list")

var (
	errLost     = errors.New("the webhook was lost")
	errAway     = errors.New("muster is away")
	errNoAnswer = fmt.Errorf("%w: no answer", errAway)
)

// schedule has a message reach its fate, with a receipt at each step; the lock is held.
func (s *Simulator) schedule(m *message) {
	plan := s.faults.receipts()
	if m.Fate != carrier.Failed && carrier.Sent.After(m.status) {
		first := plan
		if plan.reordered {
			first.late += s.options.DeliveredAfter
		}
		s.step(m, s.options.SentAfter, first, line{Kind: lineStatus, ID: m.ID, Status: carrier.Sent})
	}
	s.step(m, s.options.DeliveredAfter, plan, line{Kind: lineStatus, ID: m.ID, Status: m.Fate, Code: m.FateCode})
}

// step gives a message a status after a time, and tells of it.
func (s *Simulator) step(m *message, wait time.Duration, plan receiptPlan, l line) {
	s.jobs.after(wait, func() {
		s.mu.Lock()
		l.At = s.options.Clock()
		err := s.record(l)
		s.mu.Unlock()
		if err != nil {
			s.options.Logger.Error("the simulator's ledger cannot be written", "error", err)
		}
		if m.Callback == "" || plan.dropped || s.options.Quiet {
			return
		}
		s.tell(plan, func() { s.postReceipt(m, l) })
	})
}

// tell posts a receipt as late and as often as its plan says.
func (s *Simulator) tell(plan receiptPlan, post func()) {
	if s.cuts() {
		return
	}
	times := 1
	if plan.duplicated {
		times = 2
	}
	for range times {
		if plan.late > 0 {
			s.jobs.after(plan.late, post)
		} else {
			post()
		}
	}
}

// postReceipt posts one receipt, and once more if no answer came.
func (s *Simulator) postReceipt(m *message, l line) {
	form := url.Values{
		"MessageSid": {m.ID}, "SmsSid": {m.ID}, "MessageStatus": {string(l.Status)}, "SmsStatus": {string(l.Status)},
		"To": {m.To}, "From": {m.From}, "AccountSid": {s.options.AccountSID}, "ApiVersion": {"2010-04-01"},
	}
	if l.Code != 0 {
		form.Set("ErrorCode", strconv.Itoa(l.Code))
	}
	address, _, _ := strings.Cut(m.Callback, "#") // a fragment tells the vendor how to retry; it is neither sent nor signed
	for range 2 {
		if _, err := s.post(s.ctx, address, form); !errors.Is(err, errNoAnswer) {
			return
		}
	}
}

// react does what the person at a handset does with a message; the lock is held.
func (s *Simulator) react(m *message, reaction Reaction) {
	text := fill(reaction.Text, s.options.Token(m.Body))
	if text == "" || reaction.Code != 0 {
		return
	}
	s.jobs.after(reaction.After, func() {
		in, err := s.receive(m.To, text)
		if err != nil {
			s.options.Logger.Error("the simulator's ledger cannot be written", "error", err)
			return
		}
		s.offer(in, 1)
	})
}

// Reply writes a text as the person at a handset, and returns once Muster has taken it: ErrNotTaken if it has not, the
// context's error if that ended first. A quiet simulator returns once the text is in the list.
func (s *Simulator) Reply(ctx context.Context, number, text string) error {
	if !carrier.ValidNumber(number) {
		return errors.New("a handset's number is like +12025550123")
	}
	in, err := s.receive(number, text)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)() // Close ends it too
	for try := 1; ; try++ {
		err := s.deliver(ctx, in)
		if !errors.Is(err, errAway) || try == tries {
			return s.settle(in, err)
		}
		timer := time.NewTimer(s.pause(try))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			s.jobs.after(0, func() { s.offer(in, try+1) }) // the network goes on, though nobody waits for it
			return ctx.Err()
		}
	}
}

// offer delivers a text in the background, and again later while Muster is away.
func (s *Simulator) offer(in *message, try int) {
	err := s.deliver(s.ctx, in)
	if errors.Is(err, errAway) && try < tries {
		s.jobs.after(s.pause(try), func() { s.offer(in, try+1) })
		return
	}
	if err := s.settle(in, err); err != nil {
		s.options.Logger.Warn("a text was not taken", "message", in.ID)
	}
}

func (s *Simulator) pause(try int) time.Duration { return s.options.RetryWait << (try - 1) }

// settle notes that a text has been taken or is given up, and tells which.
func (s *Simulator) settle(in *message, outcome error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() == nil { // else nobody has given up, and Resume goes on
		if err := s.record(line{Kind: lineTaken, ID: in.ID}); err != nil {
			return err
		}
	}
	if outcome != nil {
		return fmt.Errorf("%w (%w)", ErrNotTaken, outcome)
	}
	return nil
}

// receive puts a handset's text into the ledger.
func (s *Simulator) receive(number, text string) (*message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.book.handset(number)
	to := cmp.Or(h.sender, s.options.From)
	if to == "" {
		return nil, errors.New("nobody has written to this handset yet, so it has nobody to answer")
	}
	now := s.options.Clock()
	in := &message{
		ID: newID("SM"), Direction: inbound, From: number, To: to, Body: text, Parts: s.options.CountParts(text),
		FirstByte: now, Accepted: now, Word: h.handles(text),
	}
	return in, s.record(line{Kind: lineMessage, Message: in})
}

// deliver posts a text to Muster once, and delivers the answer to the handset.
func (s *Simulator) deliver(ctx context.Context, in *message) error {
	if s.options.Quiet {
		return nil
	}
	if s.losesTexts() {
		return errLost
	}
	form := url.Values{
		"MessageSid": {in.ID}, "SmsSid": {in.ID}, "SmsMessageSid": {in.ID}, "SmsStatus": {"received"},
		"From": {in.From}, "To": {in.To}, "Body": {in.Body}, "NumMedia": {"0"}, "NumSegments": {strconv.Itoa(in.Parts)},
		"AccountSid": {s.options.AccountSID}, "ApiVersion": {"2010-04-01"},
	}
	if in.Word != "" {
		form.Set("OptOutType", in.Word)
	}
	answer, err := s.post(ctx, strings.TrimSuffix(s.options.PublicURL, "/")+inboundPath, form)
	if err != nil {
		return err
	}
	texts, err := readTwiML(answer)
	if err != nil {
		return errors.New("the answer is not TwiML")
	}
	for _, text := range texts {
		if err := s.answerText(in, text); err != nil {
			return err
		}
	}
	return nil
}

func (s *Simulator) losesTexts() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.TextsLost
}

// answerText delivers one answer to the handset, unless that has said STOP.
func (s *Simulator) answerText(in *message, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.options.Clock()
	m := &message{
		ID: newID("SM"), Direction: outboundReply, From: in.To, To: in.From, Body: text, Parts: s.options.CountParts(text),
		FirstByte: now, Accepted: now, Fate: carrier.Delivered,
	}
	if s.book.handset(in.From).optedOut {
		m.Fate, m.FateCode = carrier.Failed, 21610
	}
	if err := s.record(line{Kind: lineMessage, Message: m}); err != nil {
		return err
	}
	s.schedule(m)
	return nil
}

// readTwiML reads the texts of an answer.
func readTwiML(body []byte) ([]string, error) {
	var answer struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []struct {
			Text string `xml:",chardata"`
			Body string `xml:"Body"`
		} `xml:"Message"`
	}
	if len(strings.TrimSpace(string(body))) == 0 {
		return nil, nil
	}
	if err := xml.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	var texts []string
	for _, m := range answer.Messages {
		if text := m.Body + m.Text; strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

// Resume takes up what was under way when the ledger was last written: receipts still owed, texts that Muster has not
// taken, and calls. Call it once, when Muster listens again.
func (s *Simulator) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resumeCalls()
	for _, m := range s.book.order {
		switch {
		case m.seq >= s.resumable:
			return
		case m.Direction == inbound && !m.taken:
			s.jobs.after(0, func() { s.offer(m, 1) })
		case m.Direction != inbound && !m.status.Final():
			s.schedule(m)
		}
	}
}
