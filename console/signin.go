package console

// Signing in and out, and changing one's password.

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/audit"
	"muster/console/words"
)

// signInBody is what the page to sign in shows.
type signInBody struct {
	Login    string
	Next     string // where to go on
	Ended    bool   // somebody was at work, and their session has ended
	Provider string
}

// askToSignIn shows the page to sign in instead of what was asked for, which goes on afterwards: a page as it was asked for, a
// declaration with all that was typed. A script is told that the session has ended, and leaves what is shown as it is.
func (s *server) askToSignIn(c *gin.Context) {
	c.Abort()
	if byScript(c) || c.FullPath() == Prefix+"/stream" {
		c.Header("HX-Reswap", "none")
		c.String(http.StatusUnauthorized, words.In(langOf(c), "sign-in.ended"))
		return
	}
	next := c.Request.URL.RequestURI()
	if c.Request.Method == http.MethodPost {
		next = afterPost(c)
	}
	_, err := c.Cookie(s.Cookie)
	s.signInPage(c, http.StatusUnauthorized, signInBody{Next: next, Ended: err == nil}, nil)
}

// afterPost is where to go on after a form came without a session.
func afterPost(c *gin.Context) string {
	if c.FullPath() == Prefix+"/declare" && c.Request.ParseForm() == nil {
		return Prefix + "/declare?" + c.Request.PostForm.Encode()
	}
	if id := c.Param("id"); incidentIDs.MatchString(id) {
		return Prefix + "/incidents/" + id
	}
	return Prefix + "/"
}

func (s *server) signInPage(c *gin.Context, status int, body signInBody, refused *refusal) {
	body.Provider = s.Provider
	s.show(c, status, page{name: "sign-in", title: words.In(langOf(c), "sign-in.title"), refused: refused, body: body})
}

func (s *server) showSignIn(c *gin.Context) {
	s.signInPage(c, http.StatusOK, signInBody{Next: local(c.Query("next"))}, nil)
}

// local is an address of the console, whatever was asked for: nobody is sent elsewhere by a link to the page to sign in.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, Prefix+"/") || strings.Contains(u.Path, "..") {
		return Prefix + "/"
	}
	return u.RequestURI()
}

func (s *server) signIn(c *gin.Context) {
	login, next := c.PostForm("login"), local(c.PostForm("next"))
	opened, err := s.Accounts.SignIn(c.Request.Context(), login, c.PostForm("password"), c.ClientIP())
	if err != nil {
		s.note(c, audit.Entry{Who: audit.Mask(short(account.Login(login), 100)), Action: "sign-in", Subject: "session", Outcome: audit.Refused})
		refused := s.unkept(c, err)
		s.signInPage(c, refused.status, signInBody{Login: short(login, 200), Next: next}, refused)
		return
	}
	s.note(c, audit.Entry{Who: opened.Identity.Login, Action: "sign-in", Subject: "session", Outcome: audit.Done})
	s.setSession(c, opened.Secret)
	s.goTo(c, next)
}

// setSession gives the browser the session's cookie, the API's in every respect; an empty secret takes it back.
func (s *server) setSession(c *gin.Context, secret string) {
	cookie := &http.Cookie{Name: s.Cookie, Value: secret, Path: "/", HttpOnly: true, Secure: s.encrypted(), SameSite: http.SameSiteLaxMode, MaxAge: -1}
	if secret != "" {
		cookie.MaxAge = int(account.SessionMost / time.Second)
	}
	http.SetCookie(c.Writer, cookie)
}

func (s *server) signOut(c *gin.Context) {
	secret, _ := c.Cookie(s.Cookie)
	if err := s.Accounts.SignOut(c.Request.Context(), secret); err != nil {
		s.Log.WarnContext(c.Request.Context(), "a session could not be ended in the database", "error", err)
		s.fail(c, http.StatusServiceUnavailable, "error.database")
		return
	}
	s.note(c, audit.Entry{Who: asker(c).Who(), Action: "sign-out", Subject: "session", Outcome: audit.Done})
	s.setSession(c, "")
	s.goTo(c, Prefix+"/sign-in")
}

func (s *server) showPassword(c *gin.Context) { s.passwordPage(c, http.StatusOK, nil) }

func (s *server) passwordPage(c *gin.Context, status int, refused *refusal) {
	s.show(c, status, page{name: "password", title: words.In(langOf(c), "password.title"), refused: refused, body: asker(c).MustChange})
}

func (s *server) changePassword(c *gin.Context) {
	who := asker(c)
	noteOf(c).entry.Subject = who.Account
	secret, _ := c.Cookie(s.Cookie)
	if c.PostForm("new") != c.PostForm("again") {
		s.passwordPage(c, http.StatusUnprocessableEntity, refuse(c, http.StatusUnprocessableEntity, "password.differ"))
		return
	}
	err := s.Accounts.ChangePassword(c.Request.Context(), who, secret, c.PostForm("old"), c.PostForm("new"), c.ClientIP())
	if err != nil {
		refused := s.unkept(c, err)
		s.passwordPage(c, refused.status, refused)
		return
	}
	s.goTo(c, Prefix+"/")
}

// unkept is why accounts did nothing: a refusal, or a database that is away.
func (s *server) unkept(c *gin.Context, err error) *refusal {
	var refused *account.Error
	if errors.As(err, &refused) {
		return s.refusal(c, err)
	}
	s.Log.WarnContext(c.Request.Context(), "accounts could not be asked", "error", err)
	return refuse(c, http.StatusServiceUnavailable, "error.database")
}

// note puts an entry into the audit log.
func (s *server) note(c *gin.Context, e audit.Entry) {
	e.ID, e.At, e.From = audit.NewID(), s.Now().UTC().Truncate(time.Millisecond), c.ClientIP()
	s.Audit.Note(e)
}

func short(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}
