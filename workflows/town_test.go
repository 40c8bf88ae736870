package workflows_test

// A town under the time-skipping clock: people with phones and habits, a network that loses answers on demand, and a desk.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand"
	"slices"
	"sort"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
	"muster/workflows"
)

// event is something that will happen in the town, whichever run of the workflow is on then.
type event struct {
	at time.Time
	do func()
}

// town is one incident's surroundings.
type town struct {
	t        *testing.T
	rand     *rand.Rand
	start    workflows.Start
	env      *testsuite.TestWorkflowEnvironment
	mu       sync.Mutex
	events   []*event
	network  *network
	outside  *outside
	shadow   *shadow
	overtake string // a real incident at the site, for drills
	answers  int
	replies  []string
	runs     int
	err      error
	until    time.Time
}

func newTown(t *testing.T, seed int64, start workflows.Start) *town {
	town := &town{t: t, rand: rand.New(rand.NewSource(seed)), start: start, outside: &outside{drill: start.In.Declaration.Mode == frozen.Drill}}
	town.network = &network{town: town, people: map[string]person{}, bounce: map[string]int{}, optOut: map[string]bool{}}
	town.shadow = &shadow{}
	return town
}

// run lets the incident run to its end, through every continue-as-new, or to a moment.
func (w *town) run() {
	at := w.start.In.DeclaredAt
	for start := w.start; ; {
		next, err := w.once(start, at)
		if next == nil {
			w.err = err
			return
		}
		start, at = *next, w.env.Now()
		w.runs++
	}
}

func (w *town) once(start workflows.Start, at time.Time) (*workflows.Start, error) {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(quiet()))
	w.mu.Lock()
	w.env = suite.NewTestWorkflowEnvironment()
	w.mu.Unlock()
	w.env.SetStartTime(at)
	w.env.SetTestTimeout(5 * time.Minute)
	w.register()
	w.plan(at)
	w.env.ExecuteWorkflow(workflows.IncidentType, start)
	var again *workflow.ContinueAsNewError
	if err := w.env.GetWorkflowError(); errors.As(err, &again) {
		var next workflows.Start
		require.NoError(w.t, converter.GetDefaultDataConverter().FromPayloads(again.Input, &next))
		return &next, nil
	}
	return nil, w.env.GetWorkflowError()
}

func (w *town) register() {
	w.env.RegisterWorkflowWithOptions(workflows.Incident, workflow.RegisterOptions{Name: workflows.IncidentType})
	pager := &activities.Pager{Carrier: w.network}
	if w.start.In.Declaration.Mode == frozen.Drill {
		pager = &activities.Pager{Carrier: activities.Contained(w.network, w.isResponder), Real: w}
	}
	for name, f := range map[string]any{
		activities.SendWave: pager.SendWave, activities.SettleWave: pager.SettleWave,
		activities.RecordShadow: (&activities.Recorder{Store: w.shadow}).RecordShadow,
		activities.SendNotice:   (&activities.Jobs{Outside: w.outside}).SendNotice,
		activities.HandCall:     (&activities.Jobs{Outside: w.outside}).HandCall,
		activities.StopDrills:   (&activities.Sweeper{Drills: w}).StopDrills,
	} {
		w.env.RegisterActivityWithOptions(f, activity.RegisterOptions{Name: name})
	}
}

// OpenReal implements activities.RealIncidents.
func (w *town) OpenReal(context.Context, string) (string, error) { return w.overtake, nil }

// StopDrills implements activities.Drills.
func (w *town) StopDrills(context.Context, string, string) error { return nil }

func (w *town) isResponder(phone string) bool {
	return slices.ContainsFunc(w.start.In.Site.Roster.Responders, func(r roster.Responder) bool { return r.Phone == phone })
}

// later has something done after a while of the town's time.
func (w *town) later(after time.Duration, do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := &event{at: w.env.Now().Add(after), do: do}
	w.events = append(w.events, e)
	w.env.RegisterDelayedCallback(func() { w.happen(e) }, after)
}

// at has something done at a moment counted from the declaration.
func (w *town) at(after time.Duration, do func()) {
	w.events = append(w.events, &event{at: w.start.In.DeclaredAt.Add(after), do: do})
}

// plan carries what is still to happen over into a new run.
func (w *town) plan(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	sort.SliceStable(w.events, func(a, b int) bool { return w.events[a].at.Before(w.events[b].at) })
	for _, e := range w.events {
		w.env.RegisterDelayedCallback(func() { w.happen(e) }, max(0, e.at.Sub(now)))
	}
	if !w.until.IsZero() {
		w.env.RegisterDelayedCallback(w.env.CancelWorkflow, max(0, w.until.Sub(now)))
	}
}

