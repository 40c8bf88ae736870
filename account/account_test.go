package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
)

var (
	noon  = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	cheap = account.Cost{Memory: 8, Time: 1, Threads: 1}
)

func TestPasswordsMatchTheirHashesOnly(t *testing.T) {
	hash := account.Hash("correct horse battery", cheap)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=8,t=1,p=1$"))
	require.NotEqual(t, hash, account.Hash("correct horse battery", cheap), "salted")
	require.True(t, account.Matches("correct horse battery", hash, cheap))
	for _, other := range []string{"", "Correct horse battery", "correct horse battery "} {
		require.False(t, account.Matches(other, hash, cheap))
	}
	for _, broken := range []string{"", "x", "$argon2id$v=19$m=8,t=1,p=1$$", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAA", strings.Replace(hash, "t=1", "t=0", 1)} {
		require.False(t, account.Matches("", broken, cheap), broken)
		require.False(t, account.Matches("correct horse battery", broken, cheap), broken)
	}
}

func TestPasswordsThatAreRefused(t *testing.T) {
	for _, password := range []string{"", "short", "eleven char", strings.Repeat("x", 20), "my name is ann.li!", strings.Repeat("ab", 101), "bad\xffbytes and more"} {
		require.Error(t, account.CheckPassword(password, "ann.li"), password)
	}
	for _, password := range []string{account.NewPassword(), "correct horse battery", "密码要够长才行才够安全呢"} {
		require.NoError(t, account.CheckPassword(password, "ann.li"), password)
	}
}

func TestRightsAreWhereTheRolesAre(t *testing.T) {
	who := account.Identity{Bindings: []account.Binding{{Role: account.Viewer}, {Role: account.DutyManager, Site: "a"}, {Role: account.Trainer, Site: "b"}}}
	require.True(t, who.May(account.Read, "c"))
	require.True(t, who.May(account.Command, "a"))
	require.False(t, who.May(account.Command, "b"))
	require.False(t, who.Everywhere(account.Command))
	all, sites := who.Where(account.Practise)
	require.False(t, all)
	require.Equal(t, []string{"a", "b"}, sites)

	narrowed := who
	narrowed.Scopes, narrowed.Site = []account.Right{account.Read, account.Practise}, "b"
	require.False(t, narrowed.May(account.Read, "a"))
	require.False(t, narrowed.Everywhere(account.Read), "it is good at one site")
	require.Equal(t, []account.Right{account.Read, account.Practise}, narrowed.Effective())
	who.MustChange = true
	require.Empty(t, who.Effective())
	require.ElementsMatch(t, account.Rights(), account.Key().Effective())
}

func TestEveryRoleMayWhatAViewerMay(t *testing.T) {
	for _, role := range account.Roles() {
		require.True(t, role.May(account.Read), role)
	}
	require.False(t, account.Role("owner").May(account.Read))
}

// Of all who are administrators of every site, one who can sign in stays: by a password, or through a provider while there is one. Where
// nobody could before, the installation's own token is all there is, and nothing is refused.
func TestLastAdministratorWhoCanSignInStays(t *testing.T) {
	everywhere := []account.Binding{{Role: account.Administrator}}
	boss := account.Account{ID: "boss", Password: "$hash", Bindings: everywhere}
	second := account.Account{ID: "second", Password: "$hash", Bindings: everywhere}
	local := account.Account{ID: "local", Password: "$hash", Bindings: []account.Binding{{Role: account.Administrator, Site: "a"}}}
	service := account.Account{ID: "service", Bindings: everywhere}
	provided := account.Account{ID: "provided", Subject: "idp|1", Bindings: everywhere}
	both := account.Account{ID: "both", Subject: "idp|2", Password: "$hash", Bindings: everywhere}
	for name, c := range map[string]struct {
		others           []account.Account
		leaves           account.Account
		without, provide bool // whether it is refused without a provider, and with one
	}{
		"nobody else":                          {nil, boss, true, true},
		"another with a password":              {[]account.Account{second}, boss, false, false},
		"another at one site":                  {[]account.Account{local}, boss, true, true},
		"another who has tokens only":          {[]account.Account{service}, boss, true, true},
		"another at the provider":              {[]account.Account{provided}, boss, true, false},
		"another with either":                  {[]account.Account{both}, boss, false, false},
		"who is at the provider only leaves":   {[]account.Account{service}, provided, false, true},
		"who has either leaves, one is left":   {[]account.Account{provided}, both, true, false},
		"who was none leaves":                  {nil, local, false, false},
		"who could not sign in before leaves":  {nil, service, false, false},
		"of two at the provider, one is left":  {[]account.Account{{ID: "other", Subject: "idp|3", Bindings: everywhere}}, provided, false, false},
		"of all that is left one is disabled":  {[]account.Account{{ID: "off", Password: "$hash", Disabled: true, Bindings: everywhere}}, boss, true, true},
		"of all that is left one was tied not": {[]account.Account{{ID: "mail", Email: "a@example.org", Bindings: everywhere}}, boss, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			all, disabled, lesser := append(c.others, c.leaves), c.leaves, c.leaves
			disabled.Disabled, lesser.Bindings = true, []account.Binding{{Role: account.Viewer}}
			for _, after := range []account.Account{disabled, lesser} {
				require.Equal(t, c.without, account.CheckLast(all, after, account.Ways{}) != nil, "no provider")
				require.Equal(t, c.provide, account.CheckLast(all, after, account.Ways{Provider: true}) != nil, "a provider")
			}
			require.NoError(t, account.CheckLast(all, c.leaves, account.Ways{}), "nothing of it changes")
		})
	}
}

