package workflows

// The shadow: the readable copy in the database, written behind the incident's back and never in its way.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
)

// ShadowRecorded is the activity whose inputs, in an incident's histories, are all that its shadow was ever given.
const ShadowRecorded = activities.RecordShadow

// What an incident's histories hold of the messages that left.
const (
	WaveSent    = activities.SendWave
	WaveSettled = activities.SettleWave
)

// The inputs of those activities.
type (
	// Wave is WaveSent's.
	Wave = activities.Wave
	// Settle is WaveSettled's.
	Settle = activities.Settle
)

// flush writes what the shadow lacks: one write at a time, retried for as long as it takes.
func (r *run) flush(ctx workflow.Context) {
	if r.flushing {
		return
	}
	changes := r.inc.Unshadowed()
	if changes.Empty() {
		return
	}
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueShadow, StartToCloseTimeout: shadowTimeout,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 1.5, MaximumInterval: 10 * time.Second},
	}), activities.RecordShadow, r.shadow(r.now(ctx), changes))
	r.flushing = true
	workflow.Go(ctx, func(ctx workflow.Context) {
		var elsewhere *incident.Elsewhere // nil: nothing new is known
		err := future.Get(ctx, &elsewhere)
		r.flushing = false
		if err != nil {
			workflow.GetLogger(ctx).Error("the shadow refuses what it is given", "error", err)
			return
		}
		r.inc.Confirmed(changes)
		if elsewhere != nil {
			r.inc.Learn(r.now(ctx), *elsewhere)
		}
		r.changed = true
	})
}

// Whole is the shadow of an incident as a run of its workflow began with it at a moment of the engine's clock: what can be made anew
// where all that came before is forgotten.
func Whole(start Start, at time.Time) incident.Shadow {
	if start.State == nil {
		return incident.Shadow{Incident: start.In.ID}
	}
	state := *start.State
	state.Shadowed = 0
	r := &run{start: start, inc: incident.Resume(start.In, &state)}
	return r.shadow(start.In.At(at), r.inc.Unshadowed())
}

func (r *run) shadow(now time.Time, c incident.Changes) incident.Shadow {
	s := incident.Shadow{Incident: r.start.In.ID, Rev: c.Rev, Entries: c.Entries, Deeds: c.Deeds}
	if c.Head {
		head := r.inc.View(now)
		head.Seats, head.Steps, head.Pages, head.Messages, head.Facts = nil, nil, nil, nil, nil
		s.Head = &head
	}
	if c.Head || len(c.Seats) > 0 {
		crew := r.inc.Crew(r.hash)
		s.Crew = &crew
	}
	for _, seat := range c.Seats {
		s.Seats = append(s.Seats, r.inc.SeatView(seat))
	}
	for _, step := range c.Steps {
		s.Steps = append(s.Steps, r.inc.StepView(step))
	}
	for _, fact := range c.Facts {
		s.Facts = append(s.Facts, r.inc.FactView(fact))
	}
	for _, page := range c.Pages {
		s.Pages = append(s.Pages, incident.ShadowPage{Hash: r.hash(page.Responder), View: r.inc.PageView(page)})
	}
	return s
}

func (r *run) hash(responder string) string {
	for _, h := range r.start.In.Site.Hashes {
		if h.Responder == responder {
			return h.Hash
		}
	}
	return ""
}
