package sites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"muster/roster"
)

// This file looks over a loaded site for what is allowed but may go wrong: too few people, skills that sleep by night,
// people whom nobody will call.

// surveyDays is how far ahead a survey looks.
const surveyDays = 14

// Warning is something that an operator should know of a site. Kind is stable; Text is a sentence.
type Warning struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// CommonNeeds are the seats that every emergency asks for, with the fewest people that can do the work. Plans say what
// they need themselves, which is what a site's coverage goes by; these tell whether a site can run any plan at all.
func CommonNeeds() []roster.Need {
	return []roster.Need{
		{Seat: "CMD", Day: 1},
		{Seat: "DUTY", Day: 1, Night: 1},
		{Seat: "CTRL", Day: 2, Night: 2, Skill: "fire-facility-operator"},
		{Seat: "SEC", Day: 2, Night: 2},
		{Seat: "FIRE", Day: 2, Night: 2, Skill: "fire-team"},
		{Seat: "EVAC", Day: 2, Night: 2},
		{Seat: "MED", Day: 1, Night: 1, Skill: "first-aid"},
		{Seat: "ENG-E", Day: 1, Night: 1, Skill: "high-low-voltage"},
		{Seat: "ENG-W", Day: 1, Night: 1},
		{Seat: "ENG-L", Day: 1, Night: 1, Skill: "lift-safety"},
		{Seat: "RES", Day: 1},
	}
}

// Check lists what an operator should know of a site, looking at duty for the 14 days after a moment.
func Check(s *Site, at time.Time) []Warning {
	sv := survey{site: s, roster: s.Roster(at), from: at, to: at.AddDate(0, 0, surveyDays)}
	sv.coverage()
	sv.skills()
	sv.people()
	sv.seats()
	sv.numbers()
	sv.shared()
	return sv.warnings
}

type survey struct {
	site     *Site
	roster   roster.Roster
	from, to time.Time
	warnings []Warning
}

func (sv *survey) warn(kind, format string, args ...any) {
	sv.warnings = append(sv.warnings, Warning{Kind: kind, Text: fmt.Sprintf(format, args...)})
}

// local writes a moment as the site's clocks show it.
func (sv *survey) local(t time.Time) string { return sv.roster.Zone.Local(t).Format(dateTime) }

// coverage tells of each seat that lacks people, once.
func (sv *survey) coverage() {
	gaps := roster.Gaps(sv.roster, CommonNeeds(), sv.from, sv.to)
	for len(gaps) > 0 {
		first := gaps[0]
		same := slices.IndexFunc(gaps, func(g roster.Gap) bool { return g.Seat != first.Seat })
		if same < 0 {
			same = len(gaps)
		}
		sv.warn("coverage", "%s is short of qualified people %s in the coming %d days; first from %s to %s: %d of %d. Roster more to it, or add an override.",
			first.Seat, times(same), surveyDays, sv.local(first.From), sv.local(first.To), first.Have, first.Need)
		gaps = gaps[same:]
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// skills tells of skills that nobody on duty has in some night.
func (sv *survey) skills() {
	var lacking []string
	since := map[string]time.Time{}
	for at := sv.from; at.Before(sv.to); at = sv.next(at) {
		if sv.roster.IsDay(at) {
			continue
		}
		there := sv.present(at)
		for _, skill := range sv.allSkills() {
			if _, told := since[skill]; !told && !there[skill] {
				lacking = append(lacking, skill)
				since[skill] = at
			}
		}
	}
	for _, skill := range lacking {
		sv.warn("skill", "In the night from %s nobody on duty has the skill %s; seats that ask for it will stay empty. Roster somebody who has it.",
			sv.local(since[skill]), skill)
	}
}

// next is the next moment at which duty can change.
func (sv *survey) next(at time.Time) time.Time {
	if next := sv.roster.NextChange(at); !next.IsZero() {
		return next
	}
	return at.Add(roster.Horizon)
}

// present is the skills of the people on duty.
func (sv *survey) present(at time.Time) map[string]bool {
	onDuty, there := map[string]bool{}, map[string]bool{}
	for _, id := range sv.roster.OnDuty(at) {
		onDuty[id] = true
	}
	for _, r := range sv.site.Responders {
		for _, skill := range r.Skills {
			there[skill] = there[skill] || onDuty[r.ID]
		}
	}
	return there
}

func (sv *survey) allSkills() []string {
	var all []string
	for _, r := range sv.site.Responders {
		all = append(all, r.Skills...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// people tells of responders whom no rung reaches.
func (sv *survey) people() {
	rostered := map[string]bool{}
	for _, s := range sv.roster.Shifts {
		for _, p := range s.Posts {
			for _, id := range p.People {
				rostered[id] = true
			}
		}
	}
	for _, o := range sv.site.Overrides {
		rostered[o.In] = true
	}
	var alone, idle []string
	for _, r := range sv.site.Responders {
		if r.Group == "" {
			alone = append(alone, r.ID)
		}
		if !rostered[r.ID] && !slices.Contains(sv.site.Company, r.ID) {
			idle = append(idle, r.ID)
		}
	}
	if len(alone) > 0 {
		sv.warn("group", "These responders are in no group, so a group's rung never calls them: %s. Give each a group.", few(alone))
	}
	if len(idle) > 0 {
		sv.warn("idle", "These responders are on no shift and not of the company, so nobody calls them: %s. Roster them or take them out.", few(idle))
	}
}

// seats tells of seats that are rostered, but that no group fills.
func (sv *survey) seats() {
	var grouped, loose []string
	for _, g := range sv.site.Groups {
		grouped = append(grouped, g.Seats...)
		if !slices.ContainsFunc(sv.site.Responders, func(r roster.Responder) bool { return r.Group == g.ID }) {
			sv.warn("group", "The group %s has no members; give its responders the group.", g.ID)
		}
	}
	for _, s := range sv.roster.Shifts {
		for _, p := range s.Posts {
			if p.Seat != "" && !slices.Contains(grouped, p.Seat) {
				loose = append(loose, p.Seat)
			}
		}
	}
	slices.Sort(loose)
	if loose = slices.Compact(loose); len(loose) > 0 {
		sv.warn("seat", "These seats belong to no group, so their ladders have no group to call: %s. Add each to a group.", few(loose))
	}
}

// numbers tells of outside numbers that are missing and of phones that no network has.
func (sv *survey) numbers() {
	for _, id := range []string{FireBrigade, Ambulance, Police} {
		if _, ok := sv.site.Party(id); !ok {
			sv.warn("party", "There is no outside number %s; plans that call it cannot say which number. Add it to parties.", id)
		}
	}
	var odd []string
	for _, r := range sv.site.Responders {
		if !plausible(r.Phone) {
			odd = append(odd, r.ID)
		}
	}
	for _, r := range sv.site.Residents {
		if !plausible(r.Phone) {
			odd = append(odd, r.ID)
		}
	}
	if len(odd) > 0 {
		sv.warn("phone", "The phones of these people look like no network's: %s. Check them.", few(odd))
	}
}

func plausible(phone string) bool {
	number, err := phonenumbers.Parse(phone, "")
	return err == nil && phonenumbers.IsValidNumber(number)
}

// few names up to five of a list.
func few(ids []string) string {
	if len(ids) <= 5 {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:5], ", "), len(ids)-5)
}
