package api

// Who asks: whoever bears the installation's token, an API token, or the cookie of a session.

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/account/pace"
)

// open says which addresses ask for nobody's name: webhooks bear a signature instead, calendars a secret, and whoever signs in is
// not known yet.
func open(method, path string) bool {
	switch path {
	case "/", "/healthz", "/readyz", openAPIPath, openAPI30Path, docsPath, stylePath, waysPath, providerPath, returnPath:
		return true
	case sessionPath:
		return method == http.MethodPost
	}
	return strings.HasPrefix(path, webhookPrefix) || strings.HasPrefix(path, calendarPrefix)
}

// slowed says which of these are held to the pace of those who name nobody: each asks the database or the identity provider. Webhooks
// come as often as people answer, and probes as they are set.
func slowed(path string) bool {
	return path == providerPath || path == returnPath || strings.HasPrefix(path, calendarPrefix)
}

// How a call names who asks: the cookie's name binds it to this host where the connection is encrypted.
const (
	cookieName   = "muster-session"
	cookieSecure = "__Host-muster-session"
)

// whoOf is who asks.
func whoOf(ctx context.Context) account.Identity { return requestOf(ctx).who }

// authenticate finds out who asks, and refuses a request of nobody, wherever it goes. What comes with a cookie has to come from
// our own pages: the browser sends cookies with what other pages ask for, too.
func (s *server) authenticate(c *gin.Context) {
	r := requestOf(c.Request.Context())
	r.address = c.ClientIP()
	with(c, r)
	if path := c.Request.URL.Path; open(c.Request.Method, path) {
		switch {
		case path == sessionPath:
			s.sameSite(c)
		case slowed(path) && !s.strangers.Allow(pace.Place(r.address)):
			problem(codeOf(account.CodeOften), "Too many calls come from your address: wait a moment.").write(c)
		}
		return
	}
	who, known := s.known(c)
	switch {
	case !known && !s.strangers.Allow(pace.Place(r.address)):
		problem(codeOf(account.CodeOften), "Too many calls from your address name nobody: see which token is used, and wait a moment.").write(c)
		return
	case !known:
		problem(codeToken, "Give the token in the header \"Authorization: Bearer TOKEN\", or sign in; Muster says at its start where its own token lies.").write(c)
		return
	case who.Kind == account.BySession && !s.sameSite(c):
		return
	case who.Kind != account.ByKey && !s.callers.Allow(who.Account):
		problem(codeOf(account.CodeOften), "You ask too much at once: wait a moment.").write(c)
		return
	}
	r.who = who
	with(c, r)
}

// known gives who asks. The time that it takes tells nothing of the installation's token.
func (s *server) known(c *gin.Context) (account.Identity, bool) {
	scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	token = strings.TrimSpace(token)
	if scheme == "" {
		cookie, err := c.Cookie(s.cookie())
		if err != nil || cookie == "" || s.Accounts == nil {
			return account.Identity{}, false
		}
		return s.Accounts.Session(c.Request.Context(), cookie)
	}
	said := sha256.Sum256([]byte(token))
	switch {
	case !strings.EqualFold(scheme, "Bearer"):
		return account.Identity{}, false
	case subtle.ConstantTimeCompare(said[:], s.TokenHash[:]) == 1:
		return account.Key(), true
	case account.IsToken(token) && s.Accounts != nil: // a process of its own for the handsets knows none
		return s.Accounts.Token(token)
	}
	return account.Identity{}, false
}

// sameSite refuses what another site's page has a browser do.
func (s *server) sameSite(c *gin.Context) bool {
	if s.crossing.Check(c.Request) == nil {
		return true
	}
	problem(codeCrossSite, "Another site's page asked for this: open Muster's own page, and do it there.").write(c)
	return false
}

// encrypted says whether browsers reach Muster by https.
func (s *server) encrypted() bool { return strings.HasPrefix(s.PublicURL, "https://") }

func (s *server) cookie() string {
	if s.encrypted() {
		return cookieSecure
	}
	return cookieName
}
