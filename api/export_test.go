package api

// What the tests look at from outside.

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

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

// Routes are the method and the pattern of everything that an API serves, whether it is described or not.
func Routes(handler http.Handler) [][2]string {
	engine, ok := handler.(*gin.Engine)
	if !ok {
		return nil
	}
	var all [][2]string
	for _, route := range engine.Routes() {
		all = append(all, [2]string{route.Method, route.Path})
	}
	return all
}
