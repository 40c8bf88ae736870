package api

// Orders: what a desk tells a running incident. Each answers with the incident as it is then.

import (
	"context"
	"net/http"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

// orderInput is an order to an incident.
type orderInput[B any] struct {
	ID   string `path:"id" doc:"The id of an incident."`
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Names the order, so that sending the same again does nothing twice."`
	Body B
}

func (in *orderInput[B]) incident() string { return in.ID }

// seatInput is an order about one of an incident's seats.
type seatInput[B any] struct {
	ID   string `path:"id" doc:"The id of an incident."`
	Seat string `path:"seat" doc:"The id of a seat of its plan."`
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Names the order, so that sending the same again does nothing twice."`
	Body B
}

func (in *seatInput[B]) incident() string { return in.ID }

// Signed says who gives an order. It is exported because bodies are read by reflection.
type Signed struct {
	By      string `json:"by" maxLength:"100" pattern:"\\S" patternDescription:"the id or name of whoever gives this order" doc:"Who gives the order: a responder's id, or a name."`
	Epoch   int    `json:"epoch,omitempty" minimum:"0" doc:"The incident's command_epoch as the giver knows it: confirms an order of somebody who commanded before."`
	Confirm bool   `json:"confirm,omitempty" doc:"Confirms an order of somebody who commanded before, after command_changed was answered."`
}

func (s Signed) confirmation() incident.Confirmation {
	return incident.Confirmation{Epoch: s.Epoch, Confirm: s.Confirm}
}

// Reasoned says why. It is exported because bodies are read by reflection.
type Reasoned struct {
	Reason string `json:"reason" maxLength:"500" pattern:"\\S" patternDescription:"the reason in a few words" doc:"Why."`
}

type (
	reportBody struct {
		Responder string     `json:"responder" maxLength:"100" doc:"Whose answer it is: a responder's id."`
		Answer    reply.Verb `json:"answer" enum:"accept,eta,on_scene,done,cannot,need_help,danger,relief" doc:"What they said."`
		Minutes   int        `json:"minutes,omitempty" minimum:"1" maximum:"240" doc:"Of eta: until they are there."`
		Step      string     `json:"step,omitempty" maxLength:"100" doc:"Of done: the step; their only open one if left out."`
		Value     scalar     `json:"value,omitempty"`
		Signed
	}
	factBody struct {
		Name  string `json:"name" maxLength:"100" doc:"A fact of the plan."`
		Value scalar `json:"value"`
		Signed
	}
	levelBody struct {
		Level frozen.Level `json:"level" enum:"L1,L2,L3,L4" doc:"L1 is the gravest."`
		Signed
		Reasoned
	}
	placeBody struct {
		Building string `json:"building" maxLength:"100" doc:"Its id, name or another name that the site gives it."`
		Floor    string `json:"floor,omitempty" maxLength:"20" doc:"A floor of the building; the whole building if left out."`
		Signed
	}
	noteBody struct {
		Text string `json:"text" maxLength:"2000" pattern:"\\S" patternDescription:"the note" doc:"What is to stand on the timeline."`
		Signed
	}
	seatBody struct {
		Responder string `json:"responder" maxLength:"100" doc:"A responder's id."`
		Reason    string `json:"reason,omitempty" maxLength:"500" doc:"Why."`
		Signed
	}
	escalateBody struct {
		Seat string `json:"seat,omitempty" maxLength:"100" doc:"One seat; every seat that is being called for if left out."`
		Signed
		Reasoned
	}
	endBody struct {
		Outcome frozen.Outcome `json:"outcome,omitempty" enum:"handled,false-alarm,handed-over,duplicate,drill-ended" default:"handled" doc:"How it ended."`
		Signed
		Reasoned
	}
	resumeBody struct {
		Reason string `json:"reason,omitempty" maxLength:"500" doc:"Why."`
		Signed
	}
)

// give registers an order; in names the fields to blame for refusals.
func give[I any, P interface {
	*I
	incident() string
}](s *server, path, id, summary string, in blames, tell func(ctx context.Context, request string, order P) error,
) {
	op := takes(call(http.MethodPost, "/incidents/{id}/"+path, id, tagOrders, summary,
		http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable), jsonBody)
	register(s, op, func(ctx context.Context, order *I) (*incidentOutput, error) {
		if !incidentIDs.MatchString(P(order).incident()) {
			return nil, noIncident()
		}
		engine, cancel := context.WithTimeout(context.WithoutCancel(ctx), orderTimeout) // who hangs up has ordered
		defer cancel()
		s.before(ctx, P(order).incident())
		if err := tell(engine, requestOf(ctx).order, order); err != nil {
			return nil, s.refusal(ctx, err, in)
		}
		return s.changed(ctx, P(order).incident())
	})
}

// changed shows an incident to whom it has just obeyed.
func (s *server) changed(ctx context.Context, id string) (*incidentOutput, error) {
	view, _, err := s.status(ctx, id)
	if err != nil {
		kept, found, _ := s.kept(ctx, id)
		if !found {
			return nil, problem(incident.CodeEngine, "The order was carried out, but the incident cannot be shown now: look at it again in a moment.")
		}
		view = kept
	}
	noteOf(ctx).stands(view)
	return &incidentOutput{Body: s.seen(ctx, view)}, nil
}

func (s *server) orderRoutes() {
	s.answerRoutes()
	s.endRoutes()
	s.kinRoutes()
	give(s, "level", "set-level", "Move the response level", nil, func(ctx context.Context, request string, in *orderInput[levelBody]) error {
		return s.Desk.SetLevel(ctx, in.ID, request, incident.SetLevel{Level: in.Body.Level, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	give(s, "places", "add-place", "Say that the incident has reached another place", nil, func(ctx context.Context, request string, in *orderInput[placeBody]) error {
		return s.Desk.AddPlace(ctx, in.ID, request, incident.AddPlace{By: in.Body.By, Building: in.Body.Building, Floor: in.Body.Floor})
	})
	give(s, "notes", "add-note", "Put a note on the timeline", nil, func(ctx context.Context, request string, in *orderInput[noteBody]) error {
		return s.Desk.AddNote(ctx, in.ID, request, incident.AddNote{By: in.Body.By, Text: in.Body.Text})
	})
	person := blames{incident.CodeNoResponder: "body.responder"}
	give(s, "seats/{seat}/assign", "assign-seat", "Put a responder into a seat", person, func(ctx context.Context, request string, in *seatInput[seatBody]) error {
		return s.Desk.AssignSeat(ctx, in.ID, request, incident.AssignSeat{Seat: in.Seat, Responder: in.Body.Responder, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	give(s, "seats/{seat}/release", "release-seat", "Take a responder out of a seat", person, func(ctx context.Context, request string, in *seatInput[seatBody]) error {
		return s.Desk.ReleaseSeat(ctx, in.ID, request, incident.ReleaseSeat{Seat: in.Seat, Responder: in.Body.Responder, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	give(s, "escalate", "escalate", "Bring the next rung forward", blames{incident.CodeNoSeat: "body.seat"}, func(ctx context.Context, request string, in *orderInput[escalateBody]) error {
		return s.Desk.Escalate(ctx, in.ID, request, incident.Escalate{Seat: in.Body.Seat, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
}

func (s *server) answerRoutes() {
	fields := blames{incident.CodeNoResponder: "body.responder", incident.CodeNoStep: "body.step", incident.CodeValue: "body.value"}
	give(s, "answers", "record-answer", "Record an answer that somebody gave by radio", fields, func(ctx context.Context, request string, in *orderInput[reportBody]) error {
		b := in.Body
		if b.Answer == reply.ETA && b.Minutes == 0 {
			return unfit("body.minutes", "Give the minutes until they are there, 1 to 240.")
		}
		return s.Desk.Report(ctx, in.ID, request, incident.ReportAnswer{
			Responder: b.Responder, Answer: b.Answer, Minutes: b.Minutes, Step: b.Step, Value: string(b.Value), By: b.By,
			Account: whoOf(ctx).Account, Confirmation: b.confirmation(),
		})
	})
	fields = blames{incident.CodeNoFact: "body.name", incident.CodeValue: "body.value"}
	give(s, "facts", "state-fact", "State a fact", fields, func(ctx context.Context, request string, in *orderInput[factBody]) error {
		return s.Desk.StateFact(ctx, in.ID, request, incident.StateFact{Name: in.Body.Name, Value: string(in.Body.Value), By: in.Body.By})
	})
}

func (s *server) endRoutes() {
	give(s, "stand-down", "stand-down", "End the response; recovery begins", nil, func(ctx context.Context, request string, in *orderInput[endBody]) error {
		return s.Desk.StandDown(ctx, in.ID, request, incident.StandDown{Outcome: in.Body.Outcome, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	give(s, "cancel", "cancel", "End the incident at once", nil, func(ctx context.Context, request string, in *orderInput[endBody]) error {
		return s.Desk.Cancel(ctx, in.ID, request, incident.Cancel{Outcome: in.Body.Outcome, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	give(s, "resume", "resume", "Let a paused drill go on", nil, func(ctx context.Context, request string, in *orderInput[resumeBody]) error {
		return s.Desk.Resume(ctx, in.ID, request, incident.ResumeDrill{By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
}
