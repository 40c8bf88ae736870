package workflows_test

// A town under the time-skipping clock: its people, its network and a desk, around one incident through all its runs.

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/roster"
	"muster/workflows"
)

// event is something that will happen in the town, whichever run of the workflow is on then.
type event struct {
	at  time.Time
	key string // orders what happens at one moment
	do  func()
}

// town is one incident's surroundings.
type town struct {
	t        *testing.T
	seed     uint64
	start    workflows.Start
	env      *testsuite.TestWorkflowEnvironment
	mu       sync.Mutex
	events   []*event
	unheard  []*event // texts that no run has answered yet
	network  *network
	outside  *outside
	shadow   *shadow
	gone     map[string]bool // numbers of former staff, whom the frozen roster still names
	calm     bool            // things are as declared and get no worse
	notYet   []string        // what nobody says to be so, asked by SMS
	rounds   map[string]int  // how often each step was completed, by its title
	overtake string          // a real incident at the site, for drills
	answers  int
	replies  []said
	tooLate  []string // texts whose senders were told that no incident is there for them
	runs     int
	sealed   int // how often it was tried to seal the record

	unsealable int // so often it cannot be sealed
	err        error
	until      time.Time

	elsewhere    func(to string, c incident.Claim) // hears what other incidents are told
	kin          *kin                              // the other incidents
	interceptors []interceptor.WorkerInterceptor   // who looks on
}

// said is what Muster answered to a text.
type said struct{ to, text, reply string }

func newTown(t *testing.T, seed uint64, start workflows.Start) *town {
	w := &town{t: t, seed: seed, start: start, outside: &outside{}, shadow: &shadow{}, gone: map[string]bool{}, rounds: map[string]int{}}
	w.network = &network{town: w, people: map[string]person{}, bounce: map[string]int{}, optOut: map[string]bool{}, slow: 100 * time.Millisecond, tries: map[carrier.Tag]int{}}
	w.kin = &kin{town: w}
	return w
}

// dice is a chance that depends on the seed and on what it is thrown for only, not on what happens before.
func (w *town) dice(what ...any) float64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, what...)
	return rand.New(rand.NewPCG(w.seed, h.Sum64())).Float64()
}

// run lets the incident run to its end, through every continue-as-new, or to a moment.
func (w *town) run() {
	at := w.start.In.DeclaredAt
	for start := w.start; ; w.runs++ {
		next, err := w.once(start, at)
		if next == nil {
			w.err = err
			return
		}
		start, at = *next, w.env.Now()
	}
}

// patience is how long one step of a workflow may take: a test that gives way to others may stand still for seconds.
const patience = time.Minute

func (w *town) once(start workflows.Start, at time.Time) (*workflows.Start, error) {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	w.mu.Lock()
	w.env = env
	w.mu.Unlock()
	env.SetStartTime(at)
	env.SetTestTimeout(5 * time.Minute)
	env.SetWorkerOptions(worker.Options{Interceptors: w.interceptors, DeadlockDetectionTimeout: patience})
	w.register(env)
	env.OnSignalExternalWorkflow(anything, anything, anything, workflows.PersonTaken, anything).Return(
		func(_, to, _, _ string, arg any) error {
			if claim, ok := arg.(incident.Claim); ok && w.elsewhere != nil {
				w.elsewhere(to, claim)
			}
			return nil
		}).Maybe()
	w.plan(at)
	env.ExecuteWorkflow(workflows.IncidentType, start)
	var again *workflow.ContinueAsNewError
	if err := env.GetWorkflowError(); errors.As(err, &again) {
		var next workflows.Start
		require.NoError(w.t, converter.GetDefaultDataConverter().FromPayloads(again.Input, &next))
		return &next, nil
	}
	return nil, env.GetWorkflowError()
}

