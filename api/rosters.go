package api

// Rosters: who is on duty when at a site, and how that is changed. Every change is checked as a whole, names the version that it
// was made for if its maker wants that, and does all or nothing.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"muster/api/noted"
	"muster/incident"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

// RosterOrder is a change of a site's roster.
type RosterOrder struct {
	Version int  // that it was made for; 0: whichever is in force
	Force   bool // also where a seat is left empty, or somebody lacks its skill
	DryRun  bool // only say what would change
	Do      change.Change
}

// RosterChanged is what a change has come to.
type RosterChanged struct {
	Version       int         // that is in force now
	Before, After *sites.Site // as it was, and as it is, or would be
}

// VersionError says that somebody else has changed something meanwhile, and which version is in force.
type VersionError struct{ Version int }

// Error implements error.
func (e *VersionError) Error() string { return fmt.Sprintf("version %d is in force", e.Version) }

// Rosters keep who is on duty when. Refusals are those of package change, *VersionError and *incident.Error; any other error
// means that the database cannot be asked or written.
type Rosters interface {
	// Version is that of a site's roster, 0 while it is not known.
	Version(site string) int
	ChangeRoster(ctx context.Context, site string, o RosterOrder) (RosterChanged, error)
	// Coverage says what a site's roster lacks for so many days after a moment.
	Coverage(site string, at time.Time, days int) (sites.Coverage, error)
	Calendars
}

const tagRosters = "Rosters"

const rosterPath = "/sites/{site}/roster"

func (s *server) rosterRoutes() {
	register(s, call(http.MethodGet, rosterPath, "get-roster", tagRosters, "Show a site's roster", http.StatusNotFound), s.getRoster)
	register(s, call(http.MethodGet, rosterPath+"/duties", "list-duties", tagRosters, "List who is on duty over a stretch of time",
		http.StatusNotFound, http.StatusUnprocessableEntity), s.listDuties)
	register(s, call(http.MethodGet, rosterPath+"/coverage", "check-coverage", tagRosters, "Say what the roster lacks for the coming days",
		http.StatusNotFound, http.StatusUnprocessableEntity), s.checkCoverage)
	register(s, takes(rosterCall(http.MethodPut, "/shifts/{shift}", "put-shift", "Add a shift, or replace it"), jsonBody), s.putShift)
	register(s, rosterCall(http.MethodDelete, "/shifts/{shift}", "delete-shift", "Take a shift out"), s.deleteShift)
	register(s, takes(rosterCall(http.MethodPost, "/overrides", "add-override", "Have somebody stand in for a while"), jsonBody), s.addOverride)
	register(s, rosterCall(http.MethodDelete, "/overrides/{override}", "delete-override", "Take an override back"), s.deleteOverride)
	register(s, takes(rosterCall(http.MethodPost, "/leave", "add-leave", "Take somebody off every shift for a while"), jsonBody), s.addLeave)
	register(s, rosterCall(http.MethodDelete, "/leave/{leave}", "delete-leave", "Take a leave back"), s.deleteLeave)
	register(s, takes(rosterCall(http.MethodPost, "/swaps", "swap-shifts", "Have two people take each other's shifts"), jsonBody), s.swapShifts)
	register(s, takes(rosterCall(http.MethodPost, "/take", "take-shift", "Take a shift over now, until its end"), jsonBody), s.takeShift)
	register(s, takes(rosterCall(http.MethodPost, "/staff", "import-staff", "Bring people in from a CSV file"), csvBody), s.importStaff)
	register(s, rosterCall(http.MethodDelete, "/staff/{responder}", "remove-staff", "Take somebody out, and off every shift"), s.removeStaff)
	register(s, takes(rosterCall(http.MethodPost, "/events", "import-events", "Bring leave or duty in from an iCalendar file"), icsBody), s.importEvents)
	s.calendarRoutes()
}

