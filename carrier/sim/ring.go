package sim

// Ringing: how a call goes at its handset, and what the network tells Muster of it.

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"muster/carrier"
)

// ErrNoCall means that a handset is in no call in which keys could be pressed.
var ErrNoCall = errors.New("there is no call at this handset: wait until it rings")

// talk is a call at its handset.
type talk struct {
	*call
	pickup Pickup
	plan   receiptPlan
	keys   chan key
	over   chan struct{} // closed when the call is over
}

// key is one key that is pressed; done gets what became of it.
type key struct {
	digit string
	done  chan error
}

// mostKeys is how many keys wait until a call asks for them.
const mostKeys = 32

// connect has a call go its way; the lock is held.
func (s *Simulator) connect(c *call, pickup Pickup) {
	t := &talk{call: c, pickup: pickup, plan: s.faults.receipts(), keys: make(chan key, mostKeys), over: make(chan struct{})}
	h := s.book.handset(c.To)
	if h.talk != nil && pickup.Status == "" {
		t.pickup = Pickup{Status: carrier.CallBusy} // as a phone is that is in a call already
	} else {
		h.talk = t
	}
	s.jobs.after(s.options.SentAfter, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.closed {
			s.talks.Go(func() { s.ring(t) })
		}
	})
}

// ring lets a call go from its dialling to its end.
func (s *Simulator) ring(t *talk) {
	defer s.hangUp(t)
	s.progress(t, carrier.CallInitiated, 0)
	s.progress(t, carrier.CallRinging, 0)
	switch {
	case t.pickup.Status == carrier.CallNoAnswer, t.pickup.Status == "" && t.pickup.After >= t.Ring:
		s.rest(min(t.pickup.After, t.Ring))
		s.progress(t, carrier.CallNoAnswer, 0)
	case t.pickup.Status != "":
		s.rest(t.pickup.After)
		s.progress(t, t.pickup.Status, t.pickup.Code)
	default:
		s.rest(t.pickup.After)
		s.progress(t, carrier.CallInProgress, 0)
		s.converse(t)
		s.progress(t, carrier.CallCompleted, 0)
	}
}

// hangUp frees the handset, and whoever still presses keys there.
func (s *Simulator) hangUp(t *talk) {
	s.mu.Lock()
	if h := s.book.handset(t.To); h.talk == t {
		h.talk = nil
	}
	s.note()
	s.mu.Unlock()
	close(t.over)
}

// rest waits, unless the simulator is closed; false says that it is.
func (s *Simulator) rest(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}

// progress gives a call a status, and tells of it where it was asked to.
func (s *Simulator) progress(t *talk, status carrier.CallStatus, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil { // else Resume could not go on
		return
	}
	l := line{Kind: lineCallStatus, ID: t.ID, Call: status, Code: code, At: s.options.Clock()}
	if err := s.record(l); err != nil {
		s.options.Logger.Error("the simulator's ledger cannot be written", "error", err)
	}
	if t.Callback == "" || t.plan.dropped || !slices.Contains(t.Events, eventOf(status)) {
		return
	}
	form := s.callForm(t.call, status)
	form.Set("SequenceNumber", strconv.Itoa(t.told))
	t.told++
	plan := t.plan
	if plan.reordered && !status.Final() {
		plan.late += s.options.DeliveredAfter
	}
	s.jobs.after(0, func() { s.tell(plan, func() { s.postCallReceipt(t.Callback, form) }) })
}

// eventOf is the vendor's name of the moment at which a call gets a status.
func eventOf(status carrier.CallStatus) string {
	switch status {
	case carrier.CallInitiated:
		return "initiated"
	case carrier.CallRinging:
		return "ringing"
	case carrier.CallInProgress:
		return "answered"
	case carrier.CallCompleted, carrier.CallBusy, carrier.CallFailed, carrier.CallNoAnswer, carrier.CallCanceled:
		return "completed"
	case carrier.CallQueued:
	}
	return ""
}

// callForm is what every webhook of a call says; the lock is held.
func (s *Simulator) callForm(c *call, status carrier.CallStatus) url.Values {
	form := url.Values{
		"CallSid": {c.ID}, "CallStatus": {string(status)}, "From": {c.From}, "To": {c.To}, "Caller": {c.From}, "Called": {c.To},
		"Direction": {outboundAPI}, "AccountSid": {s.options.AccountSID}, "ApiVersion": {"2010-04-01"}, "Timestamp": {rfc2822(c.updated)},
	}
	if status == carrier.CallCompleted {
		form.Set("CallDuration", strconv.Itoa(c.seconds()))
	}
	if c.code != 0 {
		form.Set("ErrorCode", strconv.Itoa(c.code))
	}
	return form
}

func (s *Simulator) postCallReceipt(callback string, form url.Values) {
	address, _, _ := strings.Cut(callback, "#") // a fragment tells the vendor how to retry; it is neither sent nor signed
	for range 2 {
		if _, err := s.post(s.ctx, address, form); !errors.Is(err, errNoAnswer) {
			return
		}
	}
}

// Press presses keys at a handset, one after the other, and returns once Muster has answered each: ErrNoCall if the handset is
// in no call or the call ended first, ErrNotTaken if Muster did not take a key, or the context's error.
func (s *Simulator) Press(ctx context.Context, number, digits string) error {
	s.mu.Lock()
	h, known := s.book.handsets[number]
	var t *talk
	if known {
		t = h.talk
	}
	s.mu.Unlock()
	if t == nil {
		return ErrNoCall
	}
	for _, digit := range digits {
		k := key{digit: string(digit), done: make(chan error, 1)}
		select {
		case t.keys <- k:
		case <-t.over:
			return ErrNoCall
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := t.await(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

// await waits until a key has been answered.
func (t *talk) await(ctx context.Context, k key) error {
	select {
	case err := <-k.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-t.over:
	}
	select {
	case err := <-k.done: // it was the last one
		return err
	default:
		return ErrNoCall
	}
}

// resumeCalls takes up the calls that were on when the ledger was last written: those that nobody had taken ring again, the
// others were cut off. The lock is held.
func (s *Simulator) resumeCalls() {
	for _, c := range s.book.calls[:min(s.resumableCalls, len(s.book.calls))] {
		switch {
		case c.status.Final():
		case c.status == carrier.CallInProgress:
			t := &talk{call: c}
			s.jobs.after(0, func() { s.progress(t, carrier.CallCompleted, 0) })
		default:
			s.connect(c, s.book.handset(c.To).picksUp())
		}
	}
}
