package change

// Changes of staff, and what is brought in from calendars.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"muster/roster"
	"muster/sites"
	"muster/sites/calendar"
	"muster/sites/staff"
)

// Staff adds people, or puts them in the place of those with their ids. Nobody is taken out.
func Staff(lines []staff.Line) Change {
	return func(e *edit) error {
		if faults := e.faultsOf(lines); len(faults) > 0 {
			return &FaultsError{faults}
		}
		for _, l := range lines {
			if len(l.Person.Languages) == 0 {
				l.Person.Languages = e.site.Languages
			}
			at := slices.IndexFunc(e.site.Responders, func(r roster.Responder) bool { return r.ID == l.Person.ID })
			if at < 0 {
				e.site.Responders = append(e.site.Responders, l.Person)
				continue
			}
			e.site.Responders[at] = l.Over(e.site.Responders[at])
		}
		return nil
	}
}

// faultsOf finds what of the people does not fit the site: groups that it lacks, phones that are a resident's, or another
// responder's of the same name. Others may share a phone: messages tell them apart by their names.
func (e *edit) faultsOf(lines []staff.Line) []Fault {
	resident, named, listed := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, l := range lines {
		listed[l.Person.ID] = true
	}
	for _, r := range e.site.Responders {
		if !listed[r.ID] {
			named[r.Phone+"\n"+r.Name] = r.ID
		}
	}
	for _, r := range e.site.Residents {
		resident[r.Phone] = r.ID
	}
	var faults []Fault
	for _, l := range lines {
		where, p := fmt.Sprintf("line %d", l.Number), l.Person
		if other, taken := resident[p.Phone]; taken {
			faults = append(faults, Fault{where, fmt.Sprintf("the phone of %s is that of the resident %s already: give each a number of their own.", p.ID, other)})
		}
		if other, taken := named[p.Phone+"\n"+p.Name]; taken {
			faults = append(faults, Fault{where, fmt.Sprintf("%s has the phone and the name of the responder %s: write names that tell the two apart.", p.ID, other)})
		}
		if p.Group != "" && !slices.ContainsFunc(e.site.Groups, func(g roster.Group) bool { return g.ID == p.Group }) {
			faults = append(faults, Fault{where, fmt.Sprintf("there is no group %q at this site: name one that there is, or leave it empty.", p.Group)})
		}
	}
	return faults
}

// RemoveStaff takes somebody out, and off every shift, override and leave.
func RemoveStaff(id string) Change {
	return func(e *edit) error {
		before := len(e.site.Responders)
		e.site.Responders = slices.DeleteFunc(e.site.Responders, func(r roster.Responder) bool { return r.ID == id })
		if err := e.gone(before, len(e.site.Responders), "responder", id); err != nil {
			return err
		}
		is := func(other string) bool { return other == id }
		for n, s := range e.site.Shifts {
			s.Others = slices.DeleteFunc(slices.Clone(s.Others), is)
			seats := map[string][]string{}
			for seat, people := range s.Seats {
				if left := slices.DeleteFunc(slices.Clone(people), is); len(left) > 0 {
					seats[seat] = left
				}
			}
			s.Seats = seats
			e.site.Shifts[n] = s
		}
		e.site.Overrides = slices.DeleteFunc(e.site.Overrides, func(o sites.Override) bool { return o.In == id || o.Out == id })
		e.site.Leave = slices.DeleteFunc(e.site.Leave, func(l sites.Leave) bool { return l.Responder == id })
		return nil
	}
}

// Events brings a calendar's events in: as leave, or, for a seat, as duty in it. Who they are about is given, or said by each
// event. An event that was brought in before is replaced.
type Events struct {
	List      []calendar.Event
	Responder string // whom all are about; empty: each says so itself
	Seat      string // to which they are added; empty: they are leave
}

// Change is the change that brings the events in.
func (in Events) Change() Change {
	return func(e *edit) error {
		var faults []Fault
		for _, ev := range in.List {
			id, fault := e.about(in.Responder, ev)
			if fault != "" {
				faults = append(faults, Fault{ev.Where, fault})
				continue
			}
			if ev.To.After(e.Now) {
				e.bring(in.Seat, id, ev)
			}
		}
		if len(faults) > 0 {
			return &FaultsError{faults}
		}
		return nil
	}
}

// about finds whom an event is about: a responder's id or name among those whom it names.
func (e *edit) about(given string, ev calendar.Event) (id, fault string) {
	names := ev.Names
	if given != "" {
		names = []string{given}
	}
	var found []string
	for _, r := range e.site.Responders {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, r.ID) || strings.EqualFold(n, r.Name) }) {
			found = append(found, r.ID)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], ""
	case len(found) > 1:
		return "", fmt.Sprintf("this may be about several people, %s: name one of them by their id.", strings.Join(found, ", "))
	case given != "":
		return "", fmt.Sprintf("there is no responder %q at this site: see its responders.", given)
	}
	return "", "this names nobody who is a responder here: write a responder's name or id as its summary or attendee, or say for whom the whole calendar is."
}

// bring puts one event in the place of what it made before.
func (e *edit) bring(seat, responder string, ev calendar.Event) {
	id := eventID(responder, ev)
	from, to := e.local(ev.From), e.local(ev.To)
	if to <= from { // shorter than a minute, or across a change of clocks
		return
	}
	if seat == "" {
		e.site.Leave = slices.DeleteFunc(e.site.Leave, func(l sites.Leave) bool { return l.ID == id })
		e.site.Leave = append(e.site.Leave, sites.Leave{ID: id, Responder: responder, From: from, To: to})
		return
	}
	e.site.Overrides = slices.DeleteFunc(e.site.Overrides, func(o sites.Override) bool { return o.ID == id })
	e.site.Overrides = append(e.site.Overrides, sites.Override{ID: id, Seat: seat, In: responder, From: from, To: to})
}

// eventID names an event as long as its calendar calls it the same.
func eventID(responder string, ev calendar.Event) string {
	sum := sha256.Sum256([]byte(responder + "\n" + ev.ID))
	return "ics-" + hex.EncodeToString(sum[:10])
}
