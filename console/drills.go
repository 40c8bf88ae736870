package console

// Drills: what the calendar has, what must be practised when, and how a schedule is made, paused and ended. A drill that runs is an
// incident: it is conducted and stopped on its own page.

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/api/noted"
	"muster/console/words"
	"muster/drill"
	"muster/incident/frozen"
	"muster/plans"
	"muster/roster"
)

// scheduleIDs are what schedules' ids look like; nothing else is asked for.
var scheduleIDs = regexp.MustCompile(`^drl-[0-9a-z]{1,60}$`)

func (s *server) drillRoutes() {
	if s.Drills == nil {
		return
	}
	s.get("/drills", rule{reach: somewhere, right: account.People}, s.showDrills)
	s.post("/drills", rule{somewhere, account.Practise, "schedule-drill"}, s.scheduleDrill)
	for _, o := range []drillOrder{
		{"pause", func(ctx context.Context, id, by string, f form) (drill.ScheduleView, error) {
			return s.Drills.PauseSchedule(ctx, id, by, short(f.get("reason"), mostReason))
		}},
		{"resume", func(ctx context.Context, id, by string, _ form) (drill.ScheduleView, error) {
			return s.Drills.ResumeSchedule(ctx, id, by)
		}},
		{"skip", func(ctx context.Context, id, by string, _ form) (drill.ScheduleView, error) {
			return s.Drills.SkipSchedule(ctx, id, by, drill.Date{})
		}},
		{"delete", func(ctx context.Context, id, by string, _ form) (drill.ScheduleView, error) {
			return drill.ScheduleView{}, s.Drills.DeleteSchedule(ctx, id, by)
		}},
	} {
		s.post("/drills/:id/"+o.verb, rule{atSchedule, account.Practise, o.verb + "-drill"}, func(c *gin.Context) { s.orderDrill(c, o) })
	}
}

// drillOrder is something that is done to a schedule, with how it is then; nothing of one that is no more.
type drillOrder struct {
	verb string
	do   func(ctx context.Context, id, by string, f form) (drill.ScheduleView, error)
}

// drillsBody is what the page shows.
type drillsBody struct {
	Running   []card
	Schedules []schedule
	Due       []due
	Lacking   bool // drills that were declared by hand could not be counted
	Practise  bool
	Key       string
	Plans     []choice
	Sites     []choice
	Units     []string
	Notices   []string
	Today     string
}

// schedule is one of the calendar's.
type schedule struct {
	drill.ScheduleView
	Title   roster.Text
	Where   roster.Text
	Starts  []*moment
	Ended   *moment // the latest one, when it was seen to
	Missed  []*moment
	MayTell bool // the reader may change it
}

// due is a plan that must be practised.
type due struct {
	Plan, Site roster.Text
	Months     int
	Standing   drill.Standing
	Last       *moment
	On         string
	Next       *moment
}

// Bad says whether it should have been practised.
func (d due) Bad() bool { return d.Standing == drill.IsOverdue || d.Standing == drill.Never }

func (s *server) showDrills(c *gin.Context) { s.drillsPage(c, http.StatusOK, nil) }

func (s *server) drillsPage(c *gin.Context, status int, refused *refusal) {
	who := asker(c)
	body := drillsBody{
		Practise: who.Somewhere(account.Practise), Key: form{c: c}.get("key"), Today: s.Now().Format(time.DateOnly),
		Units: []string{string(drill.Once), string(drill.Weekly), string(drill.Monthly), string(drill.Yearly)}, Notices: []string{string(drill.Announced), string(drill.Surprise)},
	}
	views, _ := s.open(c.Request.Context(), who) // what runs stands on the board too, which says where it is lacking
	for _, v := range views {
		if v.Mode == frozen.Drill {
			body.Running = append(body.Running, s.card(v))
		}
	}
	engine, cancel := context.WithTimeout(c.Request.Context(), orderTimeout)
	defer cancel()
	if err := body.calendar(engine, s, who); err != nil && refused == nil {
		refused = s.refusal(c, err)
	}
	for _, plan := range s.Catalog.Plans() {
		body.Plans = append(body.Plans, choice{plan.Frozen.ID, plan.Frozen.Title})
	}
	for _, site := range s.declarable(who, frozen.Drill) {
		body.Sites = append(body.Sites, choice{site.ID, site.Name})
	}
	s.show(c, status, page{name: "drills", title: words.In(langOf(c), "drills.title"), path: Prefix + "/drills", refused: refused, body: body})
}

