package accounts

// Keeping accounts and tokens: every change is made on what the database has at that moment.

import (
	"cmp"
	"context"
	"slices"
	"time"

	"muster/account"
	"muster/store"
)

func unknown() error {
	return account.Refuse(account.CodeUnknown, "", "There is no such account, or not for you to keep: see the accounts.")
}

// Accounts lists the accounts that somebody may keep, by login.
func (s *Service) Accounts(by account.Identity) []account.Account {
	all := slices.DeleteFunc(s.everybody(), func(a account.Account) bool { return !by.Governs(a.Bindings) })
	slices.SortFunc(all, func(a, b account.Account) int { return cmp.Compare(a.Login, b.Login) })
	return all
}

// Account gives one that somebody may keep.
func (s *Service) Account(by account.Identity, id string) (account.Account, error) {
	a, ok := s.person(id)
	if !ok || !by.Governs(a.Bindings) {
		return account.Account{}, unknown()
	}
	return a, nil
}

// Add makes an account. Without a password, and unless it is for a service or a provider, one is made, which has to be changed at the first
// sign-in.
func (s *Service) Add(ctx context.Context, by account.Identity, a account.Account, password string, noPassword bool) (made account.Account, generated string, err error) {
	a.ID, a.Login = account.NewID("acc-"), account.Login(a.Login)
	a.CreatedAt = s.options.Now().UTC().Truncate(time.Millisecond)
	a.ChangedAt = a.CreatedAt
	if err := a.Check(); err != nil {
		return a, "", err
	}
	if !by.Governs(a.Bindings) {
		return a, "", account.Refuse(account.CodeRight, "roles", "You may give roles at your own sites only.")
	}
	if !noPassword {
		if a, generated, err = s.withPassword(ctx, a, password); err != nil {
			return a, "", err
		}
	}
	err = s.change(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
		return []account.Account{a}, nil, account.CheckEmail(d.Accounts, a)
	})
	return a, generated, err
}

// withPassword sets a password, or a generated one that has to be changed.
func (s *Service) withPassword(ctx context.Context, a account.Account, password string) (_ account.Account, generated string, err error) {
	if a.MustChange = password == ""; a.MustChange {
		generated = account.NewPassword()
		password = generated
	}
	if err := account.CheckPassword(password, a.Login); err != nil {
		return a, "", err
	}
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
		a.Password = account.Hash(password, s.options.Cost)
		return a, generated, nil
	case <-ctx.Done():
		return a, "", ctx.Err()
	}
}

// Change changes an account by do, if somebody may keep it before and after, and gives it as it was and is.
func (s *Service) Change(ctx context.Context, by account.Identity, id string, do func(*account.Account)) (before, after account.Account, err error) {
	return s.changeWith(ctx, by, id, do, func(store.Directory) []account.Token { return nil })
}

// changeWith does so, and changes tokens with it.
func (s *Service) changeWith(
	ctx context.Context, by account.Identity, id string, do func(*account.Account), tokens func(store.Directory) []account.Token,
) (before, after account.Account, err error) {
	err = s.change(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
		k := slices.IndexFunc(d.Accounts, func(a account.Account) bool { return a.ID == id })
		if k < 0 || !by.Governs(d.Accounts[k].Bindings) {
			return nil, nil, unknown()
		}
		before, after = d.Accounts[k], d.Accounts[k]
		after.Bindings = slices.Clone(before.Bindings)
		do(&after)
		after.ChangedAt = s.options.Now().UTC().Truncate(time.Millisecond)
		err := after.Check()
		if err == nil && after.Email != before.Email {
			err = account.CheckEmail(d.Accounts, after)
		}
		if err != nil {
			return nil, nil, err
		}
		if !by.Governs(after.Bindings) {
			return nil, nil, account.Refuse(account.CodeRight, "roles", "You may give roles at your own sites only.")
		}
		return []account.Account{after}, tokens(d), account.CheckLast(d.Accounts, after, s.options.Ways)
	})
	if err == nil && after.Disabled {
		err = s.endOthers(ctx, id, "")
	}
	return before, after, err
}

// Unlock opens an account that was closed for wrong passwords.
func (s *Service) Unlock(ctx context.Context, id string) error {
	return s.store.SaveTries(ctx, account.Tries{Account: id})
}

// ResetPassword gives an account a new password, or a generated one, ends its sessions, and revokes its tokens unless they are to be
// kept: whoever had the old password may have made one.
func (s *Service) ResetPassword(ctx context.Context, by account.Identity, id, password string, keepTokens bool) (account.Reset, error) {
	who, err := s.Account(by, id)
	if err != nil {
		return account.Reset{}, err
	}
	hashed, generated, err := s.withPassword(ctx, who, password)
	if err != nil {
		return account.Reset{}, err
	}
	reset, now := account.Reset{Generated: generated}, s.options.Now().UTC().Truncate(time.Millisecond)
	reset.Before, reset.After, err = s.changeWith(ctx, by, id, func(a *account.Account) {
		a.Password, a.MustChange = hashed.Password, hashed.MustChange
	}, func(d store.Directory) []account.Token {
		if reset.Revoked = nil; !keepTokens {
			reset.Revoked = revokeAll(d, id, now)
		}
		return reset.Revoked
	})
	if err != nil {
		return account.Reset{}, err
	}
	if err := s.Unlock(ctx, id); err != nil {
		return account.Reset{}, err
	}
	return reset, s.endOthers(ctx, id, "")
}

// ChangePassword lets somebody change their own, and ends their other sessions.
func (s *Service) ChangePassword(ctx context.Context, by account.Identity, secret, old, password, from string) error {
	who, known := s.person(by.Account)
	if !known || by.Kind != account.BySession {
		return account.Refuse(account.CodeRight, "", "Sign in first: a token has no password.")
	}
	if err := account.CheckPassword(password, who.Login); err != nil { // which is no try at the old one
		return err
	}
	if !s.mayTry(who.Login, who, from) {
		return account.Refuse(account.CodeOften, "", "That was tried too often: wait a minute, and try again.")
	}
	right, err := s.matches(ctx, old, who.Password)
	switch {
	case err != nil:
		return err
	case !right:
		return account.Refuse(account.CodePassword, "old_password", "This is not your password.")
	case old == password:
		return account.Refuse(account.CodePassword, "new_password", "Give another password than the one that you have.")
	}
	hashed, _, err := s.withPassword(ctx, who, password)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
		k := slices.IndexFunc(d.Accounts, func(a account.Account) bool { return a.ID == who.ID })
		if k < 0 {
			return nil, nil, unknown()
		}
		d.Accounts[k].Password, d.Accounts[k].MustChange = hashed.Password, false
		return d.Accounts[k : k+1], nil, nil
	})
	if err != nil {
		return err
	}
	return s.endOthers(ctx, who.ID, secret)
}

// tie notes who an account is at the provider.
func (s *Service) tie(ctx context.Context, id, subject string) error {
	return s.change(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
		k := slices.IndexFunc(d.Accounts, func(a account.Account) bool { return a.ID == id && a.Subject == "" })
		if k < 0 {
			return nil, nil, unknown()
		}
		d.Accounts[k].Subject = subject
		return d.Accounts[k : k+1], nil, nil
	})
}
