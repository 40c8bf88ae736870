package activities

// Notices to residents: how many a notice is for, and handing it over to a workflow of its own. The names and bodies by which that
// is asked for stand here too.

import (
	"context"
	"fmt"

	"muster/incident"
	"muster/incident/notice"
	"muster/incident/sms"
)

// The activities' names.
const (
	WeighNotice  = "WeighNotice"
	BeginNotice  = "BeginNotice"
	StopNotice   = "StopNotice"
	SendBatch    = "SendNoticeBatch"
	SettleBatch  = "SettleNoticeBatch"
	noticePrefix = "notice-"
)

// NoticeID is the id of a notice's workflow, which its messages' tags bear as well.
func NoticeID(incident, id string) string { return noticePrefix + incident + "-" + id }

// NoticeStart is what a notice's workflow is given: whom it is for, in the order in which they are to be told, and no numbers.
type NoticeStart struct {
	ID        string        `json:"id"` // the workflow's
	Incident  string        `json:"incident"`
	Notice    string        `json:"notice"`
	Site      string        `json:"site"`
	Text      incident.Text `json:"text"`
	Residents []string      `json:"residents"`
	Parts     int           `json:"parts"` // of all messages together
	Rate      float64       `json:"rate"`  // parts per second
}

// Resident is somebody whom a notice is for.
type Resident struct {
	ID, Phone, Language string
	OptedOut            bool
}

// Residents knows who lives at a site, from memory.
type Residents interface {
	// Audience are those whom a message is for, in the order in which they are to be told.
	Audience(site string, a notice.Audience) ([]Resident, error)
	// Resident finds one of a site's.
	Resident(site, id string) (Resident, bool)
	// OptedOut notes that the network says of a number that it wants no messages.
	OptedOut(ctx context.Context, phone string) error
}

// NoticeDesk starts and stops the workflows of notices.
type NoticeDesk interface {
	// StartNotice starts one; asked again it changes nothing.
	StartNotice(ctx context.Context, n NoticeStart) error
	// StopNotice has one send no more; of one that is over it changes nothing.
	StopNotice(ctx context.Context, id string) error
}

// NoticeJobs does what incidents ask about notices.
type NoticeJobs interface {
	WeighNotice(ctx context.Context, in JobInput) (incident.JobResult, error)
	BeginNotice(ctx context.Context, in JobInput) (incident.JobResult, error)
	StopNotice(ctx context.Context, in JobInput) (incident.JobResult, error)
}

// Notices weighs notices and hands them over.
type Notices struct {
	Residents Residents
	Desk      NoticeDesk
	Rate      float64 // parts per second that Muster is set up for
}

// audienceOf is the audience that a job names.
func audienceOf(in JobInput) notice.Audience {
	a := notice.Audience{Of: in.Job.Audience, Zones: in.Job.Zones, Assist: in.Job.Assist, Places: in.Job.Places}
	if len(a.Places) == 0 {
		a.Places = in.Places
	}
	return a
}

// Weigh says how many residents an audience has, and what it takes to tell them. rate is the site's own, 0 if it has none.
func (n *Notices) Weigh(site string, a notice.Audience, text incident.Text, rate float64) (notice.Reach, []string, error) {
	all, err := n.Residents.Audience(site, a)
	if err != nil {
		return notice.Reach{}, nil, err
	}
	reach := notice.Reach{Rate: n.Rate}
	if rate > 0 {
		reach.Rate = min(rate, n.Rate)
	}
	var ids []string
	for _, r := range all {
		if r.OptedOut {
			reach.OptedOut++
			continue
		}
		ids = append(ids, r.ID)
		reach.Parts += sms.Measure(text.In(r.Language)).Parts
	}
	reach.Residents = len(ids)
	return reach, ids, nil
}

func (n *Notices) weigh(in JobInput) (notice.Reach, []string, error) {
	reach, ids, err := n.Weigh(in.Site, audienceOf(in), in.Job.Text, in.Job.Rate)
	if err != nil {
		return reach, nil, fmt.Errorf("weigh notice %s: %w", in.Job.Notice, err)
	}
	return reach, ids, nil
}

func reached(job incident.Job, r notice.Reach) incident.JobResult {
	return incident.JobResult{Job: job.ID, Told: r.Residents, OptedOut: r.OptedOut, Parts: r.Parts, Rate: r.Rate}
}

// WeighNotice says how many residents a notice is for.
func (n *Notices) WeighNotice(_ context.Context, in JobInput) (incident.JobResult, error) {
	reach, _, err := n.weigh(in)
	return reached(in.Job, reach), err
}

// BeginNotice hands a notice over to its workflow. One that is for nobody needs none.
func (n *Notices) BeginNotice(ctx context.Context, in JobInput) (incident.JobResult, error) {
	reach, ids, err := n.weigh(in)
	if err != nil || len(ids) == 0 {
		return reached(in.Job, reach), err
	}
	err = n.Desk.StartNotice(ctx, NoticeStart{
		ID: NoticeID(in.Incident, in.Job.Notice), Incident: in.Incident, Notice: in.Job.Notice, Site: in.Site, Text: in.Job.Text,
		Residents: ids, Parts: reach.Parts, Rate: reach.Rate,
	})
	return reached(in.Job, reach), err
}

// StopNotice has a notice send no more.
func (n *Notices) StopNotice(ctx context.Context, in JobInput) (incident.JobResult, error) {
	return incident.JobResult{Job: in.Job.ID}, n.Desk.StopNotice(ctx, NoticeID(in.Incident, in.Job.Notice))
}

// ContainedNotices is what drills are given instead: it tells nobody, and has that written down.
type ContainedNotices struct {
	Notices
	Outside Outside
}

// BeginNotice writes down whom the notice would have told.
func (c *ContainedNotices) BeginNotice(ctx context.Context, in JobInput) (incident.JobResult, error) {
	reach, _, err := c.weigh(in)
	if err != nil {
		return incident.JobResult{}, err
	}
	told, err := c.Outside.Notify(ctx, Notice{
		Incident: in.Incident, Job: in.Job.ID, Site: in.Site, ID: in.Job.Notice, Audience: audienceOf(in), Text: in.Job.Text,
	})
	if err != nil {
		return incident.JobResult{}, fmt.Errorf("contain notice %s: %w", in.Job.Notice, err)
	}
	result := reached(in.Job, reach)
	result.Told, result.Contained = told.Residents, true
	return result, nil
}

// StopNotice stops nothing: nothing has begun.
func (c *ContainedNotices) StopNotice(_ context.Context, in JobInput) (incident.JobResult, error) {
	return incident.JobResult{Job: in.Job.ID}, nil
}
