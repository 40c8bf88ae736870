// Package oidctest runs an identity provider for tests: a whole OpenID provider, with its page to sign in at.
package oidctest

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// As whom Muster is known to the provider, and who has an account there.
const (
	Client   = "muster"
	Secret   = "a secret between the two"
	Login    = "test-user2"
	Password = "verysecure"
	Email    = "test-user2@zitadel.ch"
)

// Start runs a provider that sends people back to an address, and gives its own.
func Start(t testing.TB, back string) (issuer string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	issuer = "http://" + server.Listener.Addr().String()
	kept := storage.NewStorageWithClients(storage.NewUserStore(issuer), map[string]*storage.Client{Client: storage.WebClient(Client, Secret, back)})
	server.Config.Handler = exampleop.SetupServer(issuer, kept, slog.New(slog.DiscardHandler), false)
	server.Start()
	t.Cleanup(server.Close)
	return issuer
}

var hiddenID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// SignIn does what somebody does at the provider who was sent to an address of it, and gives where they are sent back to.
func SignIn(t testing.TB, address string) *url.URL {
	t.Helper()
	browser := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Query().Get("code") != "" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(address)
	require.NoError(t, err)
	text, err := io.ReadAll(page.Body)
	require.NoError(t, err)
	require.NoError(t, page.Body.Close())
	found := hiddenID.FindSubmatch(text)
	require.NotNil(t, found, "%s", text)
	form := url.Values{"id": {string(found[1])}, "username": {Login}, "password": {Password}}
	answer, err := browser.Post(page.Request.URL.Scheme+"://"+page.Request.URL.Host+"/login/username", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	back, err := answer.Location()
	require.NoError(t, err, answer.Status)
	return back
}
