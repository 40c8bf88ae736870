package api_test

// Signing in through an identity provider: a whole one, with a page of its own.

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/app/oidc"
	"muster/app/oidc/oidctest"
	"muster/audit"
)

func TestSignInThroughTheProvider(t *testing.T) {
	issuer := oidctest.Start(t, public+api.ProviderReturn)
	h, _ := people(t, func(o *api.Options) {
		o.Provider = oidc.New(oidc.Options{Issuer: issuer, Client: oidctest.Client, Secret: oidctest.Secret, Name: "Work account", Return: public + api.ProviderReturn})
	})
	ways := h.ask("GET", "/api/v1/session/ways", nil, "Authorization", "").ok(http.StatusOK).json()
	require.Equal(t, "Work account", ways["provider"])
	come := func(cookie string) answer {
		begun := h.ask("GET", ways["address"].(string), nil, "Authorization", "").ok(http.StatusFound)
		errand := strings.SplitN(begun.Header().Get("Set-Cookie"), ";", 2)[0]
		if cookie != "" {
			errand = cookie
		}
		back := oidctest.SignIn(t, begun.Header().Get("Location"))
		return h.ask("GET", back.RequestURI(), nil, "Authorization", "", "Cookie", errand, "Sec-Fetch-Site", "cross-site")
	}
	require.Contains(t, come("").problem(http.StatusForbidden, "sign_in_refused").Detail, "there is no account for you here")
	require.Equal(t, audit.Refused, h.audit.last().Outcome)

	h.ask("POST", "/api/v1/accounts", kv{"login": "ann", "name": "Ann", "email": oidctest.Email, "no_password": true, "roles": []kv{{"role": "viewer"}}}).ok(http.StatusCreated)
	come("muster-sign-in=other.other.other").problem(http.StatusForbidden, "cross_site")
	in := come("").ok(http.StatusFound)
	tied := h.audit.entries[len(h.audit.entries)-2]
	require.Equal(t, [2]string{"tie-account", "ann"}, [2]string{tied.Action, tied.Who})
	require.Contains(t, tied.After, "|id2")
	require.Equal(t, "/", in.Header().Get("Location"))
	var session string
	for _, cookie := range in.Result().Cookies() {
		if cookie.Name == "__Host-muster-session" {
			session = cookie.Name + "=" + cookie.Value
		}
	}
	require.Equal(t, "ann", h.browse(session, "GET", "/api/v1/session", nil).ok(http.StatusOK).json()["login"])
}

func TestWithoutAProviderPeopleUsePasswords(t *testing.T) {
	h := open(t)
	require.Nil(t, h.ask("GET", "/api/v1/session/ways", nil).ok(http.StatusOK).json()["provider"])
	h.ask("GET", "/api/v1/session/oidc", nil).problem(http.StatusNotFound, "provider_none")
	h.ask("GET", "/api/v1/session/oidc/callback", nil).problem(http.StatusNotFound, "provider_none")
}
