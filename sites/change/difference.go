package change

// Differences: what a change does to a site, for whoever asked for it, for the audit log, and for whoever made a slip.

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"muster/roster"
	"muster/sites"
)

// Difference is what a change does, by the names of what it is done to.
type Difference struct {
	Added, Changed, Removed []string
}

// Between tells what is different between two states of a site's duty.
func Between(before, after *sites.Site) Difference {
	var d Difference
	compare(&d, kindResponder, before.Responders, after.Responders, responderID)
	compare(&d, kindShift, before.Shifts, after.Shifts, shiftID)
	compare(&d, kindOverride, before.Overrides, after.Overrides, overrideID)
	compare(&d, kindLeave, before.Leave, after.Leave, sites.Leave.Key)
	return d
}

// The kinds of what changes are done to.
const (
	kindResponder = "responder"
	kindShift     = "shift"
	kindOverride  = "override"
	kindLeave     = "leave"
)

func responderID(r roster.Responder) string { return r.ID }
func shiftID(s sites.Shift) string          { return s.ID }
func overrideID(o sites.Override) string    { return o.ID }

// Entry finds in a site what a difference names: a roster.Responder, a sites.Shift, a sites.Override or a sites.Leave; nil if it is
// not there.
func Entry(site *sites.Site, name string) any {
	switch kind, id, _ := strings.Cut(name, " "); kind {
	case kindResponder:
		return entry(site.Responders, id, responderID)
	case kindShift:
		return entry(site.Shifts, id, shiftID)
	case kindOverride:
		return entry(site.Overrides, id, overrideID)
	case kindLeave:
		return entry(site.Leave, id, sites.Leave.Key)
	}
	return nil
}

func entry[T any](list []T, id string, key func(T) string) any {
	for _, item := range list {
		if key(item) == id {
			return item
		}
	}
	return nil
}

func compare[T any](d *Difference, what string, before, after []T, id func(T) string) {
	was := map[string]T{}
	for _, item := range before {
		was[id(item)] = item
	}
	for _, item := range after {
		old, known := was[id(item)]
		delete(was, id(item))
		switch {
		case !known:
			d.Added = append(d.Added, what+" "+id(item))
		case !reflect.DeepEqual(old, item):
			d.Changed = append(d.Changed, what+" "+id(item))
		}
	}
	for _, item := range before {
		if _, gone := was[id(item)]; gone {
			d.Removed = append(d.Removed, what+" "+id(item))
			delete(was, id(item))
		}
	}
}

// mostSharing bounds how many phones are told of.
const mostSharing = 20

// Sharing says of each phone that several responders share after a change, and did not share so before, who they are: it may be
// meant, and it may be a slip in a list.
func Sharing(before, after *sites.Site) []string {
	had, has := sharers(before), sharers(after)
	var said []string
	for _, r := range after.Responders {
		people := has[r.Phone]
		if len(people) < 2 || people[0] != r.ID || slices.Equal(people, had[r.Phone]) {
			continue
		}
		if len(said) == mostSharing {
			return append(said, "There are more who share a phone: see `muster site check`.")
		}
		said = append(said, fmt.Sprintf("%s share one phone: see whether that is meant.", strings.Join(people, ", ")))
	}
	return said
}

// sharers are the responders by their phones.
func sharers(site *sites.Site) map[string][]string {
	people := map[string][]string{}
	for _, r := range site.Responders {
		people[r.Phone] = append(people[r.Phone], r.ID)
	}
	return people
}
