package account

// Secrets that Muster makes: random, shown once, and kept as a hash. They are long enough that a plain hash is safe.

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// The beginnings of secrets, by which they are known when they turn up where they should not.
const (
	tokenPrefix   = "mst_"
	sessionPrefix = "mss_"
)

// NewID makes an id that begins with a prefix, such as acc-.
func NewID(prefix string) string { return prefix + strings.ToLower(rand.Text()[:16]) }

// NewPassword makes one that can be read out over the phone: 20 characters, about 100 bits.
func NewPassword() string {
	text := strings.ToLower(rand.Text()[:20])
	return strings.Join([]string{text[:5], text[5:10], text[10:15], text[15:]}, "-")
}

// HashSecret is how a secret is kept.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// IsToken says whether a secret may be an API token.
func IsToken(secret string) bool { return strings.HasPrefix(secret, tokenPrefix) }

// Token is an API token. It has the rights of its account, narrowed to its scopes and site.
type Token struct {
	ID        string     `json:"id"`
	Account   string     `json:"account"`
	Name      string     `json:"name"`
	Hint      string     `json:"hint"` // how the secret begins
	Hash      string     `json:"hash"`
	Scopes    []Right    `json:"scopes,omitempty"`
	Site      string     `json:"site,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

// NewToken makes a token's secret, and its id, hint and hash.
func NewToken(t Token) (made Token, secret string) {
	secret = tokenPrefix + rand.Text() + rand.Text()[:14]
	t.ID, t.Hint, t.Hash = NewID("tok-"), secret[:len(tokenPrefix)+4], HashSecret(secret)
	return t, secret
}

// Live says whether a token is good at a moment.
func (t Token) Live(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }

// Identity is whoever asks with the token of an account.
func (t Token) Identity(a Account) Identity {
	who := a.Identity(ByToken)
	who.Token, who.Scopes, who.Site, who.Expires, who.MustChange = t.ID, t.Scopes, t.Site, t.ExpiresAt, false
	return who
}

// Widens says whether a token would be good for more than the one through which it is asked for.
func (t Token) Widens(by Identity) bool {
	if by.Kind != ByToken {
		return false
	}
	more := len(by.Scopes) > 0 && (len(t.Scopes) == 0 || slices.ContainsFunc(t.Scopes, func(r Right) bool { return !slices.Contains(by.Scopes, r) }))
	return more || (by.Site != "" && t.Site != by.Site) || t.ExpiresAt.After(by.Expires)
}

// How long a session lasts: without being used, and at most. A shift with a break must not end at a sign-in page.
const (
	SessionIdle = 12 * time.Hour
	SessionMost = 7 * 24 * time.Hour
)

// Session is somebody who has signed in.
type Session struct {
	Hash      string    `json:"hash"`
	Account   string    `json:"account"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
}

// NewSession opens one, and gives its secret.
func NewSession(id string, now time.Time) (s Session, secret string) {
	secret = sessionPrefix + rand.Text() + rand.Text()
	return Session{Hash: HashSecret(secret), Account: id, CreatedAt: now, SeenAt: now}, secret
}

// Ends is when a session ends if it is not used meanwhile.
func (s Session) Ends() time.Time {
	idle, most := s.SeenAt.Add(SessionIdle), s.CreatedAt.Add(SessionMost)
	if most.Before(idle) {
		return most
	}
	return idle
}

// Live says whether a session is good at a moment.
func (s Session) Live(now time.Time) bool { return now.Before(s.Ends()) }

// Opened is a session that has just begun: the secret goes to its owner, and nowhere else.
type Opened struct {
	Secret   string
	Identity Identity
	Tied     bool // the account was tied to its owner at the identity provider just now
}

// Provided is whom an identity provider has vouched for.
type Provided struct {
	Subject  string // who that is there, with the provider's own name
	Email    string
	Verified bool // the provider says that the address is theirs
}