// register has every activity done by the parts of the queue that it comes on, as the program's workers do.
func (w *town) register(env *testsuite.TestWorkflowEnvironment) {
	env.RegisterWorkflowWithOptions(workflows.Incident, workflow.RegisterOptions{Name: workflows.IncidentType})
	pager, jobs := &activities.Pager{Carrier: w.network, Voice: w.network}, &activities.Jobs{Outside: w.outside}
	contained := &activities.Pager{Carrier: activities.Contained(w.network, w.isStaff), Voice: activities.ContainedCalls(w.network, w.isStaff), Real: w}
	refused := &activities.Jobs{Outside: refusingOutside{w.outside}}
	notices := activities.Notices{Residents: households{}, Desk: w, Rate: 1}
	withheld := &activities.ContainedNotices{Notices: activities.Notices{Residents: households{}, Rate: 1}, Outside: refusingOutside{w.outside}}
	drill := func(ctx context.Context) bool { return activity.GetInfo(ctx).TaskQueue == workflows.QueueDrill }
	for name, f := range map[string]any{
		activities.SendWave: func(ctx context.Context, in activities.Wave) (activities.WaveResult, error) {
			result, err := pick(drill(ctx), contained, pager).SendWave(ctx, in)
			return after(ctx, w, env, w.takes(in.Sends[0].Page), result, err)
		},
		activities.SettleWave: func(ctx context.Context, in activities.Settle) (activities.WaveResult, error) {
			return pick(drill(ctx), contained, pager).SettleWave(ctx, in)
		},
		activities.SendNotice: func(ctx context.Context, in activities.JobInput) (incident.JobResult, error) {
			result, err := pick(drill(ctx), refused, jobs).SendNotice(ctx, in)
			return after(ctx, w, env, w.takes(in.Job.ID), result, err)
		},
		activities.HandCall: func(ctx context.Context, in activities.JobInput) (incident.JobResult, error) {
			result, err := pick(drill(ctx), refused, jobs).HandCall(ctx, in)
			return after(ctx, w, env, w.takes(in.Job.ID), result, err)
		},
		activities.RecordShadow: func(ctx context.Context, in incident.Shadow) (any, error) {
			if away := w.shadow.back.Sub(env.Now()); away > 0 { // tried again until then
				w.later(away, "shadow", func() { _ = w.shadow.Record(ctx, in) })
				return after[any](ctx, w, env, away+activities.ShadowRest, nil, nil)
			}
			known, err := (&activities.Recorder{Store: w.shadow}).RecordShadow(ctx, in)
			return after[any](ctx, w, env, activities.ShadowRest, known, err)
		},
		activities.WeighNotice: func(ctx context.Context, in activities.JobInput) (incident.JobResult, error) {
			return pick[activities.NoticeJobs](drill(ctx), withheld, &notices).WeighNotice(ctx, in)
		},
		activities.BeginNotice: func(ctx context.Context, in activities.JobInput) (incident.JobResult, error) {
			result, err := pick[activities.NoticeJobs](drill(ctx), withheld, &notices).BeginNotice(ctx, in)
			return after(ctx, w, env, w.takes(in.Job.ID), result, err)
		},
		activities.StopNotice: func(ctx context.Context, in activities.JobInput) (incident.JobResult, error) {
			return pick[activities.NoticeJobs](drill(ctx), withheld, &notices).StopNotice(ctx, in)
		},
		activities.AnswerStray: func(_ context.Context, t activities.Text, _ string) error {
			w.tooLate = append(w.tooLate, t.ID)
			return nil
		},
		activities.SealRecord: func(context.Context, activities.SealInput) (activities.Sealed, error) { return w.seal() },
		activities.StopDrills: (&activities.Sweeper{Drills: w}).StopDrills,
		activities.RunErrand: func(ctx context.Context, in activities.ErrandInput) (incident.ErrandResult, error) {
			result, err := (&activities.Errands{Desk: w.kin}).RunErrand(ctx, in)
			return after(ctx, w, env, w.network.slow, result, err)
		},
	} {
		env.RegisterActivityWithOptions(f, activity.RegisterOptions{Name: name})
	}
}

// takes is how long something outside takes.
func (w *town) takes(what string) time.Duration { return w.network.slow + w.turn(what, 20) }

// turn spreads what would happen at one moment, so that it has one order.
func (w *town) turn(what string, of int) time.Duration {
	n, err := strconv.Atoi(strings.TrimPrefix(what, "p"))
	if err != nil {
		n = int(w.dice("turn", what) * float64(of))
	}
	return time.Duration(n%of) * 50 * time.Millisecond
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

// after lets an activity that has done its work complete only after a while of the town's time.
func after[T any](ctx context.Context, w *town, env *testsuite.TestWorkflowEnvironment, wait time.Duration, result T, err error) (T, error) {
	if wait == 0 || err != nil {
		return result, err
	}
	info := activity.GetInfo(ctx)
	w.later(wait, info.ActivityType.Name+info.ActivityID, func() { _ = env.CompleteActivity(info.TaskToken, result, nil) }) // of a run that is over: nobody waits
	return result, activity.ErrResultPending
}

// OpenReal implements activities.RealIncidents.
func (w *town) OpenReal(context.Context, string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.overtake, nil
}

// StopDrills implements activities.Drills.
func (w *town) StopDrills(context.Context, string, string) error { return nil }

// isStaff says whether a number is a responder's today.
func (w *town) isStaff(phone string) bool {
	return !w.gone[phone] && slices.ContainsFunc(w.start.In.Site.Roster.Responders, func(r roster.Responder) bool { return r.Phone == phone })
}

// phone is a responder's number.
func (w *town) phone(id string) string {
	r, ok := w.start.In.Site.Roster.Find(id)
	require.True(w.t, ok, "responder %s", id)
	return r.Phone
}
