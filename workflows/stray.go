package workflows

// The Stray workflow: a text that no incident knew yet is kept by the engine and tried again for a minute.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
)

// strayTries are the waits before each further try; together a minute (RESPONSE.md section 4).
var strayTries = []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 12 * time.Second, 40 * time.Second}

// Stray looks for the incident that a text is about, and answers its sender.
func Stray(ctx workflow.Context, in StrayInput) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueShadow, StartToCloseTimeout: jobTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 3},
	})
	var got activities.Delivered
	for _, wait := range strayTries {
		if err := workflow.Sleep(ctx, wait); err != nil {
			return err
		}
		err := workflow.ExecuteActivity(ctx, activities.DeliverStray, in.Text).Get(ctx, &got)
		if err != nil {
			workflow.GetLogger(ctx).Warn("a stray text could not be delivered", "error", err)
		}
		if err == nil && got.Found {
			break
		}
	}
	if got.Found && got.Reply == "" {
		return nil
	}
	once := workflow.ActivityOptions{TaskQueue: QueueShadow, StartToCloseTimeout: jobTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1}}
	return workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, once), activities.AnswerStray, in.Text, got.Reply).Get(ctx, nil)
}
