package client

// Accounts, tokens and the audit log.

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Role is a role at a site; nil is everywhere.
type Role struct {
	Role string  `json:"role"`
	Site *string `json:"site"`
}

// Account is somebody who may sign in, or a service.
type Account struct {
	ID        string    `json:"id"`
	Login     string    `json:"login"`
	Name      string    `json:"name"`
	Email     *string   `json:"email"`
	Responder *string   `json:"responder"`
	Roles     []Role    `json:"roles"`
	Password  bool      `json:"password"`
	Provider  bool      `json:"provider"`
	Disabled  bool      `json:"disabled"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
	Generated *string   `json:"generated_password,omitempty"` // only where one was made
}

// Session is who asks.
type Session struct {
	Kind      string     `json:"kind"`
	Account   *string    `json:"account"`
	Login     string     `json:"login"`
	Name      string     `json:"name"`
	Roles     []Role     `json:"roles"`
	Rights    []string   `json:"rights"`
	ExpiresAt *time.Time `json:"expires_at"`
}

// Token is an API token.
type Token struct {
	ID        string     `json:"id"`
	Account   string     `json:"account"`
	Name      string     `json:"name"`
	Hint      string     `json:"hint"`
	Scopes    []string   `json:"scopes"`
	Site      *string    `json:"site"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
	Token     string     `json:"token,omitempty"` // only where it was made
}

// AuditEntry is an entry of the audit log.
type AuditEntry struct {
	Seq      int64           `json:"seq"`
	At       time.Time       `json:"at"`
	Who      string          `json:"who"`
	From     string          `json:"from"`
	Action   string          `json:"action"`
	Subject  string          `json:"subject"`
	Outcome  string          `json:"outcome"`
	Before   json.RawMessage `json:"before"`
	After    json.RawMessage `json:"after"`
	Previous string          `json:"previous"`
	Hash     string          `json:"hash"`
}

// Verdict is what a look through the audit log has found.
type Verdict struct {
	Intact  bool   `json:"intact"`
	Entries int64  `json:"entries"`
	Hash    string `json:"hash"`
	Wrong   *int64 `json:"wrong"`
	Why     string `json:"why"`
}

// Me shows who asks.
func (c *Client) Me(ctx context.Context) (Session, error) {
	var s Session
	err := c.get(ctx, root+"/session", nil, &s)
	return s, err
}

// ChangeOwnPassword signs in with a login and its password, changes that, and signs out again.
func (c *Client) ChangeOwnPassword(ctx context.Context, login, old, password string) error {
	crumb, err := c.signIn(ctx, login, old)
	if err != nil {
		return err
	}
	changed := c.post(ctx, root+"/session/password", map[string]string{"old_password": old, "new_password": password}, crumb, nil)
	out := c.call(ctx, request{method: http.MethodDelete, path: root + "/session", header: crumb}, nil)
	if changed != nil {
		return changed
	}
	return out
}

// signIn gives the header by which a session is known. A cookie jar would keep back one that is for encrypted connections only,
// where Muster itself is spoken to behind what encrypts them.
func (c *Client) signIn(ctx context.Context, login, password string) (http.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	body, err := json.Marshal(map[string]string{"login": login, "password": password})
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	answer, err := c.send(ctx, request{method: http.MethodPost, path: root + "/session", body: body, contentType: "application/json"})
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return nil, c.away(err)
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return nil, problem(answer, data)
	}
	crumb := http.Header{}
	for _, cookie := range answer.Cookies() {
		crumb.Add("Cookie", cookie.Name+"="+cookie.Value)
	}
	return crumb, nil
}

// Accounts lists accounts.
func (c *Client) Accounts(ctx context.Context) ([]Account, error) {
	return list[Account](ctx, c, root+"/accounts", nil)
}

// AddAccount makes one.
func (c *Client) AddAccount(ctx context.Context, body map[string]any) (Account, error) {
	var a Account
	err := c.post(ctx, root+"/accounts", body, nil, &a)
	return a, err
}

// ChangeAccount does something to an account: roles, password, disable, enable.
func (c *Client) ChangeAccount(ctx context.Context, id, verb string, body map[string]any) (Account, error) {
	var a Account
	err := c.post(ctx, root+"/accounts/"+url.PathEscape(id)+"/"+verb, body, nil, &a)
	return a, err
}

// EditAccount changes what a body names of an account: name, email, responder.
func (c *Client) EditAccount(ctx context.Context, id string, body map[string]any) (Account, error) {
	var a Account
	data, err := json.Marshal(body)
	if err != nil {
		return a, err
	}
	err = c.call(ctx, request{method: http.MethodPatch, path: root + "/accounts/" + url.PathEscape(id), body: data, contentType: "application/json"}, &a)
	return a, err
}

// Tokens lists tokens.
func (c *Client) Tokens(ctx context.Context) ([]Token, error) {
	return list[Token](ctx, c, root+"/tokens", nil)
}

// AddToken makes one.
func (c *Client) AddToken(ctx context.Context, body map[string]any) (Token, error) {
	var t Token
	err := c.post(ctx, root+"/tokens", body, nil, &t)
	return t, err
}

// RevokeToken ends one.
func (c *Client) RevokeToken(ctx context.Context, id string) (Token, error) {
	var t Token
	err := c.post(ctx, root+"/tokens/"+url.PathEscape(id)+"/revoke", map[string]any{}, nil, &t)
	return t, err
}

// Audit gives the newest entries of the audit log, at most so many.
func (c *Client) Audit(ctx context.Context, query url.Values) ([]AuditEntry, error) {
	var page struct {
		Items []AuditEntry `json:"items"`
	}
	err := c.get(ctx, root+"/audit", query, &page)
	return page.Items, err
}

// verifyPatience bounds a look through the whole audit log.
const verifyPatience = 6 * time.Minute

// VerifyAudit has the whole log looked through.
func (c *Client) VerifyAudit(ctx context.Context) (Verdict, error) {
	var v Verdict
	err := c.callWithin(ctx, verifyPatience, request{method: http.MethodGet, path: root + "/audit/verify"}, &v)
	return v, err
}

// AuditEntry gives one entry by its number.
func (c *Client) AuditEntry(ctx context.Context, seq int64) (AuditEntry, error) {
	found, err := c.Audit(ctx, url.Values{"limit": {"1"}, "at": {strconv.FormatInt(seq, 10)}})
	if err == nil && len(found) == 0 {
		err = &RefusalError{Detail: "The entry that was noted is not there."}
	}
	if err != nil {
		return AuditEntry{}, err
	}
	return found[0], nil
}
