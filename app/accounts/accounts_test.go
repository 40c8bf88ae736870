package accounts_test

// The service over a real database that goes away and comes back.

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/app/accounts"
	"muster/store"
)

var errAway = errors.New("away")

// flaky is a database that is away when it is told to be.
type flaky struct {
	accounts.Store
	away atomic.Bool
}

func (f *flaky) gone() error {
	if f.away.Load() {
		return errAway
	}
	return nil
}

func (f *flaky) DirectoryVersion(ctx context.Context) (int64, error) {
	if err := f.gone(); err != nil {
		return 0, err
	}
	return f.Store.DirectoryVersion(ctx)
}

func (f *flaky) ChangeDirectory(ctx context.Context, change func(store.Directory) ([]account.Account, []account.Token, error)) error {
	if err := f.gone(); err != nil {
		return err
	}
	return f.Store.ChangeDirectory(ctx, change)
}

func (f *flaky) SaveSession(ctx context.Context, s account.Session) error {
	if err := f.gone(); err != nil {
		return err
	}
	return f.Store.SaveSession(ctx, s)
}

func (f *flaky) TouchSession(ctx context.Context, hash string, seen time.Time) (bool, error) {
	if err := f.gone(); err != nil {
		return false, err
	}
	return f.Store.TouchSession(ctx, hash, seen)
}

func (f *flaky) Session(ctx context.Context, hash string) (account.Session, bool, error) {
	if err := f.gone(); err != nil {
		return account.Session{}, false, err
	}
	return f.Store.Session(ctx, hash)
}

func (f *flaky) Tries(ctx context.Context, id string) (account.Tries, error) {
	if err := f.gone(); err != nil {
		return account.Tries{}, err
	}
	return f.Store.Tries(ctx, id)
}

// office is one database, a clock, and what was kept last.
type office struct {
	t    *testing.T
	db   *flaky
	now  time.Time
	kept accounts.Kept
}

const good = "correct horse battery"

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "muster.db"), Now: o.clock})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	o.db = &flaky{Store: s}
	return o
}

func (o *office) clock() time.Time { return o.now }

// process is a Muster on the database; kept is what it starts with.
func (o *office) process(kept accounts.Kept) *accounts.Service {
	return accounts.New(o.db, accounts.Options{
		Cost: account.Cost{Memory: 8, Time: 1, Threads: 1}, Now: o.clock, Kept: kept, Changed: func(k accounts.Kept) { o.kept = k },
	})
}

func (o *office) add(s *accounts.Service, login string, bindings ...account.Binding) account.Account {
	o.t.Helper()
	made, _, err := s.Add(o.t.Context(), account.Key(), account.Account{Login: login, Name: login, Bindings: bindings}, good, false)
	require.NoError(o.t, err)
	return made
}

func TestWhoeverIsKnownStaysKnownWhileTheDatabaseIsAway(t *testing.T) {
	o := newOffice(t)
	s := o.process(accounts.Kept{})
	ann := o.add(s, "ann", account.Binding{Role: account.Responder})
	opened, err := s.SignIn(t.Context(), "Ann", good, "192.0.2.1")
	require.NoError(t, err)
	_, secret, err := s.AddToken(t.Context(), opened.Identity, account.Token{Name: "x", ExpiresAt: o.now.Add(24 * time.Hour)})
	require.NoError(t, err)

	o.db.away.Store(true)
	o.now = o.now.Add(time.Hour)
	who, known := s.Session(t.Context(), opened.Secret)
	require.True(t, known)
	require.Equal(t, ann.ID, who.Account)
	_, known = s.Token(secret)
	require.True(t, known)
	later, err := s.SignIn(t.Context(), "ann", good, "192.0.2.1")
	require.NoError(t, err, "whoever comes now comes in too")
	_, known = s.Session(t.Context(), later.Secret)
	require.True(t, known)
	_, _, err = s.Add(t.Context(), account.Key(), account.Account{Login: "li", Name: "Li", Bindings: []account.Binding{{Role: account.Viewer}}}, good, false)
	require.ErrorIs(t, err, errAway)

	restarted := o.process(o.kept) // from the snapshot
	_, known = restarted.Token(secret)
	require.True(t, known)
	_, err = restarted.SignIn(t.Context(), "ann", good, "192.0.2.1")
	require.NoError(t, err)
	_, known = restarted.Session(t.Context(), opened.Secret)
	require.False(t, known, "sessions are in the database alone: one signs in again")

	o.db.away.Store(false)
	o.now = o.now.Add(20 * time.Second)
	_, known = s.Session(t.Context(), later.Secret)
	require.True(t, known)
	other := o.process(accounts.Kept{})
	require.NoError(t, other.Refresh(t.Context()))
	_, known = other.Session(t.Context(), later.Secret)
	require.True(t, known, "the database was told of it since")
}

