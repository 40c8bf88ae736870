package harness

// The demonstration site as on a working day, at whatever hour tests and benches run.

import (
	"net/http"
	"slices"
	"strings"

	"muster/sites"
)

// Daytime puts the first crew and the office on duty round the clock, every day, and nobody else: who is called does then
// not hang on the hour at which something is tried.
func Daytime(site *sites.Site) *sites.Site {
	site.Shifts = slices.DeleteFunc(site.Shifts, func(s sites.Shift) bool {
		return !strings.HasPrefix(s.ID, "crew-a-day") && !strings.HasPrefix(s.ID, "office")
	})
	for k := range site.Shifts {
		s := &site.Shifts[k]
		s.From, s.To, s.Every, s.Days = "00:00", "00:00", 1, []int{0}
	}
	site.Day.From, site.Day.To = "00:00", "00:00"
	site.Overrides, site.Leave = nil, nil
	return site
}

// Staff puts the demonstration site on duty as by day, for a program whose incidents run on the real clock.
func (p *Program) Staff() {
	p.t.Helper()
	p.Place(Daytime(sites.Riverside()))
}

// Place gives the program a site, in place of the one with its id.
func (p *Program) Place(site *sites.Site) {
	p.t.Helper()
	p.Do(http.MethodPost, "/api/v1/sites", site, nil, "Content-Type", "application/yaml") // JSON is YAML
}
