package console

// Declaring: which plan, where, how grave. It needs neither the stream nor a script, and sending the page twice declares once.

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/incident/frozen"
	"muster/plans"
	"muster/roster"
	"muster/sites"
)

// declareBody is what the page shows: what has been chosen so far, and what there is to choose from.
type declareBody struct {
	said      said
	Key       string
	Mode      frozen.Mode
	Modes     []frozen.Mode
	Plan      string
	Plans     []choice
	Site      string
	Sites     []choice
	Building  string
	Buildings []choice
	Floor     string
	Floors    []string
	Location  string
	Summary   string
	Level     frozen.Level
	Planned   frozen.Level // the plan's own
	Levels    []frozen.Level
	Confirmed bool
	Whom      []seated // whom it would call; empty until a plan is chosen
	Lacking   int      // people whom nobody is there for
	Alike     []card   // what is open already, of that plan at that site
}

// choice is one thing to choose.
type choice struct {
	ID    string
	Title roster.Text
}

// said is what somebody has filled in.
type said struct {
	key, mode, plan, site, building, floor, location, summary, level string
	confirmed                                                        bool
}

// keys are what a page's own name for its declaration may be.
var keys = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)

// most is how long a free text may be, as the API has it.
const most = 500

func saidIn(form url.Values) said {
	return said{
		key: form.Get("key"), mode: form.Get("mode"), plan: form.Get("plan"), site: form.Get("site"), building: form.Get("building"), floor: form.Get("floor"),
		location: strings.TrimSpace(form.Get("location")), summary: strings.TrimSpace(form.Get("summary")), level: form.Get("level"), confirmed: form.Get("confirmed") != "",
	}
}

func (s *server) showDeclare(c *gin.Context) {
	s.declarePage(c, http.StatusOK, saidIn(c.Request.URL.Query()), nil)
}

// declarePage shows the page with what was said so far, so that nothing typed is lost.
func (s *server) declarePage(c *gin.Context, status int, in said, refused *refusal) {
	who := asker(c)
	body := declareBody{said: in, Key: in.key, Location: in.location, Summary: in.summary, Confirmed: in.confirmed, Levels: levels}
	if !keys.MatchString(body.Key) {
		body.Key = rand.Text()
	}
	body.modes(who)
	if len(body.Modes) == 0 {
		s.fail(c, http.StatusForbidden, "error.forbidden")
		return
	}
	site := body.places(s.declarable(who, body.Mode))
	body.plans(s.Catalog.Plans())
	if i := slices.Index(body.Levels, frozen.Level(in.level)); i >= 0 {
		body.Level = body.Levels[i]
	}
	if plan, chosen := plans.Find(s.Catalog.Plans(), body.Plan); chosen && site != nil {
		body.Planned = plan.Frozen.Level
		body.Whom, body.Lacking = s.whom(plan, site)
		body.Alike = s.alike(c.Request.Context(), who, plan.Frozen.ID, site.ID)
	}
	s.show(c, status, page{name: "declare", title: words.In(langOf(c), "declare.title"), path: Prefix + "/declare", keeps: "declare", stream: Prefix + "/stream", refused: refused, body: body})
}

// modes are what somebody may declare anywhere: real first, unless something else was chosen.
func (b *declareBody) modes(who account.Identity) {
	if who.Somewhere(account.Declare) {
		b.Modes = append(b.Modes, frozen.Real)
	}
	if who.Somewhere(account.Practise) {
		b.Modes = append(b.Modes, frozen.Drill)
	}
	if k := slices.Index(b.Modes, frozen.Mode(b.said.mode)); k >= 0 {
		b.Mode = b.Modes[k]
	} else if len(b.Modes) > 0 {
		b.Mode = b.Modes[0]
	}
}

// declarable are the sites where somebody may declare.
func (s *server) declarable(who account.Identity, mode frozen.Mode) []*sites.Site {
	return slices.DeleteFunc(slices.Clone(s.Catalog.Sites()), func(site *sites.Site) bool {
		return !mayDeclare(who, site.ID, mode)
	})
}

func mayDeclare(who account.Identity, site string, mode frozen.Mode) bool {
	if mode == frozen.Drill {
		return who.May(account.Practise, site)
	}
	return who.May(account.Declare, site)
}

// places fills in the sites, and the buildings and floors of the chosen one, which is the only one where there is but one.
func (b *declareBody) places(all []*sites.Site) *sites.Site {
	var chosen *sites.Site
	for _, site := range all {
		b.Sites = append(b.Sites, choice{site.ID, site.Name})
		if site.ID == b.said.site || len(all) == 1 {
			chosen, b.Site = site, site.ID
		}
	}
	if chosen == nil {
		return nil
	}
	for _, building := range chosen.Buildings {
		b.Buildings = append(b.Buildings, choice{building.ID, building.Name})
		if building.ID != b.said.building {
			continue
		}
		b.Building, b.Floors = building.ID, building.Floors
		if slices.Contains(building.Floors, b.said.floor) {
			b.Floor = b.said.floor
		}
	}
	return chosen
}

