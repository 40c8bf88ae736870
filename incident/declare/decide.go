package declare

// What the buildings, floors and zones of a text come to: one place, several, or a question.

import (
	"slices"
	"strings"

	"muster/incident/frozen"
)

// decide makes one place of what was found, or says what is wrong.
func (p *placing) decide(r *Reading) {
	known, odd := p.buildings()
	floors := slices.Compact(slices.Sorted(slices.Values(p.floors)))
	switch {
	case len(known) > 1 || (len(known) == 1 && (odd != "" || len(floors) > 1)):
		r.Problem, r.Odd = TwoPlaces, odd
		for _, b := range known {
			r.Places = append(r.Places, b.Name)
		}
	case len(known) == 1:
		p.within(known[0], floors, r)
	case odd != "":
		r.Problem, r.Odd = NoBuilding, odd
	default:
		p.wider(r)
	}
}

// buildings are the different ones that were named, and one that is not there.
func (p *placing) buildings() (known []*Building, odd string) {
	for _, s := range p.spots {
		if s.building == nil {
			odd = s.odd
		} else if !slices.Contains(known, s.building) {
			known = append(known, s.building)
		}
	}
	return known, odd
}

func (p *placing) within(b *Building, floors []string, r *Reading) {
	if len(floors) == 0 {
		r.Spots, r.Place = []frozen.Spot{{Building: b.ID}}, b.Name
		return
	}
	floor := floorOf(b, floors[0])
	if floor == "" {
		r.Problem, r.Odd, r.Places = NoFloor, strings.ToUpper(floors[0]), []frozen.Text{b.Name}
		return
	}
	r.Spots = []frozen.Spot{{Building: b.ID, Floor: floor}}
	r.Place = frozen.Text{EN: b.Name.EN + ", floor " + floor, ZH: b.Name.ZH + floor + "层"}
}

// wider takes a zone, or the whole site.
func (p *placing) wider(r *Reading) {
	zones := slices.CompactFunc(slices.Clone(p.zones), func(a, b Zone) bool { return a.ID == b.ID })
	switch {
	case len(zones) > 1:
		r.Problem = TwoPlaces
		for _, z := range zones {
			r.Places = append(r.Places, z.Name)
		}
	case len(zones) == 1:
		r.Place = zones[0].Name
		for _, b := range zones[0].Buildings {
			if len(zones[0].Floors) == 0 {
				r.Spots = append(r.Spots, frozen.Spot{Building: b})
			}
		}
	case p.overall:
		r.Place = p.g.Site
	default:
		r.Problem = NoPlace
	}
}
