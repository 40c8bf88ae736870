package api

// Authorisation: what a rule asks for is looked up at the site that a call is about.

import (
	"context"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
)

// means says what a right is for, in a sentence that begins "you may not".
var means = map[account.Right]string{
	account.Read: "look at this", account.People: "see who people are here", account.Respond: "answer or do steps here", account.Declare: "declare a real incident here", account.Command: "give this order here",
	account.Practise: "declare drills or keep their calendar here", account.Rosters: "keep rosters here", account.Sites: "bring in this site", account.Plans: "publish plans",
	account.Phones: "use the simulated phones, which are of all sites", account.Accounts: "keep accounts here", account.Audit: "read the audit log", account.Operate: "look after Muster itself",
}

func forbidden(right account.Right) *problemError {
	return problem(codeForbidden, "You may not "+means[right]+": ask an administrator for a role that may.")
}

// practised says whether a right may be stood in for, in a drill, by the right to practise.
func practised(right account.Right) bool {
	return right == account.Respond || right == account.Declare || right == account.Command
}

// authorize holds a call to its rule, before anything of the request is read.
func (s *server) authorize(id string) func(huma.Context, func(huma.Context)) {
	r := rules[id]
	return func(hc huma.Context, next func(huma.Context)) {
		if refused := s.obeys(hc.Context(), r, hc.Param); refused != nil {
			refused.write(humagin.Unwrap(hc))
			return
		}
		next(hc)
	}
}

// guarded holds a call outside of the description to a right at every site.
func (s *server) guarded(right account.Right, handle gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if refused := s.obeys(c.Request.Context(), rule{everywhere, right}, c.Param); refused != nil {
			refused.write(c)
			return
		}
		handle(c)
	}
}

// obeys says what a rule has against a call, nil if nothing.
func (s *server) obeys(ctx context.Context, r rule, param func(string) string) *problemError {
	who := whoOf(ctx)
	switch {
	case r.reach == anybody || r.reach == whoever:
		return nil
	case who.MustChange:
		return problem(codeForbidden, "Change your password first: it was made for you, and somebody else has seen it.")
	case who.Everywhere(r.right):
		return nil
	case r.reach == everywhere || (!who.Somewhere(r.right) && !(practised(r.right) && who.Somewhere(account.Practise))):
		return forbidden(r.right)
	case r.reach == atIncident:
		return s.mayAt(ctx, r.right, param("id"))
	case r.reach == atSchedule:
		return s.maySchedule(ctx, r.right, param("id"))
	case r.reach == atSite && !who.May(r.right, param("site")):
		return forbidden(r.right)
	}
	return nil
}

// needs refuses whoever lacks a right at a site; an empty mode is no drill's.
func needs(ctx context.Context, right account.Right, site string, mode frozen.Mode) error {
	who := whoOf(ctx)
	if who.May(right, site) || (mode == frozen.Drill && practised(right) && who.May(account.Practise, site)) {
		return nil
	}
	return forbidden(right)
}

// mayAt refuses whoever lacks a right at the site of an incident. What is no incident is left to the call to say.
func (s *server) mayAt(ctx context.Context, right account.Right, id string) *problemError {
	if whoOf(ctx).Everywhere(right) || !incidentIDs.MatchString(id) {
		return nil
	}
	at, err := s.whereIs(ctx, id)
	switch {
	case unknown(err):
		return nil
	case err != nil:
		return s.refusal(ctx, err, nil)
	}
	if err := needs(ctx, right, at.site, at.mode); err != nil {
		return s.refusal(ctx, err, nil)
	}
	return nil
}

func (s *server) maySchedule(ctx context.Context, right account.Right, id string) *problemError {
	if !scheduleIDs.MatchString(id) {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, orderTimeout)
	defer cancel()
	all, err := s.Drills.Schedules(bounded)
	if err != nil {
		return s.refusal(ctx, err, nil)
	}
	k := slices.IndexFunc(all, func(v drill.ScheduleView) bool { return v.ID == id })
	if k >= 0 && !whoOf(ctx).May(right, all[k].Site) {
		return forbidden(right)
	}
	return nil
}

// reads says of which sites somebody may see what is listed.
func reads(ctx context.Context) func(site string) bool {
	who := whoOf(ctx)
	return func(site string) bool { return who.May(account.Read, site) }
}

// spot is where an incident is, and of which mode: neither ever changes.
type spot struct {
	site string
	mode frozen.Mode
}

// spots remembers where incidents are. It is emptied when it is full: each is found again by one look.
type spots struct {
	mu    sync.Mutex
	known map[string]spot
}

const mostSpots = 10_000

func (m *spots) get(id string) (spot, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, known := m.known[id]
	return at, known
}

func (m *spots) put(v incident.View) spot {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= mostSpots {
		m.known = map[string]spot{}
	}
	at := spot{v.Site, v.Mode}
	m.known[v.ID] = at
	return at
}

// siteFor is where an incident is, for whoever has a right at some sites only. It is empty for all others, and where nobody can
// say: what may be done there may be done everywhere.
func (s *server) siteFor(ctx context.Context, right account.Right, id string) string {
	if whoOf(ctx).Everywhere(right) {
		return ""
	}
	at, err := s.whereIs(ctx, id)
	if err != nil {
		return ""
	}
	return at.site
}

// whereIs finds out where an incident is.
func (s *server) whereIs(ctx context.Context, id string) (spot, error) {
	if at, known := s.spots.get(id); known {
		return at, nil
	}
	view, err := s.find(ctx, id)
	if err != nil {
		return spot{}, err
	}
	view.ID = id
	return s.spots.put(view), nil
}
