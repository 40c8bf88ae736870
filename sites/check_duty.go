package sites

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// This file checks what a site file says of duty: shifts, overrides and leave.

const dateTime = "2006-01-02 15:04"

func (c *checker) shifts() {
	list := c.site.Shifts
	c.some("shifts", len(list), "shift")
	c.ids("shifts", len(list), func(i int) string { return list[i].ID })
	for i, s := range list {
		c.shift(fmt.Sprintf("shifts[%d]", i), s)
	}
}

func (c *checker) shift(path string, s Shift) {
	c.clock(path+".from", s.From)
	c.clock(path+".to", s.To)
	if !written(time.DateOnly, s.First) {
		c.say(path+".first", "value", "%q is not a date; write year, month and day, such as 2026-01-01", short(s.First))
	}
	if len(s.Days) == 0 {
		c.say(path+".days", "empty", "the shift %s is worked on no day of its cycle; list at least one", s.ID)
	}
	for i, day := range s.Days {
		at := fmt.Sprintf("%s.days[%d]", path, i)
		if day < 0 || day >= s.Every {
			c.say(at, "value", "the cycle of %d days has no day %d; write 0 to %d", s.Every, day, s.Every-1)
		}
		if slices.Contains(s.Days[:i], day) {
			c.say(at, "duplicate", "the day %d stands here twice; take one out", day)
		}
	}
	c.posts(path, s)
}

func (c *checker) posts(path string, s Shift) {
	if len(s.Seats) == 0 && len(s.Others) == 0 {
		c.say(path+".seats", "empty", "the shift %s has nobody; roster somebody to a seat", s.ID)
	}
	for _, seat := range slices.Sorted(maps.Keys(s.Seats)) {
		at := fmt.Sprintf("%s.seats.%s", path, seat)
		if len(s.Seats[seat]) == 0 {
			c.say(at, "empty", "nobody is rostered to the seat %s; name somebody or take the seat out", seat)
		}
		c.persons(at, s.Seats[seat])
	}
	c.persons(path+".others", s.Others)
}

func (c *checker) overrides() {
	list := c.site.Overrides
	c.ids("overrides", len(list), func(i int) string { return list[i].ID })
	for i, o := range list {
		path := fmt.Sprintf("overrides[%d]", i)
		c.person(path+".in", o.In)
		c.window(path, o.From, o.To)
		if o.Seat != "" {
			c.seat(path+".seat", o.Seat)
		}
		switch {
		case o.Out == "" && o.Seat == "":
			c.say(path, "missing", "the override %s neither replaces anybody nor names a seat; write out, seat or both", o.ID)
		case o.Out == o.In:
			c.say(path+".in", "value", "%s cannot stand in for themselves; name somebody else", o.In)
		case o.Out != "":
			c.person(path+".out", o.Out)
			c.overlap(path, o, list[:i])
		}
	}
}

// overlap reports two people standing in for the same one in the same seat at the same time. The text of local times
// sorts as they do.
func (c *checker) overlap(path string, o Override, earlier []Override) {
	for _, e := range earlier {
		sameSeat := e.Seat == o.Seat || e.Seat == "" || o.Seat == ""
		if e.Out == o.Out && sameSeat && e.From < o.To && o.From < e.To {
			c.say(path, "overlap", "the override %s already replaces %s during this one; change the times of one of them", e.ID, o.Out)
		}
	}
}

func (c *checker) leave() {
	seen := map[string]bool{}
	for i, l := range c.site.Leave {
		path := fmt.Sprintf("leave[%d]", i)
		if l.ID != "" {
			c.word(path+".id", l.ID)
			if seen[l.ID] {
				c.say(path+".id", "duplicate", "the id %q stands twice in leave; give one of them another", l.ID)
			}
			seen[l.ID] = true
		}
		c.person(path+".responder", l.Responder)
		c.window(path, l.From, l.To)
	}
}

// window checks two local times, of which the second must be the later one.
func (c *checker) window(path, from, to string) {
	okFrom, okTo := c.moment(path+".from", from), c.moment(path+".to", to)
	if okFrom && okTo && to <= from {
		c.say(path+".to", "value", "this ends before it begins; write an end after %s", from)
	}
}

func (c *checker) moment(path, word string) bool {
	ok := written(dateTime, word)
	if !ok {
		c.say(path, "value", "%q is not a local date and time; write it as 2026-11-20 07:00", short(word))
	}
	return ok
}

// written says whether a word is a time in just this layout, with every zero in its place.
func written(layout, word string) bool {
	t, err := time.Parse(layout, word)
	return err == nil && t.Format(layout) == word
}
