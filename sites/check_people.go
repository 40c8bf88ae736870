package sites

import (
	"fmt"
	"slices"
	"strings"

	"muster/roster"
)

// This file checks assets, outside numbers, responders, groups, the company list and residents.

func (c *checker) assets() {
	list := c.site.Assets
	c.ids("assets", len(list), func(i int) string { return list[i].ID })
	for i, a := range list {
		path := fmt.Sprintf("assets[%d]", i)
		c.text(path+".label", a.Label)
		if a.Notes != (roster.Text{}) {
			c.text(path+".notes", a.Notes)
		}
		if !slices.Contains(Kinds(), a.Kind) {
			c.say(path+".kind", "value", "the kind %q is not known; write one of %s", short(string(a.Kind)), kindList())
		}
		switch {
		case a.Building != "":
			c.place(path+".building", a.Building, path+".floor", a.Floor)
		case a.Floor != "":
			c.say(path+".floor", "missing", "a floor needs its building; write the building too")
		}
	}
}

func kindList() string {
	var words []string
	for _, k := range Kinds() {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}

func (c *checker) parties() {
	list := c.site.Parties
	c.some("parties", len(list), "outside number")
	c.ids("parties", len(list), func(i int) string { return list[i].ID })
	for i, p := range list {
		path := fmt.Sprintf("parties[%d]", i)
		c.text(path+".label", p.Label)
		c.outside(path+".number", p.Number)
	}
}

// phone checks a number that gets messages: its form, and that it is one person's only.
func (c *checker) phone(path, number, owner string) {
	if !c.callable(path, number, owner) {
		return
	}
	if other, ok := c.phones[number]; ok {
		c.say(path, "duplicate", "%s has the same phone as %s; give each a number of their own", owner, other)
		return
	}
	c.phones[number] = owner
}

// ownPhone checks the number of a responder, which others of them may share; messages then tell them apart by their names.
func (c *checker) ownPhone(path string, r roster.Responder) {
	owner := "the responder " + r.ID
	if !c.callable(path, r.Phone, owner) {
		return
	}
	for _, other := range c.site.Responders {
		if other.ID == r.ID {
			break
		}
		if other.Phone == r.Phone && other.Name == r.Name {
			c.say(path, "duplicate", "%s has the same phone and the same name as the responder %s; write names that tell them apart", owner, other.ID)
			return
		}
	}
	if _, ok := c.phones[r.Phone]; !ok {
		c.phones[r.Phone] = owner
	}
}

// callable checks the form of a number that gets messages.
func (c *checker) callable(path, number, owner string) bool {
	if !phoneForm.MatchString(number) {
		c.say(path, "phone", "the phone of %s is not an international number; write + and 8 to 15 digits in quotes", owner)
		return false
	}
	return true
}

func (c *checker) responders() {
	list := c.site.Responders
	c.some("responders", len(list), "responder")
	c.ids("responders", len(list), func(i int) string { return list[i].ID })
	for i, r := range list {
		c.responder(fmt.Sprintf("responders[%d]", i), r)
	}
}

func (c *checker) responder(path string, r roster.Responder) {
	c.line(path+".name", r.Name)
	c.ownPhone(path+".phone", r)
	if len(r.Languages) == 0 {
		c.say(path+".languages", "empty", "the responder %s reads no language; write en or zh, the best one first", r.ID)
	}
	c.languages(path+".languages", r.Languages)
	c.each(path+".skills", r.Skills, "the skill")
	for i, s := range r.Skills {
		c.word(fmt.Sprintf("%s.skills[%d]", path, i), s)
	}
	if r.Group != "" && !slices.ContainsFunc(c.site.Groups, func(g roster.Group) bool { return g.ID == r.Group }) {
		c.say(path+".group", "unknown", "there is no group %q; add it to groups or name another", short(r.Group))
	}
}

// person checks that a responder exists. Where there are none at all, one problem is enough.
func (c *checker) person(path, id string) {
	if len(c.people) > 0 && !c.people[id] {
		c.say(path, "unknown", "there is no responder %q; add them to responders or name somebody else", short(id))
	}
}

// persons checks a list of responders.
func (c *checker) persons(path string, ids []string) {
	c.each(path, ids, "the responder")
	for i, id := range ids {
		c.person(fmt.Sprintf("%s[%d]", path, i), id)
	}
}

func (c *checker) groups() {
	list := c.site.Groups
	c.some("groups", len(list), "group")
	c.ids("groups", len(list), func(i int) string { return list[i].ID })
	owner := map[string]string{}
	for i, g := range list {
		path := fmt.Sprintf("groups[%d]", i)
		c.person(path+".lead", g.Lead)
		if len(g.Seats) == 0 {
			c.say(path+".seats", "empty", "the group %s has no seats; list those that it fills", g.ID)
		}
		for j, seat := range g.Seats {
			at := fmt.Sprintf("%s.seats[%d]", path, j)
			c.seat(at, seat)
			if other, ok := owner[seat]; ok {
				c.say(at, "duplicate", "the seat %s already belongs to the group %s; a seat has one group", short(seat), other)
			}
			owner[seat] = g.ID
		}
	}
}

func (c *checker) seat(path, seat string) {
	if !seatForm.MatchString(seat) || len(seat) > maxID {
		c.say(path, "id", "%q cannot be a seat; write capitals, digits and dashes, such as SEC or ENG-E", short(seat))
	}
}

func (c *checker) company() {
	if len(c.site.Company) == 0 {
		c.say("company", "empty", "nobody is called when nobody on the site answers; list at least one responder of the company")
	}
	c.persons("company", c.site.Company)
}

func (c *checker) residents() {
	list := c.site.Residents
	c.ids("residents", len(list), func(i int) string { return list[i].ID })
	for i, r := range list {
		path := fmt.Sprintf("residents[%d]", i)
		c.place(path+".building", r.Building, path+".floor", r.Floor)
		c.phone(path+".phone", r.Phone, "the resident "+r.ID)
		if known := c.site.Languages; len(known) > 0 && !slices.Contains(known, r.Language) {
			c.say(path+".language", "value", "the language %q is not one of the site's; write one of %s", short(r.Language), strings.Join(known, ", "))
		}
	}
}
