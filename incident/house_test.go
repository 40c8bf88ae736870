package incident_test

// A small house with a handful of people, and the plans that stories are told with.

import (
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/roster"
)

// noon is when the stories begin: a Monday, by day.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// life is the ladder of CONTRACT.md section 4.
func life() []frozen.Rung {
	sms := []frozen.Channel{frozen.SMS}
	return []frozen.Rung{
		{At: 0, Page: []frozen.Selector{frozen.Holders}, By: sms},
		{At: 30 * time.Second, Page: []frozen.Selector{frozen.Holders, frozen.Substitutes}, By: sms},
		{At: 45 * time.Second, Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.Voice, frozen.SMS}},
		{At: 60 * time.Second, Page: []frozen.Selector{frozen.Group}, By: sms},
		{At: 90 * time.Second, Page: []frozen.Selector{frozen.Commander}, By: sms},
		{At: 300 * time.Second, Page: []frozen.Selector{frozen.Company}, By: sms, Repeat: time.Minute},
	}
}

func both(en string) frozen.Text { return frozen.Text{EN: en, ZH: "中" + en} }

// asks is a seat that needs so many people.
func asks(id string, needs int, with ...func(*frozen.Seat)) frozen.Seat {
	s := frozen.Seat{ID: id, Title: both("Seat " + id), Duty: both("duty of " + id), Day: needs, Night: needs, Ladder: life()}
	for _, f := range with {
		f(&s)
	}
	return s
}

func licence(skill string) func(*frozen.Seat)   { return func(s *frozen.Seat) { s.Skill = skill } }
func spare(n int) func(*frozen.Seat)            { return func(s *frozen.Seat) { s.Spare = n } }
func from(l frozen.Level) func(*frozen.Seat)    { return func(s *frozen.Seat) { s.FromLevel = l } }
func within(d time.Duration) func(*frozen.Seat) { return func(s *frozen.Seat) { s.ArriveWithin = d } }

func with(seats ...string) func(*frozen.Seat) { return func(s *frozen.Seat) { s.SharesWith = seats } }

func climbs(ladder ...frozen.Rung) func(*frozen.Seat) {
	return func(s *frozen.Seat) { s.Ladder = ladder }
}

// does is a step of the response.
func does(id, seat string, with ...func(*frozen.Step)) frozen.Step {
	s := frozen.Step{
		ID: id, Phase: frozen.Response, Seat: seat, Title: both("Do " + id), Task: both("go and do " + id + ", reply {token} 4"),
		Evidence: frozen.Evidence{Kind: frozen.EvidenceAck},
	}
	for _, f := range with {
		f(&s)
	}
	return s
}

func in(p frozen.Phase) func(*frozen.Step)        { return func(s *frozen.Step) { s.Phase = p } }
func after(steps ...string) func(*frozen.Step)    { return func(s *frozen.Step) { s.After = steps } }
func target(d time.Duration) func(*frozen.Step)   { return func(s *frozen.Step) { s.Target = d } }
func late(l ...frozen.Late) func(*frozen.Step)    { return func(s *frozen.Step) { s.Late = l } }
func ends(o frozen.Outcome) func(*frozen.Step)    { return func(s *frozen.Step) { s.StandDown = o } }
func only(o ...frozen.Outcome) func(*frozen.Step) { return func(s *frozen.Step) { s.Outcomes = o } }
func wants(e frozen.Evidence) func(*frozen.Step)  { return func(s *frozen.Step) { s.Evidence = e } }
func onDemand(s *frozen.Step)                     { s.OnDemand = true }
func everyone(s *frozen.Step)                     { s.Everyone = true }
func gate(s *frozen.Step)                         { s.HardGate = true }
func number() frozen.Evidence                     { return frozen.Evidence{Kind: frozen.EvidenceNumber} }

func choice(values ...string) frozen.Evidence {
	e := frozen.Evidence{Kind: frozen.EvidenceChoice}
	for _, v := range values {
		e.Choices = append(e.Choices, frozen.Choice{Value: v, Title: both(v)})
	}
	return e
}

// command is a seat that nobody is asked for below L1; its holder commands all the same, and the plan's last step waits for
// them, so that an incident stays open.
func command() frozen.Seat { return asks("CMD", 1, from(frozen.L1)) }

