package console

// The files that are brought in: how each is read, and what a site file would change.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/api/noted"
	"muster/console/words"
	"muster/sites"
	"muster/sites/calendar"
	"muster/sites/change"
	"muster/sites/staff"
)

// staffOf is the change that a list of people makes.
func staffOf(file []byte) (change.Change, error) {
	lines, problems := staff.Read(file)
	var wrong []change.Fault
	for _, p := range problems {
		wrong = append(wrong, change.Fault{Where: p.Where(), Text: p.Text})
	}
	if len(wrong) > 0 {
		return nil, &change.FaultsError{Faults: wrong}
	}
	return change.Staff(lines), nil
}

// eventsOf is the change that a calendar makes: leave, or duty in a seat.
func eventsOf(file []byte, site *sites.Site, responder, seat string, now time.Time) (change.Change, error) {
	events, problems := calendar.Read(file, site.Location(), now)
	var wrong []change.Fault
	for _, p := range problems {
		wrong = append(wrong, change.Fault(p))
	}
	if len(wrong) > 0 {
		return nil, &change.FaultsError{Faults: wrong}
	}
	return change.Events{List: events, Responder: responder, Seat: seat}.Change(), nil
}

// seatsOf are the seats that a site's shifts and groups name.
func seatsOf(site *sites.Site) []string {
	var all []string
	for _, shift := range site.Shifts {
		for seat := range shift.Seats {
			all = append(all, seat)
		}
	}
	for _, g := range site.Groups {
		all = append(all, g.Seats...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// siteOf reads a site file; what is wrong with it comes by line and column.
func siteOf(file []byte) (*sites.Site, error) {
	site, err := sites.Load(file, "site")
	var wrong *sites.FileError
	if !errors.As(err, &wrong) {
		return site, err
	}
	found := &change.FaultsError{}
	for _, p := range wrong.Problems {
		found.Faults = append(found.Faults, change.Fault{Where: fmt.Sprintf("%d:%d", p.Line, p.Column), Text: p.Text + "."})
	}
	return nil, found
}

// importSite looks a site file through, or brings it in where it was looked through before.
func (s *server) importSite(c *gin.Context) {
	body, who := s.siteImport(c), asker(c)
	body.Forced = form{c: c}.get("force") != ""
	file, err := brought(c)
	if err != nil {
		s.importPage(c, http.StatusUnprocessableEntity, body, refuse(c, http.StatusUnprocessableEntity, "import.no-file"))
		return
	}
	site, err := siteOf(file)
	if err != nil {
		s.importRefused(c, body, nil, err)
		return
	}
	if !who.May(account.Sites, site.ID) {
		s.importPage(c, http.StatusForbidden, body, refuse(c, http.StatusForbidden, "error.forbidden"))
		return
	}
	before, known := s.site(site.ID)
	if known && !body.Forced {
		if err := change.Guard(before, site, change.Terms{Now: s.Now()}); err != nil {
			s.importRefused(c, body, file, err)
			return
		}
	}
	n := noteOf(c)
	n.entry.Subject, n.after = site.ID, noted.SiteOf(site)
	if known {
		n.before = noted.SiteOf(before)
	}
	if n.idle = c.PostForm("kept") == ""; n.idle {
		body.against(before, site)
		body.carry(file)
		s.importPage(c, http.StatusOK, body, nil)
		return
	}
	s.keepSite(c, body, file, site)
}

// keepSite brings a site in.
func (s *server) keepSite(c *gin.Context, body importBody, file []byte, site *sites.Site) {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), orderTimeout) // who hangs up has ordered
	defer cancel()
	if err := s.Importer.Import(bounded, site, body.Forced); err != nil {
		var edited *ChangedError
		body.Empties = errors.As(err, &edited)
		s.importRefused(c, body, file, err)
		return
	}
	s.goTo(c, body.Back)
}

// against fills in what a site would be, beside what it is; before is nil for a new one.
func (b *importBody) against(before, site *sites.Site) {
	b.Title += " " + site.ID
	was := before
	if was == nil {
		was = &sites.Site{}
	} else {
		d := change.Between(before, site)
		b.Added, b.Changed, b.Removed = d.Added, d.Changed, d.Removed
	}
	b.Counts = append(b.Counts, []count{
		{words.Both("staff.title"), len(was.Responders), len(site.Responders)},
		{words.Both("import.buildings"), len(was.Buildings), len(site.Buildings)},
		{words.Both("import.shifts"), len(was.Shifts), len(site.Shifts)},
		{words.Both("import.residents"), len(was.Residents), len(site.Residents)},
		{words.Both("import.parties"), len(was.Parties), len(site.Parties)},
	}...)
}
