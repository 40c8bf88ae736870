package incident

// Notices that are not sent yet: what the open steps will send once they are done, for whoever is about to complete one.

import (
	"time"

	"muster/incident/frozen"
	"muster/incident/notice"
)

// Foreseen are the notices that open steps send when they are done, as they would leave now; nothing changes.
func (i *Incident) Foreseen(now time.Time) []notice.Notice {
	before := i.now
	defer func() { i.now = before }()
	i.now = now
	if i.State.EndedAt != nil || !i.rules(frozen.NoticesAreSent) {
		return nil
	}
	var list []notice.Notice
	for _, s := range i.State.Steps {
		p := i.planStep(s.ID)
		if p.Notice == nil || p.Notice.At != frozen.AtDone || !s.active() {
			continue
		}
		if n := i.planned(p.Notice.ID); n != nil {
			list = append(list, i.fromStep(n, p))
		}
	}
	return list
}

// Ahead is how long what is leaving already takes before anything that is sent now.
func (i *Incident) Ahead() time.Duration { return i.ahead(nil) }

// ForeseenNotice is the notice that a step sends when it is done, as it would leave now.
type ForeseenNotice struct {
	ID             string      `json:"id"` // in the plan
	Kind           notice.Kind `json:"kind"`
	AudienceCount  int         `json:"audience_count"` // residents
	ExpectedLastAt Time        `json:"expected_last_at"`
}

// Expect says of the step that sends a notice how many residents it reaches, and when the last of them is told.
func (v *StepView) Expect(n notice.Notice, r notice.Reach, at time.Time) {
	v.Notice = &ForeseenNotice{ID: n.Plan, Kind: n.Kind, AudienceCount: r.Residents, ExpectedLastAt: Time(at.Add(r.Takes()))}
}
