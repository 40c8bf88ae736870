package dispatch

// Places: the buildings that a declaration names, by its places or by its free text.

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"muster/incident"
	"muster/incident/declare"
	"muster/incident/frozen"
	"muster/sites"
	"muster/workflows"
)

// placesOf checks the places of a declaration. Where it gives none, the place that its location names is taken.
func placesOf(site *sites.Site, declared frozen.Declaration) ([]frozen.Spot, error) {
	if len(declared.Places) == 0 {
		return declare.Location(declared.Location, buildingsOf(site)), nil
	}
	var spots []frozen.Spot
	for k, spot := range declared.Places {
		b, ok := site.Building(spot.Building)
		if !ok {
			return nil, unplaced(k, "building", "There is no building %q at site %q: see the site.", spot.Building, site.ID)
		}
		floor, ok := b.Floor(spot.Floor)
		if spot.Floor != "" && !ok {
			return nil, unplaced(k, "floor", "Building %q has no floor %q: see the site.", b.ID, spot.Floor)
		}
		spots = append(spots, frozen.Spot{Building: b.ID, Floor: floor})
	}
	return spots, nil
}

// AddPlace says that an incident has reached another place of its site, which may be named as people name it.
func (d *Desk) AddPlace(ctx context.Context, id, request string, o incident.AddPlace) error {
	status, err := d.Status(ctx, id)
	if err != nil {
		return err
	}
	if site, ok := d.catalog.Site(status.View.Site); ok {
		spots, err := placesOf(site, frozen.Declaration{Places: []frozen.Spot{{Building: o.Building, Floor: o.Floor}}})
		if err != nil {
			return oneField(err)
		}
		o.Building, o.Floor = spots[0].Building, spots[0].Floor
	}
	return order(ctx, d, id, workflows.AddPlace, request, o)
}

// oneField blames the field itself where a request names one place alone.
func oneField(err error) error {
	var refused *incident.Error
	if errors.As(err, &refused) {
		refused.Field = strings.TrimPrefix(refused.Field, "places[0].")
	}
	return err
}

// unplaced refuses a place, and names its field.
func unplaced(k int, field, format string, args ...any) error {
	refused := incident.Fail(incident.CodeField, format, args...)
	refused.Field = fmt.Sprintf("places[%d].%s", k, field)
	return refused
}
