package api

// Sites: the managed properties, and how they are imported.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"muster/account"
	"muster/api/noted"
	"muster/incident"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

func (s *server) siteRoutes() {
	register(s, call(http.MethodGet, "/sites", "list-sites", tagSites, "List sites"), s.listSites)
	op := takes(call(http.MethodPost, "/sites", "import-site", tagSites, "Import a site file", http.StatusConflict, http.StatusServiceUnavailable), siteBody)
	op.Description = "Checks a site file (muster/site/v1) and keeps it, in place of the one with its id. What is wrong with it stands in errors, by line and column."
	op.DefaultStatus = http.StatusCreated
	register(s, op, s.importSite)
}

// siteItem is a site in a list.
type siteItem struct {
	ID           string        `json:"id"`
	Name         roster.Text   `json:"name"`
	Timezone     string        `json:"timezone"`
	Languages    []string      `json:"languages"`
	Day          hours         `json:"day" doc:"Local hours that count as day."`
	Emergency    string        `json:"emergency" doc:"The control room's number, masked."`
	Buildings    []siteplace   `json:"buildings"`
	MusterPoints []musterPoint `json:"muster_points"`
	Parties      []siteParty   `json:"parties"`
	Company      []string      `json:"company" doc:"Responders, in calling order."`
	Groups       []siteGroup   `json:"groups"`
	Responders   int           `json:"responders" doc:"How many there are."`
	Residents    int           `json:"residents" doc:"How many contacts there are."`
}

type (
	hours struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	siteplace struct {
		ID          string      `json:"id"`
		Name        roster.Text `json:"name"`
		Aliases     []string    `json:"aliases"`
		Floors      []string    `json:"floors"`
		MusterPoint string      `json:"muster_point"`
		Gate        roster.Text `json:"gate"`
	}
	musterPoint struct {
		ID   string      `json:"id"`
		Name roster.Text `json:"name"`
	}
	siteParty struct {
		ID     string      `json:"id"`
		Label  roster.Text `json:"label"`
		Number string      `json:"number" doc:"A public short number, or a masked one."`
	}
	siteGroup struct {
		ID    string   `json:"id"`
		Lead  string   `json:"lead"`
		Seats []string `json:"seats"`
	}
)

func siteOf(site *sites.Site) siteItem {
	item := siteItem{
		ID: site.ID, Name: site.Name, Timezone: site.Timezone, Languages: filled(site.Languages), Day: hours(site.Day),
		Emergency: hide(site.Emergency), Buildings: []siteplace{}, MusterPoints: []musterPoint{}, Parties: []siteParty{},
		Company: filled(site.Company), Groups: []siteGroup{}, Responders: len(site.Responders), Residents: len(site.Residents),
	}
	for _, b := range site.Buildings {
		item.Buildings = append(item.Buildings, siteplace{
			ID: b.ID, Name: b.Name, Aliases: filled(b.Aliases), Floors: filled(b.Floors), MusterPoint: b.MusterPoint, Gate: b.Gate,
		})
	}
	for _, m := range site.MusterPoints {
		item.MusterPoints = append(item.MusterPoints, musterPoint{ID: m.ID, Name: m.Name})
	}
	for _, p := range site.Parties {
		item.Parties = append(item.Parties, siteParty{ID: p.ID, Label: p.Label, Number: hide(p.Number)})
	}
	for _, g := range site.Groups {
		item.Groups = append(item.Groups, siteGroup{ID: g.ID, Lead: g.Lead, Seats: filled(g.Seats)})
	}
	return item
}

// hide masks a number unless it is a public short one, such as 119.
func hide(number string) string {
	if len(number) < 6 {
		return number
	}
	return incident.Mask(number)
}

func (s *server) listSites(ctx context.Context, in *Paging) (*listOutput[siteItem], error) {
	var items []siteItem
	for _, site := range s.Catalog.Sites() {
		if reads(ctx)(site.ID) {
			items = append(items, siteOf(site))
		}
	}
	return cut(items, func(i siteItem) string { return i.ID }, *in)
}

// site finds a site by its id, nil if there is none.
func (s *server) site(id string) *sites.Site {
	for _, site := range s.Catalog.Sites() {
		if site.ID == id {
			return site
		}
	}
	return nil
}

// knowsSite refuses a query for a site that there is not, or not for who asks; the empty one is all sites.
func (s *server) knowsSite(ctx context.Context, id string) error {
	switch {
	case id == "":
		return nil
	case s.site(id) != nil:
		return needs(ctx, account.Read, id, "")
	}
	return blame(incident.CodeNoSite, "There is no site of that id: see the sites.", "query.site")
}

type importInput struct {
	Force   bool   `query:"force" doc:"Also where nobody would be on duty within a day, at a site where somebody is, and over what people have changed since the last file."`
	RawBody []byte `contentType:"application/yaml"`
}

type imported struct {
	ID string `json:"id"`
}

type importOutput struct {
	Body imported
}

func (s *server) importSite(ctx context.Context, in *importInput) (*importOutput, error) {
	site, err := sites.Load(bytes.Clone(in.RawBody), "site")
	var wrong *sites.FileError
	switch {
	case errors.As(err, &wrong):
		return nil, wrongSite(wrong)
	case err != nil:
		return nil, err
	}
	if err := needs(ctx, account.Sites, site.ID, ""); err != nil {
		return nil, err
	}
	if err := s.guard(ctx, site, in.Force); err != nil {
		return nil, err
	}
	n := noteOf(ctx)
	n.subject, n.after = site.ID, noted.SiteOf(site)
	if was := s.site(site.ID); was != nil {
		n.before = noted.SiteOf(was)
	}
	err = s.Catalog.Import(ctx, site, in.Force)
	var refused *incident.Error
	var edited *VersionError
	switch {
	case errors.As(err, &edited):
		return nil, problem(codeChanged, fmt.Sprintf("The roster of %s has been changed by people since a file was brought in last: it is at version %d now, and this file would undo that. "+
			"See what is in force with `muster roster show --site %s`, and who changed what with `muster audit list --subject %s --full`; write what is to stay into the file, and repeat with force. Nothing has changed.",
			site.ID, edited.Version, site.ID, site.ID))
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, s.unwritten(ctx, err, "The site was not brought in: the database cannot be written now, and nothing has changed. Incidents go on meanwhile: bring it in again once the database is back.")
	}
	return &importOutput{Body: imported{ID: site.ID}}, nil
}

// guard refuses a site in whose coming day nobody is on duty any more.
func (s *server) guard(ctx context.Context, site *sites.Site, force bool) error {
	before := s.site(site.ID)
	if force || before == nil {
		return nil
	}
	if err := change.Guard(before, site, change.Terms{Now: s.Clock.Now()}); err != nil {
		return s.unchanged(ctx, site.ID, err)
	}
	return nil
}

// mostFaults is how many problems of a file are told at once.
const mostFaults = 200

func wrongSite(wrong *sites.FileError) *problemError {
	var faults []fault
	for _, p := range wrong.Problems[:min(mostFaults, len(wrong.Problems))] {
		faults = append(faults, fault{Location: fmt.Sprintf("%d:%d", p.Line, p.Column), Message: p.Text})
	}
	detail := fmt.Sprintf("Line %d, column %d: %s.", wrong.Problems[0].Line, wrong.Problems[0].Column, wrong.Problems[0].Text)
	if n := len(wrong.Problems); n > 1 {
		detail = fmt.Sprintf("%s There is more to correct, %d in all: see errors.", detail, n)
	}
	return problem(codeSiteFile, detail, faults...)
}
