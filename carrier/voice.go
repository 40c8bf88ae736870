package carrier

// Voice: what Muster asks of the network where it calls a phone instead of writing to it, and how calls go.

import (
	"context"
	"time"
)

// Rounds is how often a call asks for a key before it says goodbye.
const Rounds = 2

// Speech is what a call says. A speech that asks for a key says its text in each round that is left, and Bye after the last
// one; one that asks for none says its text and ends the call.
type Speech struct {
	Language string // "en" or "zh"
	Text     string
	Bye      string
	Ask      int // the round in which a key is asked for first, from 1; 0: none is
}

// Call is one call to one phone.
type Call struct {
	To     string // E.164
	Speech Speech
	Tag    Tag           // echoed by every receipt and every key
	Ring   time.Duration // the network gives up after this; 0 means the carrier's default
}

// CallRecord is a call as the carrier's list shows it.
type CallRecord struct {
	ID      string
	To      string
	Status  CallStatus
	Created time.Time
}

// Caller is a phone network that calls. Its methods are those of Port for calls, with the same promises.
type Caller interface {
	// Call asks the network to call a phone, once: it never repeats a request by itself.
	Call(ctx context.Context, c Call) (CallRecord, error)
	// FindCalls lists the calls that the network has accepted for a phone, newest first. Where that is more than the query's
	// limit, the newest come together with an error that wraps ErrCut.
	FindCalls(ctx context.Context, q Query) ([]CallRecord, error)
}

// Press is a key that somebody pressed in a call.
type Press struct {
	Tag    Tag
	CallID string
	Key    string // a digit, # or *; empty where the carrier asks what the call says
	Round  int    // in which it was asked for; 0 if it was not
}

// CallStatus is how far a call has come.
type CallStatus string

// The statuses of calls in rising rank; those from CallCompleted on are final.
const (
	CallQueued     CallStatus = "queued"
	CallInitiated  CallStatus = "initiated" // dialled
	CallRinging    CallStatus = "ringing"
	CallInProgress CallStatus = "in-progress" // somebody, or a machine, has taken it
	CallCompleted  CallStatus = "completed"   // it was taken, and is over
	CallBusy       CallStatus = "busy"
	CallFailed     CallStatus = "failed"
	CallNoAnswer   CallStatus = "no-answer"
	CallCanceled   CallStatus = "canceled"
)

// Final says whether nothing follows a status.
func (s CallStatus) Final() bool { return s.rank() == 5 }

// After says whether s is news where t was known.
func (s CallStatus) After(t CallStatus) bool { return s.rank() > t.rank() }

func (s CallStatus) rank() int {
	switch s {
	case CallQueued:
		return 1
	case CallInitiated:
		return 2
	case CallRinging:
		return 3
	case CallInProgress:
		return 4
	case CallCompleted, CallBusy, CallFailed, CallNoAnswer, CallCanceled:
		return 5
	default:
		return 0
	}
}

// ClassifyCall tells what the end of a call means for whoever goes on; failed is false while it is not over, and for one that
// was taken. A failure without a code that we know is nobody's for good: the number may be right.
func ClassifyCall(status CallStatus, code int) (class Class, failed bool) {
	switch status {
	case CallBusy, CallNoAnswer, CallCanceled:
		return Unreachable, true
	case CallFailed:
		if class, known := codes[code]; known {
			return class, true
		}
		return Unreachable, true
	case CallQueued, CallInitiated, CallRinging, CallInProgress, CallCompleted:
	}
	return "", false
}
