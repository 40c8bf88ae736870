package dispatch

// The calendar's books in the engine: each is the input of one of the engine's schedules, whose times are computed here and
// written out one by one. A book is changed only if nobody else has changed it meanwhile.

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	schedulepb "go.temporal.io/api/schedule/v1"
	"go.temporal.io/api/serviceerror"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/types/known/durationpb"

	"muster/drill"
	"muster/incident"
	"muster/workflows"
)

const (
	writtenOut     = 24                 // how many coming times the engine is given
	engineCatchUp  = 7 * 24 * time.Hour // what the engine missed is made up for so long; whether it may still begin is decided then
	changeTries    = 6
	calendarPage   = 200
	scheduleFinish = 10 * time.Second // bounds one change of a schedule
)

// kept is a book as the engine has it.
type kept struct {
	book     drill.Book
	schedule *schedulepb.Schedule
	token    []byte
}

// book reads one book.
func (d *Desk) book(ctx context.Context, id string) (drill.Book, error) {
	k, err := d.readBook(ctx, id)
	return k.book, err
}

// readRetries are the waits while the engine answers somebody else about the same schedule: it takes one question at a time.
var readRetries = []time.Duration{
	20 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond, 800 * time.Millisecond, 1600 * time.Millisecond,
}

func (d *Desk) readBook(ctx context.Context, id string) (kept, error) {
	found, err := d.describe(ctx, id)
	for n := 0; err != nil && passing(err) && n < len(readRetries); n++ {
		select {
		case <-ctx.Done():
			return kept{}, calendarRefusal(err)
		case <-time.After(readRetries[n]):
		}
		found, err = d.describe(ctx, id)
	}
	if err != nil {
		return kept{}, calendarRefusal(err)
	}
	k := kept{schedule: found.GetSchedule(), token: found.GetConflictToken()}
	var in workflows.DrillStartInput
	if err := d.converter().FromPayloads(k.schedule.GetAction().GetStartWorkflow().GetInput(), &in); err != nil {
		return kept{}, refusal(err)
	}
	k.book = in.Book
	return k, nil
}

func (d *Desk) describe(ctx context.Context, id string) (*workflowservice.DescribeScheduleResponse, error) {
	return d.engine.WorkflowService().DescribeSchedule(ctx, &workflowservice.DescribeScheduleRequest{Namespace: d.options.Namespace, ScheduleId: id})
}

// calendarRefusal is refusal, where what is asked is not an incident but a schedule.
func calendarRefusal(err error) error {
	var (
		missing   *serviceerror.NotFound
		exhausted *serviceerror.ResourceExhausted
	)
	switch {
	case errors.As(err, &missing):
		return incident.Fail(drill.CodeUnknown, "There is no such schedule, or its last drill is long over: see the list of drills.")
	case errors.As(err, &exhausted):
		return incident.Fail(incident.CodeBusy, "The calendar of drills is asked too much at once: try again in a second.")
	}
	return refusal(err)
}

// unknownSchedule says whether an error means that there is no such schedule.
func unknownSchedule(err error) bool {
	var refused *incident.Error
	return errors.As(err, &refused) && refused.Code == drill.CodeUnknown
}

// createBook puts a new book into the engine.
func (d *Desk) createBook(ctx context.Context, b drill.Book, zone *time.Location) error {
	b.Stamp = rand.Text()
	schedule := &schedulepb.Schedule{
		Action: &schedulepb.ScheduleAction{Action: &schedulepb.ScheduleAction_StartWorkflow{StartWorkflow: &workflowpb.NewWorkflowExecutionInfo{
			WorkflowId: b.Schedule.ID, WorkflowType: &commonpb.WorkflowType{Name: workflows.DrillStartType},
			TaskQueue: &taskqueuepb.TaskQueue{Name: workflows.QueueHousekeeping},
		}}},
		Policies: &schedulepb.SchedulePolicies{
			OverlapPolicy: enums.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL, CatchupWindow: durationpb.New(engineCatchUp),
		},
		State: &schedulepb.ScheduleState{},
	}
	if err := d.write(schedule, b, zone); err != nil {
		return err
	}
	_, err := d.engine.WorkflowService().CreateSchedule(ctx, &workflowservice.CreateScheduleRequest{
		Namespace: d.options.Namespace, ScheduleId: b.Schedule.ID, Schedule: schedule, RequestId: b.Stamp,
	})
	return err
}

// write puts a book and its coming times into an engine's schedule.
func (d *Desk) write(schedule *schedulepb.Schedule, b drill.Book, zone *time.Location) error {
	input, err := d.converter().ToPayloads(workflows.DrillStartInput{Book: b})
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	site, err := converter.GetDefaultDataConverter().ToPayload(b.Schedule.Site)
	if err != nil {
		return err
	}
	starter := schedule.Action.GetStartWorkflow()
	starter.Input = input
	starter.SearchAttributes = &commonpb.SearchAttributes{IndexedFields: map[string]*commonpb.Payload{workflows.KeySite.GetName(): site}}
	schedule.Spec = specOf(b.Wakes(now, writtenOut, zone))
	_, schedule.State.Paused = b.Paused(now)
	return nil
}

