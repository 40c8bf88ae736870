package api

// Sessions: signing in, being somebody, signing out.

import (
	"context"
	"net/http"
	"time"

	"muster/account"
	"muster/audit"
	"muster/incident"
)

// Accounts knows who asks, and keeps those who may. Refusals are *account.Error; any other error is the database's.
type Accounts interface {
	// Token and Session give whose a secret is.
	Token(secret string) (account.Identity, bool)
	Session(ctx context.Context, secret string) (account.Identity, bool)
	SignIn(ctx context.Context, login, password, from string) (account.Opened, error)
	SignInProvided(ctx context.Context, p account.Provided) (account.Opened, error)
	SignOut(ctx context.Context, secret string) error
	ChangePassword(ctx context.Context, by account.Identity, secret, old, password, from string) error

	Accounts(by account.Identity) []account.Account
	Account(by account.Identity, id string) (account.Account, error)
	// Add makes an account; without a password it makes one too, unless the account is to have none.
	Add(ctx context.Context, by account.Identity, a account.Account, password string, noPassword bool) (made account.Account, generated string, err error)
	// Change changes an account by do, and gives it as it was and is.
	Change(ctx context.Context, by account.Identity, id string, do func(*account.Account)) (before, after account.Account, err error)
	// ResetPassword revokes the account's tokens too, unless they are to be kept.
	ResetPassword(ctx context.Context, by account.Identity, id, password string, keepTokens bool) (account.Reset, error)
	Unlock(ctx context.Context, id string) error

	Tokens(by account.Identity) []account.Token
	AddToken(ctx context.Context, by account.Identity, t account.Token) (made account.Token, secret string, err error)
	// RevokeToken ends a token, and gives it as it was and is.
	RevokeToken(ctx context.Context, by account.Identity, id string) (before, after account.Token, err error)
}

const tagAccounts = "Accounts and sessions"

// sessionPath is where one signs in.
const sessionPath = apiPrefix + "/session"

func (s *server) sessionRoutes() {
	in := takes(plain(http.MethodPost, sessionPath, "sign-in", tagAccounts, "Sign in with a password", http.StatusForbidden, http.StatusTooManyRequests,
		http.StatusServiceUnavailable), jsonBody)
	in.DefaultStatus = http.StatusCreated
	in.Description = "The answer sets a cookie that browsers keep from scripts and from other sites' pages. Programs use API tokens instead."
	register(s, in, s.signIn)
	register(s, call(http.MethodGet, "/session", "show-session", tagAccounts, "Show who asks, and what they may do"), s.showSession)
	out := call(http.MethodDelete, "/session", "sign-out", tagAccounts, "Sign out", http.StatusServiceUnavailable)
	register(s, out, s.signOut)
	change := takes(call(http.MethodPost, "/session/password", "change-password", tagAccounts, "Change one's own password", http.StatusForbidden,
		http.StatusTooManyRequests, http.StatusServiceUnavailable), jsonBody)
	change.Description = "Ends every other session of the account."
	register(s, change, s.changePassword)
}

type signInInput struct {
	Body struct {
		Login    string `json:"login" maxLength:"200"`
		Password string `json:"password" maxLength:"1000"`
	}
}

// sessionBody is who asks.
type sessionBody struct {
	Kind       account.Kind    `json:"kind" enum:"key,token,session" doc:"How that was proved: the installation's own token, an API token, or a sign-in."`
	Account    *string         `json:"account"`
	Login      string          `json:"login"`
	Name       string          `json:"name"`
	Responder  *string         `json:"responder" doc:"Whom of the staff the account is."`
	Roles      []roleItem      `json:"roles"`
	Rights     []account.Right `json:"rights" doc:"What may be done at one site at least."`
	ExpiresAt  *incident.Time  `json:"expires_at" doc:"When this ends, if it is not used meanwhile; null: never."`
	MustChange bool            `json:"must_change_password" doc:"Nothing else may be done before the password was changed."`
}

type roleItem struct {
	Role account.Role `json:"role" enum:"viewer,responder,duty-manager,trainer,administrator"`
	Site *string      `json:"site" doc:"Where; null: at every site."`
}

func rolesOf(bindings []account.Binding) []roleItem {
	items := make([]roleItem, len(bindings))
	for k, b := range bindings {
		items[k] = roleItem{b.Role, optional(b.Site)}
	}
	return items
}

