package activities

// The shadow: writing what the readable copy of an incident lacks.

import (
	"context"
	"fmt"
	"time"

	"muster/incident"
)

// A write that takes longer than statementTimeout is given up and tried again.
const statementTimeout = 2 * time.Second

// elsewhereTimeout bounds the look at other incidents.
const elsewhereTimeout = 300 * time.Millisecond

// ShadowRest is how long the activity rests after a good write before it completes, so that an incident writes in batches.
const ShadowRest = 400 * time.Millisecond

// ShadowStore keeps the readable copies.
type ShadowStore interface {
	// Record writes what has changed. Writing the same again, or something older, changes nothing.
	Record(ctx context.Context, s incident.Shadow) error
	// Elsewhere reads who works in other incidents than one, of its mode.
	Elsewhere(ctx context.Context, id string) (incident.Elsewhere, error)
}

// Recorder writes shadows.
type Recorder struct {
	Store ShadowStore
	Rest  time.Duration // after a good write
}

// RecordShadow writes what an incident's shadow lacks, and brings back who works in other incidents: each incident reads after
// its own write, so that of two that hold a person one at least sees the other. Nil: it could not be read, which holds up nothing.
func (r *Recorder) RecordShadow(ctx context.Context, s incident.Shadow) (*incident.Elsewhere, error) {
	if err := r.record(ctx, s); err != nil {
		return nil, fmt.Errorf("record the shadow of %s: %w", s.Incident, err)
	}
	rest := time.NewTimer(r.Rest)
	defer rest.Stop()
	select {
	case <-rest.C:
	case <-ctx.Done():
	}
	return r.elsewhere(ctx, s.Incident), nil
}

func (r *Recorder) elsewhere(ctx context.Context, id string) *incident.Elsewhere {
	ctx, cancel := context.WithTimeout(ctx, elsewhereTimeout)
	defer cancel()
	known, err := r.Store.Elsewhere(ctx, id)
	if err != nil {
		return nil
	}
	return &known
}

func (r *Recorder) record(ctx context.Context, s incident.Shadow) error {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	return r.Store.Record(ctx, s)
}
