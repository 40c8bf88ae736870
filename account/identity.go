package account

// Identities: whoever asks, and what that one may do where.

import (
	"maps"
	"slices"
	"time"
)

// Kind says how an identity was proved.
type Kind string

// The kinds of identities.
const (
	ByKey     Kind = "key"     // the installation's own token, with every right
	ByToken   Kind = "token"   // an API token
	BySession Kind = "session" // somebody who has signed in
)

// Identity is whoever asks.
type Identity struct {
	Kind       Kind
	Account    string // id; empty for ByKey
	Login      string
	Name       string
	Responder  string // whom of the staff the account is, empty if none
	Token      string // id of the API token
	Bindings   []Binding
	Scopes     []Right   // what the token is narrowed to; empty: to nothing
	Site       string    // where the token is good, empty everywhere
	Expires    time.Time // zero: never
	MustChange bool      // the password has to be changed before anything else
}

// Key is the identity of the installation's own token.
func Key() Identity {
	return Identity{Kind: ByKey, Login: "key", Name: "The installation's token", Bindings: []Binding{{Role: Administrator}}}
}

// Who names the identity for records: an account's login, and the token through which it speaks.
func (i Identity) Who() string {
	if i.Token != "" {
		return i.Login + " (" + i.Token + ")"
	}
	return i.Login
}

// Everywhere says whether the identity has a right at every site.
func (i Identity) Everywhere(right Right) bool { return i.May(right, "") }

// May says whether the identity has a right at a site; an empty site stands for all of them.
func (i Identity) May(right Right, site string) bool {
	if i.MustChange || (len(i.Scopes) > 0 && !slices.Contains(i.Scopes, right)) || (i.Site != "" && i.Site != site) {
		return false
	}
	return slices.ContainsFunc(i.Bindings, func(b Binding) bool { return b.Role.May(right) && b.covers(site) })
}

// Somewhere says whether the identity has a right at any site.
func (i Identity) Somewhere(right Right) bool {
	all, sites := i.Where(right)
	return all || len(sites) > 0
}

// Where gives the sites at which the identity has a right; all is set where that is everywhere.
func (i Identity) Where(right Right) (all bool, sites []string) {
	if i.May(right, "") {
		return true, nil
	}
	found := map[string]bool{}
	for _, b := range append([]Binding{{Site: i.Site}}, i.Bindings...) {
		if b.Site != "" && i.May(right, b.Site) {
			found[b.Site] = true
		}
	}
	return false, slices.Sorted(maps.Keys(found))
}

// Effective are the rights that the identity has at any site.
func (i Identity) Effective() []Right {
	held := []Right{}
	for _, right := range Rights() {
		if i.Somewhere(right) {
			held = append(held, right)
		}
	}
	return held
}

// Governs says whether the identity may keep an account with these bindings: whoever keeps accounts at one site gives no rights at others.
func (i Identity) Governs(bindings []Binding) bool {
	if len(bindings) == 0 {
		return i.Somewhere(Accounts)
	}
	return !slices.ContainsFunc(bindings, func(b Binding) bool { return !i.May(Accounts, b.Site) })
}
