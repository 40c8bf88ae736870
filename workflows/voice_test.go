package workflows_test

// Calls in the town: who is called by voice, and whose key answers.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// callee is somebody who takes calls; others let them ring.
type callee interface {
	rings(m accepted)
}

// Call implements carrier.Caller.
func (n *network) Call(_ context.Context, c carrier.Call) (carrier.CallRecord, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tries[c.Tag]++
	id := fmt.Sprintf("CA-%s-%d-%d", c.Tag.Page, c.Tag.Attempt, n.tries[c.Tag])
	taken := accepted{Tag: c.Tag, Record: carrier.Record{ID: id, To: c.To, Body: c.Speech.Text, Created: n.town.env.Now()}}
	n.ledger = append(n.ledger, taken)
	n.ring(taken, c.Ring)
	if n.town.dice("call", c.Tag, n.tries[c.Tag]) > 1-n.lose {
		return carrier.CallRecord{}, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errors.New("cut")}
	}
	return carrier.CallRecord{ID: id, To: c.To, Status: carrier.CallQueued, Created: taken.Created}, nil
}

// ring has somebody take a call, or nobody.
func (n *network) ring(m accepted, most time.Duration) {
	turn := n.town.turn(m.Tag.Page, 40)
	if who, ok := n.people[m.To].(callee); ok {
		n.town.later(time.Second+turn, m.ID, func() { who.rings(m) })
		return
	}
	n.town.later(most+turn, m.ID, func() { n.receipt(m, incident.AttemptUndelivered, incident.FailNoAnswer) })
}

// FindCalls implements carrier.Caller.
func (n *network) FindCalls(_ context.Context, q carrier.Query) ([]carrier.CallRecord, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var found []carrier.CallRecord
	for _, m := range n.ledger {
		if strings.HasPrefix(m.ID, "CA-") && m.To == q.To && !m.Created.Before(q.Since) {
			found = append([]carrier.CallRecord{{ID: m.ID, To: m.To, Status: carrier.CallInProgress, Created: m.Created}}, found...)
		}
	}
	return found, nil
}

// keypad is somebody who sees no text, takes calls, and presses the key that accepts.
type keypad struct {
	town  *town
	after time.Duration
}

func (keypad) hears(accepted) {}

func (k keypad) rings(m accepted) {
	w := k.town
	w.later(k.after, m.ID, func() {
		key := incident.Keys(w.start.In.ID, m.Tag.Page, m.Tag.Attempt).Accept
		w.env.UpdateWorkflow(workflows.Press, m.ID+key, &callback{done: func(v any, err error) {
			require.NoError(w.t, err)
			spoken, ok := v.(incident.Spoken)
			require.True(w.t, ok)
			w.replies = append(w.replies, said{m.To, key, spoken.Text})
		}}, incident.Press{ID: m.ID + key, Page: m.Tag.Page, Attempt: m.Tag.Attempt, CarrierID: m.ID, Key: key, Round: 1})
		w.later(2*time.Second, m.ID, func() { w.network.receipt(m, incident.AttemptDelivered, "") })
	})
}

// mailbox takes calls and presses nothing.
type mailbox struct{ town *town }

func (mailbox) hears(accepted) {}

func (b mailbox) rings(m accepted) {
	b.town.later(20*time.Second, m.ID, func() { b.town.network.receipt(m, incident.AttemptDelivered, "") })
}

// voiced is a fire at riverside with voice, in which nobody answers texts.
func voiced(t *testing.T) *town {
	t.Helper()
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.start.In.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	w.calm = true
	return w
}

func TestStoryNobodyAnswersTextsAndACallIsAcceptedByKey(t *testing.T) {
	w := voiced(t)
	const holder, machine = "he-ping", "luo-yong"
	w.network.people[w.phone(holder)] = keypad{w, 8 * time.Second}
	w.network.people[w.phone(machine)] = mailbox{w}
	w.until = w.start.In.DeclaredAt.Add(100 * time.Second)
	w.run()
	w.requireMoments(w.calls(holder, "请按", "press")[:1], 45*time.Second)
	accepted := w.recorded(incident.KindPageAccepted)
	require.Len(t, accepted, 1)
	require.Equal(t, holder, accepted[0].Responder)
	require.Len(t, w.replies, 1)
	require.Regexp(t, "Accepted: |已接受：", w.replies[0].reply)
	for _, e := range accepted {
		require.NotEqual(t, machine, e.Responder, "a mailbox accepts nothing")
	}
	require.Empty(t, w.network.doubled())
	w.requireGolden("call-answered")
}

func TestACallWhoseAnswerIsLostIsFoundAndNotPlacedAgain(t *testing.T) {
	w := voiced(t)
	w.network.lose = 1
	w.until = w.start.In.DeclaredAt.Add(100 * time.Second)
	w.run()
	require.NotEmpty(t, w.recorded(incident.KindUnknown))
	require.Empty(t, w.network.doubled())
	called := 0
	for _, m := range w.network.ledger {
		if strings.HasPrefix(m.ID, "CA-") {
			called++
		}
	}
	require.Greater(t, called, 3)
}
