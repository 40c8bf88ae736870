package dispatch

// Orders: what a desk tells a running incident. Each is an update whose ID makes a repetition harmless.

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"muster/incident"
	"muster/workflows"
)

// Report records an answer that somebody gave by radio.
func (d *Desk) Report(ctx context.Context, id, request string, o incident.ReportAnswer) error {
	return order(ctx, d, id, workflows.Report, request, o)
}

// StartStep says that a step has begun.
func (d *Desk) StartStep(ctx context.Context, id, request string, o incident.StartStep) error {
	return order(ctx, d, id, workflows.StartStep, request, o)
}

// FinishStep completes a step.
func (d *Desk) FinishStep(ctx context.Context, id, request string, o incident.FinishStep) error {
	return order(ctx, d, id, workflows.FinishStep, request, o)
}

// SkipStep leaves a step out.
func (d *Desk) SkipStep(ctx context.Context, id, request string, o incident.SkipStep) error {
	return order(ctx, d, id, workflows.SkipStep, request, o)
}

// ReassignStep gives a step to another responder.
func (d *Desk) ReassignStep(ctx context.Context, id, request string, o incident.ReassignStep) error {
	return order(ctx, d, id, workflows.ReassignStep, request, o)
}

// ExtendStep moves a step's target.
func (d *Desk) ExtendStep(ctx context.Context, id, request string, o incident.ExtendStep) error {
	return order(ctx, d, id, workflows.ExtendStep, request, o)
}

// AddStep adds a step.
func (d *Desk) AddStep(ctx context.Context, id, request string, o incident.AddStep) error {
	return order(ctx, d, id, workflows.AddStep, request, o)
}

// StateFact states a fact.
func (d *Desk) StateFact(ctx context.Context, id, request string, o incident.StateFact) error {
	return order(ctx, d, id, workflows.StateFact, request, o)
}

// SetLevel moves the response level.
func (d *Desk) SetLevel(ctx context.Context, id, request string, o incident.SetLevel) error {
	return order(ctx, d, id, workflows.SetLevel, request, o)
}

// AddNote puts a text on the timeline.
func (d *Desk) AddNote(ctx context.Context, id, request string, o incident.AddNote) error {
	return order(ctx, d, id, workflows.AddNote, request, o)
}

// AddPhoto says that a photo of a step is kept.
func (d *Desk) AddPhoto(ctx context.Context, id, request string, o incident.AddPhoto) error {
	return order(ctx, d, id, workflows.AddPhoto, request, o)
}

// AssignSeat puts a responder into a seat.
func (d *Desk) AssignSeat(ctx context.Context, id, request string, o incident.AssignSeat) error {
	return order(ctx, d, id, workflows.AssignSeat, request, o)
}

// ReleaseSeat takes a responder out of a seat.
func (d *Desk) ReleaseSeat(ctx context.Context, id, request string, o incident.ReleaseSeat) error {
	return order(ctx, d, id, workflows.ReleaseSeat, request, o)
}

// Escalate brings the next rung forward.
func (d *Desk) Escalate(ctx context.Context, id, request string, o incident.Escalate) error {
	return order(ctx, d, id, workflows.Escalate, request, o)
}

// StandDown ends the response.
func (d *Desk) StandDown(ctx context.Context, id, request string, o incident.StandDown) error {
	return order(ctx, d, id, workflows.StandDown, request, o)
}

// Cancel ends an incident at once.
func (d *Desk) Cancel(ctx context.Context, id, request string, o incident.Cancel) error {
	return order(ctx, d, id, workflows.Cancel, request, o)
}

// Resume lets a paused drill go on.
func (d *Desk) Resume(ctx context.Context, id, request string, o incident.ResumeDrill) error {
	return order(ctx, d, id, workflows.Resume, request, o)
}

func order[T any](ctx context.Context, d *Desk, id, name, request string, body T) error {
	return d.update(ctx, id, name, request, workflows.Order[T]{ID: request, Body: body}, nil)
}

// The waits while an execution takes in as many updates as it can, or is between two runs. A phone is not kept waiting as
// a desk is.
var (
	orderRetries  = []time.Duration{20 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond}
	answerRetries = orderRetries[:3]
)

// update asks a running incident to do something and waits until it has.
func (d *Desk) update(ctx context.Context, id, name, request string, body, result any) error {
	err := d.attempt(ctx, orderRetries, id, name, request, body, result)
	if err == nil {
		return nil
	}
	return d.endedOr(ctx, id, err)
}

// attempt makes an update, again after each of the waits while it may get through in a moment. Its error is the engine's;
// when the time is up during a wait, it is the one before.
func (d *Desk) attempt(ctx context.Context, waits []time.Duration, id, name, request string, body, result any) error {
	for n := 0; ; n++ {
		err := d.updateOnce(ctx, id, name, request, body, result)
		if err == nil || n == len(waits) || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(waits[n]):
		}
	}
}

func (d *Desk) updateOnce(ctx context.Context, id, name, request string, body, result any) error {
	handle, err := d.engine.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: id, UpdateName: name, UpdateID: request, Args: []any{body}, WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return err
	}
	return handle.Get(ctx, result)
}

// passing says whether an update may get through in a moment: ten are in flight already, or the run has just ended.
func passing(err error) bool {
	var (
		exhausted   *serviceerror.ResourceExhausted
		aborted     *serviceerror.Aborted
		unavailable *serviceerror.Unavailable
	)
	return errors.As(err, &exhausted) || errors.As(err, &aborted) || errors.As(err, &unavailable)
}

// late says whether an update was not answered in time. It may still take place.
func late(err error) bool {
	var (
		deadline  *serviceerror.DeadlineExceeded
		cancelled *serviceerror.Canceled
	)
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.As(err, &deadline) || errors.As(err, &cancelled)
}

// endedOr tells an incident that has ended from one that never was.
func (d *Desk) endedOr(ctx context.Context, id string, err error) error {
	var missing *serviceerror.NotFound
	if !errors.As(err, &missing) {
		return refusal(err)
	}
	if _, lost := d.engine.DescribeWorkflowExecution(ctx, id, ""); lost == nil {
		return incident.Fail(incident.CodeEnded, "The incident has ended: nothing in it can be changed any more. Declare a new one if there is need.")
	}
	return refusal(err)
}
