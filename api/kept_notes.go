package api

// What the audit log says of rosters and of plans: what a change has to do with, as it was and as it is.

import (
	"context"
	"slices"

	"muster/incident"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

// mostNoted is how many entries of a roster the log names one by one. Of more, as of a list of staff, it says how many there are, with a
// sum over the whole site.
const mostNoted = 20

// rosterNote is a roster in the log: its version, and entries by their kinds and names.
type rosterNote map[string]any

// rosterNotes are a roster as it was and as it is, as far as that differs.
func rosterNotes(done RosterChanged, d change.Difference) (before, after rosterNote) {
	before, after = rosterNote{"version": done.Version - 1}, rosterNote{"version": done.Version}
	names := slices.Concat(d.Added, d.Changed, d.Removed)
	if len(names) > mostNoted {
		before["sha256"], after["sha256"] = sumOf(done.Before), sumOf(done.After)
		after["added"], after["changed"], after["removed"] = len(d.Added), len(d.Changed), len(d.Removed)
		return before, after
	}
	for _, name := range names {
		before.add(done.Before, name)
		after.add(done.After, name)
	}
	return before, after
}

// add notes an entry of a site, if it is there.
func (n rosterNote) add(site *sites.Site, name string) {
	switch entry := change.Entry(site, name).(type) {
	case nil:
	case roster.Responder:
		n[name] = personNote{entry.Name, incident.Mask(entry.Phone), entry.Languages, entry.Skills, entry.Group}
	default:
		n[name] = entry
	}
}

// personNote is a responder in the log. The number is masked; under another name it would be hidden altogether.
type personNote struct {
	Name      string   `json:"name"`
	Number    string   `json:"number"`
	Languages []string `json:"languages"`
	Skills    []string `json:"skills,omitempty"`
	Group     string   `json:"group,omitempty"`
}

// planNote is a version of a plan in the log. Its text stays in the database, for ever.
type planNote struct {
	Version int    `json:"version"`
	SHA256  string `json:"sha256,omitempty"`
	Draft   bool   `json:"draft,omitempty"`
	As      int    `json:"as_version,omitempty"` // whose text it has, after a roll-back
	Note    string `json:"note,omitempty"`
}

// planNow is the version of a plan that memory has in force; without a number there is none.
func (s *server) planNow(id string) planNote {
	for _, p := range s.Catalog.Plans() {
		if p.Frozen.ID == id {
			return planNote{Version: p.Frozen.Version, SHA256: p.Digest}
		}
	}
	return planNote{}
}

// notePublished notes which version of a plan was in force, as far as memory knew, and which one is.
func (s *server) notePublished(ctx context.Context, id string, was planNote, v PlanVersion) *planNote {
	n, replaced := noteOf(ctx), v.Version-1
	if was.Version != replaced { // another process has published since
		was = planNote{Version: replaced}
	}
	if replaced > 0 {
		n.before = was
	}
	is := s.planNow(id)
	if is.Version != v.Version {
		is = planNote{Version: v.Version}
	}
	is.Note = v.Note
	n.after = &is
	return &is
}
