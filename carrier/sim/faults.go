package sim

// What goes wrong, on demand.

import (
	"math/rand/v2"
	"time"
)

// Fault is what goes wrong with one request to send a message.
type Fault string

// The faults. Those called Lost, Held, Truncated and BadGatewayTaken accept the message.
const (
	None            Fault = "none"
	Lost            Fault = "lost"              // accepted, then the connection is cut
	Held            Fault = "held"              // accepted, and the answer is held back
	Truncated       Fault = "truncated"         // accepted, and the answer is cut in its middle
	BadGatewayTaken Fault = "bad-gateway-taken" // accepted, and an HTML 502 is the answer
	BadGateway      Fault = "bad-gateway"       // not accepted, an HTML 502
	ServerError     Fault = "server-error"      // not accepted, the carrier's own 500
	TooMany         Fault = "too-many"          // not accepted, a 429 with Retry-After
	Cut             Fault = "cut"               // not accepted, the connection is cut
	Slow            Fault = "slow"              // accepted only after a delay, and not at all if the caller has gone by then
)

// Outage is what the whole network does while it is down. See Unplug for one that refuses connections.
type Outage string

// The outages.
const (
	Up          Outage = ""
	Unavailable Outage = "unavailable" // every request gets a 503
	Cutting     Outage = "cutting"     // every connection is cut
)

// Chance is the share of requests that a fault befalls, from 0 to 1.
type Chance struct {
	Fault Fault
	Share float64
}

// Faults is everything that goes wrong until it is set again. The zero Faults is a network that works.
type Faults struct {
	Next       []Fault       // of the next requests, one each; then Chances
	NextCalls  []Fault       // of the next requests to call, before Next
	Chances    []Chance      // of every other request; the shares add up to at most 1
	Hold       time.Duration // how long Held holds; 0: until Release
	Delay      time.Duration // of Slow; 0: 1 s
	RetryAfter time.Duration // of TooMany, in whole seconds; 0: 1 s
	ListLag    time.Duration // from acceptance until the list shows a message
	ListFails  bool          // the list answers 500
	TextsLost  bool          // what handsets write is never posted to Muster, and is only in the list
	Outage     Outage
	Receipts   ReceiptFaults
}

// ReceiptFaults befall status callbacks, each by its share of messages from 0 to 1.
type ReceiptFaults struct {
	Dropped    float64       // never posted
	Duplicated float64       // posted twice
	Reordered  float64       // "sent" is posted after the final one
	Late       float64       // posted later by LateBy
	LateBy     time.Duration // 0: 1 s
	Cut        bool          // while it is set none is posted, of a message or a call; nor later
}

// SetFaults replaces what goes wrong.
func (s *Simulator) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.Faults = f
	s.faults.Next, s.faults.NextCalls = append([]Fault(nil), f.Next...), append([]Fault(nil), f.NextCalls...)
	s.note()
}

// ReceiptsCut counts the receipts that were not posted because of ReceiptFaults.Cut.
func (s *Simulator) ReceiptsCut() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.receiptsCut
}

// cuts says whether a receipt is not to be posted at the moment, and counts it then.
func (s *Simulator) cuts() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.Receipts.Cut {
		s.receiptsCut++
	}
	return s.faults.Receipts.Cut
}

// Held counts the accepted messages whose answer is being held back.
func (s *Simulator) Held() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// Release lets all held answers go.
func (s *Simulator) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.release)
	s.release = make(chan struct{})
}

type faults struct {
	Faults
	random *rand.Rand
}

// next draws the fault of one request.
func (f *faults) next() Fault {
	if len(f.Next) > 0 {
		first := f.Next[0]
		f.Next = f.Next[1:]
		return first
	}
	if len(f.Chances) == 0 {
		return None
	}
	draw := f.random.Float64()
	for _, chance := range f.Chances {
		if draw < chance.Share {
			return chance.Fault
		}
		draw -= chance.Share
	}
	return None
}

// nextCall draws the fault of one request to call.
func (f *faults) nextCall() Fault {
	if len(f.NextCalls) == 0 {
		return f.next()
	}
	first := f.NextCalls[0]
	f.NextCalls = f.NextCalls[1:]
	return first
}

// receiptPlan is what befalls the receipts of one message.
type receiptPlan struct {
	dropped, duplicated, reordered bool
	late                           time.Duration
}

func (f *faults) receipts() receiptPlan {
	r := f.Receipts
	plan := receiptPlan{
		dropped:    f.befalls(r.Dropped),
		duplicated: f.befalls(r.Duplicated),
		reordered:  f.befalls(r.Reordered),
	}
	if f.befalls(r.Late) {
		plan.late = orSecond(r.LateBy)
	}
	return plan
}

func (f *faults) befalls(share float64) bool { return share > 0 && f.random.Float64() < share }

func orSecond(d time.Duration) time.Duration {
	if d <= 0 {
		return time.Second
	}
	return d
}
