package app

// People who sign in, and the audit log of what they do: wired to the database that may be away.

import (
	"context"
	"time"

	"muster/account"
	"muster/api"
	"muster/app/accounts"
	"muster/app/oidc"
	"muster/app/snapshot"
	"muster/app/trail"
	"muster/audit"
	"muster/store"
)

// directory is the database as accounts are kept in it.
type directory struct{ *database }

// Directory implements accounts.Store.
func (d directory) Directory(ctx context.Context) (store.Directory, error) {
	return ask(ctx, d.database, func(s *store.Store) (store.Directory, error) { return s.Directory(ctx) })
}

// DirectoryVersion implements accounts.Store.
func (d directory) DirectoryVersion(ctx context.Context) (int64, error) {
	return ask(ctx, d.database, func(s *store.Store) (int64, error) { return s.DirectoryVersion(ctx) })
}

// ChangeDirectory implements accounts.Store. Whether it did is known at the end, however long that takes.
func (d directory) ChangeDirectory(ctx context.Context, change func(store.Directory) ([]account.Account, []account.Token, error)) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.ChangeDirectory(ctx, change)
}

// do does something to the database whose result is its error alone.
func (d directory) do(ctx context.Context, write func(s *store.Store) error) error {
	_, err := ask(ctx, d.database, func(s *store.Store) (struct{}, error) { return struct{}{}, write(s) })
	return err
}

// SaveSession implements accounts.Store.
func (d directory) SaveSession(ctx context.Context, kept account.Session) error {
	return d.do(ctx, func(s *store.Store) error { return s.SaveSession(ctx, kept) })
}

// TouchSession implements accounts.Store.
func (d directory) TouchSession(ctx context.Context, hash string, seen time.Time) (bool, error) {
	return ask(ctx, d.database, func(s *store.Store) (bool, error) { return s.TouchSession(ctx, hash, seen) })
}

// Session implements accounts.Store.
func (d directory) Session(ctx context.Context, hash string) (account.Session, bool, error) {
	type found struct {
		session account.Session
		there   bool
	}
	f, err := ask(ctx, d.database, func(s *store.Store) (found, error) {
		session, there, err := s.Session(ctx, hash)
		return found{session, there}, err
	})
	return f.session, f.there, err
}

// EndSession implements accounts.Store.
func (d directory) EndSession(ctx context.Context, hash string) error {
	return d.do(ctx, func(s *store.Store) error { return s.EndSession(ctx, hash) })
}

// EndSessions implements accounts.Store.
func (d directory) EndSessions(ctx context.Context, id, except string) error {
	return d.do(ctx, func(s *store.Store) error { return s.EndSessions(ctx, id, except) })
}

// Tries implements accounts.Store.
func (d directory) Tries(ctx context.Context, id string) (account.Tries, error) {
	return ask(ctx, d.database, func(s *store.Store) (account.Tries, error) { return s.Tries(ctx, id) })
}

// SaveTries implements accounts.Store.
func (d directory) SaveTries(ctx context.Context, t account.Tries) error {
	return d.do(ctx, func(s *store.Store) error { return s.SaveTries(ctx, t) })
}

// WrongPassword implements accounts.Store.
func (d directory) WrongPassword(ctx context.Context, id string, most int, until time.Time) (account.Tries, error) {
	return ask(ctx, d.database, func(s *store.Store) (account.Tries, error) { return s.WrongPassword(ctx, id, most, until) })
}

// AppendAudit implements trail.Store.
func (d directory) AppendAudit(ctx context.Context, entries []audit.Entry) error {
	return d.do(ctx, func(s *store.Store) error { return s.AppendAudit(ctx, entries) })
}

// Audit implements trail.Store.
func (d directory) Audit(ctx context.Context, f store.AuditFilter) ([]audit.Entry, error) {
	return ask(ctx, d.database, func(s *store.Store) ([]audit.Entry, error) { return s.Audit(ctx, f) })
}

// AuditAfter implements trail.Store.
func (d directory) AuditAfter(ctx context.Context, seq int64, limit int) ([]audit.Entry, error) {
	return ask(ctx, d.database, func(s *store.Store) ([]audit.Entry, error) { return s.AuditAfter(ctx, seq, limit) })
}

// AuditEnd implements trail.Store.
func (d directory) AuditEnd(ctx context.Context) (store.AuditEnd, error) {
	return ask(ctx, d.database, func(s *store.Store) (store.AuditEnd, error) { return s.AuditEnd(ctx) })
}

// auditLog is the trail as the API reads it.
type auditLog struct{ *trail.Trail }

// List implements api.Audit. What is on its way is brought first, so that whoever has done something finds it.
func (a auditLog) List(ctx context.Context, f api.AuditFilter) ([]audit.Entry, error) {
	return a.Trail.List(ctx, store.AuditFilter(f))
}

// Verify implements api.Audit.
func (a auditLog) Verify(ctx context.Context) (api.AuditEnd, error) {
	end, err := a.Trail.Verify(ctx)
	return api.AuditEnd(end), err
}

// openPeople opens accounts and the audit log. Both go on with what was kept while the database is away.
func (p *program) openPeople(ctx context.Context) error {
	var err error
	kept := accounts.Kept{}
	if p.kept != nil && p.kept.People != nil {
		kept = accounts.Kept{Accounts: p.kept.People.Accounts, Tokens: p.kept.People.Tokens}
	}
	ways := account.Ways{Provider: p.config.OIDCIssuer != ""}
	p.accounts = accounts.New(directory{p.store}, accounts.Options{Kept: kept, Log: p.log, Ways: ways, Changed: func(k accounts.Kept) {
		p.catalog.keeping.people.Store(people(k))
		if p.catalog.keptAt() == nil { // else it is written once the sites have been taken over
			p.catalog.keep()
		}
	}})
	if err := p.accounts.Refresh(ctx); err != nil {
		p.log.Warn("accounts are those that were kept, until the database answers", "error", err)
	}
	if p.trail, err = trail.Open(p.dir.path, directory{p.store}, p.log); err != nil {
		return given(err)
	}
	p.later(p.closeTrail)
	p.later(background(ctx, p.accounts.Run))
	p.later(background(ctx, p.trail.Run))
	p.later(background(ctx, p.noteKeys))
	return nil
}

// trailPatience bounds how long the end of the program waits for the last audit entries to leave: a replica's data directory may
// go with it.
const trailPatience = 3 * time.Second

func (p *program) closeTrail() {
	ctx, cancel := context.WithTimeout(context.Background(), trailPatience)
	defer cancel()
	if err := p.trail.Flush(ctx); err != nil {
		p.log.Warn("audit entries stay in the data directory until the next start", "error", err)
	}
	_ = p.trail.Close()
}

// people is what the snapshot keeps of accounts.
func people(k accounts.Kept) *snapshot.People {
	return &snapshot.People{Accounts: k.Accounts, Tokens: k.Tokens}
}

// background runs something until it is stopped.
func background(ctx context.Context, run func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// provider is the identity provider of the settings, nil if there is none.
func (p *program) provider() api.Provider {
	if p.config.OIDCIssuer == "" {
		return nil
	}
	return oidc.New(oidc.Options{
		Issuer: p.config.OIDCIssuer, Client: p.config.OIDCClient, Secret: p.config.OIDCSecret, Name: p.config.OIDCName,
		Return: p.config.PublicURL + api.ProviderReturn,
	})
}
