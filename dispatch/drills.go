package dispatch

// Drills and real incidents at one site: the real one comes first.

import (
	"context"
	"errors"
	"fmt"

	"muster/incident/frozen"
	"muster/workflows"
)

// StopDrills tells every running drill at a site that a real incident is open there.
func (d *Desk) StopDrills(ctx context.Context, site, real string) error {
	ids, err := d.running(ctx, site, frozen.Drill)
	if err != nil {
		return refusal(err)
	}
	var failed []error
	for _, id := range ids {
		if err := d.engine.SignalWorkflow(ctx, id, "", workflows.RealDeclared, real); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// OpenReal is an open real incident at a site, empty if there is none.
func (d *Desk) OpenReal(ctx context.Context, site string) (string, error) {
	ids, err := d.running(ctx, site, frozen.Real)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// running lists the incidents of a mode that people are being called for at a site.
func (d *Desk) running(ctx context.Context, site string, mode frozen.Mode) ([]string, error) {
	condition := fmt.Sprintf("%s = '%s' AND %s = '%s'", workflows.KeySite.GetName(), site, workflows.KeyMode.GetName(), mode)
	if mode == frozen.Real {
		condition += fmt.Sprintf(" AND %s = 'open'", workflows.KeyState.GetName())
	}
	return d.search(ctx, condition)
}