func TestAddressOfMailIsOneAccountsOnly(t *testing.T) {
	all := []account.Account{{ID: "a", Email: "ann@example.org"}, {ID: "b"}}
	require.Error(t, account.CheckEmail(all, account.Account{ID: "c", Email: "Ann@example.org"}))
	require.NoError(t, account.CheckEmail(all, account.Account{ID: "a", Email: "ann@example.org"}), "their own")
	require.NoError(t, account.CheckEmail(all, account.Account{ID: "c", Email: "li@example.org"}))
	require.NoError(t, account.CheckEmail(all, account.Account{ID: "c"}), "any number may have none")
}

func TestLockEndsAndIsNoAdministrators(t *testing.T) {
	ann := account.Account{Password: "$hash", Bindings: []account.Binding{{Role: account.Administrator, Site: "a"}}}
	boss := account.Account{Password: "$hash", Bindings: []account.Binding{{Role: account.Administrator}}}
	require.False(t, account.Tries{Wrong: account.MostWrong - 1}.Locked(noon, ann, account.Ways{}))
	tries := account.Tries{LockedUntil: noon.Add(account.LockFor)}
	require.True(t, tries.Locked(noon.Add(14*time.Minute), ann, account.Ways{}))
	require.False(t, tries.Locked(noon.Add(14*time.Minute), boss, account.Ways{}), "but not that of an administrator of every site")
	require.False(t, tries.Locked(noon.Add(15*time.Minute), ann, account.Ways{}))
}

func TestSessionsEnd(t *testing.T) {
	s, secret := account.NewSession("acc-1", noon)
	require.Equal(t, s.Hash, account.HashSecret(secret))
	require.True(t, s.Live(noon.Add(account.SessionIdle-time.Second)))
	require.False(t, s.Live(noon.Add(account.SessionIdle)))
	s.SeenAt = noon.Add(account.SessionMost - time.Minute)
	require.False(t, s.Live(noon.Add(account.SessionMost)), "however much it is used")
}

func TestTokensDoNotWiden(t *testing.T) {
	by := account.Identity{Kind: account.ByToken, Scopes: []account.Right{account.Read, account.Command}, Site: "a", Expires: noon}
	for _, wider := range []account.Token{
		{Site: "a", ExpiresAt: noon},
		{Scopes: []account.Right{account.Accounts}, Site: "a", ExpiresAt: noon},
		{Scopes: []account.Right{account.Read}, ExpiresAt: noon},
		{Scopes: []account.Right{account.Read}, Site: "a", ExpiresAt: noon.Add(1)},
	} {
		require.True(t, wider.Widens(by))
	}
	require.False(t, account.Token{Scopes: []account.Right{account.Read}, Site: "a", ExpiresAt: noon}.Widens(by))
	made, secret := account.NewToken(account.Token{ExpiresAt: noon})
	require.True(t, account.IsToken(secret))
	require.Len(t, secret, 44)
	require.Equal(t, secret[:8], made.Hint)
	require.True(t, made.Live(noon.Add(-1)))
	require.False(t, made.Live(noon))
}

func TestAccountsThatAreRefused(t *testing.T) {
	good := account.Account{Login: "ann.li@example.org", Name: "Ann", Bindings: []account.Binding{{Role: account.Viewer}}}
	require.NoError(t, good.Check())
	for _, spoil := range []func(*account.Account){
		func(a *account.Account) { a.Login = "A" }, func(a *account.Account) { a.Login = "with space" }, func(a *account.Account) { a.Name = " " },
		func(a *account.Account) { a.Bindings = nil }, func(a *account.Account) { a.Bindings = []account.Binding{{Role: "owner"}} },
	} {
		bad := good
		spoil(&bad)
		require.Error(t, bad.Check())
	}
}
