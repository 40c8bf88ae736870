package api

// Notices to residents: those of an incident, sending one, looking beforehand what it would take, approving and rejecting.

import (
	"context"
	"net/http"

	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// Notices are what a desk can say and ask about an incident's notices to residents.
type Notices interface {
	SendNotice(ctx context.Context, id, request string, o incident.SendNotice) error
	ApproveNotice(ctx context.Context, id, request string, o incident.ApproveNotice) error
	RejectNotice(ctx context.Context, id, request string, o incident.RejectNotice) error
	// DraftNotice is what a notice would be if it were sent now.
	DraftNotice(ctx context.Context, id string, o incident.SendNotice) (incident.NoticeDraft, error)
	// Leaving puts the figures of this moment into the views of an incident's notices.
	Leaving(ctx context.Context, id string, views []incident.NoticeView) []incident.NoticeView
	// Foresee puts what the notices take that open steps of a plan send when they are done into the views of an incident's steps.
	Foresee(ctx context.Context, id, plan string, steps []incident.StepView) []incident.StepView
	// OptedOut keeps that the network says of a resident's number that it wants no messages.
	OptedOut(ctx context.Context, phone string) error
}

type (
	// noticeText is what residents read; one language stands in for the other.
	noticeText struct {
		EN string `json:"en,omitempty" maxLength:"500"`
		ZH string `json:"zh,omitempty" maxLength:"500"`
	}
	sendNoticeBody struct {
		Notice   string          `json:"notice,omitempty" maxLength:"100" doc:"The id of a notice of the plan; or text."`
		Text     *noticeText     `json:"text,omitempty" doc:"What residents are to read, where it is written by hand."`
		Audience frozen.Audience `json:"audience,omitempty" enum:"building,floor,others,zone,site,assist" doc:"Whom it is for; the plan's own, or the building's residents, if left out."`
		Zones    []string        `json:"zones,omitempty" maxItems:"50" doc:"Of the audience, only those in these zones of the site."`
		Places   []frozen.Spot   `json:"places,omitempty" maxItems:"50" doc:"Instead of the incident's places."`
		Kind     notice.Kind     `json:"kind,omitempty" enum:"first,update,all-clear" doc:"What it is; left out, what the plan makes of its notice, and an update for a text of your own. An all clear ends what else is still leaving."`
		Signed
	}
	approveBody struct {
		Reason string `json:"reason,omitempty" maxLength:"500" doc:"Of reject: why."`
		Signed
	}
	noticeInput struct {
		ID     string `path:"id" doc:"The id of an incident."`
		Notice string `path:"notice" doc:"The id of one of its notices, such as n1."`
		Key    string `header:"Idempotency-Key" maxLength:"200" doc:"Names the order, so that sending the same again does nothing twice."`
		Body   approveBody
	}
)

func (in *noticeInput) incident() string { return in.ID }

// order is a body as the incident takes it.
func (b sendNoticeBody) order() incident.SendNotice {
	o := incident.SendNotice{
		Notice: b.Notice, Kind: b.Kind, By: b.By, Confirmation: b.confirmation(),
		Audience: notice.Audience{Of: b.Audience, Zones: b.Zones, Places: b.Places},
	}
	if b.Text != nil {
		o.Text = incident.Text{EN: b.Text.EN, ZH: b.Text.ZH}
	}
	if len(b.Zones) > 0 && b.Audience == "" {
		o.Audience.Of = frozen.AudienceZone
	}
	return o
}

// unclear says what a body lacks.
func (b sendNoticeBody) unclear() error {
	if (b.Notice == "") == (b.Text == nil) {
		return unfit("body.text", "Give either a notice of the plan or a text of your own.")
	}
	return nil
}

func (s *server) noticeRoutes() {
	register(s, call(http.MethodGet, "/incidents/{id}/notices", "list-notices", tagIncidents, "List an incident's notices to residents, oldest first",
		http.StatusNotFound, http.StatusServiceUnavailable), s.listNotices)
	fields := blames{incident.CodeField: "body.text", incident.CodeNoZone: "body.zones"}
	give(s, "notices", "send-notice", "Send residents a notice, or ask for its approval", fields, func(ctx context.Context, request string, in *orderInput[sendNoticeBody]) error {
		if err := in.Body.unclear(); err != nil {
			return err
		}
		o := in.Body.order()
		o.Account = whoOf(ctx).Account
		return s.Notices.SendNotice(ctx, in.ID, request, o)
	})
	give(s, "notices/{notice}/approve", "approve-notice", "Stand behind a notice", nil, func(ctx context.Context, request string, in *noticeInput) error {
		return s.Notices.ApproveNotice(ctx, in.ID, request, incident.ApproveNotice{Notice: in.Notice, By: in.Body.By, Account: whoOf(ctx).Account})
	})
	give(s, "notices/{notice}/reject", "reject-notice", "Keep a notice from leaving", nil, func(ctx context.Context, request string, in *noticeInput) error {
		return s.Notices.RejectNotice(ctx, in.ID, request, incident.RejectNotice{Notice: in.Notice, By: in.Body.By, Reason: in.Body.Reason, Confirmation: in.Body.confirmation()})
	})
	preview := takes(call(http.MethodPost, "/incidents/{id}/notices/preview", "preview-notice", tagOrders, "See what a notice would take, and send nothing",
		http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable), jsonBody)
	register(s, preview, s.previewNotice)
}

// noticeList is an incident's notices.
type noticeList struct {
	Items      []incident.NoticeView `json:"items"`
	NextCursor *string               `json:"next_cursor" doc:"Always null: it is one list."`
}

type noticesOutput struct {
	Body noticeList
}

func (s *server) listNotices(ctx context.Context, in *showInput) (*noticesOutput, error) {
	view, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &noticesOutput{Body: noticeList{Items: filled(s.Notices.Leaving(ctx, in.ID, s.seen(ctx, view).Notices))}}, nil
}

type draftOutput struct {
	Body incident.NoticeDraft
}

func (s *server) previewNotice(ctx context.Context, in *orderInput[sendNoticeBody]) (*draftOutput, error) {
	if !incidentIDs.MatchString(in.ID) {
		return nil, noIncident()
	}
	if err := in.Body.unclear(); err != nil {
		return nil, err
	}
	engine, cancel := context.WithTimeout(ctx, orderTimeout)
	defer cancel()
	draft, err := s.Notices.DraftNotice(engine, in.ID, in.Body.order())
	if err != nil {
		return nil, s.refusal(ctx, err, blames{incident.CodeField: "body.text", incident.CodeNoZone: "body.zones"})
	}
	return &draftOutput{Body: draft}, nil
}

// noticeReceipt takes in a receipt that is of no incident's message. Of a notice only one thing matters here: that its reader wants
// no messages any more.
func (s *server) noticeReceipt(ctx context.Context, r carrier.Receipt) error {
	if !r.Status.Final() || carrier.Classify(r.Code, 0) != carrier.OptedOut || r.Status == carrier.Delivered {
		return nil
	}
	if err := s.Notices.OptedOut(ctx, r.To); err != nil {
		s.Log.WarnContext(ctx, "an opt-out was not kept", "request", requestOf(ctx).id, "error", causes(err))
		return problem(incident.CodeEngine, "The receipt was not taken: send it again.")
	}
	return nil
}
