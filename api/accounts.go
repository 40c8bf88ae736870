package api

// Accounts: the people and services who may sign in or hold tokens.

import (
	"context"
	"errors"
	"net/http"

	"muster/account"
	"muster/incident"
)

// codeOf is an account's code as problems have it.
func codeOf(code account.Code) incident.Code { return incident.Code(code) }

// refusedAccount is the problem of a refusal about accounts, nil for any other error.
func refusedAccount(err error) error {
	var refused *account.Error
	switch {
	case !errors.As(err, &refused):
		return nil
	case refused.Field == "":
		return problem(codeOf(refused.Code), refused.Message)
	}
	return problem(codeOf(refused.Code), refused.Message, fault{Location: "body." + refused.Field, Message: refused.Message})
}

func (s *server) accountRoutes() {
	register(s, call(http.MethodGet, "/accounts", "list-accounts", tagAccounts, "List the accounts that you may keep", http.StatusForbidden), s.listAccounts)
	add := takes(call(http.MethodPost, "/accounts", "add-account", tagAccounts, "Make an account", http.StatusForbidden, http.StatusConflict, http.StatusServiceUnavailable), jsonBody)
	add.DefaultStatus = http.StatusCreated
	add.Description = "Without a password one is made. The answer shows it, once, and its owner has to change it at the first sign-in."
	register(s, add, s.addAccount)
	register(s, call(http.MethodGet, "/accounts/{id}", "show-account", tagAccounts, "Show an account", http.StatusForbidden, http.StatusNotFound), s.showAccount)
	edit := takes(call(http.MethodPatch, "/accounts/{id}", "edit-account", tagAccounts, "Change an account's name, address of mail, or responder",
		http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable), jsonBody)
	edit.Description = "What is left out stays as it is; an empty address or responder is taken away. An account that is tied to somebody at the identity provider stays so."
	register(s, edit, s.editAccount)
	register(s, accountCall("roles", "set-roles", "Give an account other roles"), s.setRoles)
	reset := accountCall("password", "reset-password", "Give an account a new password, end its sessions, and revoke its tokens")
	reset.Description = "Whoever had the old password may have made a token: none of them is good any more, unless they are to be kept."
	register(s, reset, s.resetPassword)
	register(s, accountCall("disable", "disable-account", "Close an account, end its sessions, and have its tokens refused"), s.disableAccount)
	register(s, accountCall("enable", "enable-account", "Open an account again, also one that wrong passwords have closed"), s.enableAccount)
}

func accountCall(verb, id, summary string) operation {
	return takes(call(http.MethodPost, "/accounts/{id}/"+verb, id, tagAccounts, summary,
		http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable), jsonBody)
}

// AccountItem is an account as it is shown. It is exported because bodies are read by reflection.
type AccountItem struct {
	ID        string        `json:"id"`
	Login     string        `json:"login"`
	Name      string        `json:"name"`
	Email     *string       `json:"email"`
	Responder *string       `json:"responder"`
	Roles     []roleItem    `json:"roles"`
	Password  bool          `json:"password" doc:"Whether it signs in with one."`
	Provider  bool          `json:"provider" doc:"Whether it is tied to somebody at the identity provider."`
	Disabled  bool          `json:"disabled"`
	CreatedAt incident.Time `json:"created_at"`
	ChangedAt incident.Time `json:"changed_at"`
}

func accountOf(a account.Account) AccountItem {
	return AccountItem{
		ID: a.ID, Login: a.Login, Name: a.Name, Email: optional(a.Email), Responder: optional(a.Responder), Roles: rolesOf(a.Bindings), Password: a.Password != "",
		Provider: a.Subject != "", Disabled: a.Disabled, CreatedAt: incident.Time(a.CreatedAt), ChangedAt: incident.Time(a.ChangedAt),
	}
}

type accountOutput struct {
	Body AccountItem
}

// madeAccount shows a password that was made, once.
type madeAccount struct {
	AccountItem
	Generated *string `json:"generated_password" doc:"Shown this once; null where none was made."`
}

type madeAccountOutput struct {
	Body madeAccount
}

// RoleBody gives a role. It is exported because bodies are read by reflection.
type RoleBody struct {
	Role account.Role `json:"role" enum:"viewer,responder,duty-manager,trainer,administrator"`
	Site string       `json:"site,omitempty" maxLength:"100" doc:"The id of a site; every site, also those to come, if left out."`
}

func (s *server) bindings(roles []RoleBody) ([]account.Binding, error) {
	var bindings []account.Binding
	for _, r := range roles {
		if r.Site != "" && s.site(r.Site) == nil {
			return nil, blame(incident.CodeNoSite, "There is no site "+r.Site+": see the sites.", "body.roles")
		}
		bindings = append(bindings, account.Binding(r))
	}
	return bindings, nil
}

type addAccountInput struct {
	Body struct {
		Login      string     `json:"login" maxLength:"100" doc:"What they type to sign in; an address of mail will do."`
		Name       string     `json:"name" maxLength:"100"`
		Email      string     `json:"email,omitempty" maxLength:"200" doc:"By which they are known at the identity provider."`
		Responder  string     `json:"responder,omitempty" maxLength:"100" doc:"Whom of the staff they are."`
		Roles      []RoleBody `json:"roles" maxItems:"50"`
		Password   string     `json:"password,omitempty" maxLength:"1000" doc:"Made if left out."`
		NoPassword bool       `json:"no_password,omitempty" doc:"For a service, or for somebody who comes through the identity provider."`
	}
}