func allClear() frozen.Step { return does("END", "CMD", ends(frozen.Handled)) }

// plan is one with command and an end.
func plan(seats []frozen.Seat, steps ...frozen.Step) frozen.Plan {
	return frozen.Plan{
		ID: "fire", Version: 1, Title: both("Fire"), Level: frozen.L3, Command: frozen.Command{Seat: "CMD", Deputy: "DEP"},
		Seats: append(slices.Clone(seats), command()), Steps: append(slices.Clone(steps), allClear()),
	}
}

// people are those of the house: the first nine in alphabetical order are staff, cao reads Chinese, boss commands, and the
// last two are the company's.
var people = strings.Fields("ann ben cao dai eve fay gus hal ida boss don coy may")

// post rosters people to a seat round the clock.
func post(seat string, ids ...string) roster.Post { return roster.Post{Seat: seat, People: ids} }

// house is a site whose people are on duty as posted; boss is posted to the command.
func house(posts ...roster.Post) frozen.Site {
	s := frozen.Site{
		ID: "house", Name: both("The House"), Languages: []string{"en", "zh"}, Company: []string{"coy", "may"}, Emergency: "911",
		Places:  []frozen.Place{{Building: "B1", Name: both("Building 1"), MusterPoint: both("the lawn"), Gate: both("the north gate")}},
		Parties: []frozen.Party{{ID: "brigade", Label: both("fire brigade"), Number: "119"}},
	}
	s.Roster = roster.Roster{
		Day:    roster.DayHours{From: "07:00", To: "19:00"},
		Groups: []roster.Group{{ID: "G", Lead: "hal", Seats: []string{"ELEC", "SEC", "EVAC", "MED"}}},
		Shifts: []roster.Shift{{
			ID: "all-day", From: "00:00", To: "00:00", First: "2026-01-01", Every: 1, Days: []int{0},
			Posts: append(slices.Clone(posts), post("CMD", "boss")),
		}},
	}
	for k, id := range people {
		r := roster.Responder{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Phone: "+12025550" + string(rune('1'+k/10)) + string(rune('0'+k%10)) + "0"}
		r.Languages = []string{"en"}
		if id == "cao" {
			r.Name, r.Languages = "曹明", []string{"zh"}
		}
		s.Roster.Responders = append(s.Roster.Responders, r)
	}
	return s
}

// skilled gives people of a site a licence.
func skilled(s frozen.Site, skill string, ids ...string) frozen.Site {
	for k := range s.Roster.Responders {
		if r := &s.Roster.Responders[k]; slices.Contains(ids, r.ID) {
			r.Skills = append(r.Skills, skill)
		}
	}
	return s
}

// grouped puts people of a site into the group.
func grouped(s frozen.Site, ids ...string) frozen.Site {
	for k := range s.Roster.Responders {
		if r := &s.Roster.Responders[k]; slices.Contains(ids, r.ID) {
			r.Group = "G"
		}
	}
	return s
}

// declared is a real incident of a plan at a site.
func declared(p frozen.Plan, s frozen.Site) frozen.Input {
	return frozen.Input{
		ID: "inc-1", DeclaredAt: noon, Plan: p, Site: s, Channels: []frozen.Channel{frozen.SMS}, Rules: frozen.Rules,
		Declaration: frozen.Declaration{
			Plan: p.ID, Site: s.ID, Mode: frozen.Real, Location: "Building 1, floor 2", Summary: "smoke", ReportedBy: "gus",
			Places: []frozen.Spot{{Building: "B1", Floor: "2"}},
		},
	}
}

// practised is the same as a drill.
func practised(p frozen.Plan, s frozen.Site) frozen.Input {
	in := declared(p, s)
	in.Declaration.Mode = frozen.Drill
	return in
}

// shift is worked every day.
func shift(id, from, to string, posts ...roster.Post) roster.Shift {
	return roster.Shift{ID: id, From: from, To: to, First: "2026-01-01", Every: 1, Days: []int{0}, Posts: posts}
}

// tagged is a message's text as somebody gets it: with the code of the last page that they got.
func (w *town) tagged(id, text string) string {
	for _, p := range slices.Backward(w.inc.State.Pages) {
		if p.Responder == id && p.Token != "" {
			return text + " [" + p.Token + "]"
		}
	}
	return text
}
