package plans_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/plans"
	"muster/roster"
)

// rostered is a site where everybody is on duty at all hours, each in the seats named for them.
func rostered(people []roster.Responder, posts ...roster.Post) roster.Roster {
	return roster.Roster{
		Day: roster.DayHours{From: "07:00", To: "19:00"}, Responders: people,
		Shifts: []roster.Shift{{ID: "all", From: "00:00", To: "00:00", First: "2026-01-01", Every: 1, Days: []int{0}, Posts: posts}},
	}
}

func people(ids ...string) []roster.Responder {
	var list []roster.Responder
	for _, id := range ids {
		name, skill, _ := strings.Cut(id, "+")
		p := roster.Responder{ID: name, Name: strings.ToUpper(name)}
		if skill != "" {
			p.Skills = []string{skill}
		}
		list = append(list, p)
	}
	return list
}

func post(seat string, ids ...string) roster.Post { return roster.Post{Seat: seat, People: ids} }

func TestSeating(t *testing.T) {
	const seats = `seats:
  CTRL: {title: {en: "C", zh: "控"}, duty: {en: "c", zh: "控"}, priority: 1, needs: {day: 2, night: 1}, skill: operator, pinned: true}
  DUTY: {title: {en: "D", zh: "值"}, duty: {en: "d", zh: "值"}, priority: 2, needs: {day: 1, night: 1}, shares_with: [AID]}
  AID: {title: {en: "A", zh: "救"}, duty: {en: "a", zh: "救"}, priority: 3, needs: {day: 1, night: 1}}
  BIG: {title: {en: "B", zh: "大"}, duty: {en: "b", zh: "大"}, priority: 4, needs: {day: 1, night: 1}, from_level: L2}
raise:`
	text := string(read(t, "testdata/sound.yaml"))
	from, to := strings.Index(text, "seats:"), strings.Index(text, "raise:")
	plan, err := plans.Load([]byte(text[:from]+seats+text[to+len("raise:"):]), "seats.yaml")
	require.NoError(t, err)
	day, dark := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), time.Date(2026, 5, 1, 3, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		roster roster.Roster
		at     time.Time
		want   map[string]string // holders of each seat, joined
		gaps   map[string]int
	}{
		{
			"those rostered come first", rostered(people("a+operator", "b+operator", "c", "d"), post("CTRL", "b"), post("DUTY", "d"), post("AID", "c"), post("", "a")), day,
			map[string]string{"CTRL": "b a", "DUTY": "d", "AID": "c", "BIG": ""},
			map[string]int{"BIG": 1},
		},
		{
			"fewer are needed by night", rostered(people("a+operator", "b+operator", "c", "d"), post("CTRL", "a", "b"), post("DUTY", "c"), post("", "d")), dark,
			map[string]string{"CTRL": "a", "DUTY": "c", "AID": "d", "BIG": "b"},
			nil,
		},
		{
			"a licence cannot be done without", rostered(people("a", "b", "c"), post("CTRL", "a"), post("DUTY", "b"), post("AID", "c")), dark,
			map[string]string{"CTRL": "", "DUTY": "b", "AID": "c", "BIG": "a"},
			map[string]int{"CTRL": 1},
		},
		{
			"two seats are held together only where they share", rostered(people("a+operator", "b"), post("CTRL", "a"), post("DUTY", "b")), dark,
			map[string]string{"CTRL": "a", "DUTY": "b", "AID": "b", "BIG": ""},
			map[string]int{"BIG": 1},
		},
		{
			"with nobody on duty everything is missing", rostered(people("a")), day,
			map[string]string{"CTRL": "", "DUTY": "", "AID": "", "BIG": ""},
			map[string]int{"CTRL": 2, "DUTY": 1, "AID": 1, "BIG": 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range plans.Seating(plan, c.roster, c.at) {
				require.Equal(t, c.want[s.Seat.ID], strings.Join(s.Holders, " "), s.Seat.ID)
				require.Equal(t, c.gaps[s.Seat.ID], s.Gap, s.Seat.ID)
				require.Equal(t, s.Seat.ID == "BIG", s.Later)
			}
		})
	}
	report := plans.SeatingReport(plan, rostered(people("a")), day)
	require.Contains(t, report, "CTRL   needs 2  NOBODY")
	require.Contains(t, report, "Nobody for: CTRL (2 of 2 missing), DUTY (1 of 1 missing), AID (1 of 1 missing).")
}
