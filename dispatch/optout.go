package dispatch

// People who want no messages, or want them again: they say so by the carrier's own words. Residents get no notices then; incidents
// see for themselves what a responder says, and the roster's coverage names who cannot be texted.

import (
	"context"
	"slices"
	"time"

	"muster/incident"
	"muster/incident/reply"
	"muster/workflows"
)

// OptOuts keeps who wants no messages.
type OptOuts interface {
	// Resident says whether a number is a resident's, at whichever site.
	Resident(phone string) bool
	// Keep notes that a number wants no messages, or wants them again, as of a moment; what was said later stands. Without an error
	// it survives a restart.
	Keep(ctx context.Context, phone string, out bool, at time.Time) error
	// Wrong notes that somebody has written from a number that it is the wrong one, or as its owner does after all. Nobody waits.
	Wrong(phone string, wrong bool, at time.Time)
}

// choice says whether a text is one of a resident about getting messages at all, and which: no more, or again.
func (d *Desk) choice(t workflows.Inbound) (out, ok bool) {
	if d.options.OptOuts == nil {
		return false, false
	}
	switch reply.Parse(t.Body).Verb {
	case reply.OptOut:
		return true, d.options.OptOuts.Resident(t.From)
	case reply.OptIn:
		return false, d.options.OptOuts.Resident(t.From)
	default:
	}
	return false, false
}

// owners are the words that only the owner of a number writes: "9" takes a wrong number back as well.
var owners = []reply.Verb{reply.Accept, reply.ETA, reply.OnScene, reply.Done, reply.NeedHelp, reply.Relief, reply.Undo}

// keepStaffs keeps what somebody of the staff says about getting messages: the network holds to it between incidents too, and a
// wrong number is wrong in the next one.
func (d *Desk) keepStaffs(ctx context.Context, t workflows.Inbound) {
	if d.options.OptOuts == nil || !d.known(t.From) {
		return
	}
	switch verb := reply.Parse(t.Body).Verb; {
	case verb == reply.OptOut || verb == reply.OptIn:
		if err := d.options.OptOuts.Keep(ctx, t.From, verb == reply.OptOut, writtenAt(t)); err != nil {
			d.log.Warn("what a responder says about getting messages was not kept", "message", t.ID, "error", err)
		}
	case verb == reply.WrongNumber || slices.Contains(owners, verb):
		d.options.OptOuts.Wrong(t.From, verb == reply.WrongNumber, writtenAt(t))
	}
}

// writtenAt is when a text was written.
func writtenAt(t workflows.Inbound) time.Time {
	if t.At.IsZero() {
		return time.Now().UTC()
	}
	return t.At.UTC()
}

// keepChoice takes it in. The carrier answers such words itself.
func (d *Desk) keepChoice(ctx context.Context, t workflows.Inbound, out bool) error {
	if err := d.options.OptOuts.Keep(ctx, t.From, out, writtenAt(t)); err != nil {
		d.log.Error("a resident's choice was not kept", "message", t.ID, "error", err)
		return incident.Fail(incident.CodeEngine, "The text was not taken: send it again.")
	}
	d.handed(t, nil)
	return nil
}

// OptedOut keeps that the network says of a number that it wants no messages, if it is a resident's.
func (d *Desk) OptedOut(ctx context.Context, phone string) error {
	if d.options.OptOuts == nil || !d.options.OptOuts.Resident(phone) {
		return nil
	}
	return d.options.OptOuts.Keep(ctx, phone, true, time.Now().UTC())
}
