package console

// Answers from the responder's page, by the same rules as a text from the person.

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"muster/api/noted"
	"muster/incident"
	"muster/incident/reply"
)

// byThemselves are what people can answer on their page.
var byThemselves = []reply.Verb{reply.Accept, reply.ETA, reply.OnScene, reply.Done, reply.Cannot, reply.NeedHelp, reply.Danger}

// answerByLink takes in what somebody answers.
func (s *server) answerByLink(c *gin.Context) {
	s.byTheirLink(c, func(ctx context.Context, v incident.View) error { return s.answerOf(ctx, c, v) })
}

// byTheirLink does what somebody asks for by their link, notes it, and shows their page as it is then.
func (s *server) byTheirLink(c *gin.Context, do func(ctx context.Context, v incident.View) error) {
	f, ok := s.linkedTo(c)
	if !ok {
		return
	}
	if !keys.MatchString(c.PostForm("key")) {
		s.responderPage(c, http.StatusUnprocessableEntity, f, refuse(c, http.StatusUnprocessableEntity, "error.form"))
		return
	}
	n := noteOf(c)
	n.before = noted.Part(f.view, n.step, n.seat)
	engine, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout) // who loses the network has answered
	defer cancel()
	if err := do(engine, f.view); err != nil {
		refused := s.refusal(c, err)
		s.responderPage(c, refused.status, f, refused)
		return
	}
	s.stands(c, f.view.ID)
	s.goTo(c, linkAddress(c))
}

// linkAddress is where somebody's page is.
func linkAddress(c *gin.Context) string { return LinkPrefix + "/" + c.Param("code") }

// answerOf tells the incident what the form says. A step is completed by its own name; all else is about whatever is open.
func (s *server) answerOf(ctx context.Context, c *gin.Context, v incident.View) error {
	l, f := linkOf(c), form{c: c}
	verb, request := reply.Verb(f.get("answer")), "link-"+l.person+"-"+f.get("key")
	f.confirm = incident.Confirmation{Epoch: f.number("epoch")}
	if !slices.Contains(byThemselves, verb) {
		return unfit("answer.no-answer")
	}
	if verb == reply.Done {
		if !does(v, l.person, f.get("step")) {
			return unfit("responder.not-yours")
		}
		return s.Desk.FinishStep(ctx, l.incident, request, incident.FinishStep{
			Step: f.get("step"), By: l.person, Value: short(f.get("value"), mostReason), Note: short(f.get("note"), mostReason), Account: l.account(), Confirmation: f.confirm,
		})
	}
	o := incident.ReportAnswer{Responder: l.person, Answer: verb, By: l.person, Account: l.account(), Linked: true, Confirmation: f.confirm}
	if verb == reply.ETA {
		if o.Minutes = f.number("minutes"); o.Minutes < 1 || o.Minutes > mostETA {
			return unfit("answer.no-minutes")
		}
	}
	return s.Desk.Report(ctx, l.incident, request, o)
}

// does says whether a step is somebody's to do now.
func does(v incident.View, person, id string) bool {
	return slices.ContainsFunc(v.Steps, func(sv incident.StepView) bool {
		return sv.ID == id && isOpen(sv.State) && slices.Contains(sv.Assignees, person)
	})
}

// account is what stands for an account where nobody has signed in: two links are two people.
func (l link) account() string { return "link-" + l.person }
