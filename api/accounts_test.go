package api_test

// Accounts as they are kept by others: what a new password ends.

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
)

func TestNewPasswordEndsTokensUnlessTheyAreKept(t *testing.T) {
	h, _ := people(t)
	id, made := h.addAccount("ann", account.Viewer, "")
	cookie := h.settle("ann", made)
	token := func() (id, secret string) {
		made := h.browse(cookie, "POST", "/api/v1/tokens", kv{"name": "script"}).ok(http.StatusCreated).json()
		return made["id"].(string), made["token"].(string)
	}
	first, secret := token()
	reset := func(body kv) string {
		return h.ask("POST", "/api/v1/accounts/"+id+"/password", body).ok(http.StatusOK).json()["generated_password"].(string)
	}
	password := reset(kv{"keep_tokens": true})
	h.as(secret, "GET", "/api/v1/sites", nil).ok(http.StatusOK)
	h.browse(cookie, "GET", "/api/v1/session", nil).problem(http.StatusUnauthorized, "token_missing")
	require.NotContains(t, h.audit.last().After, first)

	cookie = h.settle("ann", password)
	second, other := token()
	password = reset(kv{})
	for _, s := range []string{secret, other} {
		h.as(s, "GET", "/api/v1/sites", nil).problem(http.StatusUnauthorized, "token_missing")
	}
	noted := h.audit.last()
	require.Equal(t, [2]string{"reset-password", id}, [2]string{noted.Action, noted.Subject})
	require.Contains(t, noted.Before, `"login":"ann"`)
	require.Contains(t, noted.After, first)
	require.Contains(t, noted.After, second)
	require.NotContains(t, noted.Before+noted.After, password)
	require.NotContains(t, noted.Before+noted.After, secret)
}

func TestAddressOfMailIsOneAccountsOnly(t *testing.T) {
	h, _ := people(t)
	add := func(login, email string) answer {
		return h.ask("POST", "/api/v1/accounts", kv{"login": login, "name": login, "email": email, "roles": []kv{{"role": "viewer"}}})
	}
	add("ann", "ann@example.org").ok(http.StatusCreated)
	refused := add("ann2", "Ann@Example.org ").problem(http.StatusConflict, "login_taken")
	require.Equal(t, "body.email", refused.Errors[0].Location)
	require.Contains(t, refused.Detail, "Another account has this address")
	add("li", "").ok(http.StatusCreated)
	add("chen", "").ok(http.StatusCreated)
	require.Len(t, h.ask("GET", "/api/v1/accounts", nil).ok(http.StatusOK).items(), 3)
}

func TestNameAddressAndResponderAreChanged(t *testing.T) {
	h, _ := people(t)
	id, _ := h.addAccount("ann", account.Viewer, "")
	_, made := h.addAccount("site.boss", account.Administrator, "riverside")
	h.ask("POST", "/api/v1/accounts", kv{"login": "li", "name": "Li", "email": "li@example.org", "roles": []kv{{"role": "viewer"}}}).ok(http.StatusCreated)
	edit := func(body kv) answer { return h.ask("PATCH", "/api/v1/accounts/"+id, body) }
	edited := edit(kv{"name": "Ann Li", "email": " Ann@Example.org", "responder": "li-hua"}).ok(http.StatusOK).json()
	require.Equal(t, []any{"Ann Li", "ann@example.org", "li-hua", "ann"}, []any{edited["name"], edited["email"], edited["responder"], edited["login"]})
	noted := h.audit.last()
	require.Equal(t, [2]string{"edit-account", id}, [2]string{noted.Action, noted.Subject})
	require.Contains(t, noted.Before, `"email":null`)
	require.Contains(t, noted.After, `"email":"ann@example.org"`)

	edited = edit(kv{"responder": ""}).ok(http.StatusOK).json()
	require.Equal(t, []any{"Ann Li", "ann@example.org", nil}, []any{edited["name"], edited["email"], edited["responder"]}, "the rest stays")
	edit(kv{"email": "LI@example.org"}).problem(http.StatusConflict, "login_taken")
	edit(kv{"name": " "}).problem(http.StatusUnprocessableEntity, "account_invalid")
	edit(kv{}).problem(http.StatusUnprocessableEntity, "request_invalid")
	edit(kv{"login": "other"}).problem(http.StatusUnprocessableEntity, "request_invalid")
	h.ask("PATCH", "/api/v1/accounts/acc-none", kv{"name": "x"}).problem(http.StatusNotFound, "account_unknown")
	cookie := h.settle("site.boss", made)
	h.browse(cookie, "PATCH", "/api/v1/accounts/"+id, kv{"name": "x"}).problem(http.StatusNotFound, "account_unknown")
}