// rosterCall describes a change of a roster.
func rosterCall(method, path, id, summary string) operation {
	op := call(method, rosterPath+path, id, tagRosters, summary,
		http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "All of it happens or nothing. Running incidents follow the new roster within moments."
	return op
}

// RosterTerms are what every change may say of itself. It is exported because the parameters are found by reflection.
type RosterTerms struct {
	Site    string `path:"site" maxLength:"100"`
	Version int    `query:"version" minimum:"0" doc:"The version that the change was made for: if another is in force, it is refused."`
	Force   bool   `query:"force" doc:"Also where that leaves a seat empty within a day, or somebody lacks a seat's skill."`
	DryRun  bool   `query:"dry_run" doc:"Only check it, and say what would change."`
}

type rosterChange struct {
	Site    string   `json:"site"`
	Version int      `json:"version" doc:"Of the roster that is in force now."`
	DryRun  bool     `json:"dry_run" doc:"Nothing has changed: this is what would."`
	Added   []string `json:"added" doc:"What is new, each with its kind: responder li-hua, shift night, override o-1, leave l-1."`
	Changed []string `json:"changed"`
	Removed []string `json:"removed"`

	Warnings []string `json:"warnings" doc:"What may be a slip although it was done: who shares a phone since."`
}

type rosterChangeOutput struct {
	Body rosterChange
}

// change has a roster changed and says what came of it.
func (s *server) change(ctx context.Context, t RosterTerms, do change.Change) (*rosterChangeOutput, error) {
	if s.site(t.Site) == nil {
		return nil, noSite()
	}
	n := noteOf(ctx)
	n.idle = t.DryRun
	done, err := s.Rosters.ChangeRoster(ctx, t.Site, RosterOrder{Version: t.Version, Force: t.Force, DryRun: t.DryRun, Do: do})
	if err != nil {
		return nil, s.unchanged(ctx, t.Site, err)
	}
	d := change.Between(done.Before, done.After)
	n.before, n.after = noted.Rosters(done.Before, done.After, done.Version, d)
	return &rosterChangeOutput{Body: rosterChange{
		Site: t.Site, Version: done.Version, DryRun: t.DryRun, Added: filled(d.Added), Changed: filled(d.Changed), Removed: filled(d.Removed),
		Warnings: filled(change.Sharing(done.Before, done.After)),
	}}, nil
}

func noSite() *problemError {
	return problem(incident.CodeNoSite, "There is no site of that id: see the sites.")
}

// unchanged turns what a change was refused for into a problem.
func (s *server) unchanged(ctx context.Context, site string, err error) error {
	var (
		other   *VersionError
		refused *roster.RefusalError
		unknown *change.UnknownError
		faults  *change.FaultsError
		empty   *change.EmptyError
		known   *incident.Error
	)
	switch {
	case errors.As(err, &other):
		return problem(codeChanged, fmt.Sprintf(
			"Somebody else has changed the roster of %s meanwhile: it is at version %d now. Look at it again, and repeat your change if it is still wanted. Nothing of yours was done.", site, other.Version))
	case errors.As(err, &refused) && refused.Field != "":
		return blame(codeRoster, refused.Text, "body."+refused.Field)
	case errors.As(err, &refused):
		return problem(codeRoster, refused.Text)
	case errors.As(err, &unknown):
		return problem(codeNoEntry, unknown.Text)
	case errors.As(err, &empty):
		return problem(codeEmptied, empty.Error())
	case errors.As(err, &faults):
		return wrongRoster(faults)
	case errors.As(err, &known):
		return err
	}
	return s.unwritten(ctx, err, "The roster was not changed: the database cannot be written now. Incidents go on meanwhile: try again once it is back.")
}

func wrongRoster(wrong *change.FaultsError) *problemError {
	var list []fault
	for _, f := range wrong.Faults[:min(mostFaults, len(wrong.Faults))] {
		list = append(list, fault{Location: f.Where, Message: f.Text})
	}
	return problem(codeRosterFile, wrong.Error(), list...)
}

// stamped reads a moment as people write it: with its offset, or as the site's clocks show it.
func (s *server) stamped(site, field, text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	if found := s.site(site); found != nil {
		if at, err := found.Moment(text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, unfit("body."+field, "Give a moment in the site's time, such as 2026-11-28 19:00, or with an offset, such as 2026-11-28T11:00:00Z.")
}

func (s *server) span(site, from, to string) (span change.Span, err error) {
	if span.From, err = s.stamped(site, "from", from); err != nil {
		return span, err
	}
	span.To, err = s.stamped(site, "to", to)
	return span, err
}
