package workflows

// Sealing: the last thing that an incident's workflow has done. Its record becomes a file that nothing is added to.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident/frozen"
)

// RecordSealed is the activity from whose beginning on, in an incident's history, nothing has been taken in any more.
const RecordSealed = activities.SealRecord

// sealTimeout is how long one try may take: it reads all histories of the incident.
const sealTimeout = time.Minute

// seal has the record written, for as long as it takes: whoever looks sees the incident closed meanwhile. What arrives now comes
// too late, as it would if the workflow had ended already; only texts are still told so.
func (r *run) seal(ctx workflow.Context) error {
	if r.start.In.Rules < frozen.RecordsAreSealed {
		return nil
	}
	r.sealing = true
	done := false
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueHousekeeping, StartToCloseTimeout: sealTimeout,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute},
	}), activities.SealRecord, activities.SealInput{Incident: r.start.In.ID})
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := future.Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Error("the record was not sealed", "error", err)
		}
		done = true
	})
	for {
		var text activities.Text
		for r.answers.ReceiveAsync(&text) {
			r.answerLate(ctx, text)
			text = activities.Text{}
		}
		if done && r.working == 0 {
			return nil
		}
		if err := workflow.Await(ctx, func() bool { return r.answers.Len() > 0 || done && r.working == 0 }); err != nil {
			return err
		}
	}
}