func (b *declareBody) plans(all []*plans.Plan) {
	for _, plan := range all {
		b.Plans = append(b.Plans, choice{plan.Frozen.ID, plan.Frozen.Title})
		if plan.Frozen.ID == b.said.plan {
			b.Plan = plan.Frozen.ID
		}
	}
}

// alike are the open incidents of a plan at a site: whoever sees their fire here has no need of a second one.
func (s *server) alike(ctx context.Context, who account.Identity, plan, site string) []card {
	views, _ := s.open(ctx, who) // whatever can be found: a declaration waits for no database
	var cards []card
	for _, v := range views {
		if v.Plan == plan && v.Site == site {
			cards = append(cards, s.card(v))
		}
	}
	return cards
}

// declare opens an incident, and shows it.
func (s *server) declare(c *gin.Context) {
	if err := c.Request.ParseForm(); err != nil {
		s.fail(c, http.StatusBadRequest, "error.form")
		return
	}
	in := saidIn(c.Request.PostForm)
	who := asker(c)
	declared, err := s.declaration(in, who, langOf(c))
	if err != nil {
		refused := s.refusal(c, err)
		s.declarePage(c, refused.status, in, refused)
		return
	}
	engine, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), declareTimeout) // a declarer who hangs up has declared
	defer cancel()
	view, err := s.Desk.Declare(engine, declared)
	if err != nil {
		refused := s.refusal(c, err)
		if refused.Code == "idempotency_conflict" {
			in.key = "" // what was declared under it stands; what is said now is another declaration
		}
		s.declarePage(c, refused.status, in, refused)
		return
	}
	s.spots.put(view)
	n := noteOf(c)
	n.entry.Subject = view.ID
	n.shows(view)
	s.goTo(c, Prefix+"/incidents/"+view.ID)
}

// declaration checks what was said. A place that nobody wrote down is named by the building, the floor and the site.
func (s *server) declaration(in said, who account.Identity, lang string) (Declaration, error) {
	if err := in.check(); err != nil {
		return Declaration{}, err
	}
	site, known := s.site(in.site)
	switch {
	case !known:
		return Declaration{}, unfit("declare.no-site")
	case !mayDeclare(who, site.ID, frozen.Mode(in.mode)):
		return Declaration{}, &refusedError{"error.forbidden", http.StatusForbidden}
	}
	building, there := site.Building(in.building)
	if in.building != "" && !there {
		return Declaration{}, unfit("declare.no-building")
	}
	d := Declaration{Key: "console-" + in.key, Declaration: frozen.Declaration{
		Plan: in.plan, Site: site.ID, Mode: frozen.Mode(in.mode), Location: in.located(site, building, lang), Summary: in.summary,
		Level: frozen.Level(in.level), ReportedBy: short(by(who), 100),
	}}
	if in.confirmed {
		d.Confirmed = &in.confirmed
	}
	if building.ID != "" {
		d.Places = []frozen.Spot{{Building: building.ID, Floor: in.floor}}
	}
	return d, nil
}

// check says what is wrong with a declaration, wherever it is to be.
func (in said) check() error {
	mode, level := frozen.Mode(in.mode), frozen.Level(in.level)
	switch {
	case !keys.MatchString(in.key):
		return unfit("declare.again")
	case mode != frozen.Real && mode != frozen.Drill:
		return unfit("declare.no-mode")
	case in.plan == "":
		return unfit("declare.no-plan")
	case len([]rune(in.location)) > most || len([]rune(in.summary)) > most:
		return unfit("declare.long")
	case level != "" && !slices.Contains(levels, level):
		return unfit("declare.no-level")
	}
	return nil
}

// located is the place in words: what was written, behind the building and the floor that were chosen.
func (in said) located(site *sites.Site, building sites.Building, lang string) string {
	place := where(site, building, in.floor, lang)
	switch {
	case in.location == "":
		return place
	case building.ID == "" || strings.Contains(in.location, building.Name.In(lang)):
		return in.location
	}
	return short(place+words.In(lang, "declare.comma")+in.location, most)
}

// where names a place.
func where(site *sites.Site, building sites.Building, floor, lang string) string {
	switch {
	case building.ID == "":
		return site.Name.In(lang)
	case floor == "":
		return building.Name.In(lang)
	}
	return words.In(lang, "declare.floor-of", building.Name.In(lang), floor)
}
