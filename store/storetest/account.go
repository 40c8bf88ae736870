package storetest

// The part of the suite about who may speak, and about the audit log.

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"muster/account"
	"muster/audit"
	"muster/store"
)

func person(id, login string) account.Account {
	return account.Account{ID: id, Login: login, Name: login, Bindings: []account.Binding{{Role: account.Viewer, Site: "riverside"}}, Password: "$hash", CreatedAt: savedAt, ChangedAt: savedAt}
}

func put(a ...account.Account) func(store.Directory) ([]account.Account, []account.Token, error) {
	return func(store.Directory) ([]account.Account, []account.Token, error) { return a, nil, nil }
}

func keepsDirectory(t *testing.T, h Harness) {
	s := open(t, h)
	require.NoError(t, s.ChangeDirectory(ctx(t), put(person("acc-b", "b"), person("acc-a", "a"))))
	token := account.Token{ID: "tok-1", Account: "acc-a", Hash: "h", Scopes: []account.Right{account.Read}, CreatedAt: savedAt, ExpiresAt: savedAt.Add(time.Hour)}
	require.NoError(t, s.ChangeDirectory(ctx(t), func(d store.Directory) ([]account.Account, []account.Token, error) {
		require.Len(t, d.Accounts, 2, "it is given what there is")
		changed := d.Accounts[0]
		changed.Disabled = true
		return []account.Account{changed}, []account.Token{token}, nil
	}))
	refusal := errors.New("no")
	require.Equal(t, refusal, s.ChangeDirectory(ctx(t), func(store.Directory) ([]account.Account, []account.Token, error) {
		return []account.Account{person("acc-c", "c")}, nil, refusal
	}))
	require.ErrorIs(t, s.ChangeDirectory(ctx(t), put(person("acc-d", "a"))), store.ErrDuplicate, "a login is one person's")

	d, err := s.Directory(ctx(t))
	require.NoError(t, err)
	first := person("acc-a", "a")
	first.Disabled = true
	require.Equal(t, store.Directory{Version: 2, Accounts: []account.Account{first, person("acc-b", "b")}, Tokens: []account.Token{token}}, d)
	version, err := s.DirectoryVersion(ctx(t))
	require.NoError(t, err)
	require.Equal(t, int64(2), version)
}

func changesDirectoryOneAfterTheOther(t *testing.T, h Harness) {
	s := open(t, h)
	require.NoError(t, s.ChangeDirectory(ctx(t), put(person("acc-a", "a"))))
	var group errgroup.Group
	for range 8 {
		group.Go(func() error {
			return s.ChangeDirectory(t.Context(), func(d store.Directory) ([]account.Account, []account.Token, error) {
				d.Accounts[0].Name += "!"
				return d.Accounts, nil, nil
			})
		})
	}
	require.NoError(t, group.Wait())
	d, err := s.Directory(ctx(t))
	require.NoError(t, err)
	require.Equal(t, "a!!!!!!!!", d.Accounts[0].Name, "nobody overwrites what another one did")
}

func keepsSessions(t *testing.T, h Harness) {
	s := open(t, h)
	require.NoError(t, s.ChangeDirectory(ctx(t), put(person("acc-a", "a"), person("acc-b", "b"))))
	for _, kept := range []account.Session{
		{Hash: "old", Account: "acc-a", CreatedAt: savedAt.Add(-account.SessionMost - time.Second), SeenAt: savedAt},
		{Hash: "idle", Account: "acc-a", CreatedAt: savedAt.Add(-account.SessionIdle * 2), SeenAt: savedAt.Add(-account.SessionIdle - time.Second)},
		{Hash: "1", Account: "acc-a", CreatedAt: savedAt, SeenAt: savedAt},
		{Hash: "2", Account: "acc-a", CreatedAt: savedAt, SeenAt: savedAt},
		{Hash: "3", Account: "acc-b", CreatedAt: savedAt, SeenAt: savedAt},
	} {
		require.NoError(t, s.SaveSession(ctx(t), kept))
	}
	has := func(hash string) bool {
		_, found, err := s.Session(ctx(t), hash)
		require.NoError(t, err)
		return found
	}
	require.False(t, has("old"), "a session ends, however much it is used")
	require.False(t, has("idle"))
	known, err := s.TouchSession(ctx(t), "1", savedAt.Add(time.Minute))
	require.NoError(t, err)
	require.True(t, known)
	got, _, err := s.Session(ctx(t), "1")
	require.NoError(t, err)
	require.Equal(t, account.Session{Hash: "1", Account: "acc-a", CreatedAt: savedAt, SeenAt: savedAt.Add(time.Minute)}, got)
	require.NoError(t, s.EndSessions(ctx(t), "acc-a", "2"))
	require.Equal(t, []bool{false, true, true}, []bool{has("1"), has("2"), has("3")})
	require.NoError(t, s.EndSession(ctx(t), "2"))
	require.False(t, has("2"))
	known, err = s.TouchSession(ctx(t), "2", savedAt)
	require.NoError(t, err)
	require.False(t, known, "what has ended stays so")
}

