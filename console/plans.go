package console

// Plans: what can be declared, who would be called, how the steps follow on one another, and how a new version comes into force.

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/api/noted"
	"muster/console/words"
	"muster/incident/frozen"
	"muster/plans"
	"muster/roster"
	"muster/sites"
)

func (s *server) planRoutes() {
	if s.PlanBook == nil {
		return
	}
	reads := rule{reach: somewhere, right: account.People}
	s.get("/plans", reads, s.showPlans)
	s.get("/plans/:plan", reads, s.showPlan)
	s.get("/plans/:plan/diff", reads, s.showDiff)
	s.post("/plans", rule{everywhere, account.Plans, "upload-plan"}, s.uploadPlan)
	s.post("/plans/:plan/publish", rule{everywhere, account.Plans, "publish-plan"}, s.publishPlan)
	s.post("/plans/:plan/rollback", rule{everywhere, account.Plans, "roll-back-plan"}, s.rollBackPlan)
}

// plansBody is the list of plans.
type plansBody struct {
	Plans   []planLine
	Publish bool // the reader may put plans in force
	Draft   *PlanDraft
}

type planLine struct {
	ID      string
	Title   roster.Text
	Version int
	Level   frozen.Level
	Seats   int
	Steps   int
	Refused string // why it cannot be declared
}

func (s *server) showPlans(c *gin.Context) { s.plansPage(c, http.StatusOK, nil, nil) }

func (s *server) plansPage(c *gin.Context, status int, made *PlanDraft, refused *refusal) {
	body := plansBody{Publish: asker(c).Everywhere(account.Plans), Draft: made}
	for _, plan := range s.Catalog.Plans() {
		f := plan.Frozen
		line := planLine{ID: f.ID, Title: f.Title, Version: f.Version, Level: f.Level, Seats: len(f.Seats), Steps: len(f.Steps)}
		if err := plans.Refusal(plan); err != nil {
			line.Refused = err.Error()
		}
		body.Plans = append(body.Plans, line)
	}
	s.show(c, status, page{name: "plans", title: words.In(langOf(c), "plans.title"), path: Prefix + "/plans", refused: refused, body: body})
}

// planBody is what the page of a plan shows.
type planBody struct {
	planLine
	Site     string
	Sites    []choice
	Commands roster.Text
	Deputy   *roster.Text
	Posts    []postPlan // in the order of priority
	Night    *moment    // for which who would be called at night is shown
	Lacking  int        // people, at night
	Graph    graph
	Written  []stepPlan
	History  []version
	Draft    bool // there is one
	Publish  bool
	Digest   string
}

// postPlan is a seat of a plan with who would be called for it now, and in the coming night.
type postPlan struct {
	Title  roster.Text
	Day    int
	Night  int
	Skill  string
	From   frozen.Level // only from this level on
	Pinned bool
	Now    []string
	Then   []string
	Gap    int // at night
}

type stepPlan struct {
	ID     string
	Title  roster.Text
	Phase  frozen.Phase
	Seat   roster.Text
	After  []string
	Target string
	Gate   bool
}

type version struct {
	PlanVersion
	When *moment
}

func (s *server) showPlan(c *gin.Context) { s.planPage(c, http.StatusOK, nil) }

func (s *server) planPage(c *gin.Context, status int, refused *refusal) {
	plan, there := plans.Find(s.Catalog.Plans(), c.Param("plan"))
	if !there {
		s.fail(c, http.StatusNotFound, "plans.none")
		return
	}
	f := &plan.Frozen
	body := planBody{
		planLine: planLine{ID: f.ID, Title: f.Title, Version: f.Version, Level: f.Level}, Commands: titleIn(f, f.Command.Seat), Graph: graphOf(f, langOf(c)),
		Publish: asker(c).Everywhere(account.Plans),
	}
	if f.Command.Deputy != "" {
		deputy := titleIn(f, f.Command.Deputy)
		body.Deputy = &deputy
	}
	body.called(s, c, plan)
	for k := range f.Steps {
		body.Written = append(body.Written, writtenStep(f, &f.Steps[k]))
	}
	body.versions(s, c)
	s.show(c, status, page{name: "plan", title: f.Title.In(langOf(c)), refused: refused, body: body})
}

// called fills in who would be called at a site that the reader sees: now, and in the coming night.
func (b *planBody) called(s *server, c *gin.Context, plan *plans.Plan) {
	var site *sites.Site
	for _, known := range s.seen(c, account.People) {
		b.Sites = append(b.Sites, choice{known.ID, known.Name})
		if site == nil || known.ID == c.Query("site") {
			site, b.Site = known, known.ID
		}
	}
	if site == nil {
		return
	}
	now := s.Now()
	night := nextNight(site, now)
	b.Night = hour(night, now, site.Location())
	today, then := seating(plan, site, now), seating(plan, site, night)
	for k, seat := range plan.Frozen.Seats {
		post := postPlan{Title: seat.Title, Day: seat.Day, Night: seat.Night, Skill: seat.Skill, From: seat.FromLevel, Pinned: seat.Pinned}
		post.Now, _ = today(plan.Frozen.Seats[k].ID)
		post.Then, post.Gap = then(plan.Frozen.Seats[k].ID)
		b.Posts, b.Lacking = append(b.Posts, post), b.Lacking+post.Gap
	}
}

