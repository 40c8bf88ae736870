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

func (s *server) stepRoutes() {
	give(s, "steps/{step}/start", "start-step", "Say that a step has begun", nil, func(ctx context.Context, request string, in *stepInput) error {
		return s.Desk.StartStep(ctx, in.ID, request, incident.StartStep{Step: in.Step, By: in.Body.By, Note: in.Body.Note})
	})
	value := blames{incident.CodeValue: "body.value"}
	give(s, "steps/{step}/done", "finish-step", "Complete a step", value, func(ctx context.Context, request string, in *stepInput) error {
		return s.Desk.FinishStep(ctx, in.ID, request, incident.FinishStep{
			Step: in.Step, By: in.Body.By, Value: string(in.Body.Value), Note: cmp.Or(in.Body.Note, in.Body.Reason),
		})
	})
	give(s, "steps/{step}/skip", "skip-step", "Leave a step out", nil, func(ctx context.Context, request string, in *stepInput) error {
		return s.Desk.SkipStep(ctx, in.ID, request, incident.SkipStep{Step: in.Step, By: in.Body.By, Reason: cmp.Or(in.Body.Reason, in.Body.Note)})
	})
	person := blames{incident.CodeNoResponder: "body.to"}
	give(s, "steps/{step}/reassign", "reassign-step", "Give a step to another responder", person, func(ctx context.Context, request string, in *stepInput) error {
		if in.Body.To == "" {
			return unfit("body.to", "Give the id of the responder who is to do it.")
		}
		return s.Desk.ReassignStep(ctx, in.ID, request, incident.ReassignStep{Step: in.Step, By: in.Body.By, To: in.Body.To, Reason: in.Body.Reason})
	})
	until := blames{incident.CodeField: "body.until"}
	give(s, "steps/{step}/extend", "extend-step", "Give a step more time", until, func(ctx context.Context, request string, in *stepInput) error {
		if in.Body.Until.IsZero() {
			return unfit("body.until", "Give the time until which the step may take.")
		}
		return s.Desk.ExtendStep(ctx, in.ID, request, incident.ExtendStep{Step: in.Step, By: in.Body.By, Until: in.Body.Until.UTC(), Reason: in.Body.Reason})
	})
}