func sessionOf(who account.Identity) sessionBody {
	return sessionBody{
		Kind: who.Kind, Account: optional(who.Account), Login: who.Login, Name: who.Name, Responder: optional(who.Responder), Roles: rolesOf(who.Bindings),
		Rights: who.Effective(), ExpiresAt: momentOf(who.Expires), MustChange: who.MustChange,
	}
}

type sessionOutput struct {
	Cookie http.Cookie `header:"Set-Cookie"`
	Body   sessionBody
}

type whoOutput struct {
	Body sessionBody
}

// crumb is the session's cookie. Lax, and not strict: a link in a message is to open a page that one is signed in to.
func (s *server) crumb(secret string) http.Cookie {
	cookie := http.Cookie{Name: s.cookie(), Value: secret, Path: "/", HttpOnly: true, Secure: s.encrypted(), SameSite: http.SameSiteLaxMode}
	if secret == "" {
		cookie.MaxAge = -1
	} else {
		cookie.MaxAge = int(account.SessionMost / time.Second)
	}
	return cookie
}

func (s *server) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	opened, err := s.Accounts.SignIn(ctx, in.Body.Login, in.Body.Password, requestOf(ctx).address)
	if err != nil {
		s.noteSignIn(ctx, account.Login(in.Body.Login), audit.Refused)
		return nil, s.unkept(ctx, err)
	}
	s.noteSignIn(ctx, opened.Identity.Login, audit.Done)
	return &sessionOutput{Cookie: s.crumb(opened.Secret), Body: sessionOf(opened.Identity)}, nil
}

// noteSignIn notes that somebody has signed in, or has tried to.
func (s *server) noteSignIn(ctx context.Context, login string, how audit.Outcome) {
	s.Audit.Note(audit.Entry{
		ID: audit.NewID(), At: s.Clock.Now().UTC().Truncate(time.Millisecond), Who: audit.Mask(firstRunes(login, 100)), From: requestOf(ctx).address, Action: "sign-in", Subject: "session", Outcome: how,
	})
}

func firstRunes(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

func (s *server) showSession(ctx context.Context, _ *struct{}) (*whoOutput, error) {
	return &whoOutput{Body: sessionOf(whoOf(ctx))}, nil
}

// Crumbs are the session's cookie, under either of its names. It is exported because the parameters are found by reflection.
type Crumbs struct {
	Plain  string `cookie:"muster-session"`
	Secure string `cookie:"__Host-muster-session"`
}

func (in *Crumbs) secret() string {
	if in.Secure != "" {
		return in.Secure
	}
	return in.Plain
}

type signOutOutput struct {
	Cookie http.Cookie `header:"Set-Cookie"`
}

func (s *server) signOut(ctx context.Context, in *Crumbs) (*signOutOutput, error) {
	if who := whoOf(ctx); who.Kind == account.BySession {
		if err := s.Accounts.SignOut(ctx, in.secret()); err != nil {
			return nil, s.unkept(ctx, err)
		}
		s.Audit.Note(audit.Entry{
			ID: audit.NewID(), At: s.Clock.Now().UTC().Truncate(time.Millisecond), Who: who.Who(), From: requestOf(ctx).address, Action: "sign-out", Subject: "session", Outcome: audit.Done,
		})
	}
	return &signOutOutput{Cookie: s.crumb("")}, nil
}

type passwordInput struct {
	Crumbs
	Body struct {
		Old string `json:"old_password" maxLength:"1000"`
		New string `json:"new_password" maxLength:"1000" doc:"12 characters or more."`
	}
}

func (s *server) changePassword(ctx context.Context, in *passwordInput) (*whoOutput, error) {
	who := whoOf(ctx)
	noteOf(ctx).subject = who.Account
	if err := s.Accounts.ChangePassword(ctx, who, in.secret(), in.Body.Old, in.Body.New, requestOf(ctx).address); err != nil {
		return nil, s.unkept(ctx, err)
	}
	who.MustChange = false
	return &whoOutput{Body: sessionOf(who)}, nil
}

// unkept is the problem of a change of accounts that did not happen.
func (s *server) unkept(ctx context.Context, err error) error {
	if refused := refusedAccount(err); refused != nil {
		return refused
	}
	return s.unwritten(ctx, err, "Accounts cannot be changed now: the database cannot be written, and nothing has changed. Who is signed in stays so, and tokens go on: try again once the database is back.")
}
