// Package noted is what the audit log says of things as they were and as they are: the same of a deed whichever way it was asked for,
// over the API or on a page of the console.
package noted

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"muster/drill"
	"muster/incident"
	"muster/plans"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

// Part is what of an incident an order is about: a step, a seat, or the incident as a whole.
func Part(view incident.View, stepID, seatID string) map[string]any {
	for _, step := range view.Steps {
		if stepID != "" && step.ID == stepID {
			return map[string]any{"step": step.ID, "state": step.State, "value": step.Value, "assignees": step.Assignees, "target_at": step.TargetAt}
		}
	}
	for _, seat := range view.Seats {
		if seatID != "" && seat.ID == seatID {
			var holders []string
			for _, h := range seat.Holders {
				holders = append(holders, h.Responder)
			}
			return map[string]any{"seat": seat.ID, "holders": strings.Join(holders, " ")}
		}
	}
	facts := map[string]any{}
	for _, f := range view.Facts {
		if f.Value != nil {
			facts[f.Name] = *f.Value
		}
	}
	return map[string]any{"state": view.State, "phase": view.Phase, "level": view.Level, "outcome": view.Outcome, "commander": view.Commander, "facts": facts, "places": len(view.Places)}
}

// Schedule is a schedule of drills, without when its drills fall.
func Schedule(v drill.ScheduleView) map[string]any {
	v.Next, v.Overdue = nil, nil
	return map[string]any{"schedule": v}
}

// mostEntries is how many entries of a roster the log names one by one. Of more, as of a list of staff, it says how many there are, with
// a sum over the whole site.
const mostEntries = 20

// Roster is a roster in the log: its version, and entries by their kinds and names.
type Roster map[string]any

// Rosters are a roster as it was and as it is since a version, as far as that differs.
func Rosters(was, is *sites.Site, version int, d change.Difference) (before, after Roster) {
	before, after = Roster{"version": version - 1}, Roster{"version": version}
	names := slices.Concat(d.Added, d.Changed, d.Removed)
	if len(names) > mostEntries {
		before["sha256"], after["sha256"] = sumOf(was), sumOf(is)
		after["added"], after["changed"], after["removed"] = len(d.Added), len(d.Changed), len(d.Removed)
		return before, after
	}
	for _, name := range names {
		before.add(was, name)
		after.add(is, name)
	}
	return before, after
}

// add notes an entry of a site, if it is there.
func (n Roster) add(site *sites.Site, name string) {
	switch entry := change.Entry(site, name).(type) {
	case nil:
	case roster.Responder:
		n[name] = person{entry.Name, incident.Mask(entry.Phone), entry.Languages, entry.Skills, entry.Group}
	default:
		n[name] = entry
	}
}

// person is a responder in the log. The number is masked; under another name it would be hidden altogether.
type person struct {
	Name      string   `json:"name"`
	Number    string   `json:"number"`
	Languages []string `json:"languages"`
	Skills    []string `json:"skills,omitempty"`
	Group     string   `json:"group,omitempty"`
}

// Plan is a version of a plan in the log. Its text stays in the database, for ever.
type Plan struct {
	Version int    `json:"version"`
	SHA256  string `json:"sha256,omitempty"`
	Draft   bool   `json:"draft,omitempty"`
	As      int    `json:"as_version,omitempty"` // whose text it has, after a roll-back
	Note    string `json:"note,omitempty"`
}

// InForce is the version of a plan that is in force among those that memory has; without a number there is none.
func InForce(all []*plans.Plan, id string) Plan {
	for _, p := range all {
		if p.Frozen.ID == id {
			return Plan{Version: p.Frozen.Version, SHA256: p.Digest}
		}
	}
	return Plan{}
}

// Published is which version of a plan was in force, as far as memory knew, nil if none was; and the one that is since, as memory has it.
func Published(was, is Plan, version int, note string) (before any, after *Plan) {
	replaced := version - 1
	if was.Version != replaced { // another process has published since
		was = Plan{Version: replaced}
	}
	if replaced > 0 {
		before = was
	}
	if is.Version != version {
		is = Plan{Version: version}
	}
	is.Note = note
	return before, &is
}

// Site is what the log says of a site: what there is of everything, and a sum over all of it, without any number.
type Site struct {
	SHA256     string   `json:"sha256"`
	People     int      `json:"people"`
	Responders []string `json:"responders,omitempty"` // where there are few
	Shifts     int      `json:"shifts"`
	Overrides  int      `json:"overrides"`
	Leave      int      `json:"leave"`
	Residents  int      `json:"residents"`
	Buildings  int      `json:"buildings"`
}

// mostNamed is of how many responders the log says who they are: what is too long for it is cut, and the sum with it.
const mostNamed = 80

// SiteOf is a site in the log.
func SiteOf(site *sites.Site) Site {
	sum := Site{
		SHA256: sumOf(site), People: len(site.Responders), Shifts: len(site.Shifts), Overrides: len(site.Overrides), Leave: len(site.Leave),
		Residents: len(site.Residents), Buildings: len(site.Buildings),
	}
	if sum.People > mostNamed {
		return sum
	}
	for _, r := range site.Responders {
		sum.Responders = append(sum.Responders, r.ID)
	}
	return sum
}

// sumOf is a sum over all of a site, empty for one that cannot be written down.
func sumOf(site *sites.Site) string {
	document, err := site.Marshal()
	if err != nil {
		return ""
	}
	hash := sha256.Sum256(document)
	return hex.EncodeToString(hash[:])
}
