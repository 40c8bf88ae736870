package workflows_test

// The phone network of the town: it keeps a ledger of what it took, and loses answers on demand.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/workflows"
)

// accepted is a message that the network took.
type accepted struct {
	carrier.Record
	Tag carrier.Tag
}

// person is whoever holds a phone: habit is told of each message that arrives.
type person interface {
	hears(m accepted)
}

// network is the phone network. Its faults are drawn from the town's dice.
type network struct {
	town     *town
	mu       sync.Mutex
	people   map[string]person // by number
	ledger   []accepted
	bounce   map[string]int // numbers to which messages come back with a code
	optOut   map[string]bool
	lose     float64       // answers that are lost after the message was taken
	refuse   float64       // requests that fail before it was
	down     [2]time.Time  // no answer to anything between these
	lag      time.Duration // of the list
	slow     time.Duration // until the answers to a wave are in
	tries    map[carrier.Tag]int
	receipts []incident.Receipt // that wait for their batch
}

// Send implements carrier.Port.
func (n *network) Send(_ context.Context, m carrier.Message) (carrier.Record, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := n.town.env.Now()
	n.tries[m.Tag]++
	dice := n.town.dice("send", m.Tag, n.tries[m.Tag])
	switch {
	case n.isDown(now):
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errors.New("down")}
	case n.optOut[m.To]:
		return carrier.Record{}, &carrier.Error{Class: carrier.OptedOut, Code: 21610, Err: errors.New("opted out")}
	case dice < n.refuse:
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Status: 502, Err: errors.New("bad gateway")}
	}
	id := fmt.Sprintf("SM-%s-%d-%d", m.Tag.Page, m.Tag.Attempt, n.tries[m.Tag])
	taken := accepted{Tag: m.Tag, Record: carrier.Record{ID: id, To: m.To, Body: m.Body, Status: carrier.Queued, Created: now}}
	n.ledger = append(n.ledger, taken)
	n.arrive(taken)
	if dice > 1-n.lose {
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errors.New("cut")}
	}
	return taken.Record, nil
}

// arrive brings a message to its phone, and its receipt back. Phones ring one after the other, in the order of their pages:
// while the activities of one moment run, nothing else happens in the town.
func (n *network) arrive(m accepted) {
	after := 500*time.Millisecond + n.town.turn(m.Tag.Page, 40)
	if code := n.bounce[m.To]; code != 0 {
		n.town.later(after, m.ID, func() { n.receipt(m, incident.AttemptUndelivered, activities.Failure(carrier.Classify(code, 0))) })
		return
	}
	n.town.later(after, m.ID, func() { n.receipt(m, incident.AttemptDelivered, "") })
	if who := n.people[m.To]; who != nil {
		n.town.later(after+100*time.Millisecond, m.ID, func() { who.hears(m) })
	}
}

// receipt reports on a message: failures at once, with all that wait; what went well in batches.
func (n *network) receipt(m accepted, state incident.AttemptState, failure incident.Failure) {
	n.receipts = append(n.receipts, incident.Receipt{Page: m.Tag.Page, Attempt: m.Tag.Attempt, CarrierID: m.ID, State: state, Failure: failure})
	if failure != "" {
		n.report()
	} else if len(n.receipts) == 1 {
		n.town.later(collect, "report", n.report)
	}
}

// collect is how long receipts are collected, as the API does.
const collect = 300 * time.Millisecond

func (n *network) report() {
	if len(n.receipts) > 0 {
		n.town.env.SignalWorkflow(workflows.DeliveryReported, workflows.Receipts{Receipts: n.receipts})
		n.receipts = nil
	}
}

// Find implements carrier.Port.
func (n *network) Find(_ context.Context, q carrier.Query) ([]carrier.Record, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := n.town.env.Now()
	if n.isDown(now) {
		return nil, &carrier.Error{Class: carrier.Ambiguous, Err: errors.New("down")}
	}
	var found []carrier.Record
	for _, m := range n.ledger {
		if m.To == q.To && !m.Created.Before(q.Since) && now.Sub(m.Created) >= n.lag {
			found = append([]carrier.Record{m.Record}, found...)
		}
	}
	return found, nil
}

// stop keeps further messages from a phone, as a carrier does once its owner has opted out.
func (n *network) stop(phone string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.optOut[phone] = true
}

func (n *network) isDown(at time.Time) bool { return at.After(n.down[0]) && at.Before(n.down[1]) }

// Asks implements carrier.Port.
func (n *network) Asks(c carrier.Channel) (bool, bool) { return true, c == carrier.SMS }

// doubled lists attempts that the network took twice.
func (n *network) doubled() []carrier.Tag {
	seen := map[carrier.Tag]int{}
	var twice []carrier.Tag
	for _, m := range n.ledger {
		if seen[m.Tag]++; seen[m.Tag] == 2 {
			twice = append(twice, m.Tag)
		}
	}
	return twice
}

// to are the messages that the network took for a phone.
func (n *network) to(phone string) []accepted {
	return slices.DeleteFunc(slices.Clone(n.ledger), func(m accepted) bool { return m.To != phone })
}
