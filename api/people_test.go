package api_test

// People sign in, are given accounts, and make tokens.

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
)

type kv = map[string]any

// addAccount makes an account as the key, and gives its id and the password that was made.
func (h *house) addAccount(login string, role account.Role, site string) (id, password string) {
	h.t.Helper()
	body := kv{"login": login, "name": "Name of " + login, "roles": []kv{{"role": role, "site": site}}}
	if site == "" {
		body["roles"] = []kv{{"role": role}}
	}
	made := h.ask("POST", "/api/v1/accounts", body).ok(http.StatusCreated).json()
	return made["id"].(string), made["generated_password"].(string)
}

// signIn signs in and gives the cookie, as a header has it.
func (h *house) signIn(login, password string) (answer, string) {
	h.t.Helper()
	a := h.ask("POST", "/api/v1/session", kv{"login": login, "password": password}, "Authorization", "")
	return a, strings.SplitN(a.Header().Get("Set-Cookie"), ";", 2)[0]
}

// browse asks with a cookie, as a page of ours would.
func (h *house) browse(cookie, method, path string, body any, headers ...string) answer {
	return h.ask(method, path, body, append([]string{"Authorization", "", "Cookie", cookie, "Sec-Fetch-Site", "same-origin"}, headers...)...)
}

const good = "correct horse battery"

// settle changes the password that was made.
func (h *house) settle(login, made string) (cookie string) {
	h.t.Helper()
	_, cookie = h.signIn(login, made)
	h.browse(cookie, "POST", "/api/v1/session/password", kv{"old_password": made, "new_password": good}).ok(http.StatusOK)
	return cookie
}

func TestFirstAdministratorComesInWithAPasswordThatWasMade(t *testing.T) {
	h, _ := people(t)
	id, made := h.addAccount("Ann.Li", account.Administrator, "")
	a, cookie := h.signIn("ann.li", made)
	a.ok(http.StatusCreated)
	require.Equal(t, "ann.li", a.json()["login"])
	require.True(t, a.json()["must_change_password"].(bool))
	require.Regexp(t, `^__Host-muster-session=mss_\w+; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax$`, a.Header().Get("Set-Cookie"))
	require.Contains(t, h.browse(cookie, "GET", "/api/v1/accounts", nil).problem(http.StatusForbidden, "forbidden").Detail, "Change your password first")

	h.browse(cookie, "POST", "/api/v1/session/password", kv{"old_password": "not it", "new_password": good}).problem(http.StatusUnprocessableEntity, "password_unfit")
	for _, unfit := range []string{"short", "short", "short", "short", ""} { // no try at the old one, of which only five are taken at once
		h.browse(cookie, "POST", "/api/v1/session/password", kv{"old_password": made, "new_password": unfit}).problem(http.StatusUnprocessableEntity, "password_unfit")
	}
	h.browse(cookie, "POST", "/api/v1/session/password", kv{"old_password": made, "new_password": good}).ok(http.StatusOK)
	require.Len(t, h.browse(cookie, "GET", "/api/v1/accounts", nil).ok(http.StatusOK).items(), 1)
	noted := h.audit.last()
	require.Equal(t, [4]string{"change-password", id, "ann.li", "192.0.2.1"}, [4]string{noted.Action, noted.Subject, noted.Who, noted.From})
	for _, e := range h.audit.entries {
		require.NotContains(t, e.Before+e.After, good)
		require.NotContains(t, e.Before+e.After, made)
	}

	h.browse(cookie, "DELETE", "/api/v1/session", nil).ok(http.StatusNoContent)
	h.browse(cookie, "GET", "/api/v1/session", nil).problem(http.StatusUnauthorized, "token_missing")
	h.ask("GET", "/api/v1/session", nil).ok(http.StatusOK)
}

