package console

// Orders: what a form on an incident's page tells the running incident, by the API's rules, and noted like the API's.

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/incident"
)

// order is what a form does. Action is what the API calls it. Page is the part of the incident's pages on which it stands, and to
// which it leads back; empty: the incident's own.
type order struct {
	path   string
	action string
	right  account.Right
	tell   func(ctx context.Context, f form) error
	page   string
}

// form is what was sent with an order.
type form struct {
	c       *gin.Context
	who     account.Identity
	id      string // of the incident
	request string // under which the order is applied once
	by      string
	confirm incident.Confirmation
}

func (f form) get(name string) string { return strings.TrimSpace(f.c.PostForm(name)) }

// step is the step that the order is about, by the form's address or by what was chosen.
func (f form) step() string { return cmp.Or(f.c.Param("step"), f.get("step")) }

// number is a whole number, 0 if it is none.
func (f form) number(name string) int {
	n, err := strconv.Atoi(f.get(name))
	if err != nil {
		return 0
	}
	return n
}

// text is a free text within a limit; a key says what is wrong with another one.
func (f form) text(name string, limit int, wrong string) (string, error) {
	text := f.get(name)
	if text == "" || len([]rune(text)) > limit {
		return "", unfit(wrong)
	}
	return text, nil
}

// give registers an order.
func (s *server) give(o order) {
	s.post("/incidents/:id/"+o.path, rule{atIncident, o.right, o.action}, func(c *gin.Context) { s.carryOut(c, o) })
}

// carryOut has an order carried out and shows what became of it.
func (s *server) carryOut(c *gin.Context, o order) {
	id := c.Param("id")
	if !keys.MatchString(c.PostForm("key")) {
		s.refused(c, o, id, refuse(c, http.StatusUnprocessableEntity, "error.form"))
		return
	}
	s.stood(c, id)
	engine, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout) // who hangs up has ordered
	defer cancel()
	if err := o.tell(engine, s.formOf(c, id)); err != nil {
		s.refused(c, o, id, s.refusal(c, err))
		return
	}
	s.stands(c, id)
	s.goTo(c, Prefix+"/incidents/"+id+o.page)
}

func (s *server) formOf(c *gin.Context, id string) form {
	who := asker(c)
	f := form{c: c, who: who, id: id, request: "console-" + c.PostForm("key"), by: by(who)}
	f.confirm = incident.Confirmation{Epoch: f.number("epoch")} // who commanded as the page was shown is what its reader knew
	return f
}

// refused shows the page of an order with why an order was not carried out. What was typed stays: a script puts into the page only what
// has changed.
func (s *server) refused(c *gin.Context, o order, id string, why *refusal) {
	f, err := s.find(c.Request.Context(), id)
	if err != nil {
		s.show(c, why.status, page{name: "error", title: why.Title, body: why.Title})
		return
	}
	switch o.page {
	case noticesPart:
		s.noticesPage(c, why.status, f, noticeForm{}, why)
	default:
		s.incidentPage(c, why.status, f, why)
	}
}
