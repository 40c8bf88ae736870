package app

// What an incident would take along.

import (
	"time"

	"muster/dispatch"
	"muster/plans"
	"muster/sites"
	"muster/sites/strict"
)

// CheckInput says whether a plan and what a declaration at a moment would freeze of a site fit into an incident; ok is true
// where there is room enough.
func CheckInput(plan *plans.Plan, site *sites.Site, at time.Time) (problem strict.Problem, ok bool) {
	return plans.CheckSize(plan, dispatch.Freeze(&plan.Frozen, site, dispatch.PhoneKey("any key: hashes are of one length"), at))
}
