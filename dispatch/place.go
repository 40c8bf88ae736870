package dispatch

// Places: the buildings that a declaration names, by its places or by its free text.

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"muster/incident"
	"muster/incident/frozen"
	"muster/sites"
	"muster/workflows"
)

// placesOf checks the places of a declaration. Where it gives none, the one building that its location names is taken.
func placesOf(site *sites.Site, declared frozen.Declaration) ([]frozen.Spot, error) {
	if len(declared.Places) == 0 {
		return named(site, declared.Location), nil
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

// named reads the one building that a text names; with none or several there is no place.
func named(site *sites.Site, location string) []frozen.Spot {
	var spots []frozen.Spot
	for _, b := range site.Buildings {
		for _, label := range append([]string{b.Name.EN, b.Name.ZH}, b.Aliases...) {
			if mentions(location, label) {
				spots = append(spots, frozen.Spot{Building: b.ID, Floor: floorIn(b, location)})
				break
			}
		}
	}
	if len(spots) != 1 {
		return nil
	}
	return spots
}

// mentions says whether a text holds a label as a whole: "Building 1" is not in "Building 12", nor "3号楼" in "13号楼".
func mentions(text, label string) bool {
	text, label = strings.ToLower(text), strings.ToLower(strings.TrimSpace(label))
	for at := 0; label != ""; {
		k := strings.Index(text[at:], label)
		if k < 0 {
			return false
		}
		start, end := at+k, at+k+len(label)
		if !joined(before(text, start), rune(label[0])) && !joined(after(text, end), rune(label[len(label)-1])) {
			return true
		}
		at = end
	}
	return false
}

// joined says whether a neighbour belongs to the same word: letters and digits of the Latin script do.
func joined(neighbour, edge rune) bool {
	word := func(r rune) bool { return r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return word(neighbour) && word(edge)
}

func before(text string, at int) rune {
	if at == 0 {
		return ' '
	}
	return rune(text[at-1])
}

func after(text string, at int) rune {
	if at >= len(text) {
		return ' '
	}
	return rune(text[at])
}

var floorWords = regexp.MustCompile(`(?i)(?:floor|fl\.?|level)\s*(-?[A-Za-z]?\d{1,3})|(-?[A-Za-z]?\d{1,3})\s*(?:/?F\b|楼层|层)`)

// floorIn is the floor of a building that a text names, empty if it names none.
func floorIn(b sites.Building, location string) string {
	for _, m := range floorWords.FindAllStringSubmatch(location, -1) {
		for _, word := range m[1:] {
			if floor, ok := b.Floor(word); word != "" && ok {
				return floor
			}
		}
	}
	return ""
}
