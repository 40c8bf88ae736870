package app

// What other incidents have sent to a phone, as the shadow knows it.

import (
	"context"
	"log/slog"

	"muster/dispatch"
)

// others implements activities.OtherIncidents.
type others struct {
	store *database
	key   dispatch.PhoneKey
	log   *slog.Logger
}

func (o others) RecordedElsewhere(ctx context.Context, id, phone string, carrierIDs []string) ([]string, error) {
	elsewhere, err := o.store.RecordedElsewhere(ctx, id, o.key.Hash(phone), carrierIDs)
	if err != nil { // the attempt takes for its own what the carrier has in its words
		o.log.Warn("nobody could say whether another incident has sent what the carrier has", "incident", id, "error", err)
	}
	return elsewhere, err
}
