package workflows_test

// The starter of a drill: it tells people once, waits for the moment, and has the drill begun; or called off.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"

	"muster/activities"
	"muster/carrier"
	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// post is a phone network that loses answers, and has a real incident open at the site until some moment.
type post struct {
	mu       sync.Mutex
	taken    []carrier.Record
	tries    int
	lose     map[int]bool // tries whose answer is lost after the message was taken
	cut      map[int]bool // tries that never arrive
	real     func() string
	askFails int
	page     string // that the last message was
}

func (p *post) Send(_ context.Context, m carrier.Message) (carrier.Record, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	p.page = m.Tag.Page
	if p.cut[p.tries] {
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Err: errors.New("cut before")}
	}
	record := carrier.Record{ID: fmt.Sprint("SM", p.tries), To: m.To, Body: m.Body, Status: carrier.Queued}
	p.taken = append(p.taken, record)
	if p.lose[p.tries] {
		return carrier.Record{}, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errors.New("cut after")}
	}
	return record, nil
}

func (p *post) Find(_ context.Context, q carrier.Query) ([]carrier.Record, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.askFails > 0 {
		p.askFails--
		return nil, errors.New("the list does not answer")
	}
	var found []carrier.Record
	for _, r := range p.taken {
		if r.To == q.To {
			found = append(found, r)
		}
	}
	return found, nil
}

func (p *post) Asks(carrier.Channel) (asks, ok bool) { return true, true }

func (p *post) OpenReal(context.Context, string) (string, error) { return p.real(), nil }

// told counts the texts that arrived, by number and body.
func (p *post) told() map[string]int {
	told := map[string]int{}
	for _, r := range p.taken {
		told[r.To+" "+r.Body]++
	}
	return told
}

// deskOf answers a starter.
type deskOf struct {
	env    *testsuite.TestWorkflowEnvironment
	taken  activities.DrillTaken
	off    bool // it was skipped
	fails  int  // how often the engine is away first
	begins []time.Time
}

func (d *deskOf) TakeDrill(context.Context, activities.DrillWake) (activities.DrillTaken, error) {
	return d.taken, nil
}

func (d *deskOf) BeginDrill(context.Context, activities.DrillTime) (activities.DrillEnd, error) {
	if d.fails > 0 {
		d.fails--
		return activities.DrillEnd{}, errors.New("the engine is away")
	}
	if d.off {
		return activities.DrillEnd{Settled: true}, nil
	}
	if d.env.Now().Before(d.taken.At) {
		return activities.DrillEnd{}, nil
	}
	d.begins = append(d.begins, d.env.Now())
	return activities.DrillEnd{Settled: true, Begun: true, Incident: "inc-1"}, nil
}

// stage is a starter about to run, with 12 people to tell.
func stage(t *testing.T) (*testsuite.TestWorkflowEnvironment, *deskOf, *post) {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	at := time.Date(2027, 3, 2, 1, 0, 0, 0, time.UTC)
	env.SetStartTime(at)
	p := &post{lose: map[int]bool{}, cut: map[int]bool{}, real: func() string { return "" }}
	d := &deskOf{env: env, taken: activities.DrillTaken{Found: true, Date: "2027-03-03", Site: "riverside", At: at.Add(24 * time.Hour)}}
	for n := range 12 {
		to := fmt.Sprintf("+120255501%02d", n)
		d.taken.Tell = append(d.taken.Tell, incident.Send{Page: fmt.Sprint("told-", n), Attempt: 1, Channel: frozen.SMS, To: to, Body: "announced"})
		d.taken.CallOff = append(d.taken.CallOff, incident.Send{Page: fmt.Sprint("off-", n), Attempt: 1, Channel: frozen.SMS, To: to, Body: "called off"})
	}
	calendar, pager := &activities.Calendar{Desk: d}, &activities.Pager{Carrier: p, Real: p}
	env.RegisterWorkflow(workflows.DrillStart)
	for name, does := range map[string]any{
		activities.TakeDrill: calendar.TakeDrill, activities.BeginDrill: calendar.BeginDrill,
		activities.SendWave: pager.SendWave, activities.SettleWave: pager.SettleWave,
	} {
		env.RegisterActivityWithOptions(does, activity.RegisterOptions{Name: name})
	}
	return env, d, p
}

func start(t *testing.T, env *testsuite.TestWorkflowEnvironment) {
	t.Helper()
	env.ExecuteWorkflow(workflows.DrillStart, workflows.DrillStartInput{Book: drill.Book{Schedule: drill.Schedule{ID: "drl-x"}}})
	require.True(t, env.IsWorkflowCompleted())
	require.NoError(t, env.GetWorkflowError())
}

// requireEachOnce fails unless each of the twelve got a text once.
func requireEachOnce(t *testing.T, p *post, bodies ...string) {
	t.Helper()
	told := p.told()
	require.Len(t, told, 12*len(bodies))
	for text, times := range told {
		require.Equal(t, 1, times, text)
	}
}

func TestADrillIsAnnouncedOnceAndBegunAtItsMoment(t *testing.T) {
	env, d, p := stage(t)
	p.lose[3], p.cut[5], p.cut[13], p.askFails = true, true, true, 2
	d.fails = 3
	start(t, env)
	requireEachOnce(t, p, "announced")
	require.Len(t, d.begins, 1)
	require.WithinDuration(t, d.taken.At, d.begins[0], 10*time.Second)
}

func TestADrillThatIsSkippedAfterItsAnnouncementIsCalledOffAtOnce(t *testing.T) {
	env, d, p := stage(t)
	begun := env.Now()
	env.RegisterDelayedCallback(func() { env.SignalWorkflow(workflows.CalendarChanged, nil) }, time.Hour) // of no concern to it
	env.RegisterDelayedCallback(func() { d.off = true; env.SignalWorkflow(workflows.CalendarChanged, nil) }, 2*time.Hour)
	start(t, env)
	requireEachOnce(t, p, "announced", "called off")
	require.Empty(t, d.begins)
	require.WithinDuration(t, begun.Add(2*time.Hour), env.Now(), time.Minute)
}

func TestNothingIsAnnouncedWhileARealIncidentIsOpen(t *testing.T) {
	env, d, p := stage(t)
	over := env.Now().Add(3 * time.Hour)
	p.real = func() string {
		if env.Now().Before(over) {
			require.Empty(t, p.taken)
			return "inc-real"
		}
		return ""
	}
	start(t, env)
	requireEachOnce(t, p, "announced")
	require.Len(t, d.begins, 1)
}

func TestASurpriseIsToldToNobody(t *testing.T) {
	env, d, p := stage(t)
	d.taken.Tell, d.taken.At = nil, env.Now()
	start(t, env)
	require.Empty(t, p.taken)
	require.Len(t, d.begins, 1)
}

func TestAStarterWithoutAnOccurrenceEnds(t *testing.T) {
	env, d, p := stage(t)
	d.taken = activities.DrillTaken{}
	start(t, env)
	require.Empty(t, p.taken)
	require.Empty(t, d.begins)
}
