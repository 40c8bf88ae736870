package workflows

// What a notice would be: its texts and its audience, as the incident would send it now.

import (
	"errors"
	"time"

	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// NoticeStart is what a notice's workflow begins with.
type NoticeStart = activities.NoticeStart

// NoticeID is the id of a notice's workflow.
func NoticeID(incident, id string) string { return activities.NoticeID(incident, id) }

// NoticeDraft is the answer of DraftNotice. Refused is why the incident would not send it, empty if it would.
type NoticeDraft struct {
	Notice  notice.Notice   `json:"notice"`
	Site    string          `json:"site"`
	Places  []frozen.Spot   `json:"places,omitempty"` // of the incident
	Mode    frozen.Mode     `json:"mode"`
	Rate    float64         `json:"rate,omitempty"`  // parts per second that the site allows; 0: as Muster is set up
	Ahead   time.Duration   `json:"ahead,omitempty"` // until what is leaving already has left
	Refused *incident.Error `json:"refused,omitempty"`
}

func (r *run) draft(ctx workflow.Context) func(incident.SendNotice) (NoticeDraft, error) {
	return func(o incident.SendNotice) (NoticeDraft, error) {
		draft := r.drafted()
		var err error
		draft.Notice, err = r.inc.Draft(r.now(ctx), o)
		if err != nil && !errors.As(err, &draft.Refused) {
			return draft, err
		}
		return draft, nil
	}
}

// foreseen answers for the open steps.
func (r *run) foreseen(ctx workflow.Context) func() ([]NoticeDraft, error) {
	return func() ([]NoticeDraft, error) {
		var list []NoticeDraft
		for _, n := range r.inc.Foreseen(r.now(ctx)) {
			draft := r.drafted()
			draft.Notice = n
			list = append(list, draft)
		}
		return list, nil
	}
}

// drafted is a draft without its notice.
func (r *run) drafted() NoticeDraft {
	in := r.start.In
	return NoticeDraft{Site: in.Site.ID, Places: in.Declaration.Places, Mode: in.Declaration.Mode, Rate: in.Site.Notices.Rate, Ahead: r.inc.Ahead()}
}
