package app

// The watchdog's surroundings: the engine's names, the sites in memory, its file in the data directory.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"muster/api"
	"muster/carrier"
	"muster/dispatch"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
	"muster/watchdog"
	"muster/worker"
	"muster/workflows"
)

// watchStagger keeps watchdogs of several processes from saying the same at the same moment.
const watchStagger = 4 * time.Second

// startLooking watches for who asks the API what is wrong. The workers' watchdogs tell; it does so only while no worker is there,
// since nobody else would.
func (p *program) startLooking(ctx context.Context) error {
	p.crew = &crew{engine: p.engine.Client}
	p.later(background(ctx, p.crew.run))
	p.startWatching(watchdog.Options{Mute: p.crew.there, Memory: watchdogFile{p.dir}, Stagger: watchStagger})
	return nil
}

func (p *program) startWatchdog(context.Context) error {
	o := watchdog.Options{Memory: watchdogFile{p.dir}}
	if p.config.Role.shared() {
		o.Stagger = watchStagger
	}
	p.startWatching(o)
	return nil
}

func (p *program) startWatching(o watchdog.Options) {
	o.Engine = watchdog.Temporal{Client: p.engine.Client, Names: watchdog.Names{
		Type: workflows.IncidentType, Report: workflows.ProposalType, Notice: workflows.NoticeType, Text: workflows.TextType,
		Stray: workflows.StrayType, Starter: workflows.DrillStartType, Pulse: workflows.Pulse, Drill: string(frozen.Drill),
		Site: workflows.KeySite.GetName(), Plan: workflows.KeyPlan.GetName(), Mode: workflows.KeyMode.GetName(),
	}}
	o.Database, o.Schedules, o.Sites = p.store, &watchedDrills{desk: p.desk, catalog: p.catalog}, watchedSites{p.catalog}
	o.Carrier, o.Line = p.network.port, p.line // which does not hear the watchdog itself: a filtered alarm would raise the next
	o.Operator, o.Now, o.Log = p.config.Operator, time.Now, p.log
	p.watchdog = watchdog.New(o)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); p.watchdog.Run(ctx) }()
	p.later(func() { stop(); <-ended })
}

// A calendar of drills is asked once in a while, since each of its schedules costs the engine a question; a drill that has not
// begun is told of for a while, and then only by the list of drills.
const (
	drillsEvery = time.Minute
	drillsFor   = 30 * time.Minute
)

// watchedDrills is the calendar of drills as the watchdog asks it. One goroutine asks.
type watchedDrills struct {
	desk    *dispatch.Desk
	catalog *catalog
	asked   time.Time
	missed  []watchdog.Firing
}

// Firings implements watchdog.Schedules: the drills that should have begun of late and did not.
func (d *watchedDrills) Firings(ctx context.Context, now time.Time) ([]watchdog.Firing, error) {
	if now.Sub(d.asked) < drillsEvery {
		return d.missed, nil
	}
	overdue, err := d.desk.OverdueSchedules(ctx, now)
	if err != nil {
		return nil, err
	}
	d.asked, d.missed = now, nil
	for _, o := range overdue {
		if now.Sub(o.At) < drillsFor {
			title := words.DrillOf(watchedSites{d.catalog}.Plan(o.Plan))
			d.missed = append(d.missed, watchdog.Firing{Schedule: o.Schedule, Site: o.Site, Title: title, DueAt: o.At, Missed: true})
		}
	}
	return d.missed, nil
}

// watchedSites is the catalog as the watchdog asks it.
type watchedSites struct{ catalog *catalog }

// Sites implements watchdog.Sites.
func (s watchedSites) Sites() []string {
	var ids []string
	for _, site := range s.catalog.Sites() {
		ids = append(ids, site.ID)
	}
	return ids
}

// Site implements watchdog.Sites.
func (s watchedSites) Site(id string) (watchdog.Site, bool) {
	site, ok := s.catalog.Site(id)
	if !ok {
		return watchdog.Site{}, false
	}
	watched := watchdog.Site{Name: site.Name, Zone: site.Location()}
	for _, id := range site.Company {
		for _, r := range site.Responders {
			if r.ID == id {
				watched.Company = append(watched.Company, r.Phone)
			}
		}
	}
	return watched, true
}

// Plan implements watchdog.Sites.
func (s watchedSites) Plan(id string) words.Text {
	if plan, ok := s.catalog.Plan(id); ok {
		return plan.Frozen.Title
	}
	return words.Text{EN: id, ZH: id}
}

// watchdogFile keeps what the watchdog has said.
type watchdogFile struct{ dir *dataDir }

const watchdogName = "watchdog.json"

// Load implements watchdog.Memory.
func (f watchdogFile) Load() ([]byte, error) {
	data, err := os.ReadFile(f.dir.file(watchdogName))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Save implements watchdog.Memory.
func (f watchdogFile) Save(data []byte) error { return writeWhole(f.dir.file(watchdogName), data) }

// troubles is the watchdog as the API shows it.
type troubles struct{ *watchdog.Watchdog }

// Troubles implements api.Watchdog.
func (t troubles) Troubles() ([]api.Trouble, time.Time) {
	open, looked := t.Open()
	list := make([]api.Trouble, len(open))
	for k, o := range open {
		list[k] = api.Trouble{
			Kind: string(o.Kind), Site: o.Site, Drill: o.Drill, Refs: o.Refs, Since: incident.Time(o.Since), Text: o.Text, Told: o.Told, ToldAt: o.Last,
		}
	}
	return list, looked
}

// checkWatch checks whom the watchdog tells, and that nothing goes wrong by a test's leave where phones ring.
func (c Config) checkWatch() error {
	for _, number := range c.Operator {
		if !carrier.ValidNumber(number) {
			return errors.New("MUSTER_OPERATOR holds something that is no number: give numbers such as +8613800000000, with commas between them, or leave it empty")
		}
	}
	switch {
	case c.Fault == "":
		return nil
	case !c.Simulated():
		return errors.New("MUSTER_TEST_FAULT is for tests on the simulator only: leave it out under a real carrier")
	case worker.Fault(c.Fault) != worker.PanicOnReplay:
		return fmt.Errorf("MUSTER_TEST_FAULT is for tests only, and knows %s: leave it out", worker.PanicOnReplay)
	}
	return nil
}

// operators are the operator's numbers, masked.
func (c Config) operators() string {
	var masked []string
	for _, number := range c.Operator {
		masked = append(masked, incident.Mask(number))
	}
	return or(strings.Join(masked, ","), "(none: only the company is told)")
}
