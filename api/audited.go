package api

// What is noted in the audit log: every call that changes something, once it has.

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"muster/api/noted"
	"muster/audit"
	"muster/incident"
)

// beforeTimeout bounds how long an order waits to know how its incident stood before.
const beforeTimeout = 100 * time.Millisecond

// note is what a call says of itself for the audit log. Calls fill in what they know; the body is what was asked for otherwise.
type note struct {
	subject       string
	before, after any
	step, seat    string // which part of an incident an order is about
	body          []byte
	idle          bool // the call only looks, and is not noted

	id     string // of the entry; empty: the call is none that is noted
	action string
	begun  bool // the log knows that the call has begun
}

// noteOf is the note of a request, one that nobody reads if there is none.
func noteOf(ctx context.Context) *note {
	if n := requestOf(ctx).note; n != nil {
		return n
	}
	return &note{}
}

func brokenAudit(err error) *audit.BrokenError {
	var broken *audit.BrokenError
	if errors.As(err, &broken) {
		return broken
	}
	return nil
}

// audited has a call noted if it is one that changes something.
func (s *server) audited(op operation) func(huma.Context, func(huma.Context)) {
	if op.Method == http.MethodGet || rules[op.OperationID].reach == anybody || unaudited[op.OperationID] {
		return func(hc huma.Context, next func(huma.Context)) { next(hc) }
	}
	return func(hc huma.Context, next func(huma.Context)) {
		n := requestOf(hc.Context()).note
		if n == nil {
			n = &note{}
		}
		n.id, n.action = audit.NewID(), op.OperationID
		n.subject, n.step, n.seat = cmp.Or(hc.Param("id"), hc.Param("site"), hc.Param("plan")), hc.Param("step"), hc.Param("seat")
		status := http.StatusInternalServerError // where it panics, maybe after the deed
		defer func() { s.ended(hc.Context(), n, status) }()
		next(hc)
		status = humagin.Unwrap(hc).Writer.Status() // also of what was refused before the call saw it
	}
}

// begins says in the log that a call is about to do something, should it be cut off. What is refused before comes no further.
func (s *server) begins(ctx context.Context) {
	n := noteOf(ctx)
	if n.id == "" {
		return
	}
	n.begun = true
	s.Audit.Begin(s.entry(ctx, n, audit.Uncertain, n.ordered()))
}

// ended notes how a call ended. What was refused, or only looked, changed nothing.
func (s *server) ended(ctx context.Context, n *note, status int) {
	switch {
	case !n.idle && status < http.StatusMultipleChoices:
		s.note(ctx, n, audit.Done)
	case !n.idle && status >= http.StatusInternalServerError:
		s.note(ctx, n, audit.Uncertain)
	case n.begun:
		s.Audit.Drop(n.id)
	}
}

func (s *server) note(ctx context.Context, n *note, how audit.Outcome) {
	after := n.after
	if ordered := n.ordered(); ordered != nil {
		if after == nil {
			after = ordered
		} else if _, whole := after.(map[string]any); whole {
			after = map[string]any{"ordered": ordered, "is": n.after}
		}
	}
	s.Audit.Note(s.entry(ctx, n, how, after))
}

func (s *server) entry(ctx context.Context, n *note, how audit.Outcome, after any) audit.Entry {
	return audit.Entry{
		ID: n.id, At: s.Clock.Now().UTC().Truncate(time.Millisecond), Who: requestOf(ctx).who.Who(), From: requestOf(ctx).address, Action: n.action,
		Subject: n.subject, Outcome: how, Before: audit.Detail(n.before), After: audit.Detail(after),
	}
}

// ordered is the body of a call, if it is JSON with something in it.
func (n *note) ordered() any {
	var body map[string]any
	if json.Unmarshal(n.body, &body) != nil || len(body) == 0 {
		return nil
	}
	return body
}

// before notes how an incident stands as an order comes, if the database says so at once.
func (s *server) before(ctx context.Context, id string) {
	n := requestOf(ctx).note
	if n == nil {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, beforeTimeout)
	defer cancel()
	if view, found, err := s.Shadow.Incident(bounded, id); err == nil && found {
		n.before = n.part(view)
	}
}

// after notes how it stands then.
func (n *note) stands(view incident.View) { n.after = n.part(view) }

// part is what of an incident an order is about: a step, a seat, or the incident as a whole.
func (n *note) part(view incident.View) map[string]any { return noted.Part(view, n.step, n.seat) }
