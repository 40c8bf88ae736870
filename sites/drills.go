package sites

// This file says how often the site practises plans, where it wants that to differ from what a plan says.

import (
	"fmt"
	"slices"
)

// DrillCadence is how often a plan is practised at the site.
type DrillCadence struct {
	Plan        string `json:"plan" jsonschema_description:"The id of a plan."`
	EveryMonths int    `json:"every_months" jsonschema:"minimum=0,maximum=120" jsonschema_description:"At least so often; 0: this plan need not be practised here."`
}

// Cadence is the site's own cadence for a plan, in months, 0 if it need not be practised; ok is false if the plan's counts.
func (s *Site) Cadence(plan string) (months int, ok bool) {
	k := slices.IndexFunc(s.Drills, func(d DrillCadence) bool { return d.Plan == plan })
	if k < 0 {
		return 0, false
	}
	return s.Drills[k].EveryMonths, true
}

func (c *checker) drills() {
	c.ids("drills", len(c.site.Drills), func(i int) string { return c.site.Drills[i].Plan })
	for i, d := range c.site.Drills {
		if d.EveryMonths < 0 || d.EveryMonths > 120 {
			c.say(fmt.Sprintf("drills[%d].every_months", i), "value", "a plan is practised every 1 to 120 months; 0 if it need not be")
		}
	}
}