func keepsTries(t *testing.T, h Harness) {
	s := open(t, h)
	tries, err := s.Tries(ctx(t), "acc-a")
	require.NoError(t, err)
	require.Zero(t, tries.Wrong)
	want := account.Tries{Account: "acc-a", Wrong: 3, LockedUntil: savedAt}
	require.NoError(t, s.SaveTries(ctx(t), account.Tries{Account: "acc-a", Wrong: 1}))
	require.NoError(t, s.SaveTries(ctx(t), want))
	tries, err = s.Tries(ctx(t), "acc-a")
	require.NoError(t, err)
	require.Equal(t, want, tries)
}

func countsTries(t *testing.T, h Harness) {
	one, other := open(t, h), open(t, h)
	until := savedAt.Add(time.Hour)
	var group errgroup.Group
	for k := range 9 {
		group.Go(func() error {
			_, err := map[bool]Store{true: one, false: other}[k%2 == 0].WrongPassword(t.Context(), "acc-a", 10, until)
			return err
		})
	}
	require.NoError(t, group.Wait())
	tries, err := one.Tries(ctx(t), "acc-a")
	require.NoError(t, err)
	require.Equal(t, 9, tries.Wrong, "none is lost")
	require.False(t, tries.LockedUntil.After(savedAt))
	tries, err = other.WrongPassword(ctx(t), "acc-a", 10, until)
	require.NoError(t, err)
	require.Equal(t, account.Tries{Account: "acc-a", LockedUntil: until}, tries)
	tries, err = one.WrongPassword(ctx(t), "acc-a", 10, until.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, account.Tries{Account: "acc-a", Wrong: 1, LockedUntil: until}, tries, "counted anew, and closed as long as before")
	require.NoError(t, one.SaveTries(ctx(t), account.Tries{Account: "acc-a"}))
	tries, err = other.WrongPassword(ctx(t), "acc-a", 10, until)
	require.NoError(t, err)
	require.Equal(t, 1, tries.Wrong)
}

func noted(id string) audit.Entry {
	return audit.Entry{ID: id, At: savedAt, Who: "chen", From: "192.0.2.1", Action: "set-level", Subject: "inc-1", Outcome: audit.Done, Before: `{"level":"L2"}`, After: `{"level":"L1"}`}
}

func keepsAudit(t *testing.T, h Harness) {
	s := open(t, h)
	require.NoError(t, s.AppendAudit(ctx(t), []audit.Entry{noted("a"), noted("b"), noted("b")}))
	require.NoError(t, s.AppendAudit(ctx(t), []audit.Entry{noted("b"), noted("c")}), "what is noted again is there once")
	all, err := s.AuditAfter(ctx(t), 0, 100)
	require.NoError(t, err)
	require.Len(t, all, 3)
	require.Equal(t, audit.Chain(0, "", []audit.Entry{noted("a"), noted("b"), noted("c")}), all)
	end, err := s.AuditEnd(ctx(t))
	require.NoError(t, err)
	var v audit.Verifier
	require.NoError(t, v.Next(all))
	require.NoError(t, v.End(end.Seq, end.Hash))
	for _, f := range []struct {
		filter store.AuditFilter
		want   int
	}{{store.AuditFilter{}, 3}, {store.AuditFilter{Who: "li"}, 0}, {store.AuditFilter{Action: "set-level", Subject: "inc-1", Who: "chen", Limit: 2}, 2}, {store.AuditFilter{Below: 2}, 1}} {
		got, err := s.Audit(ctx(t), f.filter)
		require.NoError(t, err)
		require.Len(t, got, f.want, "%+v", f.filter)
	}
	newest, err := s.Audit(ctx(t), store.AuditFilter{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "c", newest[0].ID)
}

// several write to the log at once, as several processes do.
func auditOfSeveral(t *testing.T, h Harness) {
	stores := []Store{open(t, h), open(t, h), open(t, h)}
	var group errgroup.Group
	for k, s := range stores {
		group.Go(func() error {
			for n := range 20 {
				if err := s.AppendAudit(t.Context(), []audit.Entry{noted(fmt.Sprintf("%d-%d", k, n))}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	all, err := stores[0].AuditAfter(ctx(t), 0, 100)
	require.NoError(t, err)
	require.Len(t, all, 60)
	var v audit.Verifier
	require.NoError(t, v.Next(all))
}
