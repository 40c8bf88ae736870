package sites

// How the site deals with notices to its residents.

import "slices"

// Approvals are the ways in which notices are approved, the first the one where the file says nothing.
func Approvals() []string { return []string{"none", "one", "two"} }

// The bounds of a rate, in message parts per second.
const (
	minRate = 0.1
	maxRate = 1000
)

// Notices says who has to stand behind a notice before it leaves, and how fast it may.
type Notices struct {
	Approval string  `json:"approval,omitempty" jsonschema:"enum=none,enum=one,enum=two" jsonschema_description:"none: what the plan or a person sends leaves at once. one: a person must stand behind it, and who completes the step that sends it does. two: a second person must approve it; in a drill one is enough. none if left out."`
	Rate     float64 `json:"rate,omitempty" jsonschema:"minimum=0.1,maximum=1000" jsonschema_description:"Message parts per second at most, where the site's notices are to leave more slowly than MUSTER_NOTICE_RATE says."`
}

func (c *checker) notices() {
	n := c.site.Notices
	if n.Approval != "" && !slices.Contains(Approvals(), n.Approval) {
		c.say("notices.approval", "value", "the approval %q is not known; write none, one or two", short(n.Approval))
	}
	if n.Rate != 0 && (n.Rate < minRate || n.Rate > maxRate) {
		c.say("notices.rate", "value", "a rate is from 0.1 to 1000 message parts per second; write it so, or leave it out")
	}
}
