package oidc_test

// Against a whole provider, over HTTP.

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/app/oidc"
	"muster/app/oidc/oidctest"
)

const (
	back     = "http://127.0.0.1:1/callback"
	verifier = "a-verifier-that-is-forty-three-characters-long"
)

func provider(issuer, secret string) *oidc.Provider {
	return oidc.New(oidc.Options{Issuer: issuer, Client: oidctest.Client, Secret: secret, Name: "Test", Return: back})
}

func TestProviderVouchesForWhoeverSignsInThere(t *testing.T) {
	issuer := oidctest.Start(t, back)
	p := provider(issuer, oidctest.Secret)
	code := func(nonce string) string {
		address, err := p.Begin(t.Context(), "state-1", nonce, verifier)
		require.NoError(t, err)
		asked, err := url.Parse(address)
		require.NoError(t, err)
		require.Equal(t, "S256", asked.Query().Get("code_challenge_method"))
		returned := oidctest.SignIn(t, address)
		require.Equal(t, "state-1", returned.Query().Get("state"))
		return returned.Query().Get("code")
	}
	once := code("nonce-1")
	got, err := p.Finish(t.Context(), once, "nonce-1", verifier)
	require.NoError(t, err)
	require.Equal(t, account.Provided{Subject: issuer + "|id2", Email: oidctest.Email, Verified: true}, got)

	_, err = p.Finish(t.Context(), once, "nonce-1", verifier)
	require.Error(t, err, "a code is good once")
	_, err = p.Finish(t.Context(), code("nonce-2"), "nonce-1", verifier)
	require.ErrorContains(t, err, "another sign-in")
	_, err = p.Finish(t.Context(), code("nonce-3"), "nonce-3", verifier+"x")
	require.Error(t, err, "the code was stolen")
	_, err = provider(issuer, "wrong").Finish(t.Context(), code("nonce-4"), "nonce-4", verifier)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "wrong")
}

func TestProviderThatIsAwayIsLookedUpAgain(t *testing.T) {
	_, err := provider("http://127.0.0.1:1", "").Begin(t.Context(), "s", "n", verifier)
	require.ErrorContains(t, err, "look up the identity provider")
}
