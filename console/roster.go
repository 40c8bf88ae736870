package console

// Rosters: who is on duty in a week, where somebody is lacking, and how people take, swap and leave shifts.

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

func (s *server) rosterRoutes() {
	if s.Rosters == nil {
		return
	}
	s.get("/roster", rule{reach: somewhere, right: account.People}, s.anyRoster)
	s.get("/roster/:site", rule{reach: atSite, right: account.People}, s.showRoster)
	s.get("/roster/:site/import", rule{reach: atSite, right: account.Rosters}, s.showEventsImport)
	s.post("/roster/:site/import", rule{atSite, account.Rosters, "import-events"}, s.importEvents)
	for _, o := range []rosterOrder{
		{"take", "take-shift", s.takeShift},
		{"swap", "swap-shifts", s.swapShifts},
		{"leave", "add-leave", s.addLeave},
		{"leave/:leave/delete", "delete-leave", s.deleteLeave},
		{"overrides/:override/delete", "delete-override", s.deleteOverride},
	} {
		s.post("/roster/:site/"+o.path, rule{atSite, account.Rosters, o.action}, func(c *gin.Context) { s.changeRoster(c, o) })
	}
}

// anyRoster leads to the first site that the reader sees.
func (s *server) anyRoster(c *gin.Context) {
	all := s.seen(c, account.People)
	if len(all) == 0 {
		s.fail(c, http.StatusNotFound, "roster.no-site")
		return
	}
	s.goTo(c, Prefix+"/roster/"+all[0].ID)
}

// rosterBody is what the page shows.
type rosterBody struct {
	Site     string
	Name     roster.Text
	Sites    []choice
	Version  int
	Days     []day
	Before   string // the weeks beside it, by their Mondays
	After    string
	Gaps     int
	Lacks    []roster.Unlicensed
	Unheard  []sites.Unreachable
	Away     []awayLine
	Standing []standing
	Change   bool // the reader may change the roster
	Shifts   []string
	People   []colleague
	Today    string
}

// day is a day of the week.
type day struct {
	Date  string
	Short string // as people write it beside the day's name
	Name  string
	Today bool
	Parts []stretch
	Gaps  []gapLine
}

// stretch is a part of a day, with who is on duty all through it.
type stretch struct {
	From, To string
	Duty     []duty
}

// duty is who holds seats together; without seats they are on duty for whatever comes.
type duty struct {
	Seats []string
	Names []string
}

type gapLine struct {
	From, To   string
	Seat       string
	Have, Need int
}

type awayLine struct {
	ID       string
	Name     string
	From, To *moment
}

type standing struct {
	ID       string
	In, Out  string
	Seat     string
	From, To *moment
}

const week = 7

// weekdays are the names of the days of a week.
var weekdays = []string{"roster.day-Mon", "roster.day-Tue", "roster.day-Wed", "roster.day-Thu", "roster.day-Fri", "roster.day-Sat", "roster.day-Sun"}

func (s *server) showRoster(c *gin.Context) { s.rosterPage(c, http.StatusOK, nil) }

func (s *server) rosterPage(c *gin.Context, status int, refused *refusal) {
	site, _ := s.site(c.Param("site"))
	now := s.Now()
	monday := mondayOf(c.Query("week"), now, site.Location())
	body := rosterBody{
		Site: site.ID, Name: site.Name, Version: s.Rosters.Version(site.ID), Before: monday.AddDate(0, 0, -week).Format(time.DateOnly),
		After: monday.AddDate(0, 0, week).Format(time.DateOnly), Change: asker(c).May(account.Rosters, site.ID), Today: now.In(site.Location()).Format(time.DateOnly),
	}
	for _, other := range s.seen(c, account.People) {
		body.Sites = append(body.Sites, choice{other.ID, other.Name})
	}
	body.fill(s, c, site, monday)
	if body.Change {
		body.choices(site)
	}
	s.show(c, status, page{
		name: "roster", title: words.In(langOf(c), "roster.title") + " " + site.Name.In(langOf(c)), path: Prefix + "/roster/" + site.ID, refused: refused, body: body,
	})
}

// mondayOf is the beginning of the week of a date, of this week where there is none.
func mondayOf(date string, now time.Time, zone *time.Location) time.Time {
	at := now.In(zone)
	if asked, err := time.ParseInLocation(time.DateOnly, date, zone); err == nil {
		at = asked
	}
	back := (int(at.Weekday()) + week - 1) % week
	return time.Date(at.Year(), at.Month(), at.Day()-back, 0, 0, 0, 0, zone)
}

