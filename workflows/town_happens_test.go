package workflows_test

// What happens in a town: events in their order, texts, orders.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/workflows"
)

// later has something done after a while of the town's time; the key orders what is done at the same moment.
func (w *town) later(after time.Duration, key string, do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := &event{at: w.env.Now().Add(after), key: key, do: do}
	w.events = append(w.events, e)
	w.env.RegisterDelayedCallback(func() { w.happen(e.at) }, after)
}

// at has something done at a moment counted from the declaration.
func (w *town) at(after time.Duration, do func()) {
	w.events = append(w.events, &event{at: w.start.In.DeclaredAt.Add(after), do: do})
}

// plan carries what is still to happen over into a new run.
func (w *town) plan(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events, w.unheard = append(w.events, w.unheard...), nil
	for _, e := range w.events {
		w.env.RegisterDelayedCallback(func() { w.happen(e.at) }, max(0, e.at.Sub(now)))
	}
	if !w.until.IsZero() {
		w.env.RegisterDelayedCallback(w.env.CancelWorkflow, max(0, w.until.Sub(now)))
	}
}

// happen does all that is due at a moment, in order.
func (w *town) happen(at time.Time) {
	w.mu.Lock()
	var due, rest []*event
	for _, e := range w.events {
		if e.at.After(at) {
			rest = append(rest, e)
		} else {
			due = append(due, e)
		}
	}
	w.events = rest
	w.mu.Unlock()
	slices.SortStableFunc(due, func(a, b *event) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.key, b.key)) })
	for _, e := range due {
		e.do()
	}
}

// text has a phone write to Muster.
func (w *town) text(from, body string) {
	w.mu.Lock()
	w.answers++
	id := fmt.Sprintf("SM-in-%d", w.answers)
	w.mu.Unlock()
	w.textAs(id, from, body)
}

// textAs is answered by the run that is on; one that is renewed instead leaves it to the next, as the engine does.
func (w *town) textAs(id, from, body string) {
	again := &event{at: w.env.Now(), key: id, do: func() { w.textAs(id, from, body) }}
	w.unheard = append(w.unheard, again)
	w.env.UpdateWorkflow(workflows.Answer, id, &callback{done: func(v any, err error) {
		require.NoError(w.t, err)
		w.unheard = slices.DeleteFunc(w.unheard, func(e *event) bool { return e == again })
		if reply, ok := v.(string); ok && reply != "" {
			w.replies = append(w.replies, said{from, body, reply})
			if p, ok := w.network.people[from].(answered); ok {
				p.replied(body, reply)
			}
		}
	}}, activities.Text{ID: id, From: from, Body: body})
}

// order has the desk give an order; a refusal is returned to check.
func (w *town) order(name string, body any, check func(error)) {
	w.mu.Lock()
	w.answers++
	id := fmt.Sprintf("order-%d", w.answers)
	w.mu.Unlock()
	w.env.UpdateWorkflow(name, id, &callback{done: func(_ any, err error) {
		if check != nil {
			check(err)
		}
	}}, body)
}

// status is the incident as the last run knows it.
func (w *town) status() workflows.StatusView {
	value, err := w.env.QueryWorkflow(workflows.Status)
	require.NoError(w.t, err)
	var status workflows.StatusView
	require.NoError(w.t, value.Get(&status))
	return status
}

// callback takes the end of an update.
type callback struct{ done func(any, error) }

func (c *callback) Accept()                   {}
func (c *callback) Reject(err error)          { c.done(nil, err) }
func (c *callback) Complete(v any, err error) { c.done(v, err) }
