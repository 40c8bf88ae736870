// Package accounts knows who asks: it verifies tokens, sessions and passwords against the database, and against what it has
// in memory while that is away, so that a dead database keeps nobody from declaring.
package accounts

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"muster/account"
	"muster/account/pace"
	"muster/store"
)

// Store keeps accounts; package store says what each method promises. Any error of it that is no refusal means that it is away.
type Store interface {
	Directory(ctx context.Context) (store.Directory, error)
	DirectoryVersion(ctx context.Context) (int64, error)
	ChangeDirectory(ctx context.Context, change func(d store.Directory) ([]account.Account, []account.Token, error)) error
	SaveSession(ctx context.Context, s account.Session) error
	TouchSession(ctx context.Context, hash string, seen time.Time) (known bool, err error)
	Session(ctx context.Context, hash string) (account.Session, bool, error)
	EndSession(ctx context.Context, hash string) error
	EndSessions(ctx context.Context, id, except string) error
	Tries(ctx context.Context, id string) (account.Tries, error)
	SaveTries(ctx context.Context, t account.Tries) error
	WrongPassword(ctx context.Context, id string, most int, until time.Time) (account.Tries, error)
}

// Kept is what is kept beside the database, for a start without it.
type Kept struct {
	Accounts []account.Account
	Tokens   []account.Token
}

// Options are how the service works; zero values are the usual ones.
type Options struct {
	Cost    account.Cost     // of hashing a password; tests take less
	Ways    account.Ways     // by which people may sign in
	Now     func() time.Time // nil: time.Now
	Kept    Kept             // what was kept beside the database, until that answers
	Changed func(Kept)       // is told what is to be kept; nil: nobody
	Log     *slog.Logger
}

// Service knows who asks. It is safe for concurrent use.
type Service struct {
	store    Store
	options  Options
	hashing  chan struct{} // one at a time for each that it holds: a hash wants memory
	byLogin  *pace.Limits
	byPlace  *pace.Limits
	sessions *cache

	refreshing sync.Mutex // one after the other, so that nothing older takes the place of what is newer
	mu         sync.RWMutex
	version    int64
	people     map[string]account.Account // by id
	tokens     map[string]account.Token   // by hash
}

// How fresh what is in memory is.
const (
	refreshEvery = 2 * time.Second // another process's change counts by then
	storeBound   = 2 * time.Second // after which the database is away
	hashesAtOnce = 2
)

// How often a password may be tried: some times at once, then one in so long. An office may stand behind one address.
const (
	loginBurst, loginEvery = 5, 6 * time.Second
	placeBurst, placeEvery = 20, time.Second
)

// New makes the service with what was kept. Refresh, or Run, reads the database.
func New(s Store, o Options) *Service {
	if o.Cost == (account.Cost{}) {
		o.Cost = account.Usual
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	service := &Service{
		store: s, options: o, hashing: make(chan struct{}, hashesAtOnce), byLogin: pace.New(o.Now, loginEvery, loginBurst), byPlace: pace.New(o.Now, placeEvery, placeBurst), sessions: newCache(), version: -1,
	}
	service.take(store.Directory{Version: -1, Accounts: o.Kept.Accounts, Tokens: o.Kept.Tokens})
	return service
}

// Run reads the database again where it has changed, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	ticks := time.NewTicker(refreshEvery)
	defer ticks.Stop()
	for {
		if err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
			s.options.Log.Debug("accounts could not be read again", "error", err)
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// Refresh reads what has changed.
func (s *Service) Refresh(ctx context.Context) error {
	s.refreshing.Lock()
	defer s.refreshing.Unlock()
	ctx, cancel := context.WithTimeout(ctx, storeBound)
	defer cancel()
	version, err := s.store.DirectoryVersion(ctx)
	if err != nil {
		return err
	}
	s.mu.RLock()
	known := s.version
	s.mu.RUnlock()
	if version == known {
		return nil
	}
	if kept := s.options.Kept; version == 0 && len(kept.Accounts) > 0 { // the database was lost: it gets what was kept
		if err := s.store.ChangeDirectory(ctx, func(d store.Directory) ([]account.Account, []account.Token, error) {
			if len(d.Accounts) > 0 {
				return nil, nil, nil
			}
			return kept.Accounts, kept.Tokens, nil
		}); err != nil {
			return err
		}
	}
	d, err := s.store.Directory(ctx)
	if err != nil {
		return err
	}
	s.take(d)
	if s.options.Changed != nil {
		s.options.Changed(Kept{Accounts: d.Accounts, Tokens: d.Tokens})
	}
	return nil
}

// take puts a directory in force.
func (s *Service) take(d store.Directory) {
	people, tokens := map[string]account.Account{}, map[string]account.Token{}
	for _, a := range d.Accounts {
		people[a.ID] = a
	}
	for _, t := range d.Tokens {
		tokens[t.Hash] = t
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version, s.people, s.tokens = d.Version, people, tokens
}

// find gives an account.
func (s *Service) find(is func(account.Account) bool) (account.Account, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, a := range s.people {
		if is(a) {
			return a, true
		}
	}
	return account.Account{}, false
}

func (s *Service) person(id string) (account.Account, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a, ok := s.people[id]
	return a, ok
}

func (s *Service) everybody() []account.Account {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]account.Account, 0, len(s.people))
	for _, a := range s.people {
		all = append(all, a)
	}
	return all
}

// Token gives whoever asks with an API token. What is in memory is enough: it is the database's, at most some seconds old, or
// what was there before the database went.
func (s *Service) Token(secret string) (account.Identity, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	token, known := s.tokens[account.HashSecret(secret)]
	owner, there := s.people[token.Account]
	if !known || !there || owner.Disabled || !token.Live(s.options.Now()) {
		return account.Identity{}, false
	}
	return token.Identity(owner), true
}

// change changes the directory and takes over what it comes to.
func (s *Service) change(ctx context.Context, do func(d store.Directory) ([]account.Account, []account.Token, error)) error {
	err := s.store.ChangeDirectory(context.WithoutCancel(ctx), do)
	switch {
	case errors.Is(err, store.ErrDuplicate):
		return account.Refuse(account.CodeTaken, "login", "Somebody has this login, or this person at the provider, already: see the accounts.")
	case err != nil:
		return err
	}
	return s.Refresh(context.WithoutCancel(ctx))
}
