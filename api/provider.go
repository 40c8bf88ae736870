package api

// Signing in through an identity provider (OpenID Connect): there and back again by redirects.

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"muster/account"
	"muster/audit"
)

// Provider is an identity provider. Its errors are for the log.
type Provider interface {
	// Name is what people call it.
	Name() string
	// Begin gives the address to which somebody is sent to sign in.
	Begin(ctx context.Context, state, nonce, verifier string) (address string, err error)
	// Finish gives whom the provider vouches for, by the code that somebody came back with.
	Finish(ctx context.Context, code, nonce, verifier string) (account.Provided, error)
}

// Where one signs in through the provider, and comes back to.
const (
	waysPath     = sessionPath + "/ways"
	providerPath = sessionPath + "/oidc"
	returnPath   = sessionPath + "/oidc/callback"
)

// ProviderReturn is where somebody comes back to from the identity provider, under the public address.
const ProviderReturn = returnPath

// errandName names the cookie that ties the way back to the way there.
const errandName = "muster-sign-in"

const errandSeconds = 600

func (s *server) providerRoutes() {
	register(s, plain(http.MethodGet, waysPath, "sign-in-ways", tagAccounts, "Show how one can sign in"), s.signInWays)
	begin := plain(http.MethodGet, providerPath, "begin-provider", tagAccounts, "Sign in through the identity provider", http.StatusNotFound,
		http.StatusTooManyRequests, http.StatusServiceUnavailable)
	begin.DefaultStatus = http.StatusFound
	register(s, begin, s.beginProvider)
	finish := plain(http.MethodGet, returnPath, "finish-provider", tagAccounts, "Come back from the identity provider", http.StatusNotFound,
		http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable)
	finish.DefaultStatus = http.StatusFound
	register(s, finish, s.finishProvider)
}

type waysOutput struct {
	Body struct {
		Password bool    `json:"password"`
		Provider *string `json:"provider" doc:"The identity provider's name; null where there is none."`
		Address  *string `json:"address" doc:"Where one signs in through it."`
	}
}

func (s *server) signInWays(context.Context, *struct{}) (*waysOutput, error) {
	out := &waysOutput{}
	out.Body.Password = true
	if s.Provider != nil {
		out.Body.Provider, out.Body.Address = optional(s.Provider.Name()), optional(providerPath)
	}
	return out, nil
}

type redirectOutput struct {
	Location string        `header:"Location"`
	Cookies  []http.Cookie `header:"Set-Cookie"`
}

func noProvider() error {
	return problem(codeNoProvider, "No identity provider is set up here: sign in with a password.")
}

func (s *server) errand(value string, age int) http.Cookie {
	return http.Cookie{Name: errandName, Value: value, Path: providerPath, HttpOnly: true, Secure: s.encrypted(), SameSite: http.SameSiteLaxMode, MaxAge: age}
}

func (s *server) beginProvider(ctx context.Context, _ *struct{}) (*redirectOutput, error) {
	if s.Provider == nil {
		return nil, noProvider()
	}
	state, nonce, verifier := rand.Text(), rand.Text(), rand.Text()+rand.Text()
	address, err := s.Provider.Begin(ctx, state, nonce, verifier)
	if err != nil {
		return nil, s.providerAway(ctx, err)
	}
	return &redirectOutput{Location: address, Cookies: []http.Cookie{s.errand(state+"."+nonce+"."+verifier, errandSeconds)}}, nil
}

func (s *server) providerAway(ctx context.Context, err error) error {
	s.Log.WarnContext(ctx, "the identity provider did not vouch for anybody", "request", requestOf(ctx).id, "error", err)
	return problem(codeOf(account.CodeProvider), "The identity provider does not answer as it should: try again, or sign in with a password. The log says why.")
}

type returnInput struct {
	Code   string `query:"code" maxLength:"4000"`
	State  string `query:"state" maxLength:"200"`
	Error  string `query:"error" maxLength:"200" doc:"What the provider says where it vouches for nobody."`
	Errand string `cookie:"muster-sign-in"`
}

func (s *server) finishProvider(ctx context.Context, in *returnInput) (*redirectOutput, error) {
	parts := strings.Split(in.Errand, ".")
	switch {
	case s.Provider == nil:
		return nil, noProvider()
	case len(parts) != 3 || parts[0] == "" || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(in.State)) != 1:
		return nil, problem(codeCrossSite, "This sign-in was not begun in this browser, or it took too long: begin again.")
	case in.Error != "" || in.Code == "":
		return nil, problem(codeOf(account.CodeSignIn), "The identity provider has not signed you in: begin again.")
	}
	provided, err := s.Provider.Finish(ctx, in.Code, parts[1], parts[2])
	if err != nil {
		return nil, s.providerAway(ctx, err)
	}
	opened, err := s.Accounts.SignInProvided(ctx, provided)
	if err != nil {
		s.noteSignIn(ctx, provided.Email, audit.Refused)
		return nil, s.unkept(ctx, err)
	}
	if opened.Tied {
		s.noteTied(ctx, opened.Identity, provided.Subject)
	}
	s.noteSignIn(ctx, opened.Identity.Login, audit.Done)
	return &redirectOutput{Location: "/", Cookies: []http.Cookie{s.errand("", -1), s.crumb(opened.Secret)}}, nil
}

// noteTied notes that an account belongs to somebody at the identity provider from now on: the one change of accounts for which
// nobody asks through a call of its own.
func (s *server) noteTied(ctx context.Context, who account.Identity, subject string) {
	s.Audit.Note(audit.Entry{
		ID: audit.NewID(), At: s.Clock.Now().UTC().Truncate(time.Millisecond), Who: who.Login, From: requestOf(ctx).address, Action: "tie-account", Subject: who.Account,
		Outcome: audit.Done, Before: audit.Detail(map[string]any{"provider": nil}), After: audit.Detail(map[string]any{"provider": subject}),
	})
}
