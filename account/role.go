// Package account is who may do what: the people who sign in, their roles at sites, API tokens and sessions. It decides from
// what it is given, and keeps nothing.
package account

import (
	"maps"
	"slices"
)

// Right is something that somebody may be allowed to do.
type Right string

// The rights. A rule of the API names one of them.
const (
	Read     Right = "read"     // see incidents, plans, sites, shifts and drills
	People   Right = "people"   // see in them who people are, and what they wrote
	Respond  Right = "respond"  // answer, do steps, state facts, write notes
	Declare  Right = "declare"  // open a real incident
	Command  Right = "command"  // give orders: level, seats, escalation, notices, the end
	Practise Right = "practise" // declare and command drills, keep their calendar
	Rosters  Right = "rosters"  // keep shifts, overrides, leave
	Sites    Right = "sites"    // bring in sites and staff
	Plans    Right = "plans"    // publish plans and roll them back
	Phones   Right = "phones"   // use the simulator's handsets
	Accounts Right = "accounts" // keep accounts and anybody's tokens
	Audit    Right = "audit"    // read the audit log
	Operate  Right = "operate"  // look after Muster itself
)

// Rights are all of them.
func Rights() []Right {
	return []Right{Read, People, Respond, Declare, Command, Practise, Rosters, Sites, Plans, Phones, Accounts, Audit, Operate}
}

// Role is a named set of rights.
type Role string

// The roles, the least first.
const (
	Viewer        Role = "viewer"
	Responder     Role = "responder"
	DutyManager   Role = "duty-manager"
	Trainer       Role = "trainer"
	Administrator Role = "administrator"
)

// roles are what each may do. An administrator may do everything: nobody who could mend something at night is kept from it.
var roles = map[Role][]Right{
	Viewer:        {Read},
	Responder:     {Read, People, Respond, Declare},
	DutyManager:   {Read, People, Respond, Declare, Command, Practise, Rosters, Phones},
	Trainer:       {Read, People, Practise, Phones},
	Administrator: Rights(),
}

// Roles are all of them, in the order of their names.
func Roles() []Role { return slices.Sorted(maps.Keys(roles)) }

// May says whether a role has a right.
func (r Role) May(right Right) bool { return slices.Contains(roles[r], right) }

// Binding gives a role at a site.
type Binding struct {
	Role Role   `json:"role"`
	Site string `json:"site,omitempty"` // empty: at every site, also those to come
}

// covers says whether a binding counts at a site; an empty site is all of them.
func (b Binding) covers(site string) bool { return b.Site == "" || b.Site == site }
