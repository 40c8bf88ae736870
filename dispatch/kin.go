package dispatch

// Incidents that belong together: merging one into another, and opening one from another.

import (
	"context"
	"errors"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
	"muster/workflows"
)

// Merge has an incident become a part of another one, which is asked for first.
func (d *Desk) Merge(ctx context.Context, id, request string, o incident.Merge) error {
	other, err := d.other(ctx, o.Into)
	if err != nil {
		return err
	}
	o.Other = other
	return order(ctx, d, id, workflows.Merge, request, o)
}

// other is what an incident may know of another one. One that is not there, or whose history the engine has forgotten, is refused.
func (d *Desk) other(ctx context.Context, id string) (incident.Other, error) {
	status, err := d.Status(ctx, id)
	var refused *incident.Error
	if errors.As(err, &refused) && refused.Code == incident.CodeNoIncident {
		unknown := incident.Fail(incident.CodeNoIncident, "There is no incident %q that runs: see the list of incidents.", id)
		unknown.Field = "into"
		return incident.Other{}, unknown
	}
	if err != nil {
		return incident.Other{}, err
	}
	return otherOf(status.View), nil
}

func otherOf(v incident.View) incident.Other {
	o := incident.Other{
		ID: v.ID, Plan: v.Plan, Title: v.Title, Site: v.Site, Mode: v.Mode, State: v.State, Location: v.Location, OpenedAt: time.Time(v.OpenedAt),
	}
	if v.ReportedBy != nil {
		o.ReportedBy = *v.ReportedBy
	}
	return o
}

// HandOver gives an incident what another one has, and says where its people stand there then.
func (d *Desk) HandOver(ctx context.Context, id, request string, c incident.Carried) (incident.Taken, error) {
	var taken incident.Taken
	err := d.update(ctx, id, workflows.Absorb, request, workflows.Order[incident.Carried]{ID: request, Body: c}, &taken)
	return taken, err
}

// Link has an incident open another plan, which is looked for first.
func (d *Desk) Link(ctx context.Context, id, request string, o incident.OpenLink) error {
	plan, ok := d.catalog.Plan(o.Plan)
	if !ok {
		return incident.Fail(incident.CodeNoPlan, "There is no plan %q%s", o.Plan, d.knownPlans())
	}
	if err := plans.Refusal(plan); err != nil {
		return incident.Fail(incident.CodePlanRefused, "%s", err)
	}
	o.Opens = plan.Frozen.Title
	if err := d.placeLink(ctx, id, &o); err != nil {
		return err
	}
	return order(ctx, d, id, workflows.Link, request, o)
}

// placeLink reads where an order opens another plan, if not where its incident is.
func (d *Desk) placeLink(ctx context.Context, id string, o *incident.OpenLink) error {
	if o.Location == "" && len(o.Places) == 0 {
		return nil
	}
	status, err := d.Status(ctx, id)
	if err != nil {
		return err
	}
	site, ok := d.catalog.Site(status.View.Site)
	if !ok {
		return incident.Fail(incident.CodeNoSite, "The site %q is not kept any more: leave the place out.", status.View.Site)
	}
	if o.Location == "" {
		o.Location = status.View.Location
	}
	o.Places, err = placesOf(site, frozen.Declaration{Location: o.Location, Places: o.Places})
	return err
}

// OpenLinked opens an incident that another one has called for; asked again it finds that one.
func (d *Desk) OpenLinked(ctx context.Context, o incident.Opening) error {
	_, err := d.Declare(ctx, Declaration{ID: o.ID, Parent: &o.Parent, Story: o.Story, Declaration: frozen.Declaration{
		Plan: o.Plan, Site: o.Site, Mode: o.Mode, Location: o.Location, Summary: o.Summary, Places: o.Places, ReportedBy: o.By,
	}})
	return err
}

// EndLink tells an incident that one which it had opened has ended.
func (d *Desk) EndLink(ctx context.Context, id, request string, o incident.LinkEnded) error {
	return order(ctx, d, id, workflows.EndLink, request, o)
}
