package activities

// Notices to residents and outside calls. Both go through ports; which adapter stands behind them decides whether anybody
// outside of the staff is reached, and a drill's worker has one that reaches nobody.

import (
	"context"
	"fmt"

	"muster/incident"
	"muster/incident/notice"
)

// Notice is a message to residents.
type Notice struct {
	Incident string
	Job      string // the same for every try
	Site     string
	ID       string
	Audience notice.Audience
	Text     incident.Text
}

// OutsideCall is a script handed to a person for a party outside of the staff.
type OutsideCall struct {
	Incident string
	Job      string
	Site     string
	Party    string
	Script   incident.Text
}

// Reach says whom a port reached.
type Reach struct {
	Residents int
	Contained bool // a drill: nobody
	Recorded  bool // written down instead of sent
}

// Outside is the way to people who are no responders.
type Outside interface {
	// Notify brings a notice to the residents whom it is for.
	Notify(ctx context.Context, n Notice) (Reach, error)
	// Call notes that a person was handed an outside call. Nothing is ever dialled.
	Call(ctx context.Context, c OutsideCall) (Reach, error)
}

// Jobs does what steps ask of the world beside pages.
type Jobs struct {
	Outside Outside
}

// SendNotice brings a notice to residents.
func (j *Jobs) SendNotice(ctx context.Context, in JobInput) (incident.JobResult, error) {
	reach, err := j.Outside.Notify(ctx, Notice{
		Incident: in.Incident, Job: in.Job.ID, Site: in.Site, ID: in.Job.Notice, Audience: audienceOf(in), Text: in.Job.Text,
	})
	if err != nil {
		return incident.JobResult{}, fmt.Errorf("notice %s: %w", in.Job.Notice, err)
	}
	return result(in.Job, reach), nil
}

// HandCall notes an outside call.
func (j *Jobs) HandCall(ctx context.Context, in JobInput) (incident.JobResult, error) {
	reach, err := j.Outside.Call(ctx, OutsideCall{
		Incident: in.Incident, Job: in.Job.ID, Site: in.Site, Party: in.Job.Party, Script: in.Job.Text,
	})
	if err != nil {
		return incident.JobResult{}, fmt.Errorf("call to %s: %w", in.Job.Party, err)
	}
	return result(in.Job, reach), nil
}

func result(job incident.Job, r Reach) incident.JobResult {
	return incident.JobResult{Job: job.ID, Told: r.Residents, Contained: r.Contained, Recorded: r.Recorded}
}

// Drills stops drills for a real incident.
type Drills interface {
	// StopDrills tells every open drill at a site that a real incident is open there.
	StopDrills(ctx context.Context, site, real string) error
}

// Sweeper looks for drills.
type Sweeper struct {
	Drills Drills
}

// StopDrills stops every open drill at the site of a real incident.
func (s *Sweeper) StopDrills(ctx context.Context, in Sweep) error {
	if err := s.Drills.StopDrills(ctx, in.Site, in.Incident); err != nil {
		return fmt.Errorf("stop the drills at %s: %w", in.Site, err)
	}
	return nil
}
