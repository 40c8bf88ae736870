package workflows

// The DrillStart workflow: the engine's calendar starts one for each occurrence of a drill. It tells people beforehand where
// that is wanted, waits for the moment, and has the drill declared, once.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/drill"
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
	s.teller().tell(ctx, s.taken.Tell, s.taken.At, false)
	end, err := s.await(ctx)
	if err != nil || end.Begun {
		return err
	}
	s.teller().tell(ctx, s.taken.CallOff, workflow.Now(ctx).Add(callOffTime), true)
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

func (s *starter) teller() teller { return teller{about: s.schedule, site: s.taken.Site} }
