package console

// Accounts: who may sign in, with which roles, and how they are helped.

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
)

func (s *server) accountRoutes() {
	keeps := func(action string) rule { return rule{somewhere, account.Accounts, action} }
	s.get("/accounts", keeps(""), func(c *gin.Context) { s.accountsPage(c, http.StatusOK, "", "", nil) })
	s.post("/accounts", keeps("add-account"), s.addAccount)
	s.post("/accounts/:id/password", keeps("reset-password"), s.resetPassword)
	s.post("/accounts/:id/roles", keeps("set-roles"), s.changeAccount("set-roles", func(f form, a *account.Account) { a.Bindings = []account.Binding{bindingOf(f)} }))
	s.post("/accounts/:id/disable", keeps("disable-account"), s.changeAccount("disable-account", func(_ form, a *account.Account) { a.Disabled = true }))
	s.post("/accounts/:id/enable", keeps("enable-account"), s.changeAccount("enable-account", func(_ form, a *account.Account) { a.Disabled = false }))
}

// accountsBody is what the page shows. A password that was made is shown this once.
type accountsBody struct {
	Accounts []account.Account
	Login    string // whose password was made
	Made     string
	Roles    []account.Role
	Sites    []choice
	Typed    account.Account
	People   []colleague // whom accounts may be
}

// offered are the roles, the least first: what is given by a slip is little.
var offered = []account.Role{account.Viewer, account.Responder, account.Trainer, account.DutyManager, account.Administrator}

func (s *server) accountsPage(c *gin.Context, status int, login, made string, refused *refusal) {
	body := accountsBody{Accounts: s.Accounts.Accounts(asker(c)), Login: login, Made: made, Roles: offered}
	if refused != nil {
		f := form{c: c}
		body.Typed = account.Account{Login: short(f.get("login"), 100), Name: short(f.get("name"), 100), Email: short(f.get("email"), 200), Responder: short(f.get("responder"), 100)}
	}
	for _, site := range s.Catalog.Sites() {
		body.Sites = append(body.Sites, choice{site.ID, site.Name})
	}
	for _, site := range s.seen(c, account.People) {
		for _, r := range site.Responders {
			body.People = append(body.People, colleague{r.ID, r.Name + " - " + site.Name.In(langOf(c))})
		}
	}
	s.show(c, status, page{name: "accounts", title: words.In(langOf(c), "accounts.title"), path: Prefix + "/accounts", refused: refused, body: body})
}

// bindingOf is the role that a form gives, at one site or at all.
func bindingOf(f form) account.Binding {
	return account.Binding{Role: account.Role(f.get("role")), Site: f.get("site")}
}

// addAccount makes an account with a password that its owner has to change.
func (s *server) addAccount(c *gin.Context) {
	f := form{c: c, who: asker(c)}
	if _, known := s.site(f.get("site")); f.get("site") != "" && !known {
		s.accountsPage(c, http.StatusUnprocessableEntity, "", "", refuse(c, http.StatusUnprocessableEntity, "declare.no-site"))
		return
	}
	made, generated, err := s.Accounts.Add(c.Request.Context(), f.who, account.Account{
		Login: f.get("login"), Name: f.get("name"), Email: account.Login(f.get("email")), Responder: f.get("responder"), Bindings: []account.Binding{bindingOf(f)},
	}, "", false)
	if err != nil {
		refused := s.unkept(c, err)
		s.accountsPage(c, refused.status, "", "", refused)
		return
	}
	n := noteOf(c)
	n.entry.Subject, n.after = made.ID, accountNote(made)
	s.accountsPage(c, http.StatusCreated, made.Login, generated, nil)
}

func (s *server) resetPassword(c *gin.Context) {
	reset, err := s.Accounts.ResetPassword(c.Request.Context(), asker(c), c.Param("id"), "", false)
	if err != nil {
		refused := s.unkept(c, err)
		s.accountsPage(c, refused.status, "", "", refused)
		return
	}
	revoked := []string{}
	for _, t := range reset.Revoked {
		revoked = append(revoked, t.ID)
	}
	n := noteOf(c)
	n.before, n.after = accountNote(reset.Before), map[string]any{"account": accountNote(reset.After), "revoked": revoked}
	s.accountsPage(c, http.StatusOK, reset.After.Login, reset.Generated, nil)
}

// changeAccount changes an account; enabling it opens it too where wrong passwords have closed it.
func (s *server) changeAccount(action string, do func(f form, a *account.Account)) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, id := c.Request.Context(), c.Param("id")
		before, after, err := s.Accounts.Change(ctx, asker(c), id, func(a *account.Account) { do(form{c: c}, a) })
		if err == nil && action == "enable-account" {
			err = s.unlock(ctx, id)
		}
		if err != nil {
			refused := s.unkept(c, err)
			s.accountsPage(c, refused.status, "", "", refused)
			return
		}
		n := noteOf(c)
		n.before, n.after = accountNote(before), accountNote(after)
		s.goTo(c, Prefix+"/accounts")
	}
}

func (s *server) unlock(ctx context.Context, id string) error { return s.Accounts.Unlock(ctx, id) }

// accountNote is an account in the audit log: all but its password.
func accountNote(a account.Account) map[string]any {
	return map[string]any{
		"id": a.ID, "login": a.Login, "name": a.Name, "email": a.Email, "roles": a.Bindings, "disabled": a.Disabled, "responder": a.Responder,
	}
}
