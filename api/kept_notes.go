package api

// What the audit log says of plans: which version was in force, and which one is.

import (
	"context"

	"muster/api/noted"
)

// planNow is the version of a plan that memory has in force; without a number there is none.
func (s *server) planNow(id string) noted.Plan { return noted.InForce(s.Catalog.Plans(), id) }

// notePublished notes which version of a plan was in force, as far as memory knew, and which one is.
func (s *server) notePublished(ctx context.Context, id string, was noted.Plan, v PlanVersion) *noted.Plan {
	n := noteOf(ctx)
	before, after := noted.Published(was, s.planNow(id), v.Version, v.Note)
	n.before, n.after = before, after
	return after
}
