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

// ShadowRest is how long the activity rests after a good write before it completes, so that an incident writes in batches.
const ShadowRest = 400 * time.Millisecond

// ShadowStore keeps the readable copies.
type ShadowStore interface {
	// Record writes what has changed. Writing the same again, or something older, changes nothing.
	Record(ctx context.Context, s incident.Shadow) error
}

// Recorder writes shadows.
type Recorder struct {
	Store ShadowStore
	Rest  time.Duration // after a good write
}

// RecordShadow writes what an incident's shadow lacks.
func (r *Recorder) RecordShadow(ctx context.Context, s incident.Shadow) error {
	if err := r.record(ctx, s); err != nil {
		return fmt.Errorf("record the shadow of %s: %w", s.Incident, err)
	}
	rest := time.NewTimer(r.Rest)
	defer rest.Stop()
	select {
	case <-rest.C:
	case <-ctx.Done():
	}
	return nil
}

func (r *Recorder) record(ctx context.Context, s incident.Shadow) error {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	return r.Store.Record(ctx, s)
}
