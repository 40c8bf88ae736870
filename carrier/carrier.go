// Package carrier is the port to the phone network: what Muster asks of it, and how its answers are told apart.
package carrier

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Channel is a way to reach a phone.
type Channel string

// The channels that plans can name.
const (
	SMS   Channel = "sms"
	Voice Channel = "voice"
)

// Tag ties a message to the attempt that it is; it travels in the status callback's query.
type Tag struct {
	Incident string
	Page     string
	Attempt  int
}

// Message is one SMS to one phone.
type Message struct {
	To       string        // E.164
	Body     string        // 1 to 1600 characters
	Tag      Tag           // echoed by every delivery receipt
	ValidFor time.Duration // the network drops it after this; 0 means the carrier's default
}

// Record is a message as the carrier's list shows it.
type Record struct {
	ID      string
	To      string
	Body    string
	Status  Status
	Code    int // the carrier's error code, 0 if none
	Created time.Time
}

// Query asks the list for the outbound messages to one phone, created since a moment.
type Query struct {
	To    string // empty: to any
	Since time.Time
	Limit int // at most 1000; 0 means 50
}

// ErrCut is the cause of an error that comes together with a list: there is more than was asked for, and what the list
// lacks may be there all the same.
var ErrCut = errors.New("carrier: the list goes on")

// Port is a phone network. Its methods are safe for concurrent use, honour ctx, and return *Error on failure.
type Port interface {
	// Send asks the network to carry m, once: it never repeats a request by itself.
	Send(ctx context.Context, m Message) (Record, error)
	// Find lists what the network has accepted for a phone, newest first. Where that is more than the query's limit, the
	// newest come together with an error that wraps ErrCut.
	Find(ctx context.Context, q Query) ([]Record, error)
	// Asks says whether Find can tell what became of a message sent over a channel; ok is false where the channel is lacking.
	Asks(c Channel) (asks, ok bool)
}

// Inbox is a phone network that can be asked what phones have sent to Muster: where no webhook can reach it, and after a webhook was missed.
type Inbox interface {
	// Received lists what has come in since a moment, oldest first, at most limit (1 to 10000; 0 means 50) of the newest. Where
	// there is more, these come together with an error that wraps ErrCut.
	Received(ctx context.Context, since time.Time, limit int) ([]Inbound, error)
}

// Status is how far a message has come, in the words of Muster.
type Status string

// Statuses in rising rank; the last three are final.
const (
	Queued      Status = "queued"
	Sending     Status = "sending"
	Sent        Status = "sent"
	Delivered   Status = "delivered"
	Undelivered Status = "undelivered"
	Failed      Status = "failed"
)

// Final says whether nothing follows a status.
func (s Status) Final() bool { return s == Delivered || s == Undelivered || s == Failed }

// After says whether s is news where t was known: receipts come in any order, and only a higher rank counts.
func (s Status) After(t Status) bool { return s.rank() > t.rank() }

func (s Status) rank() int {
	switch s {
	case Queued:
		return 1
	case Sending:
		return 2
	case Sent:
		return 3
	case Delivered, Undelivered, Failed:
		return 4
	default:
		return 0
	}
}

// Receipt is what a status callback says about an attempt: a message's, or a call's.
type Receipt struct {
	Tag    Tag
	ID     string
	To     string
	Status Status
	Call   CallStatus // of a call: how far it has come; then Status is empty
	Code   int
}

// Inbound is a message that a phone sent to Muster.
type Inbound struct {
	ID     string // the carrier's message id
	From   string // E.164
	To     string
	Body   string
	OptOut string    // "STOP", "START" or "HELP" where the carrier has handled such a word itself, else empty
	At     time.Time // when the carrier took it, to the second; zero in a webhook, which does not say
}

// Class says what a failure means for whoever has to go on.
type Class string

// The classes. Of these only Ambiguous may have reached the phone.
const (
	Ambiguous   Class = "ambiguous"   // nobody knows whether the network took it: ask before repeating
	Throttled   Class = "throttled"   // not taken: refused unprocessed, or never written to a connection (Written is false); safe to repeat after RetryAfter
	Recipient   Class = "recipient"   // this number can never get it: another channel or person
	Route       Class = "route"       // our sender can never bring it to this number: another channel or person, and the operator must act
	OptedOut    Class = "opted-out"   // the person has said STOP
	Unreachable Class = "unreachable" // the handset is off or out of reach for now
	Filtered    Class = "filtered"    // the network refuses this text: do not repeat it
	QueueFull   Class = "queue-full"  // the sender's queue is full: later, or another sender
	Account     Class = "account"     // credentials, sender or account: the operator must act
	Bug         Class = "bug"         // the request itself was wrong
)

// Classes are all of them.
var Classes = []Class{Ambiguous, Throttled, Recipient, Route, OptedOut, Unreachable, Filtered, QueueFull, Account, Bug}

// Error is a failed call to the carrier, classified. Its text holds no number, body or credential.
type Error struct {
	Class      Class
	Code       int           // the carrier's own code, 0 if it gave none
	Status     int           // HTTP status, 0 if there was no answer
	RetryAfter time.Duration // 0 if not said
	Written    bool          // whether any of the request may have been written to a connection
	Err        error         // the cause, for logs
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("carrier: %s (code %d, HTTP %d, written %t)", e.Class, e.Code, e.Status, e.Written)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
