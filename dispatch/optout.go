package dispatch

// Residents who want no messages, or want them again: they say so by the carrier's own words, as everybody does.

import (
	"context"
	"time"

	"muster/incident"
	"muster/incident/reply"
	"muster/workflows"
)

// OptOuts keeps which residents want no messages.
type OptOuts interface {
	// Resident says whether a number is a resident's, at whichever site.
	Resident(phone string) bool
	// Keep notes that a number wants no messages, or wants them again, as of a moment; what was said later stands. Without an error
	// it survives a restart.
	Keep(ctx context.Context, phone string, out bool, at time.Time) error
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

// keepChoice takes it in. The carrier answers such words itself.
func (d *Desk) keepChoice(ctx context.Context, t workflows.Inbound, out bool) error {
	at := t.At
	if at.IsZero() {
		at = time.Now()
	}
	if err := d.options.OptOuts.Keep(ctx, t.From, out, at.UTC()); err != nil {
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
