package dispatch

// Incidents that belong together: merging one into another.

import (
	"context"
	"errors"
	"time"

	"muster/incident"
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
