package workflows

// Performing: the incident says what is to be done, and each thing is done by an activity whose result goes back to it.

import (
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
)

// The activities' times (RESPONSE.md section 3).
const (
	waveTimeout   = 6 * time.Second
	settleTimeout = 6 * time.Second
	shadowTimeout = 5 * time.Second
	jobTimeout    = 10 * time.Second
	weighEnd      = 30 * time.Second // then a notice's approval is asked for all the same
	jobsEnd       = 15 * time.Minute // a notice or a call that could not be handed over by then is said to be lost
)

func (r *run) mode() frozen.Mode { return r.start.In.Declaration.Mode }

// perform begins everything that the incident wants done.
func (r *run) perform(ctx workflow.Context, w incident.Work) {
	for _, wave := range w.Waves {
		r.send(ctx, wave)
	}
	if len(w.Asks) > 0 {
		r.ask(ctx, w.Asks)
	}
	for _, under := range r.settling {
		if r.inc.Stale(under.asks) {
			under.cancel()
		}
	}
	for _, job := range w.Jobs {
		r.job(ctx, job)
	}
	for _, verdict := range w.Tell {
		r.tellOther(ctx, verdict)
	}
	if w.Sweep {
		r.sweep(ctx)
	}
	for _, errand := range w.Errands {
		r.errand(ctx, errand)
	}
}

// send has a wave carried, once: what its activity does not say is unknown.
func (r *run) send(ctx workflow.Context, wave []incident.Send) {
	input := activities.Wave{
		Incident: r.start.In.ID, Site: r.start.In.Site.ID, Sends: wave, Ended: r.inc.Ended(),
	}
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: Queue(r.mode()), StartToCloseTimeout: waveTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), activities.SendWave, input)
	r.sending++
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result activities.WaveResult
		if err := future.Get(ctx, &result); err != nil {
			workflow.GetLogger(ctx).Warn("a wave was lost: its messages are unknown", "error", err)
			result = activities.WaveResult{}
		}
		r.inc.Sent(r.now(ctx), wave, result.Results)
		if result.Overtaken != "" {
			r.inc.Overtake(r.now(ctx), result.Overtaken)
		}
		r.sending--
		r.changed = true
	})
}

// settling is questions under way.
type settling struct {
	asks   []incident.Ask
	cancel workflow.CancelFunc
}

// ask finds out what became of unknown messages. It goes on until the carrier answers, or until one of the messages is no
// longer owed: then it is given up, and what is still unknown is asked anew without leave to send.
func (r *run) ask(ctx workflow.Context, asks []incident.Ask) {
	askCtx, cancel := workflow.WithCancel(ctx)
	under := &settling{asks: asks, cancel: cancel}
	r.settling = append(r.settling, under)
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(askCtx, workflow.ActivityOptions{
		TaskQueue: Queue(r.mode()), StartToCloseTimeout: settleTimeout,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: incident.SettleAfter, BackoffCoefficient: 1},
	}), activities.SettleWave, activities.Settle{Incident: r.start.In.ID, Site: r.start.In.Site.ID, Asks: asks, Ended: r.inc.Ended()})
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result activities.WaveResult
		if err := future.Get(ctx, &result); err != nil {
			result = activities.WaveResult{}
		}
		r.inc.Asked(r.now(ctx), asks, result.Results)
		if result.Overtaken != "" {
			r.inc.Overtake(r.now(ctx), result.Overtaken)
		}
		r.settling = slices.DeleteFunc(r.settling, func(s *settling) bool { return s == under })
		r.changed = true
	})
}

// askLater gives up the questions under way, so that a run may end that is full; the next one asks them anew. A carrier that
// does not answer would keep them up, and the run with them.
func (r *run) askLater() {
	for _, under := range r.settling {
		under.cancel()
	}
}

// job has a notice or an outside call done, at most once.
func (r *run) job(ctx workflow.Context, job incident.Job) {
	name, end := doing(job.Kind)
	places := job.Places
	if len(places) == 0 {
		places = r.start.In.Declaration.Places
	}
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: noticeQueue(r.mode()), StartToCloseTimeout: jobTimeout, ScheduleToCloseTimeout: end, RetryPolicy: &temporal.RetryPolicy{MaximumInterval: 30 * time.Second},
	}), name, activities.JobInput{
		Incident: r.start.In.ID, Site: r.start.In.Site.ID, Places: places, Job: job,
	})
	r.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result incident.JobResult
		if err := future.Get(ctx, &result); err == nil {
			r.inc.JobDone(r.now(ctx), job, result)
		} else {
			workflow.GetLogger(ctx).Error("a job failed", "job", job.ID, "error", err)
			r.inc.JobLost(r.now(ctx), job)
		}
		r.working--
		r.changed = true
	})
}

// doing is the activity that does a job, and how long that may take at most.
func doing(kind incident.JobKind) (activity string, end time.Duration) {
	switch kind {
	case incident.JobNotice:
		return activities.SendNotice, jobsEnd
	case incident.JobCall:
		return activities.HandCall, jobsEnd
	case incident.JobWeigh:
		return activities.WeighNotice, weighEnd
	case incident.JobBegin:
		return activities.BeginNotice, jobsEnd
	case incident.JobStop:
		return activities.StopNotice, jobsEnd
	}
	return "", 0
}

// sweep looks for drills at the site and stops them: a real incident comes before every drill.
func (r *run) sweep(ctx workflow.Context) {
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueShadow, ScheduleToCloseTimeout: time.Minute, StartToCloseTimeout: jobTimeout,
	}), activities.StopDrills, activities.Sweep{Incident: r.start.In.ID, Site: r.start.In.Site.ID})
	r.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := future.Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("drills could not be looked for", "error", err)
		}
		r.working--
		r.changed = true
	})
}
