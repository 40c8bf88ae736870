package frozen

// Links: which other plans a plan proposes or opens, and what an incident knows of the one that opened it.

import (
	"crypto/sha256"
	"encoding/base32"

	"muster/incident/cond"
)

// Link proposes another plan, or opens it, once a condition has become true.
type Link struct {
	Plan  string     `json:"plan"`
	Opens Text       `json:"opens"` // the other plan's title
	Title Text       `json:"title"` // why
	When  *cond.Expr `json:"when"`
	Open  bool       `json:"open,omitempty"` // at once; else the commander is asked
}

// Parent is the incident that opened another one.
type Parent struct {
	Incident string   `json:"incident"`
	Plan     string   `json:"plan"`
	Title    Text     `json:"title"`
	Plans    []string `json:"plans"` // its own and those of its own parents: none of them is opened again from below
}

var idAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// LinkedID is the id of the incident that one opens under a key: opening it again finds the same.
func LinkedID(parent, key string) string {
	sum := sha256.Sum256([]byte("muster link\x00" + parent + "\x00" + key))
	return "inc-" + idAlphabet.EncodeToString(sum[:15])
}
