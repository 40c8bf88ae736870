// Package change edits what a site says of its duty: shifts, overrides, leave, staff. A change works on a copy, which is checked
// as a whole before anything is made of it, so that nothing is ever half done.
package change

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/roster"
	"muster/sites"
)

// Terms are what a change is judged by.
type Terms struct {
	Now   time.Time
	Force bool          // also where a seat would be left empty, or somebody lacks its skill
	Needs []roster.Need // what seats ask for
}

// Change edits a copy of a site. Its errors are *roster.RefusalError, *UnknownError and *FaultsError.
type Change func(e *edit) error

// UnknownError says that there is nothing of that name to be changed.
type UnknownError struct{ Text string }

// Error implements error.
func (e *UnknownError) Error() string { return e.Text }

// Fault is one thing that is wrong with a file that is brought in, at its place in it, such as "line 417".
type Fault struct{ Where, Text string }

// FaultsError is everything that is wrong with a file that is brought in.
type FaultsError struct{ Faults []Fault }

// Error names the first fault, and says how many there are.
func (e *FaultsError) Error() string {
	first := e.Faults[0]
	text := fmt.Sprintf("%s: %s Nothing has changed.", upper(first.Where), first.Text)
	if n := len(e.Faults); n > 1 {
		text = fmt.Sprintf("%s There is more to correct, %d in all.", text, n)
	}
	return text
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// EmptyError says what a change would leave without anybody within a day.
type EmptyError struct {
	Gaps []roster.Gap
	Zone roster.Zone
}

// Error implements error.
func (e *EmptyError) Error() string {
	var parts []string
	for _, g := range e.Gaps {
		who := "nobody would hold " + g.Seat
		if g.Seat == "" {
			who = "nobody at all would be on duty"
		}
		parts = append(parts, fmt.Sprintf("%s from %s to %s", who, e.local(g.From), e.local(g.To)))
	}
	const most = 3
	if n := len(parts); n > most {
		parts = append(parts[:most], fmt.Sprintf("and so %d more times", n-most))
	}
	return "This would leave the coming night or day empty: " + strings.Join(parts, "; ") + ". Roster somebody first, or repeat with force. Nothing has changed."
}

func (e *EmptyError) local(at time.Time) string { return e.Zone.Local(at).Format(localMinutes) }

// localMinutes is how site files write moments.
const localMinutes = "2006-01-02 15:04"

// ahead is how far a change may leave nothing empty.
const ahead = 24 * time.Hour

// keepPast is how long overrides and leave that are over stay in a site.
const keepPast = 90 * 24 * time.Hour

// edit is one change under way.
type edit struct {
	Terms
	site *sites.Site
	loc  *time.Location
}

// Apply gives the site as a change makes it; the site itself stays as it is.
func Apply(site *sites.Site, do Change, t Terms) (*sites.Site, error) {
	e := &edit{Terms: t, site: copied(site), loc: site.Location()}
	if err := do(e); err != nil {
		return nil, err
	}
	e.tidy()
	after, err := checked(e.site)
	if err != nil {
		return nil, err
	}
	if t.Force {
		return after, nil
	}
	return after, Guard(site, after, t)
}

// Guard refuses a site that leaves seats empty within a day which somebody holds by what is in force.
func Guard(before, after *sites.Site, t Terms) error {
	was, is := before.Roster(t.Now).Indexed(), after.Roster(t.Now).Indexed()
	gaps := roster.Emptied(was, is, t.Needs, t.Now, t.Now.Add(ahead))
	if len(gaps) > 0 {
		return &EmptyError{Gaps: gaps, Zone: is.Zone}
	}
	return nil
}

// copied is a site whose duty may be changed; the lists within its entries are shared, and replaced when they change.
func copied(s *sites.Site) *sites.Site {
	c := *s
	c.Responders, c.Shifts = slices.Clone(s.Responders), slices.Clone(s.Shifts)
	c.Overrides, c.Leave = slices.Clone(s.Overrides), slices.Clone(s.Leave)
	return &c
}

// checked reads a site as the file that would be kept, so that what is in force is what can be read again.
func checked(site *sites.Site) (*sites.Site, error) {
	document, err := site.Marshal()
	if err != nil {
		return nil, err
	}
	read, err := sites.Load(document, site.ID)
	var wrong *sites.FileError
	if errors.As(err, &wrong) {
		return nil, &roster.RefusalError{Text: sentences(wrong)}
	}
	return read, err
}

// sentences are up to three problems of a site, without their places in a file that nobody has seen.
func sentences(wrong *sites.FileError) string {
	var list []string
	for _, p := range wrong.Problems[:min(3, len(wrong.Problems))] {
		list = append(list, upper(p.Text)+".")
	}
	return strings.Join(list, " ") + " Nothing has changed."
}

// tidy drops what has been over for long.
func (e *edit) tidy() {
	limit := e.local(e.Now.Add(-keepPast))
	e.site.Overrides = slices.DeleteFunc(e.site.Overrides, func(o sites.Override) bool { return o.To < limit })
	e.site.Leave = slices.DeleteFunc(e.site.Leave, func(l sites.Leave) bool { return l.To < limit })
}

// local writes a moment as the file does, to the minute.
func (e *edit) local(at time.Time) string { return at.In(e.loc).Format(localMinutes) }

func (e *edit) roster() roster.Roster { return e.site.Roster(e.Now).Indexed() }

// needs are what seats ask for, nothing under force.
func (e *edit) needs() []roster.Need {
	if e.Force {
		return nil
	}
	return e.Needs
}
