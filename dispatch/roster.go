package dispatch

// Warnings about rosters: by day, the duty manager of each site is told what the coming days lack, each thing once a day.

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// When and of what rosters are warned of.
const (
	rosterDays     = 14
	rosterEvery    = 15 * time.Minute // a site's roster is looked over, while it is day there
	afterDayBegins = time.Hour        // people take over first
)

// rosterDay is the local date on which a site may be warned of at a moment, empty outside of its day.
func rosterDay(r roster.Roster, at time.Time) string {
	if !r.IsDay(at) || !r.IsDay(at.Add(-afterDayBegins)) {
		return ""
	}
	return r.Zone.Local(at).Format(time.DateOnly)
}

// rosterEnd is the moment up to which what is lacking is told on a date. It is the same all day long, so that nothing is news only
// because time goes on.
func rosterEnd(site *sites.Site, date string) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, date, site.Location())
	if err != nil {
		return time.Time{}
	}
	return day.AddDate(0, 0, rosterDays)
}

// rosterWatch is what is known here of a site's day. It may be less than was told: what other processes, or this one before it was
// started again, have told is found once there is something to tell.
type rosterWatch struct {
	day    string
	looked time.Time
	runs   int // that have told something
	told   []workflows.RosterLack
}

// WarnOfRosters looks over the rosters, from time to time while it is a site's day, and starts a warning of what has not been told of
// on that day, here or by another process.
func (d *Desk) WarnOfRosters(ctx context.Context, sites []*sites.Site, now time.Time) error {
	if d.options.Coverage == nil {
		return nil
	}
	var failed []error
	for _, site := range sites {
		day := rosterDay(site.Roster(now), now)
		watch := d.rosterWatch(site.ID, day)
		if day == "" || now.Sub(watch.looked) < rosterEvery {
			continue
		}
		if err := d.warnOf(ctx, site, &watch, now); err != nil {
			failed = append(failed, err)
		} else {
			watch.looked = now
		}
		d.rosters.Store(site.ID, watch)
	}
	return errors.Join(failed...)
}

func (d *Desk) rosterWatch(site, day string) rosterWatch {
	kept, _ := d.rosters.Load(site)
	if watch, ok := kept.(rosterWatch); ok && watch.day == day {
		return watch
	}
	return rosterWatch{day: day}
}

// warnOf starts the warning of what is new at a site. The engine takes each number of a day once: where it is taken, what was told by
// it is news no more.
func (d *Desk) warnOf(ctx context.Context, site *sites.Site, watch *rosterWatch, now time.Time) error {
	lacking, err := d.options.Coverage(site.ID, now, rosterDays)
	if err != nil {
		return err
	}
	lacks := lacksOf(lacking, rosterEnd(site, watch.day))
	for {
		news := untold(lacks, watch.told)
		if len(news) == 0 {
			return nil
		}
		told, err := d.beginWarning(ctx, watch.runs+1, workflows.RosterDay{Site: site.ID, Date: watch.day, Tell: news})
		if err != nil {
			return err
		}
		watch.runs++
		watch.told = append(watch.told, told...)
	}
}

// beginWarning starts the nth warning of a day, and gives of what it tells. If there is one of that number, that is what it was
// started with.
func (d *Desk) beginWarning(ctx context.Context, n int, day workflows.RosterDay) ([]workflows.RosterLack, error) {
	id := "roster-" + day.Site + "-" + day.Date
	if n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	_, err := d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: id, TaskQueue: workflows.QueueHousekeeping,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_FAIL, WorkflowExecutionErrorWhenAlreadyStarted: true,
	}, workflows.RosterWarningType, day)
	var there *serviceerror.WorkflowExecutionAlreadyStarted
	if !errors.As(err, &there) {
		return day.Tell, err
	}
	event, err := d.engine.GetWorkflowHistory(ctx, id, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT).Next()
	if err != nil {
		return nil, err
	}
	var before workflows.RosterDay
	err = d.converter().FromPayloads(event.GetWorkflowExecutionStartedEventAttributes().GetInput(), &before)
	if err == nil && len(before.Tell) == 0 { // an earlier version of Muster told of all that there was
		return day.Tell, nil
	}
	return before.Tell, err
}

// WarnOfRoster says what is to be told to whom about a site, as its roster stands now.
func (d *Desk) WarnOfRoster(_ context.Context, in workflows.RosterDay) (workflows.RosterTold, error) {
	now := time.Now()
	site, ok := d.catalog.Site(in.Site)
	if !ok || d.options.Coverage == nil {
		return workflows.RosterTold{}, nil
	}
	lacking, err := d.options.Coverage(in.Site, now, rosterDays)
	if err == nil && len(in.Tell) > 0 {
		lacking = among(lacking, in.Tell, rosterEnd(site, in.Date))
	}
	if err != nil || lacking.Full() {
		return workflows.RosterTold{}, nil //nolint:nilerr // the site is gone: nobody is to be told
	}
	return rosterTold(site, in.Date, lacking, now), nil
}

// rosterTold makes the messages. They are of use until the day's end.
func rosterTold(site *sites.Site, date string, lacking sites.Coverage, now time.Time) workflows.RosterTold {
	r := site.Roster(now).Indexed()
	told := workflows.RosterTold{Until: now}
	for r.IsDay(told.Until) && told.Until.Before(now.Add(24*time.Hour)) {
		told.Until = told.Until.Add(15 * time.Minute)
	}
	for _, id := range managers(site, r, now) {
		p, ok := r.Find(id)
		if !ok {
			continue
		}
		told.Tell = append(told.Tell, incident.Send{
			Page: date + "-roster-" + p.ID, Attempt: 1, Channel: frozen.SMS, To: p.Phone, Body: words.RosterWarning(p.Language(), lacks(site, p.Language(), lacking, now)),
		})
	}
	return told
}

// managers are whom a roster concerns: who holds the duty manager's seat, else the commander's, else the company's first.
func managers(site *sites.Site, r roster.Roster, at time.Time) []string {
	for _, seat := range []string{"DUTY", "CMD"} {
		if ids := r.Holders(seat, at); len(ids) > 0 {
			return ids
		}
	}
	return slices.Clone(site.Company[:min(1, len(site.Company))])
}

func lacks(site *sites.Site, lang string, c sites.Coverage, now time.Time) words.RosterLacks {
	l := words.RosterLacks{
		Site: site.Name.In(lang), Days: rosterDays, Gaps: len(c.Gaps), Unlicensed: len(c.Unlicensed), Unreachable: len(c.Unreachable), Now: c.Zone.Local(now),
	}
	if l.Gaps > 0 {
		first := slices.MinFunc(c.Gaps, func(a, b roster.Gap) int { return a.From.Compare(b.From) })
		l.Seat, l.From, l.Have, l.Need = first.Seat, c.Zone.Local(first.From), first.Have, first.Need
	}
	return l
}
