package dispatch

// Warnings about rosters: once a day, by day, the duty manager of each site is told what the coming days lack.

import (
	"context"
	"errors"
	"slices"
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
	afterDayBegins = time.Hour // people take over first
)

// rosterDay is the local date on which a site may be warned of at a moment, empty outside of its day.
func rosterDay(r roster.Roster, at time.Time) string {
	if !r.IsDay(at) || !r.IsDay(at.Add(-afterDayBegins)) {
		return ""
	}
	return r.Zone.Local(at).Format(time.DateOnly)
}

// WarnOfRosters starts the warning of every site whose roster lacks something, where it is the time for it. Started again on
// the same day, here or by another process, nothing comes of it.
func (d *Desk) WarnOfRosters(ctx context.Context, sites []*sites.Site, now time.Time) error {
	if d.options.Coverage == nil {
		return nil
	}
	var failed []error
	for _, site := range sites {
		day := rosterDay(site.Roster(now), now)
		if day == "" || d.warned(site.ID) == day {
			continue
		}
		if err := d.warnOf(ctx, site.ID, day, now); err != nil {
			failed = append(failed, err)
			continue
		}
		d.rosters.Store(site.ID, day)
	}
	return errors.Join(failed...)
}

func (d *Desk) warned(site string) string {
	day, _ := d.rosters.Load(site)
	text, _ := day.(string)
	return text
}

func (d *Desk) warnOf(ctx context.Context, site, day string, now time.Time) error {
	lacking, err := d.options.Coverage(site, now, rosterDays)
	if err != nil || lacking.Full() {
		return err
	}
	_, err = d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: "roster-" + site + "-" + day, TaskQueue: workflows.QueueHousekeeping,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_FAIL, WorkflowExecutionErrorWhenAlreadyStarted: true,
	}, workflows.RosterWarningType, workflows.RosterDay{Site: site, Date: day})
	var there *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &there) {
		return nil
	}
	return err
}

// WarnOfRoster says what is to be told to whom about a site, as its roster stands now.
func (d *Desk) WarnOfRoster(_ context.Context, in workflows.RosterDay) (workflows.RosterTold, error) {
	now := time.Now()
	site, ok := d.catalog.Site(in.Site)
	if !ok || d.options.Coverage == nil {
		return workflows.RosterTold{}, nil
	}
	lacking, err := d.options.Coverage(in.Site, now, rosterDays)
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
