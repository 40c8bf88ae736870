package console

// Who asks: whoever bears the cookie of a session, which is the API's; and what they may do.

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/incident/frozen"
)

const whoKey = "who"

// whoOf is who asks; false if nobody has signed in.
func whoOf(c *gin.Context) (account.Identity, bool) {
	who, known := c.Get(whoKey)
	if !known {
		return account.Identity{}, false
	}
	identity, ok := who.(account.Identity)
	return identity, ok
}

// asker is who asks for a page that nobody sees without having signed in.
func asker(c *gin.Context) account.Identity {
	who, _ := whoOf(c)
	return who
}

// nameOf is what people call somebody.
func nameOf(who account.Identity) string { return cmp.Or(who.Name, who.Login) }

// by is how somebody signs an order: as the responder that they are, else by their name.
func by(who account.Identity) string { return cmp.Or(who.Responder, who.Name, who.Login) }

// authenticate finds out who asks, and has everybody else sign in. What is posted has to come from our own pages: the browser
// sends the cookie with what other pages post, too.
func (s *server) authenticate(c *gin.Context) {
	who, known := s.known(c)
	if !known {
		s.askToSignIn(c)
		return
	}
	c.Set(whoKey, who)
	if !s.callers.Allow(who.Account) {
		c.Header("Retry-After", "1")
		s.fail(c, http.StatusTooManyRequests, "error.often")
		return
	}
	s.sameSite(c)
}

func (s *server) known(c *gin.Context) (account.Identity, bool) {
	secret, err := c.Cookie(s.Cookie)
	if err != nil || secret == "" {
		return account.Identity{}, false
	}
	return s.Accounts.Session(c.Request.Context(), secret)
}

// sameSite refuses what another site's page has a browser do.
func (s *server) sameSite(c *gin.Context) {
	if s.crossing.Check(c.Request) != nil {
		s.fail(c, http.StatusForbidden, "error.cross-site")
	}
}

// mustHaveChanged sends whoever has a password that was made for them to change it.
func (s *server) mustHaveChanged(c *gin.Context) {
	if asker(c).MustChange {
		s.goTo(c, Prefix+"/password")
		c.Abort()
	}
}

// practised says whether a right may be stood in for, in a drill, by the right to practise.
func practised(right account.Right) bool {
	return right == account.Respond || right == account.Declare || right == account.Command
}

// may says whether somebody has a right over an incident of a mode at a site, by the API's rules.
func may(who account.Identity, right account.Right, at spot) bool {
	return who.May(right, at.site) || (at.mode == frozen.Drill && practised(right) && who.May(account.Practise, at.site))
}

// goTo sends a browser on, whatever it has posted.
func (s *server) goTo(c *gin.Context, address string) { c.Redirect(http.StatusSeeOther, address) }
