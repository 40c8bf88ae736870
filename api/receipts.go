package api

// Receipts: what the carrier says of messages, collected for a moment so that an incident gets one batch and not each alone.

import (
	"context"
	"errors"
	"sync"
	"time"

	"muster/carrier"
	"muster/incident"
)

// How receipts are collected.
const (
	collectFor    = 300 * time.Millisecond // from the first receipt of a batch
	batchSize     = 200                    // a batch of so many goes at once
	mostReceipts  = 10_000                 // that are kept at once; past it the carrier is told to come again
	handOverLimit = 5 * time.Second        // for the engine to take a batch
)

// errCrowded means that too many receipts wait for the engine.
var errCrowded = errors.New("too many receipts wait for the engine")

// handOver gives a batch to the incident that it is for; without an error the engine holds it.
type handOver func(ctx context.Context, incident string, receipts []incident.Receipt) error

// receipts collects them. Whoever brings one waits until its batch is handed over.
type receipts struct {
	handOver handOver
	clock    Clock
	stopping <-chan struct{} // closed: nothing is collected any more, and everything goes at once

	mu   sync.Mutex
	open map[string]*batch // by incident
	kept int               // receipts that are not handed over yet
}

// batch is what is handed over together. err is set before done is closed.
type batch struct {
	incident string
	receipts []incident.Receipt
	stop     func() bool // its timer
	done     chan struct{}
	err      error
}

func newReceipts(to handOver, clock Clock, stopping <-chan struct{}) *receipts {
	return &receipts{handOver: to, clock: clock, stopping: stopping, open: map[string]*batch{}}
}

// add brings a receipt to its incident and returns once the engine holds it, errCrowded if there is no room, or the error
// that kept it from being handed over.
func (r *receipts) add(ctx context.Context, id string, receipt incident.Receipt) error {
	b, full := r.join(id, receipt)
	if b == nil {
		return errCrowded
	}
	if full || receipt.Failure != "" {
		r.send(b)
	}
	select {
	case <-b.done:
	case <-r.stopping:
		r.send(b)
		<-b.done
	case <-ctx.Done():
		return ctx.Err()
	}
	return b.err
}

// join puts a receipt into its incident's batch and says whether that is full; the batch is nil if there is no room.
func (r *receipts) join(id string, receipt incident.Receipt) (b *batch, full bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept >= mostReceipts {
		return nil, false
	}
	b = r.open[id]
	if b == nil {
		b = &batch{incident: id, done: make(chan struct{})}
		b.stop = r.clock.AfterFunc(collectFor, func() { r.send(b) })
		r.open[id] = b
	}
	b.receipts = append(b.receipts, receipt)
	r.kept++
	return b, len(b.receipts) >= batchSize
}

// send hands a batch over, once: whoever comes later finds it gone.
func (r *receipts) send(b *batch) {
	r.mu.Lock()
	mine := r.open[b.incident] == b
	if mine {
		delete(r.open, b.incident)
	}
	r.mu.Unlock()
	if !mine {
		return
	}
	b.stop()
	ctx, cancel := context.WithTimeout(context.Background(), handOverLimit) // no single request's: the batch is many's
	defer cancel()
	b.err = r.handOver(ctx, b.incident, b.receipts)
	r.mu.Lock()
	r.kept -= len(b.receipts)
	r.mu.Unlock()
	close(b.done)
}

// receiptOf puts a carrier's receipt into an incident's words. Whatever it says, it proves that the message was taken.
func (s *server) receiptOf(r carrier.Receipt) incident.Receipt {
	if r.Call != "" {
		return callReceiptOf(r, s.CallFailure(r.Call, r.Code))
	}
	receipt := incident.Receipt{Page: r.Tag.Page, Attempt: r.Tag.Attempt, CarrierID: r.ID, State: incident.AttemptSent}
	switch r.Status {
	case carrier.Delivered:
		receipt.State = incident.AttemptDelivered
	case carrier.Undelivered:
		receipt.State = incident.AttemptUndelivered
	case carrier.Failed:
		receipt.State = incident.AttemptFailed
	case carrier.Queued, carrier.Sending, carrier.Sent:
	}
	if receipt.State == incident.AttemptUndelivered || receipt.State == incident.AttemptFailed {
		receipt.Failure = s.Failure(carrier.Classify(r.Code, 0))
	}
	return receipt
}
