package account

// Accounts: people, or services, who may sign in or hold tokens.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Account is somebody who may sign in, or a service that has tokens only.
type Account struct {
	ID         string    `json:"id"`
	Login      string    `json:"login"` // lower case
	Name       string    `json:"name"`
	Email      string    `json:"email,omitempty"`     // by which a provider's account is found at its first sign-in
	Subject    string    `json:"subject,omitempty"`   // who that is at the provider, once known
	Responder  string    `json:"responder,omitempty"` // whom of the staff it is
	Bindings   []Binding `json:"bindings"`
	Password   string    `json:"password,omitempty"` // hashed; empty: no sign-in by password
	MustChange bool      `json:"must_change,omitempty"`
	Disabled   bool      `json:"disabled,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	ChangedAt  time.Time `json:"changed_at"`
}

// logins are what people type to say who they are: names, or addresses of mail.
var logins = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,99}$`)

// Login writes what somebody typed as it is kept.
func Login(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

// Check says what is wrong with an account, in a sentence.
func (a Account) Check() error {
	switch {
	case !logins.MatchString(a.Login):
		return Refuse(CodeField, "login", "Give a login of 2 to 100 small letters, digits and . _ @ + -, such as chen.wei.")
	case strings.TrimSpace(a.Name) == "" || utf8.RuneCountInString(a.Name) > 100:
		return Refuse(CodeField, "name", "Give the name of whoever it is, at most 100 characters.")
	case len(a.Bindings) == 0 || len(a.Bindings) > 50:
		return Refuse(CodeField, "roles", "Give 1 to 50 roles, each at one site or, without a site, at all.")
	}
	for _, b := range a.Bindings {
		if roles[b.Role] == nil {
			return Refuse(CodeField, "roles", fmt.Sprintf("There is no role %q: give one of %s.", b.Role, listed(Roles())))
		}
	}
	return nil
}

func listed[T ~string](names []T) string {
	texts := make([]string, len(names))
	for k, n := range names {
		texts[k] = string(n)
	}
	return strings.Join(texts, ", ")
}

// Ways are those besides passwords by which people may sign in.
type Ways struct {
	Provider bool // an identity provider is configured
}

// GovernsAll says whether an account is an administrator of every site who can sign in. A service that has tokens only is none: it
// helps nobody who is locked out. Neither is somebody whom a provider vouched for that is not asked any more.
func (a Account) GovernsAll(w Ways) bool {
	signsIn := a.Password != "" || (w.Provider && a.Subject != "")
	return !a.Disabled && signsIn && slices.Contains(a.Bindings, Binding{Role: Administrator})
}

// CheckLast refuses a change after which no administrator of every site could sign in, if one could before. People who can only be
// helped by whoever holds the installation's own token are locked out as surely as by a forgotten password.
func CheckLast(all []Account, changed Account, w Ways) error {
	before, after := 0, 0
	for _, a := range all {
		if a.GovernsAll(w) {
			before++
		}
		if a.ID == changed.ID {
			a = changed
		}
		if a.GovernsAll(w) {
			after++
		}
	}
	if before > 0 && after == 0 {
		return Refuse(CodeLast, "", "This is the last administrator of every site who can sign in: make another one first.")
	}
	return nil
}

// Reset is what a new password, given by somebody else, came to.
type Reset struct {
	Before, After Account
	Generated     string  // the password, if one was made
	Revoked       []Token // that were good until then
}

// CheckEmail refuses an address of mail that another account has: by it a provider's account is tied at its first sign-in, and it
// would be chance to which one.
func CheckEmail(all []Account, a Account) error {
	if a.Email != "" && slices.ContainsFunc(all, func(b Account) bool { return b.ID != a.ID && strings.EqualFold(a.Email, b.Email) }) {
		return Refuse(CodeTaken, "email", "Another account has this address of mail: whoever signs in through the identity provider with it can be one account only. Give another address, or none.")
	}
	return nil
}

// Identity is the account's own, as of a session.
func (a Account) Identity(kind Kind) Identity {
	return Identity{Kind: kind, Account: a.ID, Login: a.Login, Name: a.Name, Responder: a.Responder, Bindings: a.Bindings, MustChange: a.MustChange}
}
