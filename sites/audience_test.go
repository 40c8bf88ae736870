package sites_test

// Audiences: whom a message is for, and in which order they are told.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/sites"
)

// estate has two buildings of two floors, and a garage under one of them.
func estate() *sites.Site {
	return &sites.Site{
		Zones: []sites.Zone{{ID: "low", Buildings: []string{"B1", "B2"}, Floors: []string{"1"}}, {ID: "west", Buildings: []string{"B1"}}},
		Residents: []sites.Resident{
			{ID: "a1", Building: "B1", Floor: "1"},
			{ID: "a2", Building: "B1", Floor: "2", Assist: true},
			{ID: "a3", Building: "B1", Floor: "2"},
			{ID: "b1", Building: "B2", Floor: "1", Assist: true},
			{ID: "b2", Building: "B2", Floor: "2"},
		},
	}
}

func TestWhomAMessageIsFor(t *testing.T) {
	second := []sites.Spot{{Building: "B1", Floor: "2"}}
	for name, c := range map[string]struct {
		audience sites.Audience
		want     string
	}{
		"the floor":                   {sites.Audience{Of: sites.OfFloor, Places: second}, "a2 a3"},
		"the building, nearest first": {sites.Audience{Of: sites.OfBuilding, Places: second}, "a2 a3 a1"},
		"the other buildings":         {sites.Audience{Of: sites.OfOthers, Places: second}, "b1 b2"},
		"the site, nearest first":     {sites.Audience{Of: sites.OfSite, Places: second}, "a2 a3 a1 b1 b2"},
		"who needs help":              {sites.Audience{Of: sites.OfAssist, Places: second}, "a2"},
		"a zone by its name":          {sites.Audience{Of: sites.OfZone, Zones: []string{"low"}}, "b1 a1"},
		"the zone of the place":       {sites.Audience{Of: sites.OfZone, Places: second}, "a2 a3 a1"},
		"a zone of others":            {sites.Audience{Of: sites.OfOthers, Zones: []string{"low"}, Places: second}, "b1"},
		"a zone that is not here":     {sites.Audience{Of: sites.OfSite, Zones: []string{"moon"}}, "a2 b1 a1 a3 b2"},
		"a place without a floor":     {sites.Audience{Of: sites.OfFloor, Places: []sites.Spot{{Building: "B2"}}}, "b1 b2"},
		"no place at all":             {sites.Audience{Of: sites.OfFloor}, "a2 b1 a1 a3 b2"},
		"no place, the others":        {sites.Audience{Of: sites.OfOthers}, "a2 b1 a1 a3 b2"},
		"of the site, who needs help": {sites.Audience{Of: sites.OfSite, Assist: true}, "a2 b1"},
	} {
		t.Run(name, func(t *testing.T) {
			var ids []string
			for _, r := range estate().Audience(c.audience) {
				ids = append(ids, r.ID)
			}
			require.Equal(t, c.want, strings.Join(ids, " "))
		})
	}
}
