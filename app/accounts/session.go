package accounts

// Signing in and out.

import (
	"context"
	"strings"
	"time"

	"muster/account"
	"muster/account/pace"
)

func wrong() error {
	return account.Refuse(account.CodeSignIn, "", "Login or password is wrong, or the account is disabled. An administrator can give you a new password.")
}

// SignIn opens a session for whoever knows an account's password. From is the address that asks.
func (s *Service) SignIn(ctx context.Context, login, password, from string) (account.Opened, error) {
	login = account.Login(login)
	who, known := s.find(func(a account.Account) bool { return a.Login == login })
	if !s.mayTry(login, who, from) {
		return account.Opened{}, account.Refuse(account.CodeOften, "", "That was tried too often: wait a minute, and try again.")
	}
	tries, err := s.tries(ctx, who)
	if err != nil {
		return account.Opened{}, err
	}
	right, err := s.matches(ctx, password, who.Password)
	switch {
	case err != nil:
		return account.Opened{}, err
	case known && !right:
		until := s.options.Now().Add(account.LockFor)
		_, _ = s.store.WrongPassword(ctx, who.ID, account.MostWrong, until) // a database that is away counts nothing: the pace still holds
		return account.Opened{}, wrong()
	case !known || who.Disabled:
		return account.Opened{}, wrong()
	}
	if tries.Wrong > 0 || !tries.LockedUntil.IsZero() {
		_ = s.store.SaveTries(ctx, account.Tries{Account: who.ID})
	}
	return s.open(ctx, who), nil
}

// mayTry says whether a password may be tried now. The tries of an administrator of every site are counted for each address by
// itself: else whoever guesses at these accounts would keep their owners out.
func (s *Service) mayTry(login string, who account.Account, from string) bool {
	place := pace.Place(from)
	if who.GovernsAll(s.options.Ways) {
		login += " from " + place
	}
	return s.byPlace.Allow(place) && s.byLogin.Allow(login)
}

// tries gives an account's wrong passwords, and refuses one that is locked. A database that is away knows of none.
func (s *Service) tries(ctx context.Context, who account.Account) (account.Tries, error) {
	if who.ID == "" {
		return account.Tries{}, nil
	}
	bounded, cancel := context.WithTimeout(ctx, storeBound)
	defer cancel()
	tries, err := s.store.Tries(bounded, who.ID)
	if err != nil {
		return account.Tries{Account: who.ID}, nil //nolint:nilerr // the pace still holds
	}
	if tries.Locked(s.options.Now(), who, s.options.Ways) {
		return tries, account.Refuse(account.CodeLocked, "", "Too many wrong passwords: the account is closed for a quarter of an hour. An administrator can open it again at once.")
	}
	return tries, nil
}

// matches hashes a password, as soon as there is room for it.
func (s *Service) matches(ctx context.Context, password, hash string) (bool, error) {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
		return account.Matches(password, hash, s.options.Cost), nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// open begins a session. Where the database is away, this process alone knows of it until the database is back.
func (s *Service) open(ctx context.Context, who account.Account) account.Opened {
	now := s.options.Now().UTC().Truncate(time.Millisecond)
	session, secret := account.NewSession(who.ID, now)
	bounded, cancel := context.WithTimeout(ctx, storeBound)
	defer cancel()
	err := s.store.SaveSession(bounded, session)
	s.sessions.put(seen{Session: session, checked: now, own: err != nil})
	identity := who.Identity(account.BySession)
	identity.Expires = session.Ends()
	return account.Opened{Secret: secret, Identity: identity}
}

// Session gives whoever asks within a session.
func (s *Service) Session(ctx context.Context, secret string) (account.Identity, bool) {
	now, hash := s.options.Now().UTC().Truncate(time.Millisecond), account.HashSecret(secret)
	kept, known := s.sessions.get(hash)
	if !known || now.Sub(kept.checked) >= recheckAfter {
		var there bool
		if kept, there = s.recheck(ctx, hash, kept, known, now); !there {
			s.sessions.drop(func(k account.Session) bool { return k.Hash == hash })
			return account.Identity{}, false
		}
	}
	owner, there := s.person(kept.Account)
	if !there || owner.Disabled || !kept.Live(now) {
		return account.Identity{}, false
	}
	if now.Sub(kept.SeenAt) >= touchAfter {
		kept.SeenAt = now
		bounded, cancel := context.WithTimeout(ctx, storeBound)
		defer cancel()
		if known, err := s.store.TouchSession(bounded, hash, now); err == nil && !known {
			s.sessions.drop(func(k account.Session) bool { return k.Hash == hash })
			return account.Identity{}, false
		}
	}
	s.sessions.put(kept)
	identity := owner.Identity(account.BySession)
	identity.Expires = kept.Ends()
	return identity, true
}

// recheck asks the database for a session. One that it does not know has been ended elsewhere, unless it has never been told of it;
// while it is away, what this process knew last counts.
func (s *Service) recheck(ctx context.Context, hash string, kept seen, known bool, now time.Time) (seen, bool) {
	bounded, cancel := context.WithTimeout(ctx, storeBound)
	defer cancel()
	if known && kept.own {
		kept.own, kept.checked = s.store.SaveSession(bounded, kept.Session) != nil, now
		return kept, true
	}
	found, there, err := s.store.Session(bounded, hash)
	if err != nil {
		kept.checked = now
		return kept, known
	}
	return seen{Session: found, checked: now}, there
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	hash := account.HashSecret(secret)
	s.sessions.drop(func(k account.Session) bool { return k.Hash == hash })
	return s.store.EndSession(ctx, hash)
}

// endOthers ends an account's sessions but one, whose secret may be empty.
func (s *Service) endOthers(ctx context.Context, id, secret string) error {
	except := ""
	if secret != "" {
		except = account.HashSecret(secret)
	}
	s.sessions.drop(func(k account.Session) bool { return k.Account == id && k.Hash != except })
	return s.store.EndSessions(ctx, id, except)
}

// SignInProvided opens a session for somebody whom the provider has vouched for: the account that was tied to them, or that
// has their address and is tied to nobody yet.
func (s *Service) SignInProvided(ctx context.Context, p account.Provided) (account.Opened, error) {
	who, known := s.find(func(a account.Account) bool { return a.Subject == p.Subject })
	tied := false
	if !known && p.Verified && p.Email != "" {
		who, known = s.ofAddress(p.Email)
		if known {
			if err := s.tie(ctx, who.ID, p.Subject); err != nil {
				return account.Opened{}, err
			}
			tied = true
		}
	}
	if !known || who.Disabled {
		return account.Opened{}, account.Refuse(account.CodeSignIn, "", "The provider knows you, but there is no account for you here, or it is disabled: ask an administrator for one with your address.")
	}
	opened := s.open(ctx, who)
	opened.Tied = tied
	return opened, nil
}

// ofAddress gives the account that has an address of mail and is tied to nobody yet. Where several have it, as some may that were made
// before that was refused, it is none of them: whose it becomes must not be chance.
func (s *Service) ofAddress(email string) (who account.Account, known bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, a := range s.people {
		if a.Subject != "" || !strings.EqualFold(a.Email, email) {
			continue
		}
		if known {
			return account.Account{}, false
		}
		who, known = a, true
	}
	return who, known
}
