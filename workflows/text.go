package workflows

// The Text workflow: a text that was read from the carrier's list is kept by the engine until an incident has it and its
// sender the reply. Its id is made of the carrier's, so that a text begins one only, whoever reads it and how often.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
)

// The times of a text. A reply that comes later than its end is of no use; what the text says is.
const (
	takeTimeout  = 10 * time.Second
	takesEnd     = time.Hour
	replyTimeout = 6 * time.Second
	repliesEnd   = 5 * time.Minute
)

// The messages that may go back for one text: each is sent once.
const (
	theReply = 1
	theWait  = 2 // that nobody has taken it yet
)

// waitSaid is how long a text may be tried before its sender is told so.
const waitSaid = time.Minute

// Text brings a text to the Desk and its reply to its sender.
func Text(ctx workflow.Context, in TextInput) error {
	if in.Reply != "" {
		sendReply(ctx, in.Text, in.Reply, theReply, true)
		return nil
	}
	taking := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueTexts, StartToCloseTimeout: takeTimeout, ScheduleToCloseTimeout: takesEnd,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 500 * time.Millisecond, MaximumInterval: 5 * time.Second},
	})
	var reply string
	taken := workflow.ExecuteActivity(taking, activities.TakeText, in.Text)
	if in.Wait != "" {
		sayWait(ctx, taken, in)
	}
	if err := taken.Get(ctx, &reply); err != nil {
		workflow.GetLogger(ctx).Error("a text was given up", "error", err)
		return err
	}
	if reply == "" {
		return nil
	}
	sendReply(ctx, in.Text, reply, theReply, false)
	return nil
}

// sendReply sends a reply as the n-th message; asked: the carrier is asked first whether it has left already.
func sendReply(ctx workflow.Context, t Inbound, reply string, n int, asked bool) {
	replying := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueTexts, StartToCloseTimeout: replyTimeout, ScheduleToCloseTimeout: repliesEnd,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: incident.SettleAfter, BackoffCoefficient: 1},
	})
	if err := workflow.ExecuteActivity(replying, activities.ReplyToText, t, reply, asked, n).Get(ctx, nil); err != nil {
		workflow.GetLogger(ctx).Warn("a reply was given up", "error", err)
	}
}

// sayWait tells the sender of a text that nobody takes yet, once; the text goes on being tried.
func sayWait(ctx workflow.Context, taken workflow.Future, in TextInput) {
	timerCtx, cancel := workflow.WithCancel(ctx)
	late := false
	workflow.NewSelector(ctx).
		AddFuture(taken, func(workflow.Future) {}).
		AddFuture(workflow.NewTimer(timerCtx, waitSaid), func(workflow.Future) { late = true }).
		Select(ctx)
	cancel()
	if late && !taken.IsReady() {
		sendReply(ctx, in.Text, in.Wait, theWait, false)
	}
}

// heard says whether a text was applied to this incident, and when that was declared. One that rests counts as not there for texts
// that it does not know.
func (r *run) heard(ctx workflow.Context) func(id string) (HeardView, error) {
	return func(id string) (HeardView, error) {
		said, applied := r.inc.Applied(id)
		if !applied && r.rests(ctx) {
			return HeardView{}, nil
		}
		return HeardView{Applied: applied, Reply: said, DeclaredAt: r.start.In.DeclaredAt}, nil
	}
}
