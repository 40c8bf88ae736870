package workflows

// The handlers: what the Desk asks and tells. None of them blocks; each leaves a mark so that the loop looks again.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/incident"
	"muster/incident/reply"
)

// setup registers every handler before the first wait.
func (r *run) setup(ctx workflow.Context) error {
	for _, register := range []func() error{
		func() error { return workflow.SetUpdateHandler(ctx, Answer, r.answer) },
		func() error { return workflow.SetUpdateHandler(ctx, Press, r.press) },
		func() error { return workflow.SetQueryHandler(ctx, Status, r.status(ctx)) },
		func() error { return workflow.SetQueryHandler(ctx, OpenItems, r.openItems) },
		func() error { return workflow.SetQueryHandler(ctx, Pulse, r.pulse) },
		func() error { return workflow.SetQueryHandler(ctx, Heard, r.heard(ctx)) },
		func() error { return order(ctx, r, Report, r.inc.Report) },
		func() error { return order(ctx, r, StartStep, r.inc.StartStep) },
		func() error { return order(ctx, r, FinishStep, r.inc.FinishStep) },
		func() error { return order(ctx, r, SkipStep, r.inc.SkipStep) },
		func() error { return order(ctx, r, ReassignStep, r.inc.ReassignStep) },
		func() error { return order(ctx, r, ExtendStep, r.inc.ExtendStep) },
		func() error { return order(ctx, r, AddStep, r.inc.AddStep) },
		func() error { return order(ctx, r, StateFact, r.inc.StateFact) },
		func() error { return order(ctx, r, SetLevel, r.inc.SetLevel) },
		func() error { return order(ctx, r, AddNote, r.inc.AddNote) },
		func() error { return order(ctx, r, AddPhoto, r.inc.AddPhoto) },
		func() error { return order(ctx, r, AssignSeat, r.inc.AssignSeat) },
		func() error { return order(ctx, r, ReleaseSeat, r.inc.ReleaseSeat) },
		func() error { return order(ctx, r, Escalate, r.inc.Escalate) },
		func() error { return order(ctx, r, StandDown, r.inc.StandDown) },
		func() error { return order(ctx, r, Cancel, r.inc.Cancel) },
		func() error { return order(ctx, r, Resume, r.inc.ResumeDrill) },
		func() error { return order(ctx, r, AddPlace, r.inc.AddPlace) },
		func() error { return order(ctx, r, RefreshRoster, r.refreshRoster) },
		func() error { return order(ctx, r, SendNotice, r.inc.SendNotice) },
		func() error { return order(ctx, r, ApproveNotice, r.inc.ApproveNotice) },
		func() error { return order(ctx, r, RejectNotice, r.inc.RejectNotice) },
		func() error { return workflow.SetQueryHandler(ctx, DraftNotice, r.draft(ctx)) },
		func() error { return workflow.SetQueryHandler(ctx, Foreseen, r.foreseen(ctx)) },
		func() error { return order(ctx, r, Merge, r.inc.Merge) },
		func() error { return order(ctx, r, Link, r.inc.OpenLink) },
		func() error { return order(ctx, r, EndLink, r.inc.EndLink) },
		func() error { return workflow.SetUpdateHandler(ctx, Absorb, r.absorb) },
	} {
		if err := register(); err != nil {
			return err
		}
	}
	return nil
}

// order registers an update that gives an order. A refusal changes nothing; an order that is repeated under its ID neither.
func order[T any](ctx workflow.Context, r *run, name string, give func(now time.Time, body T) error) error {
	return workflow.SetUpdateHandler(ctx, name, func(ctx workflow.Context, o Order[T]) error {
		if _, done := r.inc.Applied(o.ID); done {
			return nil
		}
		if r.sealing {
			return refusal(incident.Over())
		}
		if err := r.inc.Questioned(r.now(ctx), o.Body); err != nil {
			return refusal(err)
		}
		if err := give(r.now(ctx), o.Body); err != nil {
			return refusal(err)
		}
		r.inc.Obeyed(r.now(ctx), o.Body)
		r.inc.Remember(o.ID, "")
		r.changed = true
		return nil
	})
}

// refusal carries a domain error through the engine.
func refusal(err error) error {
	return temporal.NewNonRetryableApplicationError(err.Error(), RefusalType, nil, err)
}

func (r *run) status(ctx workflow.Context) func() (StatusView, error) {
	return func() (StatusView, error) {
		return StatusView{View: r.inc.View(r.now(ctx)), Entries: r.inc.State.Entries, BodyHash: r.start.In.BodyHash}, nil
	}
}

func (r *run) openItems(a Asker) ([]reply.Item, error) {
	return r.inc.ItemsOfPhone(a.Phone), nil
}

func (r *run) pulse() (incident.Pulse, error) { return r.inc.Pulse(), nil }
