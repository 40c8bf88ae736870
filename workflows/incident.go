package workflows

// The Incident workflow: setup, then one loop that performs what is due and waits for what is next.

import (
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
)

// The history's bounds (RESPONSE.md section 1).
const (
	continueAt = 4000
	holdAt     = 8000
)

// run is one run of an incident's workflow.
type run struct {
	start    Start
	inc      *incident.Incident
	receipts workflow.ReceiveChannel
	answers  workflow.ReceiveChannel
	real     workflow.ReceiveChannel
	likely   workflow.ReceiveChannel
	taken    workflow.ReceiveChannel
	notices  workflow.ReceiveChannel
	same     workflow.ReceiveChannel
	answered []string           // texts whose reply went back by an update, the latest ones
	changed  bool               // something happened that the loop has not looked at
	sending  int                // waves under way
	working  int                // jobs and sweeps under way
	settling []*settling        // questions under way
	timer    *timer             // nil if none is set
	flushing bool               // the shadow is being written
	sealing  bool               // the record is being sealed: nothing is added to it any more
	hashed   int                // how many people had been called when the search attribute was set
	indexed  []string           // whom it names
	state    incident.Lifecycle // as the search attribute names it
}

// Incident runs one declared emergency to its end.
func Incident(ctx workflow.Context, start Start) error {
	r := newRun(ctx, start)
	if err := r.setup(ctx); err != nil {
		return err
	}
	return r.loop(ctx)
}

func newRun(ctx workflow.Context, start Start) *run {
	if start.Limits.Continue == 0 {
		start.Limits.Continue = continueAt
	}
	if start.Limits.Hold == 0 {
		start.Limits.Hold = holdAt
	}
	r := &run{
		start: start, hashed: start.Hashed,
		receipts: workflow.GetSignalChannel(ctx, DeliveryReported),
		answers:  workflow.GetSignalChannel(ctx, AnswerArrived),
		real:     workflow.GetSignalChannel(ctx, RealDeclared),
		likely:   workflow.GetSignalChannel(ctx, DuplicateFound),
		taken:    workflow.GetSignalChannel(ctx, PersonTaken),
		notices:  workflow.GetSignalChannel(ctx, NoticeReported),
		same:     workflow.GetSignalChannel(ctx, SameFound),
	}
	if start.State != nil {
		r.inc = incident.Resume(start.In, start.State)
	} else {
		r.inc = incident.Begin(start.In, r.beginning(ctx))
	}
	return r
}

// now is the incident's own time.
func (r *run) now(ctx workflow.Context) time.Time { return r.start.In.At(workflow.Now(ctx)) }

// beginning is the declaration's moment, as its answer showed it, unless the engine's clock is behind the Desk's.
func (r *run) beginning(ctx workflow.Context) time.Time {
	declared, now := r.start.In.At(r.start.In.DeclaredAt), r.now(ctx)
	if declared.After(now) {
		return now
	}
	return declared
}

// loop is the story: hear what has happened, do what is due, wait.
func (r *run) loop(ctx workflow.Context) error {
	for {
		r.changed = false
		r.hear(ctx)
		full := r.full(ctx)
		if full {
			r.askLater()
		}
		r.perform(ctx, r.inc.Take(r.now(ctx), full && r.past(ctx, r.start.Limits.Hold), r.sending > 0))
		r.flush(ctx)
		r.index(ctx)
		if r.finished() {
			return r.seal(ctx)
		}
		if full && r.restful(ctx) {
			return r.continueAsNew(ctx)
		}
		if err := r.wait(ctx); err != nil {
			return err
		}
	}
}

// finished says whether the incident has ended, owes nothing, and the shadow has all of it.
func (r *run) finished() bool {
	return r.inc.Ended() && r.inc.Quiet() && r.sending == 0 && r.working == 0 && len(r.settling) == 0 && !r.flushing && r.inc.Unshadowed().Empty()
}

// full says whether this run's history should end soon.
func (r *run) full(ctx workflow.Context) bool {
	return workflow.GetInfo(ctx).GetContinueAsNewSuggested() || r.past(ctx, r.start.Limits.Continue)
}

func (r *run) past(ctx workflow.Context, events int) bool {
	return workflow.GetInfo(ctx).GetCurrentHistoryLength() > events
}

// restful says whether nothing would be lost by starting a new run now: no send in flight, no handler, no signal unheard.
func (r *run) restful(ctx workflow.Context) bool {
	return r.sending == 0 && r.working == 0 && len(r.settling) == 0 && !r.unheard() && workflow.AllHandlersFinished(ctx)
}

func (r *run) continueAsNew(ctx workflow.Context) error {
	next := r.start
	next.State, next.Hashed = r.inc.State, r.hashed
	return workflow.NewContinueAsNewError(ctx, IncidentType, next)
}

// hear takes in the signals that have arrived.
func (r *run) hear(ctx workflow.Context) {
	var batch Receipts
	for r.receipts.ReceiveAsync(&batch) {
		r.inc.Delivered(r.now(ctx), batch.Receipts)
		batch = Receipts{}
	}
	var text activities.Text
	for r.answers.ReceiveAsync(&text) {
		r.answerLate(ctx, text)
		text = activities.Text{}
	}
	var other string
	for r.real.ReceiveAsync(&other) {
		r.inc.Overtake(r.now(ctx), other)
	}
	for r.likely.ReceiveAsync(&other) {
		r.inc.MayBe(r.now(ctx), other)
	}
	var claim incident.Claim
	for r.taken.ReceiveAsync(&claim) {
		r.inc.Claimed(r.now(ctx), claim)
		claim = incident.Claim{}
	}
	var report incident.NoticeReport
	for r.notices.ReceiveAsync(&report) {
		r.inc.NoticeReported(r.now(ctx), report)
		report = incident.NoticeReport{}
	}
	var same incident.Other
	for r.same.ReceiveAsync(&same) {
		r.inc.MayBeSame(r.now(ctx), same)
		same = incident.Other{}
	}
}

func (r *run) unheard() bool {
	signals := []workflow.ReceiveChannel{r.receipts, r.answers, r.real, r.likely, r.taken, r.notices, r.same}
	return slices.ContainsFunc(signals, func(c workflow.ReceiveChannel) bool { return c.Len() > 0 })
}

// wait sleeps until something happens or is due.
func (r *run) wait(ctx workflow.Context) error {
	r.arm(ctx)
	return workflow.Await(ctx, func() bool { return r.changed || r.unheard() })
}

// timer is the one that wakes the loop.
type timer struct {
	at     time.Time
	cancel workflow.CancelFunc
}

// shortestTimer makes every turn of the loop that waits for time a task of its own: one of no time would ring within the task.
const shortestTimer = 10 * time.Millisecond

// arm sets the timer for what is due next. One that is due earlier is left: it wakes the loop, which looks again, and that
// costs the history less than a cancellation.
func (r *run) arm(ctx workflow.Context) {
	due, ok := r.inc.NextDue()
	if !ok {
		return
	}
	at := r.start.In.Engine(due)
	if r.timer != nil && !at.Before(r.timer.at) {
		return
	}
	if r.timer != nil {
		r.timer.cancel()
	}
	timerCtx, cancel := workflow.WithCancel(ctx)
	t := &timer{at: at, cancel: cancel}
	r.timer = t
	future := workflow.NewTimer(timerCtx, max(shortestTimer, at.Sub(workflow.Now(ctx))))
	workflow.Go(ctx, func(ctx workflow.Context) {
		if future.Get(ctx, nil) == nil && r.timer == t {
			r.timer, r.changed = nil, true
		}
	})
}
