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

// repliesFollow is the version of the rules (frozen.Rules) from which on a reply follows that no update had time to bring.
const repliesFollow = 1

// mostAnswered is how many texts are kept whose reply went back by an update: their signals come within a second, if at all.
const mostAnswered = 50

func (r *run) answer(ctx workflow.Context, t activities.Text) (string, error) {
	_, again := r.inc.Applied(t.ID)
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
	k := slices.Index(r.answered, t.ID)
	if k < 0 || r.start.In.Rules < repliesFollow {
		r.inc.AnswerLate(r.now(ctx), inboundOf(t))
		return
	}
	r.answered = slices.Delete(r.answered, k, k+1)
	if said, _ := r.inc.Applied(t.ID); said != "" {
		r.follow(ctx, t, said)
	}
}

// follow sends a reply, once: whoever misses it will ask again.
func (r *run) follow(ctx workflow.Context, t activities.Text, said string) {
	reply := incident.Send{Page: "reply-" + t.ID, Attempt: 1, Channel: frozen.SMS, To: t.From, Body: said}
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: Queue(r.mode()), StartToCloseTimeout: waveTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), activities.SendWave, activities.Wave{Incident: r.start.In.ID, Site: r.start.In.Site.ID, Sends: []incident.Send{reply}, Ended: true})
	r.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := future.Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("a reply was lost", "error", err)
		}
		r.working--
		r.changed = true
	})
}
