package console

// Standing down: asked about on a page of its own, which says what would be left undone. The graver it is, the more has to be said.

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"muster/console/words"
	"muster/incident"
	"muster/incident/frozen"
)

// standDownBody is what the page shows.
type standDownBody struct {
	*incidentBody
	Outcomes []frozen.Outcome
	OnScene  int  // people who are at the place
	Risk     bool // it is real: whoever ends it says that they know what is left
}

func outcomesOf(mode frozen.Mode) []frozen.Outcome {
	if mode == frozen.Drill {
		return []frozen.Outcome{frozen.DrillEnded, frozen.Handled, frozen.FalseAlarm, frozen.HandedOver}
	}
	return []frozen.Outcome{frozen.Handled, frozen.FalseAlarm, frozen.HandedOver}
}

func (s *server) showStandDown(c *gin.Context) {
	f, ok := s.sees(c)
	if !ok {
		return
	}
	body := standDownBody{incidentBody: s.incidentBody(c, f), Outcomes: outcomesOf(f.view.Mode), Risk: f.view.Mode == frozen.Real}
	for _, p := range body.People {
		if p.State == incident.PageOnScene {
			body.OnScene++
		}
	}
	s.show(c, http.StatusOK, page{name: "stand-down", title: words.In(langOf(c), "down.title"), body: body})
}

// standDown ends the response. Of a real incident it wants to hear that its giver knows what is left.
func (s *server) standDown(ctx context.Context, f form) error {
	reason, err := f.text("reason", mostReason, "order.no-reason")
	if err != nil {
		return err
	}
	outcome := frozen.Outcome(f.get("outcome"))
	at, err := s.whereIs(ctx, f.id)
	switch {
	case err != nil:
		return err
	case !slices.Contains(outcomesOf(at.mode), outcome):
		return unfit("down.no-outcome")
	case at.mode == frozen.Real && f.get("sure") == "":
		return unfit("down.not-sure")
	}
	return s.Desk.StandDown(ctx, f.id, f.request, incident.StandDown{Outcome: outcome, By: f.by, Reason: reason, Confirmation: f.confirm})
}

// cancel ends an incident at once, and what is left undone with it.
func (s *server) cancel(ctx context.Context, f form) error {
	reason, err := f.text("reason", mostReason, "order.no-reason")
	if err != nil {
		return err
	}
	outcome := frozen.Outcome(f.get("outcome"))
	at, err := s.whereIs(ctx, f.id)
	switch {
	case err != nil:
		return err
	case !slices.Contains(outcomesOf(at.mode), outcome):
		return unfit("down.no-outcome")
	case at.mode == frozen.Real && f.get("sure") == "":
		return unfit("down.not-sure")
	}
	return s.Desk.Cancel(ctx, f.id, f.request, incident.Cancel{Outcome: outcome, By: f.by, Reason: reason, Confirmation: f.confirm})
}

// resume lets a paused drill go on.
func (s *server) resume(ctx context.Context, f form) error {
	return s.Desk.Resume(ctx, f.id, f.request, incident.ResumeDrill{By: f.by, Reason: short(f.get("reason"), mostReason), Confirmation: f.confirm})
}