func TestWhatOneProcessEndsEndsInTheOthers(t *testing.T) {
	o := newOffice(t)
	one, two := o.process(accounts.Kept{}), o.process(accounts.Kept{})
	ann := o.add(one, "ann", account.Binding{Role: account.Viewer})
	require.NoError(t, two.Refresh(t.Context()))
	opened, err := one.SignIn(t.Context(), "ann", good, "192.0.2.1")
	require.NoError(t, err)
	_, known := two.Session(t.Context(), opened.Secret)
	require.True(t, known)
	require.NoError(t, one.SignOut(t.Context(), opened.Secret))
	o.now = o.now.Add(15 * time.Second)
	_, known = two.Session(t.Context(), opened.Secret)
	require.False(t, known)

	made, secret, err := one.AddToken(t.Context(), account.Key(), account.Token{Account: ann.ID, Name: "x", ExpiresAt: o.now.Add(time.Hour)})
	require.NoError(t, err)
	require.NoError(t, two.Refresh(t.Context()))
	_, known = two.Token(secret)
	require.True(t, known)
	_, _, err = one.RevokeToken(t.Context(), account.Key(), made.ID)
	require.NoError(t, err)
	require.NoError(t, two.Refresh(t.Context()))
	_, known = two.Token(secret)
	require.False(t, known)
}

func TestNobodyKeepsAdministratorsOut(t *testing.T) {
	o := newOffice(t)
	s := o.process(accounts.Kept{})
	o.add(s, "boss", account.Binding{Role: account.Administrator})
	o.add(s, "deputy", account.Binding{Role: account.Administrator})
	o.add(s, "ann", account.Binding{Role: account.Viewer})
	for k := range 40 {
		for _, login := range []string{"boss", "deputy", "ann"} {
			_, err := s.SignIn(t.Context(), login, "guessed wrongly", "198.51.100."+strconv.Itoa(k))
			require.Error(t, err)
		}
	}
	for _, login := range []string{"boss", "deputy"} {
		_, err := s.SignIn(t.Context(), login, good, "192.0.2.1")
		require.NoError(t, err, login)
	}
	_, err := s.SignIn(t.Context(), "ann", good, "192.0.2.1")
	var refused *account.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, account.CodeOften, refused.Code)
}

func TestWhoeverHasManyAddressesIsOnePlace(t *testing.T) {
	o := newOffice(t)
	s := o.process(accounts.Kept{})
	o.add(s, "boss", account.Binding{Role: account.Administrator})
	codes := map[account.Code]int{}
	for k := range 40 {
		_, err := s.SignIn(t.Context(), "boss", "guessed wrongly", "2001:db8:1:2::"+strconv.Itoa(k))
		var refused *account.Error
		require.ErrorAs(t, err, &refused)
		codes[refused.Code]++
	}
	require.Equal(t, map[account.Code]int{account.CodeSignIn: 5, account.CodeOften: 35}, codes)
	_, err := s.SignIn(t.Context(), "boss", good, "2001:db8:1:3::1")
	require.NoError(t, err)
}

