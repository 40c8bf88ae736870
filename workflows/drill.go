package workflows

// The DrillStart workflow: the engine's calendar starts one for each occurrence of a drill. It tells people beforehand where
// that is wanted, waits for the moment, and has the drill declared, once.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/drill"
	"muster/incident"
)

// The contract of DrillStart, beside that of messages.go.
const (
	DrillStartType    = "DrillStart"
	CalendarChanged   = "CalendarChanged" // a signal: the schedule was paused, skipped or deleted
	QueueHousekeeping = "muster-housekeeping"
)

// DrillStartInput is what the engine keeps of a schedule, and hands to each of its starters.
type DrillStartInput struct {
	Book drill.Book `json:"book"`
}

type (
	// DrillWake is what a starter is woken by.
	DrillWake = activities.DrillWake
	// DrillTaken is the occurrence that it sees to.
	DrillTaken = activities.DrillTaken
	// DrillTime asks to begin that occurrence.
	DrillTime = activities.DrillTime
	// DrillEnd says what was settled.
	DrillEnd = activities.DrillEnd
)

// scheduledFor is when the engine was to start a workflow by its calendar.
var scheduledFor = temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime")

const callOffTime = time.Hour // for so long it is tried to tell people that a drill does not begin

// starter is one run of DrillStart.
type starter struct {
	schedule string
	id       string
	taken    activities.DrillTaken
	changed  workflow.ReceiveChannel
}

// DrillStart sees to one occurrence of a drill.
func DrillStart(ctx workflow.Context, in DrillStartInput) error {
	s := &starter{
		schedule: in.Book.Schedule.ID, id: workflow.GetInfo(ctx).WorkflowExecution.ID,
		changed: workflow.GetSignalChannel(ctx, CalendarChanged),
	}
	wake := activities.DrillWake{Schedule: s.schedule, Starter: s.id, Woken: woken(ctx)}
	if err := housekeep(ctx, activities.TakeDrill, wake, &s.taken); err != nil || !s.taken.Found {
		return err
	}
	s.tell(ctx, s.taken.Tell, s.taken.At, false)
	end, err := s.await(ctx)
	if err != nil || end.Begun {
		return err
	}
	s.tell(ctx, s.taken.CallOff, workflow.Now(ctx).Add(callOffTime), true)
	return nil
}

// woken is when the starter was to be started, which may have been a while ago.
func woken(ctx workflow.Context) time.Time {
	if at, ok := workflow.GetTypedSearchAttributes(ctx).GetTime(scheduledFor); ok {
		return at
	}
	return workflow.Now(ctx)
}

// sameAgain is how long a starter waits at least whose drill was not to begin yet: its moment may have moved since.
const sameAgain = time.Minute

// await waits for the drill's moment and has it begun; what is changed in the calendar before may settle it earlier.
func (s *starter) await(ctx workflow.Context) (end activities.DrillEnd, err error) {
	for shortest := shortestTimer; !end.Settled; shortest = sameAgain {
		left := max(s.taken.At.Sub(workflow.Now(ctx)), shortest)
		if s.changed.Len() == 0 {
			_, err = workflow.AwaitWithTimeout(ctx, left, func() bool { return s.changed.Len() > 0 })
			if err != nil {
				return end, err
			}
		}
		for s.changed.ReceiveAsync(nil) {
			continue
		}
		err = housekeep(ctx, activities.BeginDrill, activities.DrillTime{Schedule: s.schedule, Starter: s.id, Date: s.taken.Date}, &end)
		if err != nil {
			return end, err
		}
	}
	return end, nil
}

// housekeep asks something of the Desk, for as long as it takes.
func housekeep(ctx workflow.Context, name string, in, out any) error {
	return workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueHousekeeping, StartToCloseTimeout: 20 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 1.5, MaximumInterval: 10 * time.Second},
	}), name, in).Get(ctx, out)
}

// waveOf is how many messages leave together.
const waveOf = 10

// The waits between tries to tell somebody.
const (
	firstWait   = incident.SettleAfter
	longestWait = 10 * time.Minute
)

// tell sends messages, each once, until a deadline, by the protocol of incidents: what may have been sent is asked about
// before it is sent again. While a real incident is open at the site nothing is announced; ended says that these are last words.
func (s *starter) tell(ctx workflow.Context, sends []incident.Send, until time.Time, ended bool) {
	begun := workflow.Now(ctx)
	var doubtful []incident.Ask
	for wait := firstWait; len(sends)+len(doubtful) > 0; wait = min(2*wait, longestWait) {
		var left []incident.Send
		for len(sends) > 0 {
			wave := sends[:min(waveOf, len(sends))]
			sends = sends[len(wave):]
			again, unknown := s.wave(ctx, wave, ended)
			left = append(left, again...)
			for _, send := range unknown {
				doubtful = append(doubtful, incident.Ask{Send: send, Since: begun.Add(-time.Minute), MaySend: true})
			}
		}
		if len(left)+len(doubtful) == 0 || !workflow.Now(ctx).Add(wait).Before(until) || workflow.Sleep(ctx, wait) != nil {
			return
		}
		sends, doubtful = left, s.settle(ctx, doubtful, ended)
	}
}

// wave has up to ten messages carried, once. It gives those that were not begun, and those whose fate is unknown.
func (s *starter) wave(ctx workflow.Context, sends []incident.Send, ended bool) (again, unknown []incident.Send) {
	var result activities.WaveResult
	err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueDrill, StartToCloseTimeout: waveTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), activities.SendWave, activities.Wave{Incident: s.schedule, Site: s.taken.Site, Sends: sends, Ended: ended}).Get(ctx, &result)
	if err != nil {
		return nil, sends
	}
	for _, send := range sends {
		switch fateOf(send, result.Results) {
		case incident.FateNotStarted:
			again = append(again, send)
		case incident.FateUnknown:
			unknown = append(unknown, send)
		case incident.FateSent, incident.FateFailed, incident.FateAbsent:
		}
	}
	return again, unknown
}

// settle asks what became of messages, once, and gives those of which nothing is known yet.
func (s *starter) settle(ctx workflow.Context, asks []incident.Ask, ended bool) (left []incident.Ask) {
	for len(asks) > 0 {
		some := asks[:min(waveOf, len(asks))]
		asks = asks[len(some):]
		var result activities.WaveResult
		err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
			TaskQueue: QueueDrill, StartToCloseTimeout: settleTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
		}), activities.SettleWave, activities.Settle{Incident: s.schedule, Site: s.taken.Site, Asks: some, Ended: ended}).Get(ctx, &result)
		for _, ask := range some {
			if err != nil || fateOf(ask.Send, result.Results) == incident.FateUnknown {
				left = append(left, ask)
			}
		}
	}
	return left
}

// fateOf is what became of a message; of one that nothing is said about it is unknown.
func fateOf(send incident.Send, results []incident.Result) incident.Fate {
	for _, r := range results {
		if r.Page == send.Page && r.Attempt == send.Attempt {
			return r.Fate
		}
	}
	return incident.FateUnknown
}
