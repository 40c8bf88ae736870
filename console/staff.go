package console

// People: who can be called at a site, how, with which licences, and whether they are on duty.

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/incident"
	"muster/roster"
	"muster/sites"
)

func (s *server) staffRoutes() {
	s.get("/people", rule{reach: somewhere, right: account.People}, func(c *gin.Context) {
		if all := s.seen(c, account.People); len(all) > 0 {
			s.goTo(c, Prefix+"/people/"+all[0].ID)
			return
		}
		s.fail(c, http.StatusNotFound, "roster.no-site")
	})
	s.get("/people/:site", rule{reach: atSite, right: account.People}, s.showStaff)
	s.post("/people/:site/test/:responder", rule{atSite, account.Command, "test-responder"}, s.sendTest)
	if s.Rosters != nil {
		s.get("/people/:site/import", rule{reach: atSite, right: account.Sites}, s.showStaffImport)
		s.post("/people/:site/import", rule{atSite, account.Sites, "import-staff"}, s.importStaff)
	}
}

// staffBody is what the page shows.
type staffBody struct {
	Site   string
	Name   roster.Text
	Sites  []choice
	Asked  string
	People []member
	Sent   string // whom a test page was sent to a moment ago
	Tests  bool   // the reader may send them
	Import bool   // the reader may bring people in
	Known  bool   // when people were reached
}

// member is somebody of the staff.
type member struct {
	ID      string
	Name    string
	Phone   string // masked
	Langs   string
	Skills  []string
	Group   string
	OnDuty  bool
	OnLeave bool
	Why     string // their number does not work
	Shifts  []string
	Reached *moment // nil: never, or it is not known
	Test    *testLine
}

func (s *server) showStaff(c *gin.Context) { s.staffPage(c, http.StatusOK, nil) }

func (s *server) staffPage(c *gin.Context, status int, refused *refusal) {
	site, _ := s.site(c.Param("site"))
	who := asker(c)
	body := staffBody{
		Site: site.ID, Name: site.Name, Asked: strings.TrimSpace(c.Query("find")), Sent: justTested(site.Responders, c.Query("sent")),
		Tests: who.May(account.Command, site.ID), Import: s.Rosters != nil && who.May(account.Sites, site.ID),
	}
	for _, other := range s.seen(c, account.People) {
		body.Sites = append(body.Sites, choice{other.ID, other.Name})
	}
	body.People = s.members(c, site, body.Asked)
	body.Known = s.reached(c, site.ID, body.People)
	s.show(c, status, page{
		name: "people", title: words.In(langOf(c), "staff.title") + " " + site.Name.In(langOf(c)), path: Prefix + "/people/" + site.ID, refused: refused, body: body,
	})
}

// members are those of a site whose name, licences or group hold a text; who is on duty comes first.
func (s *server) members(c *gin.Context, site *sites.Site, asked string) []member {
	now := s.Now()
	compiled := site.Roster(now).Indexed()
	shifts, silent := shiftsOf(compiled, now, site.Location()), s.unheard(c, site)
	var all []member
	for _, r := range site.Responders {
		m := member{ID: r.ID, Name: r.Name, Phone: incident.Mask(r.Phone), Langs: strings.Join(r.Languages, ", "), Skills: r.Skills, Group: r.Group, Why: silent[r.ID], Shifts: shifts[r.ID]}
		if asked != "" && !strings.Contains(strings.ToLower(strings.Join(append([]string{m.ID, m.Name, m.Group}, m.Skills...), "\n")), strings.ToLower(asked)) {
			continue
		}
		m.OnLeave = slices.ContainsFunc(compiled.Leave, func(l roster.Leave) bool { return l.Responder == r.ID && !l.From.After(now) && l.To.After(now) })
		all = append(all, m)
	}
	onDuty := compiled.OnDuty(now)
	for k := range all {
		all[k].OnDuty = slices.Contains(onDuty, all[k].ID)
	}
	slices.SortStableFunc(all, func(a, b member) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Name, b.Name)) })
	return all
}

func rank(m member) int {
	switch {
	case m.OnDuty:
		return 0
	case m.OnLeave:
		return 2
	}
	return 1
}

// shiftsOf are everybody's duties of the coming week, in words.
func shiftsOf(r roster.Roster, now time.Time, zone *time.Location) map[string][]string {
	all := map[string][]string{}
	for _, d := range r.Duties(now, now.AddDate(0, 0, week)) {
		from, to := d.From.In(zone), d.To.In(zone)
		all[d.Responder] = append(all[d.Responder], strings.TrimSpace(from.Format("01-02 15:04")+"-"+to.Format("15:04")+" "+strings.Join(d.Seats, ", ")))
	}
	return all
}

// unheard are those whose numbers do not work, and why.
func (s *server) unheard(c *gin.Context, site *sites.Site) map[string]string {
	why := map[string]string{}
	if s.Rosters == nil {
		return why
	}
	lacks, err := s.Rosters.Coverage(site.ID, s.Now(), 1)
	if err != nil {
		s.Log.WarnContext(c.Request.Context(), "what a roster lacks is not known", "site", site.ID, "error", err)
	}
	for _, u := range lacks.Unreachable {
		why[u.Responder] = u.Why
	}
	return why
}