// specOf writes moments out, each as a calendar day and a time in UTC.
func specOf(moments []time.Time) *schedulepb.ScheduleSpec {
	spec := &schedulepb.ScheduleSpec{TimezoneName: "UTC"}
	is := func(n int) []*schedulepb.Range { return []*schedulepb.Range{{Start: int32(n)}} } //nolint:gosec // parts of a date
	for _, at := range moments {
		at = at.UTC()
		spec.StructuredCalendar = append(spec.StructuredCalendar, &schedulepb.StructuredCalendarSpec{
			Year: is(at.Year()), Month: is(int(at.Month())), DayOfMonth: is(at.Day()), DayOfWeek: []*schedulepb.Range{{Start: 0, End: 6}},
			Hour: is(at.Hour()), Minute: is(at.Minute()), Second: is(at.Second()),
		})
	}
	return spec
}

// changeBook changes a book and gives it as it is then. The engine drops a change, without a word, if another came before
// it; so each change bears a stamp, is looked for afterwards, and is made anew on what is there if it has been dropped.
func (d *Desk) changeBook(ctx context.Context, id string, do func(b *drill.Book) error) (drill.Book, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), scheduleFinish)
	defer cancel()
	for range changeTries {
		k, err := d.readBook(ctx, id)
		if err != nil {
			return drill.Book{}, err
		}
		if err := do(&k.book); err != nil {
			return drill.Book{}, err
		}
		done, err := d.writeBook(ctx, k)
		if err != nil || done {
			return k.book, err
		}
	}
	return drill.Book{}, incident.Fail(incident.CodeBusy, "The schedule is being changed by several people at once: try again in a second.")
}

// writeBook writes a changed book over the one that was read; done is false if somebody else was faster.
func (d *Desk) writeBook(ctx context.Context, k kept) (done bool, err error) {
	id := k.book.Schedule.ID
	k.book.Stamp, k.book.Zone = rand.Text(), d.zone(k.book).String()
	k.book.Tidy(time.Now().UTC())
	if err := d.write(k.schedule, k.book, d.zone(k.book)); err != nil {
		return false, refusal(err)
	}
	_, err = d.engine.WorkflowService().UpdateSchedule(ctx, &workflowservice.UpdateScheduleRequest{
		Namespace: d.options.Namespace, ScheduleId: id, Schedule: k.schedule, ConflictToken: k.token, RequestId: k.book.Stamp,
	})
	var conflict *serviceerror.FailedPrecondition
	switch {
	case errors.As(err, &conflict), err != nil && passing(err):
		return false, nil
	case err != nil:
		return false, calendarRefusal(err)
	}
	now, err := d.book(ctx, id)
	return now.Stamp == k.book.Stamp, err
}

// removeBook takes a book out of the engine.
func (d *Desk) removeBook(ctx context.Context, id string) error {
	_, err := d.engine.WorkflowService().DeleteSchedule(ctx, &workflowservice.DeleteScheduleRequest{Namespace: d.options.Namespace, ScheduleId: id})
	if err != nil {
		return calendarRefusal(err)
	}
	return nil
}

// books reads the whole calendar. The engine's list may lag by a moment; each book is as it is now.
func (d *Desk) books(ctx context.Context) ([]drill.Book, error) {
	ids, err := d.scheduleIDs(ctx)
	if err != nil {
		return nil, calendarRefusal(err)
	}
	found, errs := atOnce(ids, func(id string) (drill.Book, error) { return d.book(ctx, id) })
	var list []drill.Book
	for n, b := range found {
		switch {
		case unknownSchedule(errs[n]): // deleted meanwhile
		case errs[n] != nil:
			return nil, errs[n]
		default:
			list = append(list, b)
		}
	}
	return list, nil
}

func (d *Desk) scheduleIDs(ctx context.Context) ([]string, error) {
	var ids []string
	for page := []byte(nil); ; {
		found, err := d.engine.WorkflowService().ListSchedules(ctx, &workflowservice.ListSchedulesRequest{
			Namespace: d.options.Namespace, MaximumPageSize: calendarPage, NextPageToken: page,
		})
		if err != nil {
			return nil, err
		}
		for _, s := range found.GetSchedules() {
			if strings.HasPrefix(s.GetScheduleId(), schedulePrefix) {
				ids = append(ids, s.GetScheduleId())
			}
		}
		if page = found.GetNextPageToken(); len(page) == 0 {
			return ids, nil
		}
	}
}

// RefreshSchedules writes the coming times of every schedule out anew: a site may have moved to another time zone, clocks
// may change by another law, and what was due while nothing ran is to be seen to. It fails only if nothing could be read.
func (d *Desk) RefreshSchedules(ctx context.Context) error {
	books, err := d.books(ctx)
	if err != nil {
		return err
	}
	for _, b := range books {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		_, err := d.changeBook(ctx, b.Schedule.ID, func(*drill.Book) error { return nil })
		if err != nil && !unknownSchedule(err) {
			d.log.Warn("the times of a schedule were not written anew", "schedule", b.Schedule.ID, "error", causeOf(err))
		}
	}
	return nil
}
