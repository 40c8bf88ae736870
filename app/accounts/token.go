package accounts

// API tokens: made, listed and revoked.

import (
	"cmp"
	"context"
	"slices"
	"time"

	"muster/account"
	"muster/store"
)

// The longest life of a token, and how many an account may have that are good.
const (
	LongestToken = 366 * 24 * time.Hour
	mostTokens   = 50
)

// Tokens lists somebody's own tokens, and those of accounts that they keep, the newest first.
func (s *Service) Tokens(by account.Identity) []account.Token {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var list []account.Token
	for _, t := range s.tokens {
		if s.keeps(by, t.Account) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b account.Token) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// keeps says whether somebody may keep an account's tokens. The service's lock is held.
func (s *Service) keeps(by account.Identity, id string) bool {
	owner, there := s.people[id]
	return there && (by.Account == id || (by.Somewhere(account.Accounts) && by.Governs(owner.Bindings)))
}

// AddToken makes a token of an account, and gives its secret, which is shown once.
func (s *Service) AddToken(ctx context.Context, by account.Identity, t account.Token) (made account.Token, secret string, err error) {
	now := s.options.Now().UTC().Truncate(time.Millisecond)
	t.CreatedAt, t.ExpiresAt = now, t.ExpiresAt.UTC().Truncate(time.Millisecond)
	if t.Account == "" {
		t.Account = by.Account
	}
	for _, scope := range t.Scopes {
		if !slices.Contains(account.Rights(), scope) {
			return t, "", account.Refuse(account.CodeField, "scopes", "There is no right "+string(scope)+": see the documentation for which there are.")
		}
	}
	s.mu.RLock()
	may := s.keeps(by, t.Account)
	s.mu.RUnlock()
	switch {
	case t.Account == "":
		return t, "", account.Refuse(account.CodeField, "account", "Say whose token it is to be: the id of an account.")
	case !may:
		return t, "", unknown()
	case !t.ExpiresAt.After(now) || t.ExpiresAt.After(now.Add(LongestToken)):
		return t, "", account.Refuse(account.CodeField, "expires_in", "A token is good for at most a year: give a length of time such as 720h.")
	case t.Widens(by):
		return t, "", account.Refuse(account.CodeRight, "scopes", "A token cannot make one that may do more, or lasts longer, than itself: sign in for that.")
	}
	made, secret = account.NewToken(t)
	err = s.change(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
		live := 0
		for _, other := range d.Tokens {
			if other.Account == made.Account && other.Live(now) {
				live++
			}
		}
		if live >= mostTokens {
			return nil, nil, account.Refuse(account.CodeField, "account", "This account has too many tokens: revoke those that are not used.")
		}
		return nil, []account.Token{made}, nil
	})
	return made, secret, err
}

// RevokeToken ends a token at once, and gives it as it was and is.
func (s *Service) RevokeToken(ctx context.Context, by account.Identity, id string) (before, revoked account.Token, err error) {
	now := s.options.Now().UTC().Truncate(time.Millisecond)
	err = s.change(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
		k := slices.IndexFunc(d.Tokens, func(t account.Token) bool { return t.ID == id })
		if k < 0 || !s.mayRevoke(by, d, d.Tokens[k]) {
			return nil, nil, account.Refuse(account.CodeToken, "", "There is no such token, or not for you to revoke: see the tokens.")
		}
		before = d.Tokens[k]
		if d.Tokens[k].RevokedAt == nil {
			d.Tokens[k].RevokedAt = &now
		}
		revoked = d.Tokens[k]
		return nil, d.Tokens[k : k+1], nil
	})
	return before, revoked, err
}

// revokeAll ends the tokens of an account that are good, and gives them.
func revokeAll(d store.Directory, id string, now time.Time) []account.Token {
	var revoked []account.Token
	for _, t := range d.Tokens {
		if t.Account == id && t.Live(now) {
			t.RevokedAt = &now
			revoked = append(revoked, t)
		}
	}
	return revoked
}

func (s *Service) mayRevoke(by account.Identity, d store.Directory, t account.Token) bool {
	if by.Account == t.Account {
		return true
	}
	k := slices.IndexFunc(d.Accounts, func(a account.Account) bool { return a.ID == t.Account })
	return k >= 0 && by.Somewhere(account.Accounts) && by.Governs(d.Accounts[k].Bindings)
}
