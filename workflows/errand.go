package workflows

// Errands: what an incident has done at others, by the Desk, and what others have done here.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
)

// The bounds of an errand. One that is not done after a minute of trying, or has waited in its queue until its end, is begun
// anew by the incident, so that its run may be renewed meanwhile.
const (
	errandTimeout  = 15 * time.Second
	errandAttempts = 15
	errandEnd      = 5 * time.Minute
)

// errand has something done at another incident. Paging does not wait for its queue.
func (r *run) errand(ctx workflow.Context, errand incident.Errand) {
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueHousekeeping, StartToCloseTimeout: errandTimeout, ScheduleToCloseTimeout: errandEnd,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 500 * time.Millisecond, MaximumInterval: 5 * time.Second, MaximumAttempts: errandAttempts},
	}), activities.RunErrand, activities.ErrandInput{Incident: r.start.In.ID, Errand: errand})
	r.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result incident.ErrandResult
		if err := future.Get(ctx, &result); err == nil {
			r.inc.ErrandDone(r.now(ctx), errand, result)
		} else {
			workflow.GetLogger(ctx).Warn("an errand was not done yet", "errand", errand.ID, "error", err)
			r.inc.ErrandFailed(r.now(ctx), errand)
		}
		r.working--
		r.changed = true
	})
}

// absorb takes over what another incident has. What comes again under its id changes nothing, and is answered as things stand now.
func (r *run) absorb(ctx workflow.Context, o Order[incident.Carried]) (incident.Taken, error) {
	if _, done := r.inc.Applied(o.ID); !done {
		if err := r.inc.Absorb(r.now(ctx), o.Body); err != nil {
			return incident.Taken{}, refusal(err)
		}
		r.inc.Remember(o.ID, "")
		r.changed = true
	}
	return r.inc.TakenOf(o.Body), nil
}
