package app

// What other incidents have sent to a phone, as the shadow knows it.

import (
	"context"

	"muster/dispatch"
)

// others implements activities.OtherIncidents.
type others struct {
	store *database
	key   dispatch.PhoneKey
}

func (o others) RecordedElsewhere(ctx context.Context, id, phone string, carrierIDs []string) ([]string, error) {
	return o.store.RecordedElsewhere(ctx, id, o.key.Hash(phone), carrierIDs)
}
