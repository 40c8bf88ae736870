package declare_test

// Declarations as people write them.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/declare"
	"muster/incident/frozen"
	"muster/incident/reply"
)

func town() declare.Gazetteer {
	floors := []string{"B2", "B1", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"}
	g := declare.Gazetteer{
		Site: frozen.Text{EN: "Riverside Gardens", ZH: "滨江花园"},
		Hazards: []declare.Hazard{
			{Plan: "fire", Title: frozen.Text{EN: "Fire", ZH: "火灾"}, Words: []string{"fire", "smoke", "火警", "着火", "起火", "冒烟"}},
			{Plan: "water-outage", Title: frozen.Text{EN: "Water outage", ZH: "停水"}, Words: []string{"no water", "没水"}},
			{Plan: "power-outage", Title: frozen.Text{EN: "Power outage", ZH: "停电"}, Words: []string{"power cut", "blackout", "no power", "断电"}},
			{Plan: "pipe-burst", Title: frozen.Text{EN: "Pipe burst", ZH: "爆管跑水"}, Words: []string{"burst pipe", "爆管", "水管爆", "水管爆了"}},
			{Plan: "storm", Title: frozen.Text{EN: "Storm", ZH: "台风暴雨"}, Words: []string{"typhoon", "台风", "暴雨"}},
			{Plan: "lift-entrapment", Title: frozen.Text{EN: "Lift entrapment", ZH: "电梯困人"}, Words: []string{"stuck in lift", "trapped in lift", "lift won't open", "困梯"}},
			{Plan: "gas-leak", Title: frozen.Text{EN: "Gas leak", ZH: "燃气泄漏"}, Words: []string{"gas", "smell of gas", "煤气味", "煤气"}},
		},
		Zones: []declare.Zone{
			{ID: "north", Name: frozen.Text{EN: "Northern patrol", ZH: "北区巡逻"}, Buildings: []string{"B1", "B2", "B3"}},
			{ID: "garage", Name: frozen.Text{EN: "Underground garage", ZH: "地下车库"}, Buildings: []string{"B1", "B2"}, Floors: []string{"B1"}},
		},
	}
	for _, n := range []string{"1", "2", "3", "4"} {
		g.Buildings = append(g.Buildings, declare.Building{
			ID: "B" + n, Name: frozen.Text{EN: "Building " + n, ZH: n + "栋"}, Aliases: []string{n, n + "号楼"}, Floors: floors,
		})
	}
	return g
}

func TestDeclarationsAreReadInManyForms(t *testing.T) {
	for text, want := range map[string]string{
		"FIRE B3 12":                  "fire|B3|12",
		"火警 3栋12层":                    "fire|B3|12",
		"fire b3-12":                  "fire|B3|12",
		"Fire, building 3, floor 12!": "fire|B3|12",
		"Fire at Building 3 12th floor smoke in the corridor": "fire|B3|12",
		"火警，3号楼12楼":                                           "fire|B3|12",
		"ＦＩＲＥ　Ｂ３　１２":                                          "fire|B3|12",
		"火警三栋十二层":                                             "fire|B3|12",
		"着火了！三号楼十楼":                                           "fire|B3|10",
		"3栋12层着火了":                                            "fire|B3|12",
		"B3 12 fire":                                          "fire|B3|12",
		"fire 3 12":                                           "fire|B3|12",
		"fire 3-12":                                           "fire|B3|12",
		"FIRE 12F B3":                                         "fire|B3|12",
		"fire B3 F12":                                         "fire|B3|12",
		"fire b3 12f":                                         "fire|B3|12",
		"fire b3 1203":                                        "fire|B3|12",
		"火警3#12层":                                             "fire|B3|12",
		"fire B3":                                             "fire|B3|",
		"fire B3 floor B1":                                    "fire|B3|B1",
		"火警 3栋负一层":                                            "fire|B3|B1",
		"there is a fire in building 4":                       "fire|B4|",
		"fire bldg 4 level 2":                                 "fire|B4|2",
		"fire blk 4 3 people trapped":                         "fire|B4|",
		"火警 4栋 3人被困":                                          "fire|B4|",
		"停水 2栋":                                               "water-outage|B2|",
		"Water outage building 2":                             "water-outage|B2|",
		"停電 2栋":                                               "power-outage|B2|",
		"blackout B1":                                         "power-outage|B1|",
		"水管爆了 1栋3楼":                                           "pipe-burst|B1|3",
		"burst pipe B1 3":                                     "pipe-burst|B1|3",
		"台风 全区":                                               "storm||",
		"storm whole site":                                    "storm||",
		"电梯困人2栋":                                              "lift-entrapment|B2|",
		"stuck in lift B2":                                    "lift-entrapment|B2|",
		"煤气味 2栋5层":                                            "gas-leak|B2|5",
		"lift won't open B2":                                  "lift-entrapment|B2|",
		"lift wont open B2":                                   "lift-entrapment|B2|",
		"smell of gas B2 5":                                   "gas-leak|B2|5",
		"fire B3 -1":                                          "fire|B3|B1",
		"火警 3栋-1层":                                            "fire|B3|B1",
		"fire B3 - smoke":                                     "fire|B3|",
		"fire B3 -":                                           "fire|B3|",
		"B3着火了":                                               "fire|B3|",
		"fire B3 12kg bottle":                                 "fire|B3|",
		"停水 north, the whole north":                           "water-outage|B1,B2,B3|",
		"停水 north and garage":                                 "water-outage!two-places",
		"fire-alarm":                                          "fire!no-place",
		"停水 north":                                            "water-outage|B1,B2,B3|",
		"火警 地下车库":                                             "fire||",
		"FIRE":                                                "fire!no-place",
		"着火了":                                                 "fire!no-place",
		"fire 12":                                             "fire!no-place",
		"fire B3 B4":                                          "fire!two-places",
		"fire B3 B1":                                          "fire!two-places",
		"fire B3 floor 2 floor 3":                             "fire!two-places",
		"fire building 9":                                     "fire!no-building",
		"火警 9栋":                                               "fire!no-building",
		"fire B3 40":                                          "fire!no-floor",
		"fire gas leak B3":                                    "fire!two-hazards",
		"drill fire B3":                                       "fire!practice",
		"fire drill B3 12":                                    "fire!practice",
		"演练 火警 3栋":                                            "fire!practice",
		"消防演练 火警":                                             "fire!practice",
		"fire B3 12 not a drill":                              "fire|B3|12",
		"火警 3栋12层 不是演练":                                       "fire|B3|12",
		"火警 3栋12层 有人受伤 危险":                                    "fire|B3|12",
	} {
		require.Equal(t, want, told(declare.Read(text, town())), text)
	}
}

func told(r declare.Reading) string {
	if r.Problem != declare.Fine {
		return r.Plan + "!" + string(r.Problem)
	}
	buildings, floor := "", ""
	for k, s := range r.Spots {
		if k > 0 {
			buildings += ","
		}
		buildings, floor = buildings+s.Building, s.Floor
	}
	return r.Plan + "|" + buildings + "|" + floor
}

func TestWhatIsNoDeclarationIsLeftToTheAnswers(t *testing.T) {
	for _, text := range []string{
		"", "1", "5", "K7M 1", "K7M 4 1 fire", "4 1 fire", "K7M 4 fire B3 12", "7", "救命", "danger", "no fire B3 12", "没有着火 3栋", "B3 12 the fire is big",
		"fire is out B3", "火警解除 3栋", "停水 3栋 已恢复", "I am at the fire in B3", "到了，火警在3栋", "on my way to the fire in B3", "STOP", "hello", "what fire?",
		"FIRE. Building 3, floor 12. Seat: Security. Reply K7M 1 accept, 5 cannot\n1",
		"火灾 3栋12层：请到场。回K7M 1接受，5不能\n1",
		"Liked \"FIRE Building 3, floor 12\"",
		"DRILL. Fire, Building 3, floor 12. Reply K7M 1 accept\n1",
		"Fire, Building 3, floor 12: stood down. Thank you. [K7M]",
	} {
		require.False(t, declare.Read(text, town()).Is(), "%q", text)
	}
}

func TestWhatMayBeAnAnswerIsADeclarationOnlyWhereNothingIsOpen(t *testing.T) {
	r := declare.Read("fire, coming", town())
	require.True(t, r.Is() && r.Weak)
	require.False(t, declare.Read("fire B3 12 need help", town()).Weak, "a place makes it one")
	require.True(t, declare.Read("火警 3栋 危险", town()).Alarm)
	require.True(t, declare.Read("fire B3 this is not a drill", town()).Alarm)
}

func TestTheRestIsTheSummary(t *testing.T) {
	for text, want := range map[string]string{
		"FIRE B3 12 smoke in the corridor": "smoke in the corridor",
		"FIRE B3 12: two bins are burning": "two bins are burning",
		"火警 3栋12层 走廊有烟":                    "走廊有烟",
		"fire b3 1203":                     "1203",
		"FIRE B3 12":                       "FIRE B3 12",
	} {
		require.Equal(t, want, declare.Read(text, town()).Summary, text)
	}
	require.Equal(t, frozen.Text{EN: "Building 3, floor 12", ZH: "3栋12层"}, declare.Read("FIRE B3 12", town()).Place)
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"FIRE B3 12", "火警 3栋12层", "K7M 4 1 fire", "fire 十十 层", "# 3 -1 f", "\xff火", "fire 3#"} {
		f.Add(seed)
	}
	g := town()
	f.Fuzz(func(t *testing.T, text string) {
		for _, spot := range declare.Location(text, g) {
			require.NotEmpty(t, spot.Building)
		}
		r := declare.Read(text, g)
		if !r.Is() {
			return
		}
		require.NotEmpty(t, r.Plan)
		require.LessOrEqual(t, len([]rune(r.Summary)), declare.MaxSummary)
		if r.Problem != declare.Fine {
			require.Empty(t, r.Spots)
			return
		}
		require.NotEmpty(t, r.Place.EN)
		require.Equal(t, r, declare.Read(reply.Normalise(text), g), "a normalised text reads the same")
		for _, s := range r.Spots {
			require.Contains(t, []string{"B1", "B2", "B3", "B4"}, s.Building)
		}
	})
}