func (s *server) addAccount(ctx context.Context, in *addAccountInput) (*madeAccountOutput, error) {
	bindings, err := s.bindings(in.Body.Roles)
	if err != nil {
		return nil, err
	}
	made, generated, err := s.Accounts.Add(ctx, whoOf(ctx), account.Account{
		Login: in.Body.Login, Name: in.Body.Name, Email: account.Login(in.Body.Email), Responder: in.Body.Responder, Bindings: bindings,
	}, in.Body.Password, in.Body.NoPassword)
	if err != nil {
		return nil, s.unkept(ctx, err)
	}
	n := noteOf(ctx)
	n.subject, n.after = made.ID, accountOf(made)
	return &madeAccountOutput{Body: madeAccount{accountOf(made), optional(generated)}}, nil
}

func (s *server) listAccounts(ctx context.Context, in *Paging) (*listOutput[AccountItem], error) {
	var items []AccountItem
	for _, a := range s.Accounts.Accounts(whoOf(ctx)) {
		items = append(items, accountOf(a))
	}
	return cut(items, func(i AccountItem) string { return i.Login }, *in)
}

// AccountRef names an account. It is exported because the parameters are found by reflection.
type AccountRef struct {
	ID string `path:"id" doc:"The id of an account."`
}

func (s *server) showAccount(ctx context.Context, in *AccountRef) (*accountOutput, error) {
	a, err := s.Accounts.Account(whoOf(ctx), in.ID)
	if err != nil {
		return nil, s.unkept(ctx, err)
	}
	return &accountOutput{Body: accountOf(a)}, nil
}

// changeAccount changes an account, and notes how it was and is.
func (s *server) changeAccount(ctx context.Context, id string, do func(*account.Account)) (*accountOutput, error) {
	before, after, err := s.Accounts.Change(ctx, whoOf(ctx), id, do)
	if err != nil {
		return nil, s.unkept(ctx, err)
	}
	n := noteOf(ctx)
	n.subject, n.before, n.after = id, accountOf(before), accountOf(after)
	return &accountOutput{Body: accountOf(after)}, nil
}

type editInput struct {
	AccountRef
	Body struct {
		Name      *string `json:"name,omitempty" nullable:"false" maxLength:"100"`
		Email     *string `json:"email,omitempty" nullable:"false" maxLength:"200" doc:"By which they are known at the identity provider."`
		Responder *string `json:"responder,omitempty" nullable:"false" maxLength:"100" doc:"Whom of the staff they are."`
	}
}

func (s *server) editAccount(ctx context.Context, in *editInput) (*accountOutput, error) {
	b := in.Body
	if b.Name == nil && b.Email == nil && b.Responder == nil {
		return nil, unfit("body.name", "Say what is to change: give a name, an address of mail or a responder.")
	}
	return s.changeAccount(ctx, in.ID, func(a *account.Account) {
		if b.Name != nil {
			a.Name = *b.Name
		}
		if b.Email != nil {
			a.Email = account.Login(*b.Email)
		}
		if b.Responder != nil {
			a.Responder = *b.Responder
		}
	})
}

type rolesInput struct {
	AccountRef
	Body struct {
		Roles []RoleBody `json:"roles" maxItems:"50"`
	}
}

func (s *server) setRoles(ctx context.Context, in *rolesInput) (*accountOutput, error) {
	bindings, err := s.bindings(in.Body.Roles)
	if err != nil {
		return nil, err
	}
	return s.changeAccount(ctx, in.ID, func(a *account.Account) { a.Bindings = bindings })
}

type emptyInput struct {
	AccountRef
	Body struct{}
}

func (s *server) disableAccount(ctx context.Context, in *emptyInput) (*accountOutput, error) {
	return s.changeAccount(ctx, in.ID, func(a *account.Account) { a.Disabled = true })
}

func (s *server) enableAccount(ctx context.Context, in *emptyInput) (*accountOutput, error) {
	out, err := s.changeAccount(ctx, in.ID, func(a *account.Account) { a.Disabled = false })
	if err != nil {
		return nil, err
	}
	if err := s.Accounts.Unlock(ctx, in.ID); err != nil {
		return nil, s.unkept(ctx, err)
	}
	return out, nil
}

type resetInput struct {
	AccountRef
	Body struct {
		Password   string `json:"password,omitempty" maxLength:"1000" doc:"Made if left out."`
		KeepTokens bool   `json:"keep_tokens,omitempty" doc:"Its tokens stay good."`
	}
}

func (s *server) resetPassword(ctx context.Context, in *resetInput) (*madeAccountOutput, error) {
	reset, err := s.Accounts.ResetPassword(ctx, whoOf(ctx), in.ID, in.Body.Password, in.Body.KeepTokens)
	if err != nil {
		return nil, s.unkept(ctx, err)
	}
	revoked := []string{}
	for _, t := range reset.Revoked {
		revoked = append(revoked, t.ID)
	}
	n := noteOf(ctx)
	n.subject, n.before, n.after = in.ID, accountOf(reset.Before), map[string]any{"account": accountOf(reset.After), "revoked": revoked}
	return &madeAccountOutput{Body: madeAccount{accountOf(reset.After), optional(reset.Generated)}}, nil
}
