package api_test

// Who may ask in the tests: an account and a token for each role, everywhere and at one site, kept in memory as they are while
// the database is away; and an audit log that is read.

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/api"
	"muster/app/accounts"
	"muster/audit"
	"muster/store"
)

var errAway = errors.New("the database is away")

// deadStore is a database that does not answer.
type deadStore struct{}

func (deadStore) Directory(context.Context) (store.Directory, error) {
	return store.Directory{}, errAway
}
func (deadStore) DirectoryVersion(context.Context) (int64, error)    { return 0, errAway }
func (deadStore) SaveSession(context.Context, account.Session) error { return errAway }
func (deadStore) EndSession(context.Context, string) error           { return errAway }
func (deadStore) EndSessions(context.Context, string, string) error  { return errAway }
func (deadStore) SaveTries(context.Context, account.Tries) error     { return errAway }
func (deadStore) Tries(context.Context, string) (account.Tries, error) {
	return account.Tries{}, errAway
}

func (deadStore) WrongPassword(context.Context, string, int, time.Time) (account.Tries, error) {
	return account.Tries{}, errAway
}

func (deadStore) TouchSession(context.Context, string, time.Time) (bool, error) {
	return false, errAway
}

func (deadStore) Session(context.Context, string) (account.Session, bool, error) {
	return account.Session{}, false, errAway
}

func (deadStore) ChangeDirectory(context.Context, func(store.Directory) ([]account.Account, []account.Token, error)) error {
	return errAway
}

// tokenOf is the token of a role at a site, everywhere if that is empty.
func tokenOf(role account.Role, site string) string { return fmt.Sprintf("mst_%s@%s", role, site) }

// everyRole are accounts and tokens of each role, everywhere and at two sites.
func everyRole() accounts.Kept {
	var kept accounts.Kept
	until := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, role := range account.Roles() {
		for _, site := range []string{"", "riverside", "hilltop"} {
			id := fmt.Sprintf("acc-%s-%s", role, site)
			kept.Accounts = append(kept.Accounts, account.Account{ID: id, Login: id, Name: id, Bindings: []account.Binding{{Role: role, Site: site}}})
			kept.Tokens = append(kept.Tokens, account.Token{ID: "tok-" + id, Account: id, Hash: account.HashSecret(tokenOf(role, site)), ExpiresAt: until})
		}
	}
	return kept
}

// auditLog holds what was noted.
type auditLog struct {
	mu      sync.Mutex
	entries []audit.Entry
	begun   map[string]audit.Entry
	err     error
}

func (l *auditLog) Begin(e audit.Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.begun == nil {
		l.begun = map[string]audit.Entry{}
	}
	l.begun[e.ID] = e
}

func (l *auditLog) Drop(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.begun, id)
}

func (l *auditLog) Note(e audit.Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.begun, e.ID)
	l.entries = append(l.entries, audit.Chain(int64(len(l.entries)), "", []audit.Entry{e})...)
}

func (l *auditLog) List(_ context.Context, f api.AuditFilter) ([]audit.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []audit.Entry
	for k := len(l.entries) - 1; k >= 0 && len(list) < f.Limit; k-- {
		if f.Below == 0 || l.entries[k].Seq < f.Below {
			list = append(list, l.entries[k])
		}
	}
	return list, l.err
}

func (l *auditLog) Verify(context.Context) (api.AuditEnd, error) {
	return api.AuditEnd{Seq: int64(len(l.entries)), Hash: "h"}, l.err
}

func (l *auditLog) last() audit.Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) == 0 {
		return audit.Entry{}
	}
	return l.entries[len(l.entries)-1]
}

// cheap is a cost that tests can pay.
var cheap = account.Cost{Memory: 8, Time: 1, Threads: 1}

// people is the API over accounts in a database of its own, with the key as the first administrator.
func people(t *testing.T, change ...func(*api.Options)) (*house, *store.Store) {
	t.Helper()
	var clock api.Clock = api.SystemClock{}
	kept, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "muster.db"), Now: func() time.Time { return clock.Now() }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, kept.Close()) })
	h := open(t, append([]func(*api.Options){func(o *api.Options) {
		clock = o.Clock
		o.Accounts = accounts.New(kept, accounts.Options{Cost: cheap, Now: o.Clock.Now})
	}}, change...)...)
	return h, kept
}
