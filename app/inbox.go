package app

// The inbox: what is read from the carrier's list, handed to the Desk, and noted.

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"muster/activities"
	"muster/carrier"
	"muster/carrier/inbox"
	"muster/dispatch"
	"muster/incident"
	"muster/store"
)

// noteTimeout bounds what is done at the database for a text; nothing waits for it.
const noteTimeout = 100 * time.Millisecond

// mostNotes is how many texts wait to be noted; past it they are not.
const mostNotes = 1000

// mostTogether is how many are noted at once.
const mostTogether = 64

func (p *program) openInbox(context.Context) error {
	p.handed = &handedOver{store: p.store, log: p.log, queue: make(chan dispatch.HandedOver, mostNotes)}
	if p.config.polls() {
		p.network.reports = inbox.NewReports(inbox.ReportOptions{Carrier: p.network.adapter, Deliver: p.report, Recall: p.recall})
		p.network.port = p.network.reports
	}
	p.inbox = inbox.Open(inbox.Options{
		Carrier: p.network.adapter, Desk: reading{p.desk}, Path: p.dir.file("inbound.json"), Known: p.handed.known,
		Poll: p.config.polls(), Reports: p.network.reports, Log: p.log,
	})
	return nil
}

// startNotes notes what webhooks bring, in a process beside those that read the list.
func (p *program) startNotes(ctx context.Context) error {
	noting, stop := context.WithCancel(context.WithoutCancel(ctx))
	var group sync.WaitGroup
	group.Go(func() { p.handed.run(noting) })
	p.later(func() {
		stop()
		group.Wait()
	})
	return nil
}

// startInbox reads the list until the program ends.
func (p *program) startInbox(ctx context.Context) error {
	reading, stop := context.WithCancel(context.WithoutCancel(ctx))
	var group sync.WaitGroup
	group.Go(func() { p.inbox.Run(reading) })
	group.Go(func() { p.handed.run(reading) })
	p.later(func() {
		stop()
		group.Wait()
	})
	return nil
}

// handedOver notes that the engine holds a text, and returns at once.
func (p *program) handedOver(h dispatch.HandedOver) {
	if p.config.Role != RoleAPI { // which does not read the list, and would remember each for ever
		p.inbox.Handed(h.ID)
	}
	p.handed.add(h)
}

// report hands an incident what the list says of its messages. What is no incident's, such as a reply, needs nothing.
func (p *program) report(ctx context.Context, id string, receipts []carrier.Receipt) error {
	for _, r := range receipts {
		p.reported(r)
	}
	if !strings.HasPrefix(id, "inc-") {
		return nil
	}
	var told []incident.Receipt
	for _, r := range receipts {
		told = append(told, receiptOf(r))
	}
	return p.desk.Delivered(ctx, id, told)
}

// receiptOf puts a final receipt into an incident's words.
func receiptOf(r carrier.Receipt) incident.Receipt {
	told := incident.Receipt{Page: r.Tag.Page, Attempt: r.Tag.Attempt, CarrierID: r.ID, State: incident.AttemptDelivered}
	if r.Status == carrier.Delivered {
		return told
	}
	told.State, told.Failure = incident.AttemptFailed, activities.Failure(carrier.Classify(r.Code, 0))
	if r.Status == carrier.Undelivered {
		told.State = incident.AttemptUndelivered
	}
	return told
}

func (p *program) recall(ctx context.Context) ([]carrier.Receipt, error) {
	sent, err := p.desk.Unreported(ctx)
	var awaited []carrier.Receipt
	for _, m := range sent {
		awaited = append(awaited, carrier.Receipt{Tag: carrier.Tag{Incident: m.Incident, Page: m.Page, Attempt: m.Attempt}, ID: m.CarrierID})
	}
	return awaited, err
}

// reading is the Desk as the inbox wants it.
type reading struct{ *dispatch.Desk }

// Take implements inbox.Desk.
func (r reading) Take(ctx context.Context, in carrier.Inbound) error {
	return r.Desk.Take(ctx, activities.Text{ID: in.ID, From: in.From, Body: in.Body, At: in.At})
}

// handedOver writes to the database which texts the engine holds, as far as that works.
type handedOver struct {
	store *database
	log   *slog.Logger
	queue chan dispatch.HandedOver
}

func (h *handedOver) add(text dispatch.HandedOver) {
	select {
	case h.queue <- text:
	default: // the database is away; the engine knows the text, and so does the inbox's file
	}
}

func (h *handedOver) run(ctx context.Context) {
	for {
		select {
		case text := <-h.queue:
			h.note(ctx, h.gather(text))
		case <-ctx.Done():
			return
		}
	}
}

// gather adds the texts that wait at this moment: they share one wait for the disk.
func (h *handedOver) gather(first dispatch.HandedOver) []store.Text {
	texts := []store.Text{{ID: first.ID, Hash: first.Hash, Incidents: first.Incidents, HandedAt: first.At}}
	for len(texts) < mostTogether {
		select {
		case next := <-h.queue:
			texts = append(texts, store.Text{ID: next.ID, Hash: next.Hash, Incidents: next.Incidents, HandedAt: next.At})
		default:
			return texts
		}
	}
	return texts
}

func (h *handedOver) note(ctx context.Context, texts []store.Text) {
	ctx, cancel := context.WithTimeout(ctx, noteTimeout)
	defer cancel()
	if err := h.store.RecordTexts(ctx, texts); err != nil {
		h.log.Debug("texts were not noted in the database", "texts", len(texts), "error", err)
	}
}

// known are those of some texts that the database knows to have been handed over; none while it is away.
func (h *handedOver) known(ctx context.Context, ids []string) []string {
	ctx, cancel := context.WithTimeout(ctx, noteTimeout)
	defer cancel()
	texts, err := h.store.Texts(ctx, ids)
	if err != nil {
		return nil
	}
	var known []string
	for _, t := range texts {
		known = append(known, t.ID)
	}
	return known
}
