package dispatch

// Notices: the orders about them, what one would be, how far one has come, and their workflows.

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/workflows"
)

// progressTimeout bounds the question to a notice how far it has come: the incident's own figures stand in.
const progressTimeout = 500 * time.Millisecond

// SendNotice proposes a notice.
func (d *Desk) SendNotice(ctx context.Context, id, request string, o incident.SendNotice) error {
	if err := d.zoned(ctx, id, o.Audience.Zones); err != nil {
		return err
	}
	return order(ctx, d, id, workflows.SendNotice, request, o)
}

// zoned refuses zones that the incident's site does not have: whoever mistypes one would tell everybody.
func (d *Desk) zoned(ctx context.Context, id string, zones []string) error {
	if len(zones) == 0 {
		return nil
	}
	status, err := d.Status(ctx, id)
	if err != nil {
		return err
	}
	site, ok := d.catalog.Site(status.View.Site)
	for _, zone := range zones {
		if !ok || !site.HasZone(zone) {
			return incident.Fail(incident.CodeNoZone, "There is no zone %q at this site: see its zones.", zone)
		}
	}
	return nil
}

// ApproveNotice has somebody stand behind a notice.
func (d *Desk) ApproveNotice(ctx context.Context, id, request string, o incident.ApproveNotice) error {
	return order(ctx, d, id, workflows.ApproveNotice, request, o)
}

// RejectNotice keeps a notice from leaving.
func (d *Desk) RejectNotice(ctx context.Context, id, request string, o incident.RejectNotice) error {
	return order(ctx, d, id, workflows.RejectNotice, request, o)
}

// DraftNotice is what a notice would be if it were sent now: whom it is for and how long it takes, with nothing sent.
func (d *Desk) DraftNotice(ctx context.Context, id string, o incident.SendNotice) (incident.NoticeDraft, error) {
	if err := d.zoned(ctx, id, o.Audience.Zones); err != nil {
		return incident.NoticeDraft{}, err
	}
	var draft workflows.NoticeDraft
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.DraftNotice, o)
	if err != nil {
		return incident.NoticeDraft{}, refusal(err)
	}
	if err := value.Get(&draft); err != nil {
		return incident.NoticeDraft{}, refusal(err)
	}
	if draft.Refused != nil {
		return incident.NoticeDraft{}, draft.Refused
	}
	reach, err := d.weigh(draft)
	if err != nil {
		return incident.NoticeDraft{}, incident.Fail(incident.CodeNoSite, "The site of this incident is not known here any more: import it again.")
	}
	return incident.DraftOf(draft.Notice, reach, time.Now().Add(draft.Ahead)), nil
}

func (d *Desk) weigh(draft workflows.NoticeDraft) (notice.Reach, error) {
	a := draft.Notice.Audience
	if len(a.Places) == 0 {
		a.Places = draft.Places
	}
	return d.options.Weigh(draft.Site, a, draft.Notice.Text, draft.Rate)
}

// Foresee says of an incident's open steps what the notices take that they send when they are done. Where that cannot be asked at
// once the steps say nothing of it. An incident none of whose open steps sends one, as its plan stands today, is not asked.
func (d *Desk) Foresee(ctx context.Context, id, plan string, steps []incident.StepView) []incident.StepView {
	if !slices.ContainsFunc(steps, func(v incident.StepView) bool { return v.OpenedAt != nil && v.DoneAt == nil && d.sends(plan, v.ID) }) {
		return steps
	}
	ctx, cancel := context.WithTimeout(ctx, progressTimeout)
	defer cancel()
	var drafts []workflows.NoticeDraft
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.Foreseen)
	if err == nil {
		err = value.Get(&drafts)
	}
	if err != nil || len(drafts) == 0 {
		return steps
	}
	shown := slices.Clone(steps)
	for _, draft := range drafts {
		k := slices.IndexFunc(shown, func(v incident.StepView) bool { return v.ID == draft.Notice.Step })
		if k < 0 {
			continue
		}
		if reach, err := d.weigh(draft); err == nil {
			shown[k].Expect(draft.Notice, reach, time.Now().Add(draft.Ahead))
		}
	}
	return shown
}

// sends says whether a plan's step sends a notice when it is done. A step of one place bears the plan's id before an @.
func (d *Desk) sends(plan, step string) bool {
	p, known := d.catalog.Plan(plan)
	id, _, _ := strings.Cut(step, "@")
	return known && slices.ContainsFunc(p.Frozen.Steps, func(s frozen.Step) bool {
		return s.ID == id && s.Notice != nil && s.Notice.At == frozen.AtDone
	})
}

// Leaving puts the figures of this moment into the views of an incident's notices.
func (d *Desk) Leaving(ctx context.Context, id string, views []incident.NoticeView) []incident.NoticeView {
	ctx, cancel := context.WithTimeout(ctx, progressTimeout)
	defer cancel()
	var leaving []string
	for _, v := range views {
		if v.State == notice.Sending {
			leaving = append(leaving, v.ID)
		}
	}
	progress, errs := atOnce(leaving, func(n string) (notice.Progress, error) { return d.progress(ctx, workflows.NoticeID(id, n)) })
	shown := slices.Clone(views)
	for k, n := range leaving {
		if i := slices.IndexFunc(shown, func(v incident.NoticeView) bool { return v.ID == n }); errs[k] == nil {
			shown[i].Show(progress[k])
		}
	}
	return shown
}

func (d *Desk) progress(ctx context.Context, id string) (notice.Progress, error) {
	var p notice.Progress
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.NoticeProgress)
	if err == nil {
		err = value.Get(&p)
	}
	return p, err
}

// StartNotice starts a notice's workflow, once.
func (d *Desk) StartNotice(ctx context.Context, n workflows.NoticeStart) error {
	_, err := d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: n.ID, TaskQueue: workflows.QueueNotices, WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		Priority:              temporal.Priority{PriorityKey: workflows.PriorityNotice},
		TypedSearchAttributes: temporal.NewSearchAttributes(workflows.KeySite.ValueSet(n.Site)),
	}, workflows.NoticeType, workflows.NoticeInput{NoticeStart: n, Limit: d.options.Limits.Continue})
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		return nil
	}
	return err
}

// StopNotice has a notice send no more. One that is over needs no stopping.
func (d *Desk) StopNotice(ctx context.Context, id string) error {
	err := d.engine.SignalWorkflow(ctx, id, "", workflows.NoticeStopped, nil)
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		return nil
	}
	return err
}
