package workflows

// Late replies: a text whose update the Desk could not wait for comes again as a signal, and its reply goes out as a message.

import (
	"slices"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
)

// mostAnswered is how many texts are kept whose reply went back by an update: their signals come within a second, if at all.
const mostAnswered = 50

func (r *run) answer(ctx workflow.Context, t activities.Text) (string, error) {
	_, again := r.inc.Applied(t.ID)
	if !again && r.rests(ctx) {
		return "", refusal(incident.Over())
	}
	said := r.inc.Answer(r.now(ctx), inboundOf(t))
	if !again {
		r.answered = append(r.answered, t.ID)
		r.answered = r.answered[max(0, len(r.answered)-mostAnswered):]
	}
	r.changed = true
	return said, nil
}

func inboundOf(t activities.Text) incident.Inbound {
	return incident.Inbound{ID: t.ID, From: t.From, Body: t.Body}
}

// answerLate takes in a text for which the Desk did not wait. The reply to one that was applied all the same went to nobody.
func (r *run) answerLate(ctx workflow.Context, t activities.Text) {
	if _, applied := r.inc.Applied(t.ID); !applied && r.rests(ctx) {
		r.tooLate(ctx, t)
		return
	}
	k := slices.Index(r.answered, t.ID)
	if k < 0 || r.start.In.Rules < frozen.RepliesFollow {
		r.inc.AnswerLate(r.now(ctx), inboundOf(t))
		return
	}
	r.answered = slices.Delete(r.answered, k, k+1)
	r.inc.ReplyLate(r.now(ctx), inboundOf(t))
}

// rests says whether the incident takes no texts any more.
func (r *run) rests(ctx workflow.Context) bool { return r.sealing || r.inc.Resting(r.now(ctx)) }

// tooLate has the sender of a text told that no incident is there for it any more.
func (r *run) tooLate(ctx workflow.Context, t activities.Text) {
	r.inc.Remember(t.ID, "")
	once := workflow.ActivityOptions{TaskQueue: QueueShadow, StartToCloseTimeout: jobTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1}}
	told := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, once), activities.AnswerStray, t, "")
	r.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := told.Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("somebody was not told that their text came too late", "error", err)
		}
		r.working--
		r.changed = true
	})
}
