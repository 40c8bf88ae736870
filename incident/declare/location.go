package declare

// Locations: the place that the location of a declaration names, where it was not chosen from the site's list.

import (
	"slices"
	"strings"

	"muster/incident/frozen"
	"muster/incident/reply"
)

// Location reads the place that a text names: one building, with its floor where one of its floors is named, or the buildings
// of one zone. What names none, several, or one that the site does not have gives nothing: a wrong place is worse than none.
func Location(text string, g Gazetteer) []frozen.Spot {
	p := &placing{body: cut(reply.Normalise(text)), g: g, labels: labelsOf(g.Buildings)}
	for i := 0; i < len(p.atoms); {
		i += max(1, p.step(i))
	}
	p.nextTo()
	var r Reading
	p.decide(&r)
	known, odd := p.buildings()
	switch {
	case len(known) != 1 || odd != "":
		return r.Spots
	case p.anotherBuilding(known[0]):
		return nil
	case r.Problem != Fine || p.anotherFloor(known[0]): // several floors, or one that is not there
		return []frozen.Spot{{Building: known[0].ID}}
	}
	return r.Spots
}

// What stands between two floors of which only the first is called one: "floors 5 and 6", "5-7层".
var between = []string{"and", "to", "and floor", "和", "与", "及", "至", "到", "-", "~", "–", "&", "/", "、", ","}

// anotherFloor says whether a further floor of a building is linked to what was understood.
func (p *placing) anotherFloor(b *Building) bool {
	return p.another(func(ref string, _ int) bool { return floorOf(b, ref) != "" })
}

// anotherBuilding says whether a further building is linked to the one that was understood: "Building 1 and 2".
func (p *placing) anotherBuilding(b *Building) bool {
	return p.another(func(ref string, at int) bool {
		other := p.numbered(ref).building
		return other != nil && other != b && slices.ContainsFunc(p.spots, func(s spot) bool { return s.from <= at && at < s.to })
	})
}

// another says whether a number that was not understood fits, and is linked to what was understood; fits gets the latter's place.
func (p *placing) another(fits func(ref string, at int) bool) bool {
	for i := range p.atoms {
		ref, n := p.ref(i)
		if n == 0 {
			continue
		}
		for _, at := range []int{p.linked(i-1, -1, i), p.linked(i+n, 1, i+n-1)} {
			if at >= 0 && fits(ref, at) {
				return true
			}
		}
	}
	return false
}

// linked is what is understood at i, or one or two words further on, if a link stands between it and the number that ends or
// begins at to; -1 if there is none.
func (p *placing) linked(i, step, to int) int {
	for skipped := 0; skipped < 2 && i >= 0 && i < len(p.atoms) && !p.atoms[i].used; skipped++ {
		i += step
	}
	if i < 0 || i >= len(p.atoms) || !p.atoms[i].used {
		return -1
	}
	link := strings.TrimSpace(string(p.clean[p.atoms[min(i, to)].to:p.atoms[max(i, to)].from]))
	if !slices.Contains(between, strings.ToLower(link)) {
		return -1
	}
	return i
}
