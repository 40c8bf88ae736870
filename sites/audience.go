package sites

// Audiences: which residents a message is for.

import "slices"

// The audiences, as plans and people name them.
const (
	OfFloor    = "floor"
	OfBuilding = "building"
	OfOthers   = "others"
	OfZone     = "zone"
	OfSite     = "site"
	OfAssist   = "assist"
)

// Spot is a place that a message is about: a building, and a floor of it or all of them.
type Spot struct {
	Building, Floor string
}

// Audience says whom a message is for: the residents of a kind, of these those in one of the zones if any are named, and only those
// who need help if Assist is set. Without places everybody counts as being there: better told for nothing than not told.
type Audience struct {
	Of     string
	Zones  []string
	Assist bool
	Places []Spot
}

// Audience picks the residents whom a message is for, in the order in which they are to be told: the floor where it is, then the
// building, then the rest; in each who needs help first, then as the file lists them.
func (s *Site) Audience(a Audience) []Resident {
	zones := s.zonesOf(a)
	told := slices.DeleteFunc(slices.Clone(s.Residents), func(r Resident) bool {
		return !a.holds(r) || (a.Assist && !r.Assist) || (zones != nil && !slices.ContainsFunc(zones, func(z Zone) bool { return z.holds(r) }))
	})
	slices.SortStableFunc(told, func(x, y Resident) int { return a.rank(x) - a.rank(y) })
	return told
}

// zonesOf are the zones that an audience is bound to, nil if it is bound to none: those that it names, or, of a zone's audience
// that names none, those that the places lie in. Where the site has none of them, nobody is left out.
func (s *Site) zonesOf(a Audience) []Zone {
	if len(a.Zones) == 0 && a.Of != OfZone {
		return nil
	}
	bound := slices.DeleteFunc(slices.Clone(s.Zones), func(z Zone) bool {
		if len(a.Zones) > 0 {
			return !slices.Contains(a.Zones, z.ID)
		}
		return !slices.ContainsFunc(a.Places, func(p Spot) bool { return z.reaches(p) })
	})
	if len(bound) == 0 {
		return nil
	}
	return bound
}

// holds says whether a zone serves a resident.
func (z Zone) holds(r Resident) bool { return z.reaches(Spot{r.Building, r.Floor}) }

// reaches says whether a place lies in a zone, or a part of it does.
func (z Zone) reaches(p Spot) bool {
	return slices.Contains(z.Buildings, p.Building) && (len(z.Floors) == 0 || p.Floor == "" || slices.Contains(z.Floors, p.Floor))
}

func (a Audience) inside(r Resident) bool {
	return slices.ContainsFunc(a.Places, func(p Spot) bool { return p.Building == r.Building })
}

func (a Audience) onFloor(r Resident) bool {
	return slices.ContainsFunc(a.Places, func(p Spot) bool { return p.Building == r.Building && (p.Floor == "" || p.Floor == r.Floor) })
}

// holds says whether a resident belongs to the kind that an audience names.
func (a Audience) holds(r Resident) bool {
	somewhere := len(a.Places) > 0
	switch a.Of {
	case OfBuilding:
		return !somewhere || a.inside(r)
	case OfFloor:
		return !somewhere || a.onFloor(r)
	case OfOthers:
		return !a.inside(r)
	case OfAssist:
		return r.Assist && (!somewhere || a.inside(r))
	}
	return true
}

func (a Audience) rank(r Resident) int {
	rank := 4
	switch {
	case a.onFloor(r):
		rank = 0
	case a.inside(r):
		rank = 2
	}
	if !r.Assist {
		rank++
	}
	return rank
}

// HasZone says whether a site has a zone.
func (s *Site) HasZone(id string) bool {
	return slices.ContainsFunc(s.Zones, func(z Zone) bool { return z.ID == id })
}
