package incident

// Notices as the API shows them.

import (
	"time"

	"muster/incident/frozen"
	"muster/incident/notice"
)

// NoticeView is a notice to residents.
type NoticeView struct {
	ID              string            `json:"id"`
	Notice          *string           `json:"notice"` // its id in the plan, null for one written by hand
	Step            *string           `json:"step"`   // that sends it
	Kind            notice.Kind       `json:"kind"`
	State           notice.State      `json:"state"`
	Audience        frozen.Audience   `json:"audience"`
	Zones           []string          `json:"zones"`
	Assist          bool              `json:"assist"`
	Places          []frozen.Spot     `json:"places"` // empty: the incident's own
	Text            Text              `json:"text"`
	By              string            `json:"by"`
	ProposedAt      Time              `json:"proposed_at"`
	AudienceCount   *int              `json:"audience_count"` // residents; null until they are counted
	Parts           *int              `json:"parts"`          // of all its messages together
	Rate            *float64          `json:"rate"`           // parts per second
	OptedOut        int               `json:"opted_out"`      // who belong to the audience and want no messages
	StartedAt       *Time             `json:"started_at"`
	ExpectedLastAt  *Time             `json:"expected_last_at"` // when the last message is expected to leave
	LastAt          *Time             `json:"last_at"`          // when the latest one left
	Sent            int               `json:"sent"`
	Failed          int               `json:"failed"`
	Failures        []notice.Failures `json:"failures"`
	OptedOutSince   int               `json:"opted_out_since"`  // of the audience, who have opted out meanwhile and were left out
	ApprovalsNeeded int               `json:"approvals_needed"` // in all
	Approvals       []ConsentView     `json:"approvals"`
	Reason          *string           `json:"reason"` // why it was rejected
}

// ConsentView is somebody who stands behind a notice.
type ConsentView struct {
	By string `json:"by"`
	At Time   `json:"at"`
}

// NoticeView shows a notice.
func (i *Incident) NoticeView(n *notice.Notice) NoticeView {
	v := NoticeView{
		ID: n.ID, Notice: optional(n.Plan), Step: optional(n.Step), Kind: n.Kind, State: n.State, Audience: n.Audience.Of, Zones: nonNil(n.Audience.Zones),
		Assist: n.Audience.Assist, Places: nonNil(n.Audience.Places), Text: n.Text, By: n.By, ProposedAt: Time(n.At), StartedAt: moment(n.StartedAt),
		ExpectedLastAt: moment(n.LastBy), ApprovalsNeeded: n.Needs, Approvals: []ConsentView{}, Reason: optional(n.Reason),
	}
	if n.Reach != nil {
		reach := *n.Reach
		v.AudienceCount, v.Parts, v.Rate, v.OptedOut = &reach.Residents, &reach.Parts, &reach.Rate, reach.OptedOut
	}
	for _, c := range n.Consents {
		v.Approvals = append(v.Approvals, ConsentView{By: c.By, At: Time(c.At)})
	}
	if at := n.Progress.LastAt; at != nil {
		last := Time(i.In.At(*at))
		v.LastAt = &last
	}
	v.Show(n.Progress)
	return v
}

// Show puts newer figures of its sending into a notice's view.
func (v *NoticeView) Show(p notice.Progress) {
	v.Sent, v.Failed, v.Failures = p.Sent, p.Failed(), nonNil(p.Failures)
	v.OptedOutSince = p.OptedOut
}

func (i *Incident) noticeViews() []NoticeView {
	views := []NoticeView{}
	for _, n := range i.State.Notices {
		views = append(views, i.NoticeView(n))
	}
	return views
}

// NoticeDraft is what a notice would be if it were sent now.
type NoticeDraft struct {
	Audience        frozen.Audience `json:"audience"`
	Zones           []string        `json:"zones"`
	Text            Text            `json:"text"`
	AudienceCount   int             `json:"audience_count"`
	OptedOut        int             `json:"opted_out"`
	Parts           int             `json:"parts"`
	Rate            float64         `json:"rate"`
	ExpectedLastAt  Time            `json:"expected_last_at"` // if it left now
	ApprovalsNeeded int             `json:"approvals_needed"` // in all, of which whoever sends it is one
}

// DraftOf shows a notice that is not sent, as it would leave at a moment.
func DraftOf(n notice.Notice, r notice.Reach, at time.Time) NoticeDraft {
	return NoticeDraft{
		Audience: n.Audience.Of, Zones: nonNil(n.Audience.Zones), Text: n.Text, AudienceCount: r.Residents, OptedOut: r.OptedOut, Parts: r.Parts, Rate: r.Rate,
		ExpectedLastAt: Time(at.Add(r.Takes())), ApprovalsNeeded: n.Needs,
	}
}
