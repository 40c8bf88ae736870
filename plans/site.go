// This file checks a plan against the site where it is to run.

package plans

import (
	"fmt"
	"slices"

	"muster/incident/frozen"
	"muster/plans/document"
	"muster/roster"
	"muster/sites"
	"muster/sites/strict"
)

// CheckSite says what keeps a plan from working at a site (problems) and what will be short there (warnings). Their places
// are the plan's.
func CheckSite(plan *Plan, site *sites.Site) (problems, warnings []strict.Problem) {
	c := &siteCheck{plan: plan, site: site}
	c.parties()
	c.zones()
	for _, id := range plan.index.Keys("seats") {
		c.seat(id, plan.Doc.Seats[id])
	}
	return strict.Sort(c.problems), strict.Sort(c.warnings)
}

// CheckSize says whether a plan and what is frozen of a site fit into an incident; ok is true where there is room enough.
func CheckSize(plan *Plan, site frozen.Site) (problem strict.Problem, ok bool) {
	return sized(Size(plan.Frozen, site), site.ID)
}

type siteCheck struct {
	plan               *Plan
	site               *sites.Site
	problems, warnings []strict.Problem
}

func (c *siteCheck) problem(at strict.Position, rule, format string, args ...any) {
	c.problems = append(c.problems, strict.Problem{Position: at, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

func (c *siteCheck) warn(at strict.Position, rule, format string, args ...any) {
	c.warnings = append(c.warnings, strict.Problem{Position: at, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

func (c *siteCheck) parties() {
	for i, step := range c.plan.Doc.Steps {
		if step.Call == nil {
			continue
		}
		if _, ok := c.site.Party(step.Call.Party); !ok {
			c.problem(c.plan.index.Of(fmt.Sprintf("steps[%d].call.party", i)), "unknown-party",
				"the site %s has no outside number %s; write it under parties in the site's file", c.site.ID, step.Call.Party)
		}
	}
}

func (c *siteCheck) zones() {
	for _, id := range c.plan.index.Keys("audiences") {
		for n, zone := range c.plan.Doc.Audiences[id].Zones {
			if !slices.ContainsFunc(c.site.Zones, func(z sites.Zone) bool { return z.ID == zone }) {
				c.problem(c.plan.index.Of(fmt.Sprintf("audiences.%s.zones[%d]", id, n)), "unknown-zone",
					"the site %s has no zone %s; write it under zones in the site's file", c.site.ID, zone)
			}
		}
	}
}

// seat says who of the site's people could ever hold a seat.
func (c *siteCheck) seat(id string, seat document.Seat) {
	able := slices.DeleteFunc(slices.Clone(c.site.Responders), func(r roster.Responder) bool { return !r.Has(seat.Skill) })
	rostered := c.rostered(id)
	at := c.plan.index.Key("seats." + id)
	switch need := max(seat.Needs.Day, seat.Needs.Night); {
	case len(able) == 0:
		c.problem(at, "seat-nobody", "nobody at %s can fill the seat %s: no responder has the skill %s; write it at whoever has the licence", c.site.ID, id, seat.Skill)
	case id == c.plan.Doc.Command.Seat && !rostered:
		c.problem(at, "seat-nobody", "no shift at %s has the seat %s, which commands; put somebody into it in every shift", c.site.ID, id)
	case len(able) < need:
		c.warn(at, "seat-short", "the seat %s needs %d people, and only %d at %s have the skill %s; train more or lower the need", id, need, len(able), c.site.ID, seat.Skill)
	case !rostered:
		c.warn(at, "seat-unrostered", "no shift at %s has the seat %s; only substitutes will be called for it", c.site.ID, id)
	}
}

func (c *siteCheck) rostered(seat string) bool {
	return slices.ContainsFunc(c.site.Shifts, func(s sites.Shift) bool { return len(s.Seats[seat]) > 0 })
}
