package sites

// Coverage: what a site's roster lacks for the coming days.

import (
	"fmt"
	"slices"
	"time"

	"muster/roster"
)

// Coverage is what a roster lacks between two moments.
type Coverage struct {
	Site        string
	Zone        roster.Zone
	From, To    time.Time
	Gaps        []roster.Gap
	Unlicensed  []roster.Unlicensed
	Unreachable []Unreachable
}

// Unreachable is somebody whose number does not work, and why that is thought.
type Unreachable struct{ Responder, Why string }

// Full says whether nothing is lacking.
func (c Coverage) Full() bool { return len(c.Gaps)+len(c.Unlicensed)+len(c.Unreachable) == 0 }

// NumberFault is what has shown that a number does not work, or that it is not its owner's.
type NumberFault string

// The faults.
const (
	NumberWorks   NumberFault = ""
	NumberStopped NumberFault = "stopped" // the owner wants no messages
	NumberDead    NumberFault = "dead"    // the carrier cannot bring a text there
	NumberWrong   NumberFault = "wrong"   // somebody else has it
)

// noNumber says what to do about numbers that do not work.
var noNumber = map[NumberFault]string{
	NumberStopped: "They have answered STOP, and the network takes no messages for them: have them write START, or enter another number.",
	NumberDead:    "The network brings no texts to this number: check it, or enter another one.",
	NumberWrong:   "Somebody has answered from it that it is the wrong number: check it, or enter another one.",
}

// Cover looks over a site's roster, for what plans need. fault says what is known of a number.
func Cover(s *Site, needs []roster.Need, at time.Time, days int, fault func(phone string) NumberFault) Coverage {
	r, to := s.Roster(at).Indexed(), at.AddDate(0, 0, days)
	c := Coverage{Site: s.ID, Zone: r.Zone, From: at, To: to, Gaps: roster.Gaps(r, needs, at, to), Unlicensed: roster.WithoutLicence(r, needs, at, to)}
	for _, p := range s.Responders {
		if !plausible(p.Phone) {
			c.Unreachable = append(c.Unreachable, Unreachable{p.ID, "No network has such a number: check it."})
		} else if why := noNumber[fault(p.Phone)]; why != "" {
			c.Unreachable = append(c.Unreachable, Unreachable{p.ID, why})
		}
	}
	return c
}

// HasShift says whether the site has a shift of that id.
func (s *Site) HasShift(id string) bool {
	return slices.ContainsFunc(s.Shifts, func(other Shift) bool { return other.ID == id })
}

// HasResponder says whether the site has a responder of that id.
func (s *Site) HasResponder(id string) bool {
	return slices.ContainsFunc(s.Responders, func(r roster.Responder) bool { return r.ID == id })
}

// Moment reads a local date and time of the site, by the same rules as its file.
func (s *Site) Moment(local string) (time.Time, error) {
	if !written(dateTime, local) {
		return time.Time{}, fmt.Errorf("%q is not a local date and time", short(local))
	}
	return instant(s.Location(), local), nil
}
