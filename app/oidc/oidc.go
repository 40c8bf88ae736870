// Package oidc has people vouched for by an identity provider that speaks OpenID Connect: the code flow, with PKCE, and with
// the provider's signature verified here.
package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"muster/account"
)

// patience bounds each call to the provider.
const patience = 10 * time.Second

// Options say which provider, and as whom Muster is known there.
type Options struct {
	Issuer string // its address, as its tokens name it
	Client string
	Secret string // empty for a public client
	Name   string // what people call it
	Return string // the address to which people come back
}

// Provider is an identity provider. It is looked up when it is needed first: one that is away when Muster starts is no reason
// not to start.
type Provider struct {
	options Options
	http    *http.Client

	mu    sync.Mutex
	found *coreos.Provider
}

// New makes a provider of its settings.
func New(o Options) *Provider {
	return &Provider{options: o, http: &http.Client{Timeout: patience}}
}

// Name is what people call it.
func (p *Provider) Name() string { return p.options.Name }

// provider looks the provider up, once.
func (p *Provider) provider(ctx context.Context) (*coreos.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// The keys are fetched later too, with the client of this context: it must outlive the request.
	found, err := coreos.NewProvider(coreos.ClientContext(context.WithoutCancel(ctx), p.http), p.options.Issuer)
	if err != nil {
		return nil, fmt.Errorf("look up the identity provider %s: %w", p.options.Issuer, err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) config(found *coreos.Provider) oauth2.Config {
	return oauth2.Config{
		ClientID: p.options.Client, ClientSecret: p.options.Secret, Endpoint: found.Endpoint(), RedirectURL: p.options.Return,
		Scopes: []string{coreos.ScopeOpenID, "email", "profile"},
	}
}

// Begin gives the address to which somebody is sent to sign in.
func (p *Provider) Begin(ctx context.Context, state, nonce, verifier string) (string, error) {
	found, err := p.provider(ctx)
	if err != nil {
		return "", err
	}
	config := p.config(found)
	return config.AuthCodeURL(state, coreos.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Finish gives whom the provider vouches for, by the code that somebody came back with.
func (p *Provider) Finish(ctx context.Context, code, nonce, verifier string) (account.Provided, error) {
	found, err := p.provider(ctx)
	if err != nil {
		return account.Provided{}, err
	}
	config := p.config(found)
	answer, err := config.Exchange(coreos.ClientContext(ctx, p.http), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return account.Provided{}, fmt.Errorf("exchange the code: %w", refused(err))
	}
	raw, ok := answer.Extra("id_token").(string)
	if !ok {
		return account.Provided{}, errors.New("the identity provider gave no id_token: allow the scope openid")
	}
	token, err := found.Verifier(&coreos.Config{ClientID: p.options.Client}).Verify(coreos.ClientContext(ctx, p.http), raw)
	if err != nil {
		return account.Provided{}, fmt.Errorf("verify the id_token: %w", err)
	}
	if token.Nonce != nonce {
		return account.Provided{}, errors.New("the id_token belongs to another sign-in")
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := token.Claims(&claims); err != nil {
		return account.Provided{}, fmt.Errorf("read the id_token: %w", err)
	}
	provided := account.Provided{Subject: token.Issuer + "|" + token.Subject, Email: claims.Email, Verified: claims.Verified}
	if provided.Email != "" || found.UserInfoEndpoint() == "" {
		return provided, nil
	}
	// Some providers keep the address out of the token, and tell it to whoever bears the access token.
	info, err := found.UserInfo(coreos.ClientContext(ctx, p.http), oauth2.StaticTokenSource(answer))
	switch {
	case err != nil:
		return account.Provided{}, fmt.Errorf("ask the identity provider who that is: %w", err)
	case info.Subject != token.Subject:
		return account.Provided{}, errors.New("the identity provider told of somebody else")
	}
	provided.Email, provided.Verified = info.Email, info.EmailVerified
	return provided, nil
}

// refused keeps the provider's own error and leaves out its answer, which may hold secrets.
func refused(err error) error {
	var answer *oauth2.RetrieveError
	if errors.As(err, &answer) && answer.ErrorCode != "" {
		return fmt.Errorf("the identity provider answered %s", answer.ErrorCode)
	}
	return errors.New("the identity provider did not take it")
}