// calendar fills in the schedules and what is due, as far as the reader sees their sites.
func (b *drillsBody) calendar(ctx context.Context, s *server, who account.Identity) error {
	all, err := s.Drills.Schedules(ctx)
	if err != nil {
		return err
	}
	for _, v := range all {
		if who.May(account.People, v.Site) {
			b.Schedules = append(b.Schedules, s.scheduleOf(v, who))
		}
	}
	slices.SortStableFunc(b.Schedules, func(x, y schedule) int { return next(x.ScheduleView).Compare(next(y.ScheduleView)) })
	stands, complete, err := s.Drills.DrillsDue(ctx)
	if err != nil {
		return err
	}
	b.Lacking = !complete
	for _, d := range stands {
		if who.May(account.People, d.Site) {
			k := clock{s.Now(), s.zone(d.Site)}
			b.Due = append(b.Due, due{s.planTitle(d.Plan), s.siteName(d.Site), d.Months, d.Standing, k.maybe(d.Last), deref(d.DueOn), k.maybe(d.Next)})
		}
	}
	return nil
}

// next is when a schedule's next drill begins; what has none comes last.
func next(v drill.ScheduleView) time.Time {
	if len(v.Next) == 0 {
		return time.Unix(never/int64(time.Second), 0)
	}
	return time.Time(v.Next[0].At)
}

func (s *server) scheduleOf(v drill.ScheduleView, who account.Identity) schedule {
	k := clock{s.Now(), s.zone(v.Site)}
	made := schedule{ScheduleView: v, Title: s.planTitle(v.Plan), Where: s.siteName(v.Site), MayTell: who.May(account.Practise, v.Site)}
	for _, n := range v.Next {
		made.Starts = append(made.Starts, k.at(time.Time(n.At)))
	}
	if v.Last != nil {
		made.Ended = k.at(time.Time(v.Last.At))
	}
	for _, o := range v.Overdue {
		made.Missed = append(made.Missed, k.at(time.Time(o.At)))
	}
	return made
}

func (s *server) planTitle(id string) roster.Text {
	if plan, there := plans.Find(s.Catalog.Plans(), id); there {
		return plan.Frozen.Title
	}
	return roster.Text{EN: id, ZH: id}
}

// scheduleDrill puts a drill into the calendar.
func (s *server) scheduleDrill(c *gin.Context) {
	f := form{c: c, who: asker(c)}
	asked, err := s.askedDrill(f)
	var made drill.ScheduleView
	if err == nil {
		engine, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout)
		defer cancel()
		made, err = s.Drills.ScheduleDrill(engine, "console-"+f.get("key"), asked)
	}
	if err != nil {
		refused := s.refusal(c, err)
		s.drillsPage(c, refused.status, refused)
		return
	}
	noteOf(c).entry.Subject = made.ID
	s.goTo(c, Prefix+"/drills")
}

// askedDrill reads the form. What recurs does so as its first date stands in its week, month or year.
func (s *server) askedDrill(f form) (drill.Schedule, error) {
	asked := drill.Schedule{
		Plan: f.get("plan"), Site: f.get("site"), Location: short(f.get("location"), most), Notice: drill.Notice(f.get("notice")), By: by(f.who),
	}
	first, err := time.Parse(time.DateOnly, f.get("first"))
	if err != nil || asked.From.UnmarshalText([]byte(f.get("from"))) != nil {
		return asked, unfit("drills.no-time")
	}
	_, known := s.site(asked.Site)
	switch {
	case !keys.MatchString(f.get("key")):
		return asked, unfit("error.form")
	case !known:
		return asked, unfit("declare.no-site")
	case !f.who.May(account.Practise, asked.Site):
		return asked, &refusedError{"error.forbidden", http.StatusForbidden}
	case asked.Location == "":
		asked.Location = s.siteName(asked.Site).EN
	}
	asked.First, asked.To = drill.DateOf(first.Year(), first.Month(), first.Day()), asked.From
	if asked.Notice == drill.Announced {
		asked.Ahead = drill.AheadIfLeft
	}
	asked.Rule, err = ruleOf(drill.Unit(f.get("unit")), first)
	return asked, err
}

func ruleOf(unit drill.Unit, first time.Time) (drill.Rule, error) {
	rule := drill.Rule{Unit: unit}
	switch unit {
	case drill.Once:
	case drill.Weekly:
		rule.Days = []drill.Weekday{weekdayNames[first.Weekday()]}
	case drill.Monthly:
		rule.Day = first.Day()
	case drill.Yearly:
		rule.Month, rule.Day = int(first.Month()), first.Day()
	default:
		return rule, unfit("drills.no-unit")
	}
	return rule, nil
}

// weekdayNames are the calendar's names of the days, from Sunday as Go counts them.
var weekdayNames = []drill.Weekday{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// orderDrill has something done to a schedule, and notes how it was and is.
func (s *server) orderDrill(c *gin.Context, o drillOrder) {
	engine, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout)
	defer cancel()
	n := noteOf(c)
	n.before = noted.Schedule(scheduleOf(c))
	view, err := o.do(engine, c.Param("id"), by(asker(c)), form{c: c})
	if err != nil {
		refused := s.refusal(c, err)
		s.drillsPage(c, refused.status, refused)
		return
	}
	if view.ID != "" {
		n.after = noted.Schedule(view)
	}
	s.goTo(c, Prefix+"/drills")
}
