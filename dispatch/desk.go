// Package dispatch is the Desk: the one typed door to running incidents. It freezes what an incident takes along, speaks to
// the engine, and turns the engine's errors into refusals that people can act on.
package dispatch

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/plans"
	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// Catalog knows plans and sites; it answers from memory, so that a declaration needs no database.
type Catalog interface {
	Plan(id string) (*plans.Plan, bool)
	// PlanAt gives a version of a plan, as an incident that runs keeps it.
	PlanAt(id string, version int) (*plans.Plan, bool)
	Site(id string) (*sites.Site, bool)
	Plans() []*plans.Plan
	Sites() []*sites.Site
	// ByPhone finds everybody whom a number belongs to, at whichever sites, in the order of these.
	ByPhone(phone string) []Owner
}

// Owner is somebody whom a number belongs to.
type Owner struct {
	Site      *sites.Site
	Responder roster.Responder
}

// Shadow is the readable copy of incidents; it may lag, or be away.
type Shadow interface {
	OpenByHash(ctx context.Context, hash string) ([]string, error)
	OpenByCode(ctx context.Context, hash, code string) ([]string, error)
	Recent(ctx context.Context, site, plan string, since time.Time) ([]incident.View, error)
	Busy(ctx context.Context, site, mode string) ([]string, error)
	CodesInUse(ctx context.Context, site string) (map[string]int, error)
}

// Options are the Desk's settings.
type Options struct {
	Simulated  bool             // no phone rings
	Channels   []frozen.Channel // that this build and carrier have
	StoryClock bool             // a real incident may be given a story clock
	TextStory  *frozen.Story    // that one which is declared by text is given; nil: none
	Limits     workflows.Limits // of a run's history, for tests
	PhoneKey   PhoneKey
	Handed     func(HandedOver) // is told of every text that the engine holds, and returns at once; nil: nobody
	Emergency  func() string    // what strangers are told to call, empty if the sites differ; nil: always
	// Away says whether the database is away, and how old what is frozen is then; nil where it is there.
	Away func() *frozen.Away
	// Converter reads what the engine keeps; nil: the engine's library's own.
	Converter converter.DataConverter
	Namespace string // of the engine
	// Versioned: workers have versions, and which one begins a workflow is the engine's choice.
	Versioned bool
	// Earlier gives the entries of an incident that come before one, from the database; nil: only histories are read.
	Earlier func(ctx context.Context, id string, before int) ([]incident.Entry, error)
	// Weigh says how many residents an audience of a site has, and what it takes to tell them at the rate that the site allows.
	Weigh     func(site string, a notice.Audience, text incident.Text, rate float64) (notice.Reach, error)
	Coverage  func(site string, at time.Time, days int) (sites.Coverage, error) // what a site's roster lacks; nil: nobody warns of it
	OptOuts   OptOuts                                                           // nil: residents cannot opt out
	Practised func(ctx context.Context) ([]drill.Practice, error)               // drills that incidents tell of; nil: only the calendar's count
}

// Desk is the door.
type Desk struct {
	engine   client.Client
	catalog  Catalog
	shadow   Shadow
	options  Options
	log      *slog.Logger
	freezer  freezer
	declared declarations
	quarters quarters
	telling  chan struct{} // holds one while an incident is told of another
	asking   chan struct{} // holds one for each question about open items that is under way

	searching chan struct{} // holds one while a declaration asks the engine's search

	strangers strangers
	rosters   sync.Map // by site: what its roster's day is known to have brought, a rosterWatch
}

// New makes a Desk.
func New(engine client.Client, catalog Catalog, shadow Shadow, options Options, log *slog.Logger) *Desk {
	return &Desk{
		engine: engine, catalog: catalog, shadow: shadow, options: options, log: log,
		freezer: freezer{key: options.PhoneKey}, quarters: quarters{scattered: options.Versioned}, telling: make(chan struct{}, 1), searching: make(chan struct{}, 1), asking: make(chan struct{}, mostAsked),
	}
}

// channels are the ways to people that this build, its carrier and a site have.
func (d *Desk) channels(site *sites.Site) []frozen.Channel {
	return slices.DeleteFunc(slices.Clone(d.options.Channels), func(c frozen.Channel) bool { return !site.Uses(string(c)) })
}

// Status asks a running incident, or one whose history the engine still has, how it stands.
func (d *Desk) Status(ctx context.Context, id string) (workflows.StatusView, error) {
	var status workflows.StatusView
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.Status)
	if err != nil {
		return status, refusal(err)
	}
	if err := value.Get(&status); err != nil {
		return status, refusal(err)
	}
	return status, nil
}