// seen are the sites that the reader of a page may look at.
func (s *server) seen(c *gin.Context, right account.Right) []*sites.Site {
	return slices.DeleteFunc(slices.Clone(s.Catalog.Sites()), func(site *sites.Site) bool { return !asker(c).May(right, site.ID) })
}

// seating says by seat who would be called at a moment, by name, and how many are missing.
func seating(plan *plans.Plan, site *sites.Site, at time.Time) func(seat string) (names []string, gap int) {
	people := site.Roster(at).Indexed()
	seats := plans.Seating(plan, people, at)
	return func(id string) (names []string, gap int) {
		k := slices.IndexFunc(seats, func(x plans.Seated) bool { return x.Seat.ID == id })
		if k < 0 {
			return nil, 0
		}
		for _, holder := range seats[k].Holders {
			if person, known := people.Find(holder); known {
				names = append(names, person.Name)
			}
		}
		if seats[k].Later {
			return names, 0
		}
		return names, max(0, seats[k].Gap)
	}
}

// nextNight is the middle of the coming night at a site: the next hour of 2 that is not day.
func nextNight(site *sites.Site, now time.Time) time.Time {
	local := now.In(site.Location())
	night := time.Date(local.Year(), local.Month(), local.Day(), 2, 0, 0, 0, site.Location())
	if !night.After(now) {
		night = time.Date(local.Year(), local.Month(), local.Day()+1, 2, 0, 0, 0, site.Location())
	}
	return night
}

func titleIn(plan *frozen.Plan, seat string) roster.Text {
	for _, x := range plan.Seats {
		if x.ID == seat {
			return x.Title
		}
	}
	return roster.Text{EN: seat, ZH: seat}
}

func writtenStep(plan *frozen.Plan, p *frozen.Step) stepPlan {
	made := stepPlan{ID: p.ID, Title: p.Title, Phase: p.Phase, Seat: titleIn(plan, p.Seat), After: p.After, Gate: p.HardGate}
	if p.Target > 0 {
		made.Target = p.Target.String()
	}
	return made
}

// versions fills in the history, and whether there is a draft.
func (b *planBody) versions(s *server, c *gin.Context) {
	all, err := s.PlanBook.PlanHistory(c.Request.Context(), b.ID)
	if err != nil {
		s.Log.WarnContext(c.Request.Context(), "the history of a plan is lacking", "error", err)
	}
	for _, v := range all {
		line := version{PlanVersion: v}
		if !v.At.IsZero() {
			line.When = hour(v.At, s.Now(), s.zone(b.Site))
		}
		b.History = append(b.History, line)
	}
	if b.Publish {
		_, err := s.PlanBook.PlanSource(c.Request.Context(), b.ID, PlanDrafted)
		b.Draft = err == nil
	}
}

// uploadPlan checks a plan file and keeps it as a draft: nothing is in force by it.
func (s *server) uploadPlan(c *gin.Context) {
	file, err := uploaded(c, "file", plans.MaxBytes)
	if err != nil {
		s.plansPage(c, http.StatusUnprocessableEntity, nil, refuse(c, http.StatusUnprocessableEntity, "plans.no-file"))
		return
	}
	made, err := s.PlanBook.UploadPlan(c.Request.Context(), file)
	if err != nil {
		refused := s.unwritten(c, err)
		s.plansPage(c, refused.status, nil, refused)
		return
	}
	n := noteOf(c)
	n.entry.Subject, n.after = made.Plan, noted.Plan{Version: made.Version, SHA256: made.Digest, Draft: true}
	if was := noted.InForce(s.Catalog.Plans(), made.Plan); was.Version > 0 {
		n.before = was
	}
	s.plansPage(c, http.StatusOK, &made, nil)
}

// uploaded is a file of a form, up to a limit.
func uploaded(c *gin.Context, name string, limit int64) ([]byte, error) {
	header, err := c.FormFile(name)
	if err != nil {
		return nil, err
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, limit+1))
}

// publishPlan puts the draft that was looked at in force.
func (s *server) publishPlan(c *gin.Context) {
	id := c.Param("plan")
	note, was := short(form{c: c}.get("note"), mostReason), noted.InForce(s.Catalog.Plans(), id)
	v, err := s.PlanBook.PublishPlan(c.Request.Context(), id, c.PostForm("digest"), note)
	if err != nil {
		refused := s.unwritten(c, err)
		s.planPage(c, refused.status, refused)
		return
	}
	n := noteOf(c)
	n.before, n.after = noted.Published(was, noted.InForce(s.Catalog.Plans(), id), v.Version, note)
	s.goTo(c, Prefix+"/plans/"+id)
}

// numbered is a version as an address names it.
func numbered(text string, otherwise int) int {
	if text == "draft" {
		return PlanDrafted
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return otherwise
}
