package api_test

// The stand-in for the Desk as far as notices go.

import (
	"context"
	"slices"
	"time"

	"muster/incident"
	"muster/incident/notice"
)

func (d *desk) SendNotice(_ context.Context, id, request string, o incident.SendNotice) error {
	return d.take(id, request, o)
}

func (d *desk) ApproveNotice(_ context.Context, id, request string, o incident.ApproveNotice) error {
	return d.take(id, request, o)
}

func (d *desk) RejectNotice(_ context.Context, id, request string, o incident.RejectNotice) error {
	return d.take(id, request, o)
}

func (d *desk) DraftNotice(_ context.Context, id string, o incident.SendNotice) (incident.NoticeDraft, error) {
	return incident.NoticeDraft{Audience: o.Audience.Of, Zones: []string{}, AudienceCount: 12, Parts: 24, Rate: 1}, d.take(id, "", o)
}

func (d *desk) Leaving(_ context.Context, _ string, views []incident.NoticeView) []incident.NoticeView {
	return views
}

func (d *desk) Foresee(_ context.Context, _, _ string, steps []incident.StepView) []incident.StepView {
	shown := slices.Clone(steps)
	for k := range shown {
		shown[k].Expect(notice.Notice{Plan: "N3", Kind: notice.AllClear}, notice.Reach{Residents: 12, Parts: 24, Rate: 2}, time.Time(*shown[k].OpenedAt))
	}
	return shown
}

func (d *desk) OptedOut(_ context.Context, phone string) error { return d.take("", "", phone) }
