package api

// API tokens: for programs, and for people at a command line.

import (
	"context"
	"net/http"
	"time"

	"muster/account"
	"muster/incident"
)

func (s *server) tokenRoutes() {
	register(s, call(http.MethodGet, "/tokens", "list-tokens", tagAccounts, "List your tokens, and those of accounts that you keep"), s.listTokens)
	add := takes(call(http.MethodPost, "/tokens", "add-token", tagAccounts, "Make an API token", http.StatusForbidden, http.StatusNotFound, http.StatusServiceUnavailable), jsonBody)
	add.DefaultStatus = http.StatusCreated
	add.Description = "It may do what its account may, narrowed to scopes and to a site if they are given. The answer shows it this once."
	register(s, add, s.addToken)
	register(s, takes(call(http.MethodPost, "/tokens/{id}/revoke", "revoke-token", tagAccounts, "End a token at once",
		http.StatusForbidden, http.StatusNotFound, http.StatusServiceUnavailable), jsonBody), s.revokeToken)
}

// TokenItem is a token as it is shown: without its secret. It is exported because bodies are read by reflection.
type TokenItem struct {
	ID        string          `json:"id"`
	Account   string          `json:"account"`
	Name      string          `json:"name"`
	Hint      string          `json:"hint" doc:"How it begins."`
	Scopes    []account.Right `json:"scopes" doc:"Empty: all that its account may."`
	Site      *string         `json:"site" doc:"Null: wherever its account may."`
	CreatedAt incident.Time   `json:"created_at"`
	ExpiresAt incident.Time   `json:"expires_at"`
	RevokedAt *incident.Time  `json:"revoked_at"`
}

func tokenOf(t account.Token) TokenItem {
	item := TokenItem{
		ID: t.ID, Account: t.Account, Name: t.Name, Hint: t.Hint, Scopes: filled(t.Scopes), Site: optional(t.Site),
		CreatedAt: incident.Time(t.CreatedAt), ExpiresAt: incident.Time(t.ExpiresAt),
	}
	if t.RevokedAt != nil {
		item.RevokedAt = momentOf(*t.RevokedAt)
	}
	return item
}

type tokenOutput struct {
	Body TokenItem
}

type madeToken struct {
	TokenItem
	Token string `json:"token" doc:"Shown this once."`
}

type madeTokenOutput struct {
	Body madeToken
}

type addTokenInput struct {
	Body struct {
		Name      string          `json:"name" maxLength:"100" pattern:"\\S" patternDescription:"what the token is for" doc:"What it is for."`
		Account   string          `json:"account,omitempty" maxLength:"100" doc:"Whose it is: the id of an account; your own if left out."`
		Scopes    []account.Right `json:"scopes,omitempty" maxItems:"20" doc:"The rights that it is narrowed to."`
		Site      string          `json:"site,omitempty" maxLength:"100" doc:"The site that it is narrowed to."`
		ExpiresIn string          `json:"expires_in,omitempty" maxLength:"20" default:"2160h" doc:"How long it is good for, such as 720h: a year at most, 90 days if left out."`
	}
}

const usualToken = 90 * 24 * time.Hour

func (s *server) addToken(ctx context.Context, in *addTokenInput) (*madeTokenOutput, error) {
	life := usualToken
	if said := in.Body.ExpiresIn; said != "" {
		read, err := time.ParseDuration(said)
		if err != nil {
			return nil, unfit("body.expires_in", "Give a length of time such as 720h.")
		}
		life = read
	}
	if in.Body.Site != "" && s.site(in.Body.Site) == nil {
		return nil, blame(incident.CodeNoSite, "There is no site of that id: see the sites.", "body.site")
	}
	who := whoOf(ctx)
	if who.MustChange {
		return nil, problem(codeForbidden, "Change your password first: it was made for you, and somebody else has seen it.")
	}
	made, secret, err := s.Accounts.AddToken(ctx, who, account.Token{
		Name: in.Body.Name, Account: in.Body.Account, Scopes: in.Body.Scopes, Site: in.Body.Site, ExpiresAt: s.Clock.Now().Add(life),
	})
	if err != nil {
		return nil, s.unkept(ctx, err)
	}
	n := noteOf(ctx)
	n.subject, n.after = made.ID, tokenOf(made)
	return &madeTokenOutput{Body: madeToken{tokenOf(made), secret}}, nil
}

func (s *server) listTokens(ctx context.Context, in *Paging) (*listOutput[TokenItem], error) {
	var items []TokenItem
	for _, t := range s.Accounts.Tokens(whoOf(ctx)) {
		items = append(items, tokenOf(t))
	}
	return cut(items, func(i TokenItem) string { return i.ID }, *in)
}

type revokeInput struct {
	ID   string `path:"id" doc:"The id of a token."`
	Body struct{}
}

func (s *server) revokeToken(ctx context.Context, in *revokeInput) (*tokenOutput, error) {
	before, revoked, err := s.Accounts.RevokeToken(ctx, whoOf(ctx), in.ID)
	if err != nil {
		return nil, s.unkept(ctx, err)
	}
	n := noteOf(ctx)
	n.subject, n.before, n.after = in.ID, tokenOf(before), tokenOf(revoked)
	return &tokenOutput{Body: tokenOf(revoked)}, nil
}
