// Package carriertest is the conformance suite of carrier.Port and carrier.Inbox: every adapter has to pass it, over the wire, against a network that can fail.
package carriertest

import (
	"testing"
	"time"

	"muster/carrier"
)

// Fault is what the network does to one request to send.
type Fault int

// The faults. Up to Truncated the message is not taken, from there on it is.
const (
	ServerError     Fault = iota // a 5xx in the carrier's own words
	BadGateway                   // a 502 in HTML
	Cut                          // the connection is cut
	TooMany                      // a 429 with a Retry-After of RetryAfter
	Truncated                    // taken; a 201 that breaks off
	BadGatewayTaken              // taken; a 502 in HTML
	Lost                         // taken; the connection is cut
	Held                         // taken; the answer is held back until Release
)

// RetryAfter is what TooMany asks for.
const RetryAfter = 7 * time.Second

// Network is what stands behind the port, and what the suite does to it.
type Network interface {
	// Fail makes the next requests to send meet these faults, one each.
	Fail(faults ...Fault)
	// Refuse makes every request to send to a phone be refused with a code.
	Refuse(to string, code int)
	// AwaitHeld returns once so many answers are held back.
	AwaitHeld(t *testing.T, n int)
	// Release lets held answers go.
	Release()
	// Unplug refuses connections until Plug.
	Unplug()
	// Plug takes connections again.
	Plug(t *testing.T)
	// Write has a phone write to Muster, which no webhook tells, and gives the text's id.
	Write(t *testing.T, from, text string) string
	// Lag is how long the list hides what has happened.
	Lag(d time.Duration)
	// Posts counts the requests to send that have arrived.
	Posts() int
	// Accepted counts the messages that were taken for a phone.
	Accepted(to string) int
	// Connections counts the connections that have been opened.
	Connections() int
}

// Harness is a port and an inbox under test, fresh, with their network. Secrets are texts that no error may show.
type Harness struct {
	Port    carrier.Port
	Inbox   carrier.Inbox
	Network Network
	Secrets []string
}

type test struct {
	name string
	run  func(t *testing.T, open func(t *testing.T) Harness)
}

// Run runs the suite. open makes a harness, and takes it down when its test ends.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	tests := []test{
		{"sends once and tells what it sent", sendsOnce},
		{"finds by recipient, newest first", findsNewestFirst},
		{"finds what was created since", findsSince},
		{"finds no more than asked, and says so", findsLimited},
		{"finds all of a list of several pages", findsPages},
		{"calls an answer that nobody can read ambiguous", ambiguousAnswers},
		{"calls a slow answer ambiguous", ambiguousTimeout},
		{"tells how long to wait when throttled", throttled},
		{"says that nothing was written when there was no connection", unwritten},
		{"sorts refusals by code", refusals},
		{"refuses by itself what no network takes", localRefusals},
		{"does nothing once its context has ended", endedContext},
		{"asks nothing once its context has ended", endedFind},
		{"sends side by side", concurrent},
		{"reuses its connections after errors", reusesConnections},
		{"leaves nothing running", leavesNothing},
		{"knows its channels", channels},
	}
	for _, test := range append(tests, inboxTests()...) {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}
