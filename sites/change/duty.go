package change

// Changes of shifts, overrides and leave.

import (
	"fmt"
	"slices"
	"time"

	"muster/roster"
	"muster/sites"
)

// PutShift adds a shift, or puts it in the place of the one with its id.
func PutShift(s sites.Shift) Change {
	return func(e *edit) error {
		at := slices.IndexFunc(e.site.Shifts, func(o sites.Shift) bool { return o.ID == s.ID })
		if at < 0 {
			e.site.Shifts = append(e.site.Shifts, s)
			return nil
		}
		e.site.Shifts[at] = s
		return nil
	}
}

// DeleteShift takes a shift out.
func DeleteShift(id string) Change {
	return func(e *edit) error {
		before := len(e.site.Shifts)
		e.site.Shifts = slices.DeleteFunc(e.site.Shifts, func(s sites.Shift) bool { return s.ID == id })
		return e.gone(before, len(e.site.Shifts), "shift", id)
	}
}

// gone refuses a deletion that deleted nothing.
func (e *edit) gone(before, after int, what, id string) error {
	if before == after {
		return &UnknownError{fmt.Sprintf("There is no %s %q at this site: see its roster.", what, id)}
	}
	return nil
}

// Span is from one moment to another.
type Span struct{ From, To time.Time }

// AddOverride has somebody stand in for somebody, or be added to a seat, for a while.
func AddOverride(o sites.Override, s Span) Change {
	return func(e *edit) error {
		if err := s.check(e.Now); err != nil {
			return err
		}
		o.From, o.To = e.local(s.From), e.local(s.To)
		if o.ID == "" {
			o.ID = e.free("o-" + o.In + "-" + e.stamp(s.From))
		}
		if slices.ContainsFunc(e.site.Overrides, func(other sites.Override) bool { return other.ID == o.ID }) {
			return &roster.RefusalError{Field: "id", Text: fmt.Sprintf("There is an override %q already: give this one another id, or none.", o.ID)}
		}
		e.site.Overrides = append(e.site.Overrides, o)
		return nil
	}
}

func (s Span) check(now time.Time) error {
	switch {
	case !s.To.After(s.From):
		return &roster.RefusalError{Field: "to", Text: "This ends before it begins: give an end after its beginning."}
	case !s.To.After(now):
		return &roster.RefusalError{Field: "to", Text: "This is over already: give an end that is still to come."}
	case s.From.Year() < 2000 || s.To.Year() > 9999:
		return &roster.RefusalError{Field: "from", Text: "This is no time that a roster reaches: check the year."}
	}
	return nil
}

func (e *edit) stamp(at time.Time) string { return at.In(e.loc).Format("20060102-1504") }

// longestName leaves room for what makes a name unique: ids have 40 characters at most.
const longestName = 36

// free is a name that no override has yet.
func (e *edit) free(name string) string {
	name = name[:min(len(name), longestName)]
	taken := func(id string) bool {
		return slices.ContainsFunc(e.site.Overrides, func(o sites.Override) bool { return o.ID == id })
	}
	for n, id := 2, name; ; n++ {
		if !taken(id) {
			return id
		}
		id = fmt.Sprintf("%s-%d", name, n)
	}
}

// DeleteOverride takes an override back.
func DeleteOverride(id string) Change {
	return func(e *edit) error {
		before := len(e.site.Overrides)
		e.site.Overrides = slices.DeleteFunc(e.site.Overrides, func(o sites.Override) bool { return o.ID == id })
		return e.gone(before, len(e.site.Overrides), "override", id)
	}
}

// AddLeave takes somebody off every shift for a while.
func AddLeave(l sites.Leave, s Span) Change {
	return func(e *edit) error {
		if err := s.check(e.Now); err != nil {
			return err
		}
		l.From, l.To = e.local(s.From), e.local(s.To)
		if slices.ContainsFunc(e.site.Leave, func(other sites.Leave) bool { return other.Key() == l.Key() }) {
			return &roster.RefusalError{Text: fmt.Sprintf("There is a leave %q already: delete it first, or give this one an id of its own.", l.Key())}
		}
		e.site.Leave = append(e.site.Leave, l)
		return nil
	}
}

// DeleteLeave takes a leave back.
func DeleteLeave(key string) Change {
	return func(e *edit) error {
		before := len(e.site.Leave)
		e.site.Leave = slices.DeleteFunc(e.site.Leave, func(l sites.Leave) bool { return l.Key() == key })
		return e.gone(before, len(e.site.Leave), "leave", key)
	}
}

// Swap has two people take each other's stints.
func Swap(one, other roster.Stint) Change {
	return func(e *edit) error {
		made, err := e.roster().Swap(one, other, e.needs(), e.Now)
		if err != nil {
			return err
		}
		for _, o := range made {
			e.stand(o, "swap")
		}
		return nil
	}
}

// TakeNow has somebody take a shift over that is being worked.
func TakeNow(t roster.Taking) Change {
	return func(e *edit) error {
		o, err := e.roster().TakeNow(t, e.needs(), e.Now)
		if err != nil {
			return err
		}
		e.stand(o, "take")
		return nil
	}
}

// stand puts an override in force, before others that replace the same person: these are cut around it. Somebody who takes
// their own post back needs none.
func (e *edit) stand(o roster.Override, why string) {
	made := sites.Override{Seat: o.Seat, Out: o.Out, In: o.In, From: e.local(o.From), To: e.local(o.To)}
	e.cut(made)
	if made.In == made.Out {
		return
	}
	made.ID = e.free(why + "-" + made.Out + "-" + e.stamp(o.From))
	e.site.Overrides = append(e.site.Overrides, made)
}

// cut makes room among the overrides of the same person. Local times sort as texts.
func (e *edit) cut(made sites.Override) {
	var left, rest []sites.Override
	for _, o := range e.site.Overrides {
		if o.Out != made.Out || o.From >= made.To || made.From >= o.To {
			left = append(left, o)
			continue
		}
		before, after := o, o
		if before.To = made.From; before.From < before.To {
			left = append(left, before)
		}
		if after.From = made.To; after.From < after.To {
			rest = append(rest, after)
		}
	}
	e.site.Overrides = left
	for _, o := range rest {
		o.ID = e.free(o.ID)
		e.site.Overrides = append(e.site.Overrides, o)
	}
}
