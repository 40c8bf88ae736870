package console

// Outside calls: whom a step's holder rings up, and what they say. A person dials; the page only offers the number.

import (
	"slices"
	"strings"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
	"muster/roster"
	"muster/sites"
)

// call is an outside call.
type call struct {
	Party  roster.Text
	Number string // empty in a drill, which calls nobody, and for those who only look
	Dial   string // the number as a telephone takes it
	Script string
	Drill  bool
}

// call gives what is said in a step's outside call, nil for a step that is none. Where the site or the plan has changed meanwhile,
// the number and the script are those that the person was sent. Only whoever has a part in the incident gets a number to dial.
func (s *server) call(v incident.View, plan *frozen.Plan, lang string, dials bool) func(incident.StepView) *call {
	site, known := s.site(v.Site)
	return func(sv incident.StepView) *call {
		if sv.Party == nil {
			return nil
		}
		made := &call{Party: *sv.Party, Drill: v.Mode == frozen.Drill}
		p := planned(plan, sv.ID)
		if p == nil || p.Call == nil || !known {
			return made
		}
		if party, there := site.Party(p.Call.Party); there && !made.Drill && dials {
			made.Number, made.Dial = party.Number, dialled(party.Number)
		}
		k := slices.IndexFunc(plan.Scripts, func(sc frozen.Script) bool { return sc.ID == p.Call.Script })
		if k >= 0 {
			made.Script = words.Expand(plan.Scripts[k].Text.In(lang), scriptVars(v, site, lang))
		}
		return made
	}
}

// dialled keeps of a number what is dialled.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// scriptVars are the values of a script's placeholders.
func scriptVars(v incident.View, site *sites.Site, lang string) words.Vars {
	vars := words.Vars{"site": site.Name.In(lang), "location": v.Location, "summary": v.Summary}
	for _, f := range v.Facts {
		if f.Name == "trapped" {
			vars["trapped"] = deref(f.Value)
		}
	}
	if len(v.Places) > 0 {
		building, _ := site.Building(v.Places[0].Building)
		vars["building"], vars["floor"], vars["gate"] = building.Name.In(lang), v.Places[0].Floor, building.Gate.In(lang)
		vars["muster_point"] = site.Muster(building).Name.In(lang)
	}
	return vars
}
