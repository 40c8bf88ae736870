package api

// Steps: what a desk says of an incident's steps.

import (
	"cmp"
	"context"
	"time"

	"muster/incident"
)

// stepInput is an order about one of an incident's steps.
type stepInput struct {
	ID   string `path:"id" doc:"The id of an incident."`
	Step string `path:"step" doc:"The id of a step of its plan."`
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Names the order, so that sending the same again does nothing twice."`
	Body stepBody
}

func (in *stepInput) incident() string { return in.ID }

// stepBody is the same for every order about a step; each takes what it needs.
type stepBody struct {
	Signed
	Note   string    `json:"note,omitempty" maxLength:"500" doc:"Of start and done: what is worth knowing."`
	Value  scalar    `json:"value,omitempty"`
	To     string    `json:"to,omitempty" maxLength:"100" doc:"Of reassign: a responder's id."`
	Until  time.Time `json:"until,omitzero" doc:"Of extend: the new target."`
	Reason string    `json:"reason,omitempty" maxLength:"500" doc:"Why."`
}

// addStepBody is a step that the plan does not have.
type addStepBody struct {
	Title  string `json:"title" maxLength:"80" pattern:"\\S" patternDescription:"what is to be done" doc:"What is to be done, in the language of whoever does it."`
	Seat   string `json:"seat" maxLength:"100" doc:"A seat of the plan, whose holder does it."`
	Target string `json:"target,omitempty" maxLength:"20" doc:"How long it may take from now, such as 10m; without it the step is never late."`
	Signed
	Reasoned
}

// addStep registers the order that adds one.
func (s *server) addStep() {
	seat := blames{incident.CodeNoSeat: "body.seat"}
	give(s, "steps", "add-step", "Add a step that the plan does not have", seat, func(ctx context.Context, request string, in *orderInput[addStepBody]) error {
		target, err := time.ParseDuration(cmp.Or(in.Body.Target, "0s"))
		if err != nil || target < 0 || target%time.Second != 0 {
			return unfit("body.target", "Give a length of time in whole seconds, such as 90s, 10m or 2h.")
		}
		return s.Desk.AddStep(ctx, in.ID, request, incident.AddStep{
			Title: in.Body.Title, Seat: in.Body.Seat, Target: target, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation(),
		})
	})
}

func (s *server) stepRoutes() {
	s.addStep()
	give(s, "steps/{step}/start", "start-step", "Say that a step has begun", nil, func(ctx context.Context, request string, in *stepInput) error {
		return s.Desk.StartStep(ctx, in.ID, request, incident.StartStep{Step: in.Step, By: in.Body.By, Note: in.Body.Note})
	})
	value := blames{incident.CodeValue: "body.value"}
	give(s, "steps/{step}/done", "finish-step", "Complete a step", value, func(ctx context.Context, request string, in *stepInput) error {
		return s.Desk.FinishStep(ctx, in.ID, request, incident.FinishStep{
			Step: in.Step, By: in.Body.By, Value: string(in.Body.Value), Note: cmp.Or(in.Body.Note, in.Body.Reason),
			Account: whoOf(ctx).Account, Confirmation: in.Body.confirmation(),
		})
	})
	give(s, "steps/{step}/skip", "skip-step", "Leave a step out", nil, func(ctx context.Context, request string, in *stepInput) error {
		return s.Desk.SkipStep(ctx, in.ID, request, incident.SkipStep{Step: in.Step, By: in.Body.By, Reason: cmp.Or(in.Body.Reason, in.Body.Note), Confirmation: in.Body.confirmation()})
	})
	person := blames{incident.CodeNoResponder: "body.to"}
	give(s, "steps/{step}/reassign", "reassign-step", "Give a step to another responder", person, func(ctx context.Context, request string, in *stepInput) error {
		if in.Body.To == "" {
			return unfit("body.to", "Give the id of the responder who is to do it.")
		}
		return s.Desk.ReassignStep(ctx, in.ID, request, incident.ReassignStep{Step: in.Step, By: in.Body.By, To: in.Body.To, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	until := blames{incident.CodeField: "body.until"}
	give(s, "steps/{step}/extend", "extend-step", "Give a step more time", until, func(ctx context.Context, request string, in *stepInput) error {
		if in.Body.Until.IsZero() {
			return unfit("body.until", "Give the time until which the step may take.")
		}
		return s.Desk.ExtendStep(ctx, in.ID, request, incident.ExtendStep{Step: in.Step, By: in.Body.By, Until: in.Body.Until.UTC(), Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
}
