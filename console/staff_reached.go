package console

// When people were last reached, and the test page: one text to one person, which says that it is a test and what to reply.

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"muster/incident"
	"muster/incident/testpage"
	"muster/roster"
)

// testLine is somebody's last test page, with what has become of it.
type testLine struct {
	At        *moment
	State     incident.AttemptState
	Why       string
	Delivered *moment
	Answered  *moment
	Wrong     bool // whoever answered says that it is the wrong number
}

// reached fills in how people were reached. A database that is away keeps nobody from the page.
func (s *server) reached(c *gin.Context, site string, members []member) (known bool) {
	bounded, cancel := context.WithTimeout(c.Request.Context(), shadowTimeout)
	defer cancel()
	contacts, err := s.Shadow.Contacts(bounded, site)
	if err != nil {
		s.Log.WarnContext(c.Request.Context(), "when people were last reached is not known", "site", site, "error", err)
		return false
	}
	k := clock{s.Now(), s.zone(site)}
	for n := range members {
		contact := contacts[members[n].ID]
		members[n].Reached = k.past(contact.ReachedAt)
		if contact.Test != nil {
			members[n].Test = k.test(*contact.Test)
		}
	}
	return true
}

// past is a moment, nil for what has not happened.
func (k clock) past(at time.Time) *moment {
	if at.IsZero() {
		return nil
	}
	return k.at(at)
}

func (k clock) test(o testpage.Outcome) *testLine {
	return &testLine{k.at(o.At), o.State, o.Why, k.past(o.DeliveredAt), k.past(o.AnsweredAt), o.WrongNumber}
}

// sendTest sends somebody a test page.
func (s *server) sendTest(c *gin.Context) {
	site, id := c.Param("site"), c.Param("responder")
	if !keys.MatchString(c.PostForm("key")) {
		s.staffPage(c, http.StatusUnprocessableEntity, refuse(c, http.StatusUnprocessableEntity, "error.form"))
		return
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout) // who hangs up has ordered
	defer cancel()
	sent, err := s.Desk.TestPage(bounded, "console-"+c.PostForm("key"), site, id)
	if err != nil {
		refused := s.refusal(c, err)
		s.staffPage(c, refused.status, refused)
		return
	}
	noteOf(c).after = map[string]any{"responder": id, "state": sent.State}
	s.goTo(c, Prefix+"/people/"+site+"?sent="+id+"#p-"+id)
}

// justTested is the name of whom a test page was sent to a moment ago: what comes of it follows.
func justTested(site []roster.Responder, id string) string {
	for _, r := range site {
		if r.ID == id {
			return r.Name
		}
	}
	return ""
}
