package console

// The menu: the pages beside the board, as far as somebody may see them.

import (
	"muster/account"
	"muster/console/words"
)

// entry is a page of the menu.
type entry struct {
	path  string
	title string // its key
	there bool
}

func (s *server) menu(who account.Identity) []choice {
	reads, people := who.Somewhere(account.Read), who.Somewhere(account.People)
	var shown []choice
	for _, e := range []entry{
		{"/plans", "plans.title", people && s.PlanBook != nil},
		{"/roster", "roster.title", people && s.Rosters != nil},
		{"/people", "staff.title", people},
		{"/drills", "drills.title", people && s.Drills != nil},
		{"/audit", "audit.title", who.Everywhere(account.Audit) && s.AuditLog != nil},
		{"/accounts", "accounts.title", who.Somewhere(account.Accounts)},
		{"/tokens", "tokens.title", true},
		{"/system", "system.title", reads},
	} {
		if e.there {
			shown = append(shown, choice{Prefix + e.path, words.Both(e.title)})
		}
	}
	return shown
}
