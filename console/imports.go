package console

// Imports: a file of people, of leave or duty, or of a whole site is looked through first, with all that is wrong with it and all that
// it would change, and brought in only then. The page carries the file along in between.

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

// mostImported is how large a file may be; the API's own limit.
const mostImported = sites.MaxBytes

// mostFaults is how many problems of a file are shown at once.
const mostFaults = 200

// importBody is what the page shows.
type importBody struct {
	Title   string
	Hint    string
	Action  string // the form's address
	Back    string // the page that it was come from
	Accept  string // the ends of the files' names
	Events  *eventChoices
	Looked  bool   // a file was looked through, and can be brought in
	File    string // it, as the page carries it along
	Version int    // of the roster that it was looked through against
	Added   []string
	Changed []string
	Removed []string
	Counts  []count
	Shared  []string // what may be a slip
	Forced  bool
	Empties bool // it can be brought in by force only
	Faults  []change.Fault
}

// eventChoices are whom events of a calendar may be about, and what was chosen.
type eventChoices struct {
	People    []colleague
	Seats     []string
	Responder string
	Seat      string
}

// count is how many there are of something, now and then.
type count struct {
	What     roster.Text
	Now, New int
}

// brought is the file of a form: just uploaded, or carried along by the page.
func brought(c *gin.Context) ([]byte, error) {
	if kept := c.PostForm("kept"); kept != "" {
		return base64.StdEncoding.DecodeString(kept)
	}
	file, err := uploaded(c, "file", mostImported)
	if err == nil && len(file) == 0 {
		err = errors.New("the file is empty")
	}
	return file, err
}

func (b *importBody) carry(file []byte) {
	b.Looked, b.File = true, base64.StdEncoding.EncodeToString(file)
}

func (s *server) importPage(c *gin.Context, status int, body importBody, refused *refusal) {
	s.show(c, status, page{name: "import", title: body.Title, path: body.Action, refused: refused, body: body})
}

// faults is what is wrong with a file, nothing if the error says something else.
func faults(err error) []change.Fault {
	var wrong *change.FaultsError
	if errors.As(err, &wrong) {
		return wrong.Faults[:min(mostFaults, len(wrong.Faults))]
	}
	return nil
}

// rosterImport is a file that changes a roster.
type rosterImport struct {
	body importBody
	read func(file []byte) (change.Change, error)
}

// bringIn looks a file through, or brings it in where it was looked through before.
func (s *server) bringIn(c *gin.Context, site *sites.Site, in rosterImport) {
	f := form{c: c, who: asker(c)}
	in.body.Forced = f.get("force") != ""
	file, err := brought(c)
	if err != nil {
		s.importPage(c, http.StatusUnprocessableEntity, in.body, refuse(c, http.StatusUnprocessableEntity, "import.no-file"))
		return
	}
	do, err := in.read(file)
	if err != nil {
		s.importRefused(c, in.body, nil, err)
		return
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout) // who hangs up has ordered
	defer cancel()
	o := RosterOrder{Version: f.number("version"), Force: in.body.Forced, DryRun: c.PostForm("kept") == "", Do: do}
	if noteOf(c).idle = o.DryRun; o.DryRun {
		o.Version = s.Rosters.Version(site.ID)
	}
	before, after, err := s.Rosters.ChangeRoster(bounded, site.ID, o)
	if err != nil {
		s.importRefused(c, in.body, file, err)
		return
	}
	difference := change.Between(before, after)
	if o.DryRun {
		in.body.Version, in.body.Shared = o.Version, change.Sharing(before, after)
		in.body.Added, in.body.Changed, in.body.Removed = difference.Added, difference.Changed, difference.Removed
		in.body.carry(file)
		s.importPage(c, http.StatusOK, in.body, nil)
		return
	}
	s.noteRoster(c, f, before, after)
	s.goTo(c, in.body.Back)
}

// importRefused shows what is wrong with a file, line by line where that is known. One that would leave nobody on duty may be brought
// in by force.
func (s *server) importRefused(c *gin.Context, body importBody, file []byte, err error) {
	refused := s.unwritten(c, err)
	body.Faults = faults(err)
	if len(body.Faults) > 0 {
		refused.Title, refused.Detail = words.In(langOf(c), "import.wrong", len(body.Faults)), ""
	}
	var empty *change.EmptyError
	if errors.As(err, &empty) && file != nil {
		body.Empties = true
	}
	s.importPage(c, refused.status, body, refused)
}

func (s *server) staffImport(c *gin.Context, site *sites.Site) importBody {
	lang := langOf(c)
	return importBody{
		Title: words.In(lang, "import.staff") + " " + site.Name.In(lang), Hint: words.In(lang, "import.staff-hint"), Accept: ".csv,text/csv",
		Action: Prefix + "/people/" + site.ID + "/import", Back: Prefix + "/people/" + site.ID,
	}
}

func (s *server) showStaffImport(c *gin.Context) {
	site, _ := s.site(c.Param("site"))
	s.importPage(c, http.StatusOK, s.staffImport(c, site), nil)
}

func (s *server) importStaff(c *gin.Context) {
	site, _ := s.site(c.Param("site"))
	s.bringIn(c, site, rosterImport{s.staffImport(c, site), staffOf})
}

func (s *server) eventsImport(c *gin.Context, site *sites.Site) importBody {
	lang, f := langOf(c), form{c: c}
	choices := &eventChoices{Responder: f.get("responder"), Seat: f.get("seat")}
	for _, r := range site.Responders {
		choices.People = append(choices.People, colleague{r.ID, r.Name})
	}
	choices.Seats = seatsOf(site)
	return importBody{
		Title: words.In(lang, "import.events") + " " + site.Name.In(lang), Hint: words.In(lang, "import.events-hint"), Accept: ".ics,text/calendar", Events: choices,
		Action: Prefix + "/roster/" + site.ID + "/import", Back: Prefix + "/roster/" + site.ID,
	}
}

func (s *server) showEventsImport(c *gin.Context) {
	site, _ := s.site(c.Param("site"))
	s.importPage(c, http.StatusOK, s.eventsImport(c, site), nil)
}

func (s *server) importEvents(c *gin.Context) {
	site, _ := s.site(c.Param("site"))
	body := s.eventsImport(c, site)
	s.bringIn(c, site, rosterImport{body, func(file []byte) (change.Change, error) {
		return eventsOf(file, site, body.Events.Responder, body.Events.Seat, s.Now())
	}})
}

func (s *server) siteImportRoutes() {
	if s.Importer == nil {
		return
	}
	s.get("/system/site", rule{reach: somewhere, right: account.Sites}, func(c *gin.Context) { s.importPage(c, http.StatusOK, s.siteImport(c), nil) })
	s.post("/system/site", rule{somewhere, account.Sites, "import-site"}, s.importSite)
}

func (s *server) siteImport(c *gin.Context) importBody {
	lang := langOf(c)
	return importBody{
		Title: words.In(lang, "import.site"), Hint: words.In(lang, "import.site-hint"), Accept: ".yaml,.yml", Action: Prefix + "/system/site", Back: Prefix + "/system",
	}
}
