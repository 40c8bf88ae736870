package console_test

// Accounts and tokens as the tests keep them: in a list that is never changed, but for what was asked of it.

import (
	"context"

	"muster/account"
)

// ann is the one account that there is.
var ann = account.Account{ID: "acc-ann", Login: "ann.li", Name: "Ann Li", Bindings: []account.Binding{{Role: account.DutyManager, Site: "riverside"}}}

func (people) Accounts(account.Identity) []account.Account { return []account.Account{ann} }

func (people) Add(_ context.Context, _ account.Identity, a account.Account, _ string, _ bool) (made account.Account, generated string, err error) {
	if err := a.Check(); err != nil {
		return a, "", err
	}
	a.ID = "acc-new"
	return a, "made-for-you-1", nil
}

func (people) Change(_ context.Context, _ account.Identity, id string, do func(*account.Account)) (before, after account.Account, err error) {
	if id != ann.ID {
		return before, after, account.Refuse(account.CodeField, "id", "There is no such account.")
	}
	after = ann
	do(&after)
	return ann, after, after.Check()
}

func (people) ResetPassword(_ context.Context, _ account.Identity, id, _ string, _ bool) (account.Reset, error) {
	if id != ann.ID {
		return account.Reset{}, account.Refuse(account.CodeField, "id", "There is no such account.")
	}
	return account.Reset{Before: ann, After: ann, Generated: "made-for-you-2"}, nil
}

func (people) Unlock(context.Context, string) error { return nil }

func (people) Tokens(account.Identity) []account.Token {
	return []account.Token{{ID: "tok-1", Name: "panel", Hint: "mst_abc", Scopes: []account.Right{account.Declare}, ExpiresAt: now.AddDate(0, 0, 30)}}
}

func (people) AddToken(_ context.Context, _ account.Identity, t account.Token) (made account.Token, secret string, err error) {
	t.ID = "tok-2"
	return t, "mst_secret", nil
}

func (people) RevokeToken(_ context.Context, _ account.Identity, id string) (before, after account.Token, err error) {
	if id != "tok-1" {
		return before, after, account.Refuse(account.CodeField, "id", "There is no such token.")
	}
	return account.Token{ID: id}, account.Token{ID: id}, nil
}
