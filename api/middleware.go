package api

// What every request goes through: its id and log line, panics, headers, addresses that do not exist.

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"regexp"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"muster/account"
)

// requestHeader carries a request's id, both ways.
const requestHeader = "X-Request-ID"

var requestIDs = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// request is what is known of a request beside its call.
type request struct {
	id      string           // for the log
	order   string           // under which an order is applied once
	address string           // from which it comes
	who     account.Identity // who asks
	note    *note            // for the audit log
}

type requestKey struct{}

// requestOf finds the request of a context; the zero one if there is none.
func requestOf(ctx context.Context) request {
	r, ok := ctx.Value(requestKey{}).(request)
	if !ok {
		return request{}
	}
	return r
}

func with(c *gin.Context, r request) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestKey{}, r))
}

// identify gives a request its id and logs how it went: its route and never its address, which may hold a number.
func (s *server) identify(c *gin.Context) {
	id := c.GetHeader(requestHeader)
	if !requestIDs.MatchString(id) {
		id = rand.Text()
	}
	with(c, request{id: id, note: &note{}})
	if about := c.Param("id"); s.About != nil && incidentIDs.MatchString(about) {
		c.Request = c.Request.WithContext(s.About(c.Request.Context(), about))
	}
	c.Header(requestHeader, id)
	began := s.Clock.Now()
	c.Next()
	s.observe(c, s.Clock.Now().Sub(began))
	log := s.Log.DebugContext
	if c.Writer.Status() >= http.StatusInternalServerError {
		log = s.Log.WarnContext
	}
	log(c.Request.Context(), "request", "request", id, "method", c.Request.Method, "route", c.FullPath(),
		"status", c.Writer.Status(), "took", s.Clock.Now().Sub(began))
}

// recover turns a panic into a problem and logs where it happened.
func (s *server) recover(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(http.ErrAbortHandler)
		}
		id := requestOf(c.Request.Context()).id
		s.Log.ErrorContext(c.Request.Context(), "a request panicked", "request", id, "route", c.FullPath(), "panic", cause, "stack", string(debug.Stack()))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		problem(codeUnexpected, "Something went wrong that should not. Try again; if it goes on, give the operator this request's id: "+id+".").write(c)
	}()
	c.Next()
}

// secure sets the headers that keep browsers from doing more with an answer than to show it.
func secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("Cache-Control", "no-store")
	c.Next()
}

func (s *server) noRoute(c *gin.Context) {
	problem(codeRoute, "There is nothing at this address: see /docs for what there is.").write(c)
}

func (s *server) noMethod(c *gin.Context) {
	problem(codeMethod, "This address takes "+c.Writer.Header().Get("Allow")+" only.").write(c)
}