// fill puts in who is on duty, where somebody is lacking, and what was changed by hand.
func (b *rosterBody) fill(s *server, c *gin.Context, site *sites.Site, monday time.Time) {
	now, zone := s.Now(), site.Location()
	compiled := site.Roster(monday).Indexed()
	name := nameIn(compiled)
	var gaps []roster.Gap
	if until := monday.AddDate(0, 0, week); until.After(now) {
		from := later(monday, now)
		lacks, err := s.Rosters.Coverage(site.ID, from, max(1, int(until.Sub(from)/(24*time.Hour))))
		if err != nil {
			s.Log.WarnContext(c.Request.Context(), "what a roster lacks is not known", "site", site.ID, "error", err)
		}
		gaps, b.Lacks, b.Unheard = lacks.Gaps, lacks.Unlicensed, lacks.Unreachable
	}
	for k := range week {
		from := monday.AddDate(0, 0, k)
		made := day{
			Date: from.Format(time.DateOnly), Short: from.Format("01-02"), Name: words.In(langOf(c), weekdays[k]), Today: from.Format(time.DateOnly) == b.Today,
			Parts: dutiesOn(compiled, from, name),
		}
		for _, g := range gaps {
			if at := g.From.In(zone); at.Format(time.DateOnly) == made.Date {
				made.Gaps = append(made.Gaps, gapLine{at.Format("15:04"), clockOn(g.To.In(zone), from), g.Seat, g.Have, g.Need})
			}
		}
		b.Gaps += len(made.Gaps)
		b.Days = append(b.Days, made)
	}
	for k, l := range compiled.Leave {
		if l.To.After(now) && k < len(site.Leave) {
			b.Away = append(b.Away, awayLine{site.Leave[k].Key(), name(l.Responder), hour(l.From, now, zone), hour(l.To, now, zone)})
		}
	}
	for _, o := range compiled.Overrides {
		if o.To.After(now) {
			b.Standing = append(b.Standing, standing{o.ID, name(o.In), name(o.Out), o.Seat, hour(o.From, now, zone), hour(o.To, now, zone)})
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// nameIn is what somebody is called, or their id.
func nameIn(r roster.Roster) func(id string) string {
	return func(id string) string {
		if person, known := r.Find(id); known {
			return person.Name
		}
		return id
	}
}

// clockOn is a time of day, with the date where that is not the day's own.
func clockOn(at, day time.Time) string {
	if at.Format(time.DateOnly) == day.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("2 Jan 15:04")
}

// dutiesOn are the duties of a day, those of a stretch together, and in it those whom the same seats are asked of.
func dutiesOn(r roster.Roster, day time.Time, name func(string) string) []stretch {
	var all []stretch
	for _, d := range r.Duties(day, day.AddDate(0, 0, 1)) {
		from, to := d.From.In(day.Location()).Format("15:04"), d.To.In(day.Location()).Format("15:04")
		k := slices.IndexFunc(all, func(s stretch) bool { return s.From == from && s.To == to })
		if k < 0 {
			k, all = len(all), append(all, stretch{From: from, To: to})
		}
		all[k].add(d.Seats, name(d.Responder))
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return all
}

func (s *stretch) add(seats []string, name string) {
	k := slices.IndexFunc(s.Duty, func(d duty) bool { return slices.Equal(d.Seats, seats) })
	if k < 0 {
		k, s.Duty = len(s.Duty), append(s.Duty, duty{Seats: seats})
	}
	s.Duty[k].Names = append(s.Duty[k].Names, name)
}

// choices are what forms let one choose from.
func (b *rosterBody) choices(site *sites.Site) {
	for _, shift := range site.Shifts {
		b.Shifts = append(b.Shifts, shift.ID)
	}
	for _, r := range site.Responders {
		b.People = append(b.People, colleague{r.ID, r.Name})
	}
}

// rosterOrder is what a form changes. Action is what the API calls it.
type rosterOrder struct {
	path   string
	action string
	read   func(f form, site *sites.Site) (change.Change, error)
}

// changeRoster has a roster changed, and shows what became of it.
func (s *server) changeRoster(c *gin.Context, o rosterOrder) {
	site, _ := s.site(c.Param("site"))
	f := form{c: c, who: asker(c)}
	do, err := o.read(f, site)
	if err != nil {
		refused := s.refusal(c, err)
		s.rosterPage(c, refused.status, refused)
		return
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout) // who hangs up has ordered
	defer cancel()
	before, after, err := s.Rosters.ChangeRoster(bounded, site.ID, RosterOrder{Version: f.number("version"), Force: f.get("force") != "", Do: do})
	if err != nil {
		refused := s.unwritten(c, err)
		s.rosterPage(c, refused.status, refused)
		return
	}
	s.noteRoster(c, f, before, after)
	s.goTo(c, Prefix+"/roster/"+site.ID)
}