func TestPagesOfOtherSitesDoNothingWithOurCookie(t *testing.T) {
	h, _ := people(t)
	_, made := h.addAccount("ann", account.DutyManager, "")
	cookie := h.settle("ann", made)
	h.desk.views[known] = view(known)
	order := func(headers ...string) answer {
		return h.browse(cookie, "POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "ann", "text": "x"}, headers...)
	}
	order("Sec-Fetch-Site", "cross-site").problem(http.StatusForbidden, "cross_site")
	order("Sec-Fetch-Site", "", "Origin", "https://evil.example").problem(http.StatusForbidden, "cross_site")
	order("Sec-Fetch-Site", "cross-site", "Origin", public).ok(http.StatusOK)
	order().ok(http.StatusOK)
	h.browse(cookie, "GET", "/api/v1/session", nil, "Sec-Fetch-Site", "cross-site").ok(http.StatusOK)
	h.ask("POST", "/api/v1/session", kv{"login": "ann", "password": good}, "Authorization", "", "Sec-Fetch-Site", "cross-site").problem(http.StatusForbidden, "cross_site")
}

func TestGuessingIsSlowedAndLocked(t *testing.T) {
	h, _ := people(t)
	_, made := h.addAccount("ann", account.Viewer, "")
	boss, bossMade := h.addAccount("boss", account.Administrator, "")
	tries := func(login string) (codes map[string]int) {
		codes = map[string]int{}
		for range 10 {
			h.clock.push(7 * time.Second)
			a, _ := h.signIn(login, "wrong")
			codes[a.json()["code"].(string)]++
		}
		return codes
	}
	for range 5 {
		a, _ := h.signIn("nobody", "wrong")
		a.problem(http.StatusForbidden, "sign_in_refused")
	}
	a, _ := h.signIn("nobody", "wrong")
	a.problem(http.StatusTooManyRequests, "too_often")

	require.Equal(t, map[string]int{"sign_in_refused": 10}, tries("ann"))
	h.clock.push(time.Minute)
	a, _ = h.signIn("ann", made)
	a.problem(http.StatusForbidden, "account_locked")
	require.Equal(t, map[string]int{"sign_in_refused": 10}, tries("boss"))
	h.clock.push(time.Minute)
	a, _ = h.signIn("boss", bossMade)
	a.ok(http.StatusCreated) // an administrator of every site is never kept out
	h.ask("POST", "/api/v1/accounts/"+boss+"/disable", kv{}).problem(http.StatusConflict, "last_administrator")
	h.ask("POST", "/api/v1/accounts/"+boss+"/roles", kv{"roles": []kv{{"role": "viewer"}}}).problem(http.StatusConflict, "last_administrator")

	h.clock.push(15 * time.Minute)
	a, _ = h.signIn("ann", made)
	a.ok(http.StatusCreated)
	require.Equal(t, audit.Done, h.audit.last().Outcome)
}

func TestDisabledAccountIsOutAtOnce(t *testing.T) {
	h, _ := people(t)
	id, made := h.addAccount("ann", account.Responder, "riverside")
	cookie := h.settle("ann", made)
	secret := h.browse(cookie, "POST", "/api/v1/tokens", kv{"name": "script"}).ok(http.StatusCreated).json()["token"].(string)
	h.as(secret, "GET", "/api/v1/sites", nil).ok(http.StatusOK)
	h.ask("POST", "/api/v1/accounts/"+id+"/disable", kv{}).ok(http.StatusOK)
	h.as(secret, "GET", "/api/v1/sites", nil).problem(http.StatusUnauthorized, "token_missing")
	h.browse(cookie, "GET", "/api/v1/session", nil).problem(http.StatusUnauthorized, "token_missing")
	a, _ := h.signIn("ann", good)
	a.problem(http.StatusForbidden, "sign_in_refused")
	h.ask("POST", "/api/v1/accounts/"+id+"/enable", kv{}).ok(http.StatusOK)
	h.as(secret, "GET", "/api/v1/sites", nil).ok(http.StatusOK)
	require.Contains(t, h.audit.last().Before, `"disabled":true`)
	require.Contains(t, h.audit.last().After, `"disabled":false`)
}

func TestTokensAreNarrowedAndEnd(t *testing.T) {
	h, _ := people(t)
	id, made := h.addAccount("ann", account.Administrator, "")
	cookie := h.settle("ann", made)
	a := h.browse(cookie, "POST", "/api/v1/tokens", kv{"name": "screen", "scopes": []string{"read"}, "site": "riverside", "expires_in": "24h"}).ok(http.StatusCreated).json()
	secret := a["token"].(string)
	require.NotContains(t, h.audit.last().After, secret)
	h.desk.views[known] = view(known)
	h.as(secret, "GET", "/api/v1/incidents/"+known, nil).ok(http.StatusOK)
	h.as(secret, "POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "ann", "text": "x"}).problem(http.StatusForbidden, "forbidden")
	h.as(secret, "GET", "/api/v1/accounts", nil).problem(http.StatusForbidden, "forbidden")
	h.as(secret, "POST", "/api/v1/tokens", kv{"name": "more"}).problem(http.StatusForbidden, "forbidden")
	h.as(secret, "POST", "/api/v1/tokens", kv{"name": "less", "scopes": []string{"read"}, "site": "riverside", "expires_in": "1h"}).ok(http.StatusCreated)
	h.ask("POST", "/api/v1/tokens", kv{"name": "whose?"}).problem(http.StatusUnprocessableEntity, "account_invalid")
	h.ask("POST", "/api/v1/tokens", kv{"name": "service", "account": id, "expires_in": "9000h"}).problem(http.StatusUnprocessableEntity, "account_invalid")
	h.ask("POST", "/api/v1/tokens", kv{"name": "service", "account": id, "scopes": []string{"all"}}).problem(http.StatusUnprocessableEntity, "account_invalid")

	h.clock.push(25 * time.Hour)
	h.as(secret, "GET", "/api/v1/sites", nil).problem(http.StatusUnauthorized, "token_missing")
	second := h.ask("POST", "/api/v1/tokens", kv{"name": "service", "account": id}).ok(http.StatusCreated).json()
	h.as(second["token"].(string), "GET", "/api/v1/sites", nil).ok(http.StatusOK)
	h.ask("POST", fmt.Sprintf("/api/v1/tokens/%s/revoke", second["id"]), kv{}).ok(http.StatusOK)
	h.as(second["token"].(string), "GET", "/api/v1/sites", nil).problem(http.StatusUnauthorized, "token_missing")
	require.Contains(t, h.audit.last().Before, `"revoked_at":null`)
	require.Contains(t, h.audit.last().After, `"revoked_at":"2026-`)
	require.Len(t, h.ask("GET", "/api/v1/tokens", nil).ok(http.StatusOK).items(), 3)
}

func TestSiteAdministratorKeepsTheirOwnSiteOnly(t *testing.T) {
	h, _ := people(t)
	other, _ := h.addAccount("other", account.Viewer, "")
	_, made := h.addAccount("ann", account.Administrator, "riverside")
	cookie := h.settle("ann", made)
	require.Len(t, h.browse(cookie, "GET", "/api/v1/accounts", nil).ok(http.StatusOK).items(), 1)
	h.browse(cookie, "GET", "/api/v1/accounts/"+other, nil).problem(http.StatusNotFound, "account_unknown")
	h.browse(cookie, "POST", "/api/v1/accounts/"+other+"/password", kv{}).problem(http.StatusNotFound, "account_unknown")
	h.browse(cookie, "POST", "/api/v1/accounts", kv{"login": "x1", "name": "X", "roles": []kv{{"role": "administrator"}}}).problem(http.StatusForbidden, "forbidden")
	h.browse(cookie, "POST", "/api/v1/accounts", kv{"login": "x1", "name": "X", "roles": []kv{{"role": "viewer", "site": "riverside"}}}).ok(http.StatusCreated)
	h.browse(cookie, "POST", "/api/v1/accounts", kv{"login": "x1", "name": "X", "roles": []kv{{"role": "viewer", "site": "riverside"}}}).problem(http.StatusConflict, "login_taken")
	h.browse(cookie, "POST", "/api/v1/accounts", kv{"login": "x2", "name": "X", "roles": []kv{{"role": "viewer", "site": "moon"}}}).problem(http.StatusUnprocessableEntity, "site_unknown")
}

func TestWhileTheDatabaseIsAwayTokensGoOn(t *testing.T) {
	h := staffed(t) // whose accounts are in memory only
	h.as(tokenOf(account.Responder, "riverside"), "POST", "/api/v1/incidents", declaration()).ok(http.StatusCreated)
	h.ask("POST", "/api/v1/accounts", kv{"login": "ann", "name": "Ann", "roles": []kv{{"role": "viewer"}}}).problem(http.StatusServiceUnavailable, "database_unavailable")
}
