package api

// What the tests look at from outside.

import (
	"context"

	"muster/incident"
)

// Codes are all codes of problems.
var Codes = codes

// The bounds of collected receipts.
const (
	CollectFor   = collectFor
	BatchSize    = batchSize
	MostReceipts = mostReceipts
)

// ErrCrowded means that there is no room for a receipt.
var ErrCrowded = errCrowded

// Receipts collects receipts.
type Receipts = receipts

// NewReceipts makes one.
var NewReceipts = newReceipts

// Add brings a receipt and waits until its batch is handed over.
func (r *receipts) Add(ctx context.Context, id string, receipt incident.Receipt) error {
	return r.add(ctx, id, receipt)
}
