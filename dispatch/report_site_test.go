package dispatch_test

// Texts that declare, of people who are on the staff of two sites, or share a phone.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/sites"
	"muster/workflows"
)

// hillside is a second site with the same staff: its building H1 is nowhere else, its building B3 is at riverside too.
func hillside() *sites.Site {
	s := sites.Riverside()
	s.ID, s.Name, s.Emergency = "hillside", frozen.Text{EN: "Hillside Court", ZH: "山居苑"}, "+12025550199"
	for k := range s.Buildings {
		if b := &s.Buildings[k]; b.ID != "B3" {
			b.ID, b.Name, b.Aliases = "H"+b.ID[1:], frozen.Text{EN: "Hill House " + b.ID[1:], ZH: "山楼" + b.ID[1:]}, nil
		}
	}
	s.Zones = nil
	return s
}

func newHouses(t *testing.T) *house {
	h := newHouse(t)
	h.catalog.others = []*sites.Site{hillside()}
	return h
}

func TestTheSiteIsAskedForWhereATextFitsSeveral(t *testing.T) {
	h := newHouses(t)
	said := h.writes(t, "SM1", "FIRE B3 12 smoke")
	require.Regexp(t, "哪个园区（滨江花园、山居苑）|at which site \\(Riverside Gardens, Hillside Court\\)", said)
	require.Empty(t, h.engine.signals, "nothing is proposed")
	require.Regexp(t, "哪个园区|at which site", h.writes(t, "SM2", "fire"))
}

func TestTheSiteIsTakenWhereATextFitsOnlyOne(t *testing.T) {
	for body, want := range map[string]struct{ site, place string }{
		"FIRE H1 2 smoke":                 {"hillside", "Hillside Court, Hill House 1, floor 2"},
		"FIRE building 5 floor 2":         {"riverside", "Riverside Gardens, Building 5, floor 2"},
		"FIRE Hillside Court B3 12 smoke": {"hillside", "Hillside Court, Building 3, floor 12"},
		"FIRE riverside B3 12":            {"riverside", "Riverside Gardens, Building 3, floor 12"},
		"火警 山居苑3栋12层":                     {"hillside", "Hillside Court, Building 3, floor 12"},
		"Fire at hillside, B3 12":         {"hillside", "Hillside Court, Building 3, floor 12"},
	} {
		t.Run(body, func(t *testing.T) {
			h := newHouses(t)
			said := h.writes(t, "SM1", body)
			r := h.proposed(t)
			require.Equal(t, want.site, r.Declaration.Site)
			require.Equal(t, want.place, r.Place.EN)
			require.NotContains(t, r.Declaration.Location, "Hillside")
			require.NotContains(t, r.Declaration.Location, "山居苑")
			require.Regexp(t, "Hillside Court|Riverside Gardens|山居苑|滨江花园", said, "the offer names the site")
		})
	}
}

func TestALongerNameIsNotTheShorterOnes(t *testing.T) {
	h := newHouses(t)
	h.catalog.others[0].Name = frozen.Text{EN: "Riverside Gardens East", ZH: "滨江花园东区"}
	h.writes(t, "SM1", "FIRE Riverside Gardens East B3 12")
	require.Equal(t, "hillside", h.proposed(t).Declaration.Site)
	h.writes(t, "SM2", "火警 滨江花园3栋12层")
	require.Equal(t, "riverside", h.proposed(t).Declaration.Site)
}

func TestAQuestionOfANamedSiteIsItsOwn(t *testing.T) {
	h := newHouses(t)
	require.Regexp(t, "在哪里|where\\?", h.writes(t, "SM1", "FIRE hillside"))
	require.Regexp(t, "短信不能启动演练|A text starts no drill", h.writes(t, "SM2", "FIRE DRILL B3 12"))
}

func TestStaffOfTwoSitesAreToldBothNumbers(t *testing.T) {
	h := newHouses(t)
	said, err := h.Lost(t.Context(), workflows.Inbound{ID: "SM1", From: h.phone(), Body: "what?"})
	require.NoError(t, err)
	require.Contains(t, said, h.catalog.site.Emergency+" / +12025550199")
}

func TestASiteWithoutANumberLeavesNoGapBesideTheOther(t *testing.T) {
	h := newHouses(t)
	h.catalog.site.Emergency = ""
	said, err := h.Lost(t.Context(), workflows.Inbound{ID: "SM1", From: h.phone(), Body: "what?"})
	require.NoError(t, err)
	require.Contains(t, said, "+12025550199")
	require.NotContains(t, said, " / ")
}

func TestAReportFromASharedPhoneNamesAllWhoHaveIt(t *testing.T) {
	h := newHouse(t)
	h.catalog.site.Responders[1].Phone = h.phone()
	h.writes(t, "SM1", "FIRE B3 12 smoke")
	r := h.proposed(t)
	require.Equal(t, h.catalog.site.Responders[0].Name+" / "+h.catalog.site.Responders[1].Name, r.Names)
	require.Equal(t, h.catalog.site.Responders[0].ID, r.Declaration.ReportedBy)
}
