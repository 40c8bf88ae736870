package console

// The orders of the incident's page, each with what its form must say.

import (
	"context"
	"net/http"
	"slices"

	"muster/account"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

// The limits of free texts are the API's.
const (
	mostReason = 500
	mostNote   = 2000
	mostETA    = 240 // minutes
)

func (s *server) orderRoutes() {
	for _, o := range []order{
		{"answers", "record-answer", account.Respond, s.report, ""},
		{"facts", "state-fact", account.Respond, s.stateFact, ""},
		{"notes", "add-note", account.Respond, s.addNote, ""},
		{"escalate", "escalate", account.Respond, s.escalate, ""},
		{"steps/:step/start", "start-step", account.Respond, s.startStep, ""},
		{"steps/:step/done", "finish-step", account.Respond, s.finishStep, ""},
		{"steps/:step/skip", "skip-step", account.Command, s.skipStep, ""},
		{"reassign", "reassign-step", account.Command, s.reassignStep, ""},
		{"extend", "extend-step", account.Command, s.extendStep, ""},
		{"assign", "assign-seat", account.Command, s.assignSeat, ""},
		{"seats/:seat/release", "release-seat", account.Command, s.releaseSeat, ""},
		{"level", "set-level", account.Command, s.setLevel, ""},
		{"merge", "merge-incident", account.Command, s.merge, ""},
		{"steps", "add-step", account.Command, s.addStep, ""},
		{"links", "link-incident", account.Command, s.openLink, ""},
		{"places", "add-place", account.Respond, s.addPlace, ""},
		{"stand-down", "stand-down", account.Command, s.standDown, ""},
		{"cancel", "cancel", account.Command, s.cancel, ""},
		{"resume", "resume", account.Command, s.resume, ""},
		{"notices", "send-notice", account.Command, s.sendNotice, noticesPart},
		{"notices/:notice/approve", "approve-notice", account.Command, s.approveNotice, noticesPart},
		{"notices/:notice/reject", "reject-notice", account.Command, s.rejectNotice, noticesPart},
	} {
		s.give(o)
	}
}

// verbs are what somebody can have said by radio.
var verbs = []reply.Verb{reply.Accept, reply.ETA, reply.OnScene, reply.Done, reply.Cannot, reply.NeedHelp, reply.Danger, reply.Relief}

func (s *server) report(ctx context.Context, f form) error {
	o := incident.ReportAnswer{Responder: f.get("responder"), Answer: reply.Verb(f.get("answer")), Value: f.get("value"), By: f.by, Account: f.who.Account, Confirmation: f.confirm}
	switch {
	case o.Responder == "":
		return unfit("answer.no-person")
	case !slices.Contains(verbs, o.Answer):
		return unfit("answer.no-answer")
	case o.Answer == reply.ETA:
		if o.Minutes = f.number("minutes"); o.Minutes < 1 || o.Minutes > mostETA {
			return unfit("answer.no-minutes")
		}
	}
	return s.Desk.Report(ctx, f.id, f.request, o)
}

func (s *server) stateFact(ctx context.Context, f form) error {
	value, err := f.text("value", mostReason, "fact.no-value")
	if err != nil {
		return err
	}
	return s.Desk.StateFact(ctx, f.id, f.request, incident.StateFact{Name: f.get("name"), Value: value, By: f.by})
}

func (s *server) addNote(ctx context.Context, f form) error {
	text, err := f.text("text", mostNote, "note.no-text")
	if err != nil {
		return err
	}
	return s.Desk.AddNote(ctx, f.id, f.request, incident.AddNote{By: f.by, Text: text})
}

func (s *server) escalate(ctx context.Context, f form) error {
	reason, err := f.text("reason", mostReason, "order.no-reason")
	if err != nil {
		return err
	}
	return s.Desk.Escalate(ctx, f.id, f.request, incident.Escalate{Seat: f.get("seat"), By: f.by, Reason: reason, Confirmation: f.confirm})
}

func (s *server) startStep(ctx context.Context, f form) error {
	return s.Desk.StartStep(ctx, f.id, f.request, incident.StartStep{Step: f.step(), By: f.by})
}

func (s *server) finishStep(ctx context.Context, f form) error {
	return s.Desk.FinishStep(ctx, f.id, f.request, incident.FinishStep{
		Step: f.step(), By: f.by, Value: short(f.get("value"), mostReason), Note: short(f.get("note"), mostReason), Account: f.who.Account, Confirmation: f.confirm,
	})
}

func (s *server) skipStep(ctx context.Context, f form) error {
	reason, err := f.text("reason", mostReason, "order.no-reason")
	if err != nil {
		return err
	}
	return s.Desk.SkipStep(ctx, f.id, f.request, incident.SkipStep{Step: f.step(), By: f.by, Reason: reason, Confirmation: f.confirm})
}

// levels are the response levels, the gravest first.
var levels = []frozen.Level{frozen.L1, frozen.L2, frozen.L3, frozen.L4}

func (s *server) setLevel(ctx context.Context, f form) error {
	reason, err := f.text("reason", mostReason, "order.no-reason")
	level := frozen.Level(f.get("level"))
	switch {
	case err != nil:
		return err
	case !slices.Contains(levels, level):
		return unfit("declare.no-level")
	}
	return s.Desk.SetLevel(ctx, f.id, f.request, incident.SetLevel{Level: level, By: f.by, Reason: reason, Confirmation: f.confirm})
}

// merge makes this incident a part of another one, which has to be one that its giver commands too.
func (s *server) merge(ctx context.Context, f form) error {
	into := f.get("into")
	at, err := s.whereIs(ctx, into)
	switch {
	case err != nil:
		return err
	case !may(f.who, account.Command, at):
		return &refusedError{"error.forbidden", http.StatusForbidden}
	}
	return s.Desk.Merge(ctx, f.id, f.request, incident.Merge{Into: into, By: f.by, Confirmation: f.confirm})
}
