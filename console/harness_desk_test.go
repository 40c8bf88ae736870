package console_test

// The desk: it holds what it was told, and tells nobody.

import (
	"context"
	"time"

	"muster/console"
	"muster/incident"
	"muster/incident/testpage"
)

// told is an order that the desk was given.
type told struct {
	what, id, request string
	order             any
}

// desk holds what it was told, and tells nobody. What it is told under a key that it knows changes nothing.
type desk struct {
	views    map[string]incident.View
	keys     map[string]string
	declared []console.Declaration
	orders   []told
	err      error // of every order, and of declaring
	away     error // of looking
	tests    []told
	tested   testpage.Outcome
}

func (d *desk) TestPage(_ context.Context, request, site, responder string) (testpage.Outcome, error) {
	d.tests = append(d.tests, told{"test", site, request, responder})
	return d.tested, d.err
}

func (d *desk) Declare(_ context.Context, declared console.Declaration) (incident.View, error) {
	if d.err != nil {
		return incident.View{}, d.err
	}
	if id, twice := d.keys[declared.Key]; twice {
		return d.views[id], nil
	}
	d.declared = append(d.declared, declared)
	view := incident.View{ID: known, Plan: declared.Plan, Site: declared.Site, Mode: declared.Mode, State: incident.Open}
	d.views[view.ID], d.keys[declared.Key] = view, view.ID
	return view, nil
}

func (d *desk) Status(_ context.Context, id string) (incident.View, []incident.Entry, error) {
	view, there := d.views[id]
	switch {
	case d.away != nil:
		return incident.View{}, nil, d.away
	case !there:
		return incident.View{}, nil, incident.Fail(incident.CodeNoIncident, "There is no such incident.")
	}
	return view, nil, nil
}

func (d *desk) take(what, id, request string, order any) error {
	d.orders = append(d.orders, told{what, id, request, order})
	return d.err
}

func (d *desk) Report(_ context.Context, id, request string, o incident.ReportAnswer) error {
	return d.take("report", id, request, o)
}

func (d *desk) StartStep(_ context.Context, id, request string, o incident.StartStep) error {
	return d.take("start", id, request, o)
}

func (d *desk) FinishStep(_ context.Context, id, request string, o incident.FinishStep) error {
	return d.take("finish", id, request, o)
}

func (d *desk) SkipStep(_ context.Context, id, request string, o incident.SkipStep) error {
	return d.take("skip", id, request, o)
}

func (d *desk) ReassignStep(_ context.Context, id, request string, o incident.ReassignStep) error {
	return d.take("reassign", id, request, o)
}

func (d *desk) ExtendStep(_ context.Context, id, request string, o incident.ExtendStep) error {
	return d.take("extend", id, request, o)
}

func (d *desk) AssignSeat(_ context.Context, id, request string, o incident.AssignSeat) error {
	return d.take("assign", id, request, o)
}

func (d *desk) ReleaseSeat(_ context.Context, id, request string, o incident.ReleaseSeat) error {
	return d.take("release", id, request, o)
}

func (d *desk) StateFact(_ context.Context, id, request string, o incident.StateFact) error {
	return d.take("fact", id, request, o)
}

func (d *desk) SetLevel(_ context.Context, id, request string, o incident.SetLevel) error {
	return d.take("level", id, request, o)
}

func (d *desk) AddNote(_ context.Context, id, request string, o incident.AddNote) error {
	return d.take("note", id, request, o)
}

func (d *desk) Escalate(_ context.Context, id, request string, o incident.Escalate) error {
	return d.take("escalate", id, request, o)
}

func (d *desk) StandDown(_ context.Context, id, request string, o incident.StandDown) error {
	return d.take("stand-down", id, request, o)
}

func (d *desk) Merge(_ context.Context, id, request string, o incident.Merge) error {
	return d.take("merge", id, request, o)
}

func (d *desk) AddStep(_ context.Context, id, request string, o incident.AddStep) error {
	return d.take("add-step", id, request, o)
}

func (d *desk) Link(_ context.Context, id, request string, o incident.OpenLink) error {
	return d.take("link", id, request, o)
}

func (d *desk) AddPlace(_ context.Context, id, request string, o incident.AddPlace) error {
	return d.take("place", id, request, o)
}

func (d *desk) Cancel(_ context.Context, id, request string, o incident.Cancel) error {
	return d.take("cancel", id, request, o)
}

func (d *desk) Resume(_ context.Context, id, request string, o incident.ResumeDrill) error {
	return d.take("resume", id, request, o)
}

func (d *desk) SendNotice(_ context.Context, id, request string, o incident.SendNotice) error {
	return d.take("send-notice", id, request, o)
}

func (d *desk) ApproveNotice(_ context.Context, id, request string, o incident.ApproveNotice) error {
	return d.take("approve-notice", id, request, o)
}

func (d *desk) RejectNotice(_ context.Context, id, request string, o incident.RejectNotice) error {
	return d.take("reject-notice", id, request, o)
}

func (d *desk) DraftNotice(_ context.Context, _ string, o incident.SendNotice) (incident.NoticeDraft, error) {
	return incident.NoticeDraft{Audience: o.Audience.Of, Text: o.Text, AudienceCount: 96, Parts: 192, ExpectedLastAt: incident.Time(now.Add(time.Minute)), ApprovalsNeeded: 2}, d.err
}

func (*desk) Leaving(_ context.Context, _ string, views []incident.NoticeView) []incident.NoticeView {
	return views
}

func (*desk) Foresee(_ context.Context, _, _ string, steps []incident.StepView) []incident.StepView {
	return steps
}
