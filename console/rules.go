package console

// Who may ask for what: every route is registered here, with its rule. One without a rule keeps the console from being made.

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/drill"
	"muster/incident"
)

// reach says where a right must be held.
type reach int

const (
	_          reach = iota // a route without a rule is none
	anybody                 // also who has not signed in
	linked                  // who holds a good link
	session                 // who has signed in, also with a password that was made for them
	whoever                 // who has signed in
	somewhere               // who has the right at some site: the page looks which
	everywhere              // who has the right at every site
	atSite                  // who has the right at the site in the address
	atIncident              // who has the right where the incident in the address is
	atSchedule              // who has the right where the drill in the address is
)

// rule says who may ask for a page. Action is what the API calls what a form does, for the audit log; empty: it changes nothing that
// stands there, or is noted by itself.
type rule struct {
	reach  reach
	right  account.Right
	action string
}

// route registers a page, or an act, with its rule.
func (s *server) route(method, path string, r rule, handle gin.HandlerFunc) {
	if s.ruled == nil {
		s.ruled = map[string]bool{}
	}
	s.ruled[method+" "+path] = r.reach != 0
	var chain []gin.HandlerFunc
	switch r.reach {
	case anybody:
		if method != http.MethodGet {
			chain = append(chain, s.sameSite)
		}
	case linked:
		chain = append(chain, s.byLink)
	case session:
		chain = append(chain, s.authenticate)
	default:
		chain = append(chain, s.authenticate, s.mustHaveChanged, s.obeys(r))
	}
	if r.action != "" {
		chain = append(chain, s.audited(r.action))
	}
	s.engine.Handle(method, path, append(chain, handle)...)
}

// get and post register below the console's prefix.
func (s *server) get(path string, r rule, handle gin.HandlerFunc) {
	s.route(http.MethodGet, Prefix+path, r, handle)
}

func (s *server) post(path string, r rule, handle gin.HandlerFunc) {
	s.route(http.MethodPost, Prefix+path, r, handle)
}

// unruled names the first route that nobody has given a rule.
func (s *server) unruled() error {
	for _, route := range s.engine.Routes() {
		if !s.ruled[route.Method+" "+route.Path] {
			return fmt.Errorf("nobody has said who may ask for %s %s: give it a rule", route.Method, route.Path)
		}
	}
	return nil
}

// obeys holds a request to its rule.
func (s *server) obeys(r rule) gin.HandlerFunc {
	return func(c *gin.Context) {
		who, holds := asker(c), true
		switch r.reach {
		case whoever:
		case somewhere:
			holds = who.Somewhere(r.right) || (practised(r.right) && who.Somewhere(account.Practise))
		case everywhere:
			holds = who.Everywhere(r.right)
		case atSite:
			s.obeysAtSite(c, r.right)
		case atIncident:
			s.obeysAtIncident(c, r.right)
		case atSchedule:
			s.obeysAtSchedule(c, r.right)
		default:
			holds = false
		}
		if !holds {
			s.fail(c, http.StatusForbidden, "error.forbidden")
		}
	}
}

// obeysAtSite lets through whoever has a right at the site in the address.
func (s *server) obeysAtSite(c *gin.Context, right account.Right) {
	switch _, known := s.site(c.Param("site")); {
	case !known:
		s.fail(c, http.StatusNotFound, "roster.no-site")
	case !asker(c).May(right, c.Param("site")):
		s.fail(c, http.StatusForbidden, "error.forbidden")
	}
}

// obeysAtIncident lets through whoever has a right where the incident in the address is. Of one that cannot be found a page says so, or
// finds it sealed and looks itself who may see it; nothing is done to it.
func (s *server) obeysAtIncident(c *gin.Context, right account.Right) {
	at, err := s.whereIs(c.Request.Context(), c.Param("id"))
	switch {
	case err == nil && may(asker(c), account.People, at) && may(asker(c), right, at):
	case err == nil:
		s.fail(c, http.StatusForbidden, "error.forbidden")
	case c.Request.Method != http.MethodGet:
		refused := s.refusal(c, err)
		s.show(c, refused.status, page{name: "error", title: refused.Title, body: refused.Title})
		c.Abort()
	}
}

const scheduleKey = "schedule"

// scheduleOf is the schedule that a request is about, as it was when its rule was looked at.
func scheduleOf(c *gin.Context) drill.ScheduleView {
	kept, _ := c.Get(scheduleKey)
	view, _ := kept.(drill.ScheduleView)
	return view
}

// obeysAtSchedule lets through whoever has a right where the schedule in the address is.
func (s *server) obeysAtSchedule(c *gin.Context, right account.Right) {
	if !asker(c).Somewhere(right) {
		s.fail(c, http.StatusForbidden, "error.forbidden")
		return
	}
	engine, cancel := context.WithTimeout(c.Request.Context(), orderTimeout)
	defer cancel()
	view, err := s.findSchedule(engine, c.Param("id"))
	if err == nil && !asker(c).May(right, view.Site) {
		err = &refusedError{"error.forbidden", http.StatusForbidden}
	}
	if err != nil {
		refused := s.refusal(c, err)
		s.drillsPage(c, refused.status, refused)
		c.Abort()
		return
	}
	c.Set(scheduleKey, view)
}

func (s *server) findSchedule(ctx context.Context, id string) (drill.ScheduleView, error) {
	none := incident.Fail(drill.CodeUnknown, "There is no such schedule: see the list of drills.")
	if !scheduleIDs.MatchString(id) {
		return drill.ScheduleView{}, none
	}
	all, err := s.Drills.Schedules(ctx)
	if err != nil {
		return drill.ScheduleView{}, fmt.Errorf("look for the schedule: %w", err)
	}
	k := slices.IndexFunc(all, func(v drill.ScheduleView) bool { return v.ID == id })
	if k < 0 {
		return drill.ScheduleView{}, none
	}
	return all[k], nil
}

// aboutOf is the incident that a request names, empty if it names none.
func aboutOf(c *gin.Context) string {
	if id := cmp.Or(c.Param("id"), c.Query("incident")); incidentIDs.MatchString(id) {
		return id
	}
	return ""
}
