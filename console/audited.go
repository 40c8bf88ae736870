package console

// What is noted in the audit log: every form that changes something stands there before it does anything, and afterwards with how it
// ended, and with what it was about as it was and as it is.

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"muster/api/noted"
	"muster/audit"
	"muster/incident"
)

// note is what is noted of a request. Whoever does what is asked for fills in what they know.
type note struct {
	entry         audit.Entry
	before, after any
	step, seat    string // which part of an incident an order is about
	idle          bool   // the request only looks, and is not noted
}

const noteKey = "note"

// noteOf is the note of a request, one that nobody reads if there is none.
func noteOf(c *gin.Context) *note {
	kept, _ := c.Get(noteKey)
	if n, there := kept.(*note); there {
		return n
	}
	return &note{}
}

// How long an order waits to know how its incident stood before, and stands after it.
const beforeTimeout, afterTimeout = 100 * time.Millisecond, time.Second

// partsBy are the fields of forms that name the part of an incident that an order is about.
var partsBy = map[string]string{"reassign-step": "step", "extend-step": "step", "finish-step": "step", "assign-seat": "seat"}

// audited has a form noted, before it does anything and once it has ended: also where it panics, maybe after the deed.
func (s *server) audited(action string) gin.HandlerFunc {
	return func(c *gin.Context) {
		n := s.noteOn(c, action)
		c.Set(noteKey, n)
		s.Audit.Begin(s.entryOf(n, audit.Uncertain, asked(c)))
		status := http.StatusInternalServerError
		defer func() { s.ended(c, n, status) }()
		c.Next()
		status = c.Writer.Status()
	}
}

func (s *server) noteOn(c *gin.Context, action string) *note {
	who, subject := asker(c).Who(), cmp.Or(c.Param("id"), c.Param("site"), c.Param("plan"))
	if l := linkOf(c); l.person != "" {
		who, subject = l.person, l.incident
		if action == "record-answer" && c.PostForm("step") != "" {
			action = "finish-step"
		}
	}
	n := &note{step: c.Param("step"), seat: c.Param("seat")}
	switch field := partsBy[action]; field {
	case "step":
		n.step = cmp.Or(n.step, c.PostForm(field))
	case "seat":
		n.seat = cmp.Or(n.seat, c.PostForm(field))
	default:
	}
	n.entry = audit.Entry{ID: audit.NewID(), Who: who, From: c.ClientIP(), Action: action, Subject: subject}
	return n
}

// ended notes how a request ended. What was refused, or only looked, changed nothing.
func (s *server) ended(c *gin.Context, n *note, status int) {
	how := audit.Done
	switch {
	case n.idle, status >= http.StatusBadRequest && status < http.StatusInternalServerError:
		s.Audit.Drop(n.entry.ID)
		return
	case status >= http.StatusInternalServerError:
		how = audit.Uncertain
	}
	after := n.after
	if said := asked(c); said != nil {
		if after == nil {
			after = said
		} else {
			after = map[string]any{"ordered": said, "is": n.after}
		}
	}
	s.Audit.Note(s.entryOf(n, how, after))
}

func (s *server) entryOf(n *note, how audit.Outcome, after any) audit.Entry {
	e := n.entry
	e.At, e.Outcome, e.Before, e.After = s.Now().UTC().Truncate(time.Millisecond), how, audit.Detail(n.before), audit.Detail(after)
	return e
}

// unsaid are fields of forms that are not noted: how a page names what it does, files, and passwords.
var unsaid = map[string]bool{"key": true, "kept": true, "old": true, "new": true, "again": true}

// asked is what a form said, and of what, for the audit log; nil if it said nothing.
func asked(c *gin.Context) any {
	_ = c.PostForm("key") // has the form read
	fields := map[string]any{}
	for name, values := range c.Request.PostForm {
		if !unsaid[name] && len(values) > 0 && values[0] != "" {
			fields[name] = values[0]
			if len(values) > 1 {
				fields[name] = values
			}
		}
	}
	for _, name := range []string{"step", "seat", "notice", "responder", "leave", "override"} {
		if about := c.Param(name); about != "" {
			fields[name] = about
		}
	}
	switch {
	case len(fields) == 0:
		return nil
	case linkOf(c).person != "":
		return map[string]any{"by_link": fields}
	}
	return fields
}

// stood notes how an incident stands as an order comes, if the database says so at once.
func (s *server) stood(c *gin.Context, id string) {
	bounded, cancel := context.WithTimeout(c.Request.Context(), beforeTimeout)
	defer cancel()
	if view, there, err := s.Shadow.Incident(bounded, id); err == nil && there {
		n := noteOf(c)
		n.before = noted.Part(view, n.step, n.seat)
	}
}

// stands notes how an incident stands once an order has been carried out, if the engine says so in time.
func (s *server) stands(c *gin.Context, id string) {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), afterTimeout)
	defer cancel()
	if view, _, err := s.Desk.Status(bounded, id); err == nil {
		noteOf(c).shows(view)
	}
}

// shows notes how an incident stands then.
func (n *note) shows(view incident.View) { n.after = noted.Part(view, n.step, n.seat) }
