package dispatch

// Refreshing: running incidents are told when their site's roster has changed, and those that last for days once a day, since
// what they froze reaches only some weeks ahead.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"muster/incident"
	"muster/plans"
	"muster/workflows"
)

// A refresh of one incident is bounded; one that lasts is refreshed daily from an age on.
const (
	refreshTimeout = 10 * time.Second
	refreshAfter   = 20 * time.Hour
)

// RefreshSite hands the roster of a site as it stands to every incident that runs there. Its error says which did not take it.
func (d *Desk) RefreshSite(ctx context.Context, site string) error {
	return d.refreshAll(ctx, fmt.Sprintf("%s = '%s'", workflows.KeySite.GetName(), site))
}

// RefreshLong does the same, at all sites, for the incidents that have run for about a day.
func (d *Desk) RefreshLong(ctx context.Context) error {
	return d.refreshAll(ctx, fmt.Sprintf("StartTime < '%s'", time.Now().Add(-refreshAfter).UTC().Format(time.RFC3339)))
}

func (d *Desk) refreshAll(ctx context.Context, condition string) error {
	ids, err := d.search(ctx, condition)
	if err != nil {
		return refusal(err)
	}
	_, errs := atOnce(ids, func(id string) (struct{}, error) { return struct{}{}, d.refresh(ctx, id) })
	var failed []error
	for n, id := range ids {
		if errs[n] == nil || gone(errs[n]) {
			continue
		}
		d.log.Warn("an incident goes on with an older roster", "incident", id, "error", causeOf(errs[n]))
		failed = append(failed, fmt.Errorf("incident %s: %w", id, errs[n]))
	}
	return errors.Join(failed...)
}

// refresh hands an incident what its plan can reach of its site's people today, by the incident's own clock.
func (d *Desk) refresh(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	status, err := d.Status(ctx, id)
	if err != nil {
		return err
	}
	site, ok := d.catalog.Site(status.View.Site)
	if !ok {
		return incident.Fail(incident.CodeNoSite, "The site %q is not there any more: the incident keeps the roster that it has.", status.View.Site)
	}
	plan, ok := d.catalog.PlanAt(status.View.Plan, status.View.PlanVersion)
	if !ok { // published by a program that this one cannot read; or it was taken out of its folder
		plan, ok = d.catalog.Plan(status.View.Plan)
	}
	if !ok {
		return incident.Fail(incident.CodeNoPlan, "The plan %q is not there any more: the incident keeps the roster that it has.", status.View.Plan)
	}
	along := d.freezer.freeze(plan, site, time.Time(status.View.Now))
	if along.size > plans.MaxInput {
		return incident.Fail(incident.CodeTooLarge,
			"The roster is too large for a running incident (%d KiB of %d): it keeps the one that it has. Split the site.", along.size>>10, plans.MaxInput>>10)
	}
	body := incident.RefreshRoster{Site: along.site.ID, Roster: along.site.Roster, Company: along.site.Company, Hashes: along.site.Hashes}
	return order(ctx, d, id, workflows.RefreshRoster, "", body)
}
