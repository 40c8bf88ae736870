package console

// What every request goes through: its log line, panics, the headers that bind browsers, the language.

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"muster/plans"
)

// Gin says nothing on the terminal by itself, whoever makes its engine first.
func init() { gin.SetMode(gin.ReleaseMode) }

// policy is what a page may do: use what Muster itself serves, and nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'"

// secure sets the headers that keep browsers from doing more with a page than to show it.
func secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin") // browsers name the origin of a form's page only where they may name anything
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	c.Next()
}

// observe logs how a request went: its route and never its address, which may hold what somebody typed.
func (s *server) observe(c *gin.Context) {
	s.marks(c, aboutOf(c))
	began := s.Now()
	c.Next()
	if took := s.Now().Sub(began); s.Served != nil && c.FullPath() != Prefix+"/stream" { // a stream's time says how long somebody watched
		s.Served(c.Request.Context(), Served{Method: c.Request.Method, Route: c.FullPath(), Status: c.Writer.Status(), Took: took})
	}
	log := s.Log.DebugContext
	if c.Writer.Status() >= http.StatusInternalServerError {
		log = s.Log.WarnContext
	}
	log(c.Request.Context(), "page", "method", c.Request.Method, "route", c.FullPath(), "status", c.Writer.Status(), "took", s.Now().Sub(began))
}

// Served is how a request ended.
type Served struct {
	Method string
	Route  string // its pattern; empty where nothing is at the address
	Status int
	Took   time.Duration
}

// marks has what is logged and traced of a request say which incident it is about.
func (s *server) marks(c *gin.Context, id string) {
	if id != "" && s.About != nil {
		c.Request = c.Request.WithContext(s.About(c.Request.Context(), id))
	}
}

// recover turns a panic into a page and logs where it happened.
func (s *server) recover(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(http.ErrAbortHandler)
		}
		s.Log.ErrorContext(c.Request.Context(), "a page panicked", "route", c.FullPath(), "panic", cause, "stack", string(debug.Stack()))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		s.fail(c, http.StatusInternalServerError, "error.unexpected")
	}()
	c.Next()
}

// The languages, and where a browser keeps which one it is.
const (
	english      = "en"
	chinese      = "zh"
	langCookie   = "muster-lang"
	langLifetime = 400 * 24 * time.Hour
)

const langKey = "lang"

// speak finds the language of a request: as its address asks for, as was chosen before, or as the browser prefers.
func (s *server) speak(c *gin.Context) {
	lang := c.Query("lang")
	switch {
	case lang == english, lang == chinese:
		http.SetCookie(c.Writer, &http.Cookie{
			Name: langCookie, Value: lang, Path: "/", MaxAge: int(langLifetime / time.Second), HttpOnly: true, Secure: s.encrypted(), SameSite: http.SameSiteLaxMode,
		})
	default:
		lang = preferred(c)
	}
	c.Set(langKey, lang)
	c.Next()
}

func preferred(c *gin.Context) string {
	if kept, err := c.Cookie(langCookie); err == nil && (kept == english || kept == chinese) {
		return kept
	}
	first, _, _ := strings.Cut(c.GetHeader("Accept-Language"), ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), chinese) {
		return chinese
	}
	return english
}

func langOf(c *gin.Context) string { return c.GetString(langKey) }

// byScript says whether a page's script asks for a part of the page, which it puts into the one that is shown.
func byScript(c *gin.Context) bool { return c.GetHeader("HX-Request") == "true" }

// mostSent is how large a form may be; the API's own limit.
const mostSent = 64 << 10

// bounded reads no more of a form than that, and of a plan, or a photo, as much as one may be: what is lacking is then refused like any other form that cannot be read.
func bounded(c *gin.Context) {
	limit := int64(mostSent)
	switch path := c.FullPath(); {
	case path == Prefix+"/plans":
		limit += plans.MaxBytes
	case path == photosPath, path == linkPhotosPath:
		limit += mostUpload
		_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(uploadTimeout)) // what has no such limit needs none
	case path == Prefix+"/system/site", strings.HasSuffix(path, "/:site/import"):
		limit += 2 * mostImported // the page carries it along, in letters
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	c.Next()
}

func (s *server) noPage(c *gin.Context) {
	if who, known := s.known(c); known {
		c.Set(whoKey, who)
	}
	s.fail(c, http.StatusNotFound, "error.page")
}
