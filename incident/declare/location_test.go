package declare_test

// Locations as people write them into a declaration.

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/declare"
	"muster/incident/frozen"
)

func TestLocationIsReadForEveryBuildingAndFloorInEachForm(t *testing.T) {
	g := town()
	for _, b := range []string{"1", "2", "3", "4"} {
		for floor := 1; floor <= 12; floor++ {
			want := []frozen.Spot{{Building: "B" + b, Floor: fmt.Sprint(floor)}}
			for _, form := range []string{
				"Building %s, floor %d", "building %s floor %d, by the lift", "B%s %d", "B%s, %dF", "%s栋%d层", "%s号楼%d楼", "Lobby of Building %s, level %d", "B%s-%d",
			} {
				text := fmt.Sprintf(form, b, floor)
				require.Equal(t, want, declare.Location(text, g), text)
			}
		}
	}
}

func TestLocationWithoutASurePlaceHasNone(t *testing.T) {
	for text, want := range map[string][]frozen.Spot{
		"":                                nil,
		"by the fountain":                 nil,
		"floor 5":                         nil,
		"room 3":                          nil,
		"3 people in the yard":            nil,
		"Building 1 or Building 2":        nil,
		"Building 9, floor 2":             nil,
		"Building 2, opposite Tower 9":    nil,
		"Riverside Gardens":               nil,
		"Building 3, room 5":              {{Building: "B3"}},
		"Building 3, floor 99":            {{Building: "B3"}},
		"Building 3, floors 5 and 6":      {{Building: "B3"}},
		"Building 3, floor 5-6":           {{Building: "B3"}},
		"3栋5层和6层":                         {{Building: "B3"}},
		"3栋5至7层":                          {{Building: "B3"}},
		"Building 3, floor 12, flat 4":    {{Building: "B3", Floor: "12"}},
		"B3 12, room 5, two men inside":   {{Building: "B3", Floor: "12"}},
		"Building 3, floor 5, floor 6":    {{Building: "B3"}},
		"Building 3, flat 1203":           {{Building: "B3"}},
		"B3 1203":                         {{Building: "B3", Floor: "12"}},
		"负一层，2栋":                          {{Building: "B2", Floor: "B1"}},
		"Northern patrol, behind a hedge": {{Building: "B1"}, {Building: "B2"}, {Building: "B3"}},
	} {
		require.Equal(t, want, declare.Location(text, town()), text)
	}
}
