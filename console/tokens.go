package console

// API tokens: for programs, and for people at a command line. A token is shown once.

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
)

func (s *server) tokenRoutes() {
	s.get("/tokens", rule{reach: whoever}, func(c *gin.Context) { s.tokensPage(c, http.StatusOK, "", nil) })
	s.post("/tokens", rule{reach: whoever, action: "add-token"}, s.addToken)
	s.post("/tokens/:id/revoke", rule{reach: whoever, action: "revoke-token"}, s.revokeToken)
}

// tokensBody is what the page shows.
type tokensBody struct {
	Tokens []tokenLine
	Made   string
	Rights []account.Right
	Sites  []choice
	Days   []int
}

type tokenLine struct {
	account.Token
	Until *moment
	Over  bool // revoked or expired
}

// lives are for how many days a token may be good.
var lives = []int{1, 7, 30, 90, 365}

func (s *server) tokensPage(c *gin.Context, status int, made string, refused *refusal) {
	who := asker(c)
	body := tokensBody{Made: made, Rights: who.Effective(), Days: lives}
	k := clock{s.Now(), s.zone(s.firstSite(c))}
	for _, t := range s.Accounts.Tokens(who) {
		body.Tokens = append(body.Tokens, tokenLine{t, k.at(t.ExpiresAt), t.RevokedAt != nil || !t.ExpiresAt.After(s.Now())})
	}
	for _, site := range s.seen(c, account.Read) {
		body.Sites = append(body.Sites, choice{site.ID, site.Name})
	}
	s.show(c, status, page{name: "tokens", title: words.In(langOf(c), "tokens.title"), path: Prefix + "/tokens", refused: refused, body: body})
}

func (s *server) addToken(c *gin.Context) {
	f := form{c: c, who: asker(c)}
	days, err := strconv.Atoi(f.get("days"))
	name := short(f.get("name"), 100)
	if err != nil || days < 1 || days > lives[len(lives)-1] || name == "" {
		s.tokensPage(c, http.StatusUnprocessableEntity, "", refuse(c, http.StatusUnprocessableEntity, "tokens.no-name"))
		return
	}
	asked := account.Token{Name: name, Site: f.get("site"), ExpiresAt: s.Now().Add(time.Duration(days) * 24 * time.Hour)}
	for _, right := range c.PostFormArray("right") {
		asked.Scopes = append(asked.Scopes, account.Right(right))
	}
	made, secret, err := s.Accounts.AddToken(c.Request.Context(), f.who, asked)
	if err != nil {
		refused := s.unkept(c, err)
		s.tokensPage(c, refused.status, "", refused)
		return
	}
	n := noteOf(c)
	n.entry.Subject, n.after = made.ID, tokenNote(made)
	s.tokensPage(c, http.StatusCreated, secret, nil)
}

func (s *server) revokeToken(c *gin.Context) {
	before, after, err := s.Accounts.RevokeToken(c.Request.Context(), asker(c), c.Param("id"))
	if err != nil {
		refused := s.unkept(c, err)
		s.tokensPage(c, refused.status, "", refused)
		return
	}
	n := noteOf(c)
	n.before, n.after = tokenNote(before), tokenNote(after)
	s.goTo(c, Prefix+"/tokens")
}

// tokenNote is a token in the audit log, without its secret.
func tokenNote(t account.Token) map[string]any {
	return map[string]any{"id": t.ID, "account": t.Account, "name": t.Name, "scopes": t.Scopes, "site": t.Site, "expires_at": t.ExpiresAt, "revoked_at": t.RevokedAt}
}
