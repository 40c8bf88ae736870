package notice_test

// Whether everybody to whom a notice goes reads another one too.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/incident/notice"
)

func TestWhichAudiencesCoverOthers(t *testing.T) {
	of := func(a frozen.Audience, places ...frozen.Spot) notice.Audience {
		return notice.Audience{Of: a, Places: places}
	}
	here, there := frozen.Spot{Building: "1"}, frozen.Spot{Building: "2"}
	helped := notice.Audience{Of: frozen.AudienceBuilding, Assist: true, Places: []frozen.Spot{here}}
	low := notice.Audience{Of: frozen.AudienceSite, Zones: []string{"low"}}
	for name, row := range map[string]struct {
		a, b   notice.Audience
		covers bool
	}{
		"the site covers all":                 {of(frozen.AudienceSite), of(frozen.AudienceOthers, here), true},
		"a building itself":                   {of(frozen.AudienceBuilding, here), of(frozen.AudienceBuilding, here), true},
		"two buildings either":                {of(frozen.AudienceBuilding, here, there), of(frozen.AudienceBuilding, there), true},
		"one building not two":                {of(frozen.AudienceBuilding, here), of(frozen.AudienceBuilding, here, there), false},
		"all but two not all but one":         {of(frozen.AudienceOthers, here, there), of(frozen.AudienceOthers, here), false},
		"a building not the others":           {of(frozen.AudienceBuilding, here), of(frozen.AudienceOthers, here), false},
		"a zone of the site not the site":     {low, of(frozen.AudienceSite), false},
		"a zone itself":                       {low, low, true},
		"who needs help not everybody":        {helped, of(frozen.AudienceBuilding, here), false},
		"who needs help those who need it":    {helped, helped, true},
		"everybody there those who need help": {of(frozen.AudienceBuilding, here), helped, true},
	} {
		require.Equal(t, row.covers, row.a.Covers(row.b), name)
	}
}
