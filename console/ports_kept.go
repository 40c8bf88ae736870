package console

// What the console needs of plans, rosters, drills and the watchdog.

import (
	"context"
	"fmt"
	"time"

	"muster/drill"
	"muster/incident"
	"muster/sites"
	"muster/sites/change"
)

// ChangedError says that somebody else has changed something meanwhile, and which version is in force.
type ChangedError struct{ Version int }

// Error implements error.
func (e *ChangedError) Error() string { return fmt.Sprintf("version %d is in force", e.Version) }

// Versions of plans that have no number of their own.
const (
	PlanInForce = 0
	PlanDrafted = -1
)

// PlanDraft is a plan that has been uploaded.
type PlanDraft struct {
	Plan     string
	Version  int // that it becomes
	Digest   string
	Warnings []string
}

// PlanVersion is a version of a plan.
type PlanVersion struct {
	Version int
	BuiltIn bool
	Note    string
	At      time.Time // zero for one that is built in
	InForce bool
}

// PlanBook keeps the versions of plans. Refusals are *plans.FileError, *change.UnknownError, *ChangedError and *incident.Error; any
// other error is the database's.
type PlanBook interface {
	UploadPlan(ctx context.Context, file []byte) (PlanDraft, error)
	// PublishPlan puts a draft in force; a digest says which draft is meant.
	PublishPlan(ctx context.Context, id, digest, note string) (PlanVersion, error)
	// RollBackPlan makes an earlier version the next one, if the one that it replaces is in force.
	RollBackPlan(ctx context.Context, id string, to, replaces int, note string) (PlanVersion, error)
	PlanHistory(ctx context.Context, id string) ([]PlanVersion, error)
	// PlanSource gives a version's file; see PlanInForce and PlanDrafted.
	PlanSource(ctx context.Context, id string, version int) ([]byte, error)
}

// RosterOrder is a change of a site's roster.
type RosterOrder struct {
	Version int  // that it was made for; 0: whichever is in force
	Force   bool // also where a seat is left empty, or somebody lacks its skill
	DryRun  bool // only say what would change
	Do      change.Change
}

// Rosters keep who is on duty when. Refusals are those of package change, *roster.RefusalError, *ChangedError and *incident.Error;
// any other error is the database's.
type Rosters interface {
	// Version is that of a site's roster, 0 while it is not known.
	Version(site string) int
	ChangeRoster(ctx context.Context, site string, o RosterOrder) (before, after *sites.Site, err error)
	// Coverage says what a site's roster lacks for so many days after a moment.
	Coverage(site string, at time.Time, days int) (sites.Coverage, error)
}

// Drills is the calendar of drills. Its refusals are *incident.Error.
type Drills interface {
	ScheduleDrill(ctx context.Context, key string, s drill.Schedule) (drill.ScheduleView, error)
	Schedules(ctx context.Context) ([]drill.ScheduleView, error)
	PauseSchedule(ctx context.Context, id, by, reason string) (drill.ScheduleView, error)
	ResumeSchedule(ctx context.Context, id, by string) (drill.ScheduleView, error)
	// SkipSchedule leaves out the drill of a date, or the next one for none.
	SkipSchedule(ctx context.Context, id, by string, date drill.Date) (drill.ScheduleView, error)
	DeleteSchedule(ctx context.Context, id, by string) error
	// DrillsDue says how every plan stands against its cadence at every site; complete says whether all that was practised could be
	// looked at.
	DrillsDue(ctx context.Context) (due []drill.Due, complete bool, err error)
}

// Importer keeps site files.
type Importer interface {
	// Import keeps a checked site, in place of the one with its id; what people have changed there since the last file, by force only.
	// Refusals are *ChangedError and *incident.Error; any other error is the database's.
	Import(ctx context.Context, site *sites.Site, force bool) error
}

// Printer makes PDFs.
type Printer interface {
	// PDF prints a page, which holds all that it shows.
	PDF(ctx context.Context, page []byte) ([]byte, error)
}

// Trouble is something that is wrong with Muster.
type Trouble struct {
	Kind  string
	Site  string // empty: all of Muster
	Since time.Time
	Text  incident.Text
	Told  int // people
}

// Watchdog watches over Muster from outside of the incidents.
type Watchdog interface {
	// Troubles lists what is wrong at the moment, and when that was looked at last; the zero time: not yet.
	Troubles() (open []Trouble, looked time.Time)
}
