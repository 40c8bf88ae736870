package api_test

// The stand-in for the Desk.

import (
	"context"
	"sync"
	"time"

	"muster/api"
	"muster/carrier"
	"muster/incident"
	"muster/incident/testpage"
)

// desk records what it is told.
type desk struct {
	mu        sync.Mutex
	views     map[string]incident.View
	pending   []incident.Entry
	statusErr error
	err       error // of declarations, orders and texts
	declared  []api.Declaration
	orders    []order
	texts     []carrier.Inbound
	keys      []incident.Press
	said      incident.Spoken // to a key
	reply     string
	delivered func(ctx context.Context, id string, receipts []incident.Receipt) error
	answer    func(ctx context.Context) error
	tests     []order // their bodies are who was sent one
}

func (d *desk) TestPage(_ context.Context, request, site, responder string) (testpage.Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tests = append(d.tests, order{site, request, responder})
	return testpage.Outcome{Site: site, Responder: responder, At: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC), State: incident.AttemptSent}, d.err
}

type order struct {
	ID, Request string
	Body        any
}

func (d *desk) Declare(_ context.Context, declared api.Declaration) (incident.View, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.declared = append(d.declared, declared)
	if d.err != nil {
		return incident.View{}, d.err
	}
	v := view(known)
	d.views[known] = v
	return v, nil
}

func (d *desk) Status(_ context.Context, id string) (incident.View, []incident.Entry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.statusErr != nil {
		return incident.View{}, nil, d.statusErr
	}
	v, ok := d.views[id]
	if !ok {
		return incident.View{}, nil, incident.Fail(incident.CodeNoIncident, "There is no such incident, or it has ended: see the list of incidents.")
	}
	return v, d.pending, nil
}

func (d *desk) Answer(ctx context.Context, in carrier.Inbound) (string, error) {
	if d.answer != nil {
		return "", d.answer(ctx)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.texts = append(d.texts, in)
	return d.reply, d.err
}

func (d *desk) Press(_ context.Context, id string, p incident.Press) (incident.Spoken, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys = append(d.keys, p)
	return d.said, d.err
}

func (d *desk) Delivered(ctx context.Context, id string, receipts []incident.Receipt) error {
	return d.delivered(ctx, id, receipts)
}

func (d *desk) take(id, request string, body any) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.orders = append(d.orders, order{id, request, body})
	return d.err
}

func (d *desk) last() order {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.orders[len(d.orders)-1]
}

func (d *desk) Report(_ context.Context, id, request string, o incident.ReportAnswer) error {
	return d.take(id, request, o)
}

func (d *desk) StartStep(_ context.Context, id, request string, o incident.StartStep) error {
	return d.take(id, request, o)
}

func (d *desk) FinishStep(_ context.Context, id, request string, o incident.FinishStep) error {
	return d.take(id, request, o)
}

func (d *desk) SkipStep(_ context.Context, id, request string, o incident.SkipStep) error {
	return d.take(id, request, o)
}

func (d *desk) ReassignStep(_ context.Context, id, request string, o incident.ReassignStep) error {
	return d.take(id, request, o)
}

func (d *desk) ExtendStep(_ context.Context, id, request string, o incident.ExtendStep) error {
	return d.take(id, request, o)
}

func (d *desk) AddStep(_ context.Context, id, request string, o incident.AddStep) error {
	return d.take(id, request, o)
}

func (d *desk) StateFact(_ context.Context, id, request string, o incident.StateFact) error {
	return d.take(id, request, o)
}

func (d *desk) SetLevel(_ context.Context, id, request string, o incident.SetLevel) error {
	return d.take(id, request, o)
}

func (d *desk) AddNote(_ context.Context, id, request string, o incident.AddNote) error {
	return d.take(id, request, o)
}

func (d *desk) AssignSeat(_ context.Context, id, request string, o incident.AssignSeat) error {
	return d.take(id, request, o)
}

func (d *desk) ReleaseSeat(_ context.Context, id, request string, o incident.ReleaseSeat) error {
	return d.take(id, request, o)
}

func (d *desk) Escalate(_ context.Context, id, request string, o incident.Escalate) error {
	return d.take(id, request, o)
}

func (d *desk) StandDown(_ context.Context, id, request string, o incident.StandDown) error {
	return d.take(id, request, o)
}

func (d *desk) Cancel(_ context.Context, id, request string, o incident.Cancel) error {
	return d.take(id, request, o)
}

func (d *desk) Resume(_ context.Context, id, request string, o incident.ResumeDrill) error {
	return d.take(id, request, o)
}

func (d *desk) AddPlace(_ context.Context, id, request string, o incident.AddPlace) error {
	return d.take(id, request, o)
}

func (d *desk) Merge(_ context.Context, id, request string, o incident.Merge) error {
	return d.take(id, request, o)
}

func (d *desk) Link(_ context.Context, id, request string, o incident.OpenLink) error {
	return d.take(id, request, o)
}