func TestServiceIsNotAnotherAdministrator(t *testing.T) {
	o := newOffice(t)
	s := o.process(accounts.Kept{})
	boss := o.add(s, "boss", account.Binding{Role: account.Administrator})
	_, _, err := s.Add(t.Context(), account.Key(), account.Account{Login: "robot", Name: "Robot", Bindings: []account.Binding{{Role: account.Administrator}}}, "", true)
	require.NoError(t, err)
	for _, do := range []func(*account.Account){
		func(a *account.Account) { a.Disabled = true },
		func(a *account.Account) { a.Bindings = []account.Binding{{Role: account.Viewer}} },
	} {
		_, _, err := s.Change(t.Context(), account.Key(), boss.ID, do)
		var refused *account.Error
		require.ErrorAs(t, err, &refused)
		require.Equal(t, account.CodeLast, refused.Code)
	}
	for k := range 12 {
		o.now = o.now.Add(7 * time.Second)
		_, err := s.SignIn(t.Context(), "boss", "guessed wrongly", "198.51.100."+strconv.Itoa(k))
		require.Error(t, err)
	}
	_, err = s.SignIn(t.Context(), "boss", good, "192.0.2.1")
	require.NoError(t, err)
}

func TestDatabaseThatWasLostGetsWhatWasKept(t *testing.T) {
	o := newOffice(t)
	o.add(o.process(accounts.Kept{}), "ann", account.Binding{Role: account.Administrator})
	kept := o.kept
	fresh := newOffice(t)
	s := fresh.process(kept)
	require.NoError(t, s.Refresh(t.Context()))
	_, err := s.SignIn(t.Context(), "ann", good, "192.0.2.1")
	require.NoError(t, err)
	d, err := fresh.db.Directory(t.Context())
	require.NoError(t, err)
	require.Len(t, d.Accounts, 1)
}

func TestProviderVouchesForTheirOwnPeopleOnly(t *testing.T) {
	o := newOffice(t)
	s := o.process(accounts.Kept{})
	made, _, err := s.Add(t.Context(), account.Key(), account.Account{Login: "ann", Name: "Ann", Email: "ann@example.org", Bindings: []account.Binding{{Role: account.Viewer}}}, "", true)
	require.NoError(t, err)
	for _, stranger := range []account.Provided{
		{Subject: "idp|1", Email: "ann@example.org"}, {Subject: "idp|1", Email: "li@example.org", Verified: true}, {Subject: "idp|1", Verified: true},
	} {
		_, err := s.SignInProvided(t.Context(), stranger)
		require.Error(t, err)
	}
	opened, err := s.SignInProvided(t.Context(), account.Provided{Subject: "idp|1", Email: "Ann@example.org", Verified: true})
	require.NoError(t, err)
	require.Equal(t, made.ID, opened.Identity.Account)
	_, err = s.SignInProvided(t.Context(), account.Provided{Subject: "idp|1", Email: "ann@elsewhere.org"})
	require.NoError(t, err, "the account is tied to the person, and no longer to the address")
	_, err = s.SignInProvided(t.Context(), account.Provided{Subject: "idp|2", Email: "ann@example.org", Verified: true})
	require.Error(t, err, "who takes over the address does not take over the account")
	_, err = s.SignIn(t.Context(), "ann", "", "192.0.2.1")
	require.Error(t, err, "there is no password")
}

func TestAddressOfSeveralAccountsIsNobodys(t *testing.T) {
	o := newOffice(t)
	require.NoError(t, o.db.Store.ChangeDirectory(t.Context(), func(store.Directory) ([]account.Account, []account.Token, error) {
		viewer := []account.Binding{{Role: account.Viewer}}
		return []account.Account{
			{ID: "acc-1", Login: "ann", Name: "Ann", Email: "ann@example.org", Bindings: viewer},
			{ID: "acc-2", Login: "ann2", Name: "Ann", Email: "ann@example.org", Bindings: viewer},
		}, nil, nil
	}))
	s := o.process(accounts.Kept{})
	require.NoError(t, s.Refresh(t.Context()))
	_, err := s.SignInProvided(t.Context(), account.Provided{Subject: "idp|1", Email: "ann@example.org", Verified: true})
	require.Error(t, err)
}
