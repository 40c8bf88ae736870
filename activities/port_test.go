package activities_test

// What the tests of paging stand on: a phone network in memory, a site where something real may be going on, and a worker.

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
)

const phone = "+12025550123"

// network takes every message, unless it was told otherwise, and keeps a list of what it took.
type network struct {
	mu     sync.Mutex
	taken  []carrier.Message
	listed []carrier.Record
	did    []string         // "find" and "send", in order
	asked  []carrier.Query  // what was looked for
	send   map[string]error // what sending to a phone comes to
	find   error
	mute   bool // nobody can ask what became of a message
}

// Send implements carrier.Port.
func (n *network) Send(_ context.Context, m carrier.Message) (carrier.Record, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.did = append(n.did, "send")
	if err := n.send[m.To]; err != nil {
		return carrier.Record{}, err
	}
	n.taken = append(n.taken, m)
	return carrier.Record{ID: fmt.Sprintf("SM-%s-%d", m.Tag.Page, m.Tag.Attempt), To: m.To, Body: m.Body, Status: carrier.Queued}, nil
}

// Find implements carrier.Port.
func (n *network) Find(_ context.Context, q carrier.Query) ([]carrier.Record, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.did, n.asked = append(n.did, "find"), append(n.asked, q)
	return slices.Clone(n.listed), n.find
}

// Asks implements carrier.Port.
func (n *network) Asks(c carrier.Channel) (asks, ok bool) { return !n.mute, c == carrier.SMS }

// told are the phones that a message was taken for, sorted.
func (n *network) told() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var phones []string
	for _, m := range n.taken {
		phones = append(phones, m.To)
	}
	slices.Sort(phones)
	return phones
}

// site says whether a real incident is open there, once somebody has waited for it to say so.
type site struct {
	real  string
	err   error
	slow  time.Duration
	looks int
}

// OpenReal implements activities.RealIncidents.
func (s *site) OpenReal(ctx context.Context, _ string) (string, error) {
	s.looks++
	select {
	case <-time.After(s.slow):
	case <-ctx.Done():
		return "", ctx.Err()
	}
	return s.real, s.err
}

// wave is a message for each of some phones: pages p1, p2, ...
func wave(phones ...string) activities.Wave {
	w := activities.Wave{Incident: "inc-1", Site: "riverside"}
	for k, to := range phones {
		w.Sends = append(w.Sends, incident.Send{Page: fmt.Sprint("p", k+1), Attempt: 1, Channel: frozen.SMS, To: to, Body: "FIRE Building 3. Reply K7M 1"})
	}
	return w
}

// carry has a worker send a wave that waited so long for it.
func carry(t *testing.T, p *activities.Pager, w activities.Wave, waited time.Duration) activities.WaveResult {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&lateWorker{waited: waited}}})
	env.RegisterActivity(p.SendWave)
	value, err := env.ExecuteActivity(p.SendWave, w)
	require.NoError(t, err, "a wave reports, and never fails")
	var result activities.WaveResult
	require.NoError(t, value.Get(&result))
	return result
}

// lateWorker takes an activity up so long after it was scheduled.
type lateWorker struct {
	interceptor.WorkerInterceptorBase
	waited time.Duration
}

// InterceptActivity implements interceptor.WorkerInterceptor.
func (l *lateWorker) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &lateInbound{interceptor.ActivityInboundInterceptorBase{Next: next}, l.waited}
}

type lateInbound struct {
	interceptor.ActivityInboundInterceptorBase
	waited time.Duration
}

// Init implements interceptor.ActivityInboundInterceptor.
func (l *lateInbound) Init(outbound interceptor.ActivityOutboundInterceptor) error {
	return l.Next.Init(&lateOutbound{interceptor.ActivityOutboundInterceptorBase{Next: outbound}, l.waited})
}

type lateOutbound struct {
	interceptor.ActivityOutboundInterceptorBase
	waited time.Duration
}

// GetInfo implements interceptor.ActivityOutboundInterceptor.
func (l *lateOutbound) GetInfo(ctx context.Context) activity.Info {
	info := l.Next.GetInfo(ctx)
	info.ScheduledTime = info.StartedTime.Add(-l.waited)
	return info
}