func (w *town) happen(e *event) {
	w.mu.Lock()
	k := slices.Index(w.events, e)
	if k < 0 {
		w.mu.Unlock()
		return
	}
	w.events = slices.Delete(w.events, k, k+1)
	w.mu.Unlock()
	e.do()
}

// text has a phone write to Muster.
func (w *town) text(from, body string) {
	w.mu.Lock()
	w.answers++
	id := fmt.Sprintf("SM-in-%d", w.answers)
	w.mu.Unlock()
	w.textAs(id, from, body)
}

func (w *town) textAs(id, from, body string) {
	w.env.UpdateWorkflow(workflows.Answer, id, &callback{done: func(v any, err error) {
		require.NoError(w.t, err)
		if said, ok := v.(string); ok && said != "" {
			w.replies = append(w.replies, said)
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
	town    *town
	mu      sync.Mutex
	people  map[string]person // by number
	ledger  []accepted
	bounce  map[string]int // numbers to which messages come back with a code
	optOut  map[string]bool
	lose    float64       // answers that are lost after the message was taken
	refuse  float64       // requests that fail before it was
	down    [2]time.Time  // no answer to anything between these
	lag     time.Duration // of the list
	asked   int
	ordinal int
}

// Send implements carrier.Port.
func (n *network) Send(_ context.Context, m carrier.Message) (carrier.Record, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := n.town.env.Now()
	dice := n.town.dice()
	switch {
	case n.isDown(now):
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errors.New("down")}
	case n.optOut[m.To]:
		return carrier.Record{}, &carrier.Error{Class: carrier.OptedOut, Code: 21610, Err: errors.New("opted out")}
	case dice < n.refuse:
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Status: 502, Err: errors.New("bad gateway")}
	}
	n.ordinal++
	taken := accepted{Tag: m.Tag, Record: carrier.Record{ID: fmt.Sprintf("SM-%d", n.ordinal), To: m.To, Body: m.Body, Status: carrier.Queued, Created: now}}
	n.ledger = append(n.ledger, taken)
	n.arrive(taken)
	if dice > 1-n.lose {
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errors.New("cut")}
	}
	return taken.Record, nil
}

// arrive brings a message to its phone, and its receipt back.
func (n *network) arrive(m accepted) {
	if code := n.bounce[m.To]; code != 0 {
		n.town.later(time.Second, func() { n.receipt(m, incident.AttemptUndelivered, activities.Failure(carrier.Classify(code, 0))) })
		return
	}
	n.town.later(500*time.Millisecond, func() { n.receipt(m, incident.AttemptDelivered, "") })
	if who := n.people[m.To]; who != nil {
		n.town.later(600*time.Millisecond, func() { who.hears(m) })
	}
}

func (n *network) receipt(m accepted, state incident.AttemptState, failure incident.Failure) {
	n.town.env.SignalWorkflow(workflows.DeliveryReported, workflows.Receipts{Receipts: []incident.Receipt{
		{Page: m.Tag.Page, Attempt: m.Tag.Attempt, CarrierID: m.ID, State: state, Failure: failure},
	}})
}

// Find implements carrier.Port.
func (n *network) Find(_ context.Context, q carrier.Query) ([]carrier.Record, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
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

func (w *town) dice() float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rand.Float64()
}

// outside is the residents and the parties: it counts whom it reaches, and reaches nobody in a drill.
type outside struct {
	mu        sync.Mutex
	drill     bool
	residents int
	calls     int
	refused   int
}

// Notify implements activities.Outside.
func (o *outside) Notify(context.Context, activities.Notice) (activities.Reach, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.drill {
		o.refused++
		return activities.Reach{Residents: 5, Contained: true}, nil
	}
	o.residents += 5
	return activities.Reach{Residents: 5}, nil
}

// Call implements activities.Outside.
func (o *outside) Call(context.Context, activities.OutsideCall) (activities.Reach, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.drill {
		o.refused++
		return activities.Reach{Contained: true}, nil
	}
	o.calls++
	return activities.Reach{}, nil
}

// shadow keeps the timeline and checks that it has no gap.
type shadow struct {
	mu      sync.Mutex
	entries []incident.Entry
	head    *incident.View
	broken  string
}

// Record implements activities.ShadowStore.
func (s *shadow) Record(_ context.Context, batch incident.Shadow) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range batch.Entries {
		switch {
		case e.Seq == len(s.entries)+1:
			s.entries = append(s.entries, e)
		case e.Seq > len(s.entries)+1:
			s.broken = fmt.Sprintf("entry %d follows %d", e.Seq, len(s.entries))
		}
	}
	if batch.Head != nil {
		s.head = batch.Head
	}
	return nil
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// messagesTo are those that the network took for a phone.
func (w *town) messagesTo(phone string) []accepted {
	var got []accepted
	for _, m := range w.network.ledger {
		if m.To == phone {
			got = append(got, m)
		}
	}
	return got
}
