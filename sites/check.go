package sites

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a machine without a time-zone database must load sites too
	"unicode"
	"unicode/utf8"

	"muster/roster"
	"muster/sites/strict"
)

// This file checks what a site file says of its places, outside numbers, people and residents.

const (
	maxID   = 40
	maxLine = 120
)

var (
	idForm      = regexp.MustCompile(idPattern)
	seatForm    = regexp.MustCompile(seatPattern)
	phoneForm   = regexp.MustCompile(phonePattern)
	outsideForm = regexp.MustCompile(outsidePattern)
	languages   = []string{"en", "zh"}
)

// checker collects what is wrong with a site, each at its place in the file.
type checker struct {
	site     *Site
	index    *strict.Index
	problems []strict.Problem
	people   map[string]bool     // ids of responders
	floors   map[string]Building // by building id, the first of each
	phones   map[string]string   // whose they are
}

func check(site *Site, index *strict.Index) []strict.Problem {
	c := &checker{site: site, index: index, people: map[string]bool{}, floors: map[string]Building{}, phones: map[string]string{}}
	for _, r := range site.Responders {
		c.people[r.ID] = true
	}
	for _, b := range site.Buildings {
		if _, twice := c.floors[b.ID]; !twice {
			c.floors[b.ID] = b
		}
	}
	c.head()
	c.buildings()
	c.zones()
	c.assets()
	c.parties()
	c.responders()
	c.groups()
	c.company()
	c.residents()
	c.shifts()
	c.overrides()
	c.leave()
	c.drills()
	return c.problems
}

// say reports a problem at a path of the file.
func (c *checker) say(path, rule, format string, args ...any) {
	c.problems = append(c.problems, strict.Problem{Position: c.index.Of(path), Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// some reports a list without anything in it.
func (c *checker) some(path string, n int, what string) {
	if n == 0 {
		c.say(path, "empty", "the site has no %s; write at least one", what)
	}
}

// ids checks the form of ids, and that each stands once.
func (c *checker) ids(list string, n int, id func(i int) string) {
	seen := map[string]bool{}
	for i := range n {
		path, word := fmt.Sprintf("%s[%d].id", list, i), id(i)
		c.word(path, word)
		if seen[word] {
			c.say(path, "duplicate", "the id %q stands twice in %s; give one of them another", word, list)
		}
		seen[word] = true
	}
}

func (c *checker) word(path, word string) {
	if !idForm.MatchString(word) || len(word) > maxID {
		c.say(path, "id", "%q cannot be an id; write up to %d letters, digits and dashes, such as zhang-wei", short(word), maxID)
	}
}

// line checks that a name fits into a message: one line, not too long.
func (c *checker) line(path, text string) {
	if utf8.RuneCountInString(text) > maxLine || strings.ContainsFunc(text, unicode.IsControl) {
		c.say(path, "value", "this text must be one line of at most %d characters; write it so", maxLine)
	}
}

func (c *checker) text(path string, t roster.Text) {
	c.line(path+".en", t.EN)
	c.line(path+".zh", t.ZH)
}

// each reports what stands twice in a list of plain words.
func (c *checker) each(path string, list []string, what string) {
	for i, word := range list {
		if slices.Contains(list[:i], word) {
			c.say(fmt.Sprintf("%s[%d]", path, i), "duplicate", "%s %q stands here twice; take one out", what, short(word))
		}
	}
}

// short cuts what somebody wrote to a length that a sentence can carry.
func short(word string) string {
	if r := []rune(word); len(r) > maxID {
		return string(r[:maxID]) + "..."
	}
	return word
}

func (c *checker) head() {
	s := c.site
	c.word("id", s.ID)
	c.text("name", s.Name)
	if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "Local" {
		c.say("timezone", "value", "%q is not a time zone; write one such as Asia/Shanghai or Europe/Berlin", short(s.Timezone))
	}
	c.some("languages", len(s.Languages), "language")
	c.languages("languages", s.Languages)
	c.channels("channels", s.Channels)
	c.clock("day.from", s.Day.From)
	c.clock("day.to", s.Day.To)
	if s.Emergency != "" {
		c.outside("emergency", s.Emergency)
	}
}

func (c *checker) languages(path string, list []string) {
	c.each(path, list, "the language")
	for i, l := range list {
		if !slices.Contains(languages, l) {
			c.say(fmt.Sprintf("%s[%d]", path, i), "value", "the language %q is not known; write en or zh", short(l))
		}
	}
}

func (c *checker) clock(path, word string) {
	if _, ok := roster.ParseClock(word); !ok {
		c.say(path, "value", "%q is not a time of day; write hours and minutes, such as 07:00", short(word))
	}
}

func (c *checker) outside(path, number string) {
	if !outsideForm.MatchString(number) {
		c.say(path, "phone", "this is not a number to call; write 3 to 15 digits in quotes, with a + before a country code")
	}
}

func (c *checker) buildings() {
	list := c.site.Buildings
	c.some("buildings", len(list), "building")
	c.ids("buildings", len(list), func(i int) string { return list[i].ID })
	points := c.site.MusterPoints
	c.some("muster_points", len(points), "muster point")
	c.ids("muster_points", len(points), func(i int) string { return points[i].ID })
	for i, p := range points {
		c.text(fmt.Sprintf("muster_points[%d].name", i), p.Name)
	}
	for i, b := range list {
		c.building(fmt.Sprintf("buildings[%d]", i), b)
	}
	c.ambiguous()
}

func (c *checker) building(path string, b Building) {
	c.text(path+".name", b.Name)
	c.text(path+".gate", b.Gate)
	if len(b.Floors) == 0 {
		c.say(path+".floors", "empty", "the building has no floors; list their labels from the lowest up")
	}
	c.each(path+".aliases", b.Aliases, "the word")
	c.each(path+".floors", b.Floors, "the floor")
	c.each(path+".units", b.Units, "the unit")
	for i, l := range b.Floors {
		c.line(fmt.Sprintf("%s.floors[%d]", path, i), l)
	}
	points := c.site.MusterPoints // without any, one problem is enough
	if len(points) > 0 && !slices.ContainsFunc(points, func(m MusterPoint) bool { return m.ID == b.MusterPoint }) {
		c.say(path+".muster_point", "unknown", "there is no muster point %q; add it to muster_points or name another", short(b.MusterPoint))
	}
}

// ambiguous reports a word that names two buildings.
func (c *checker) ambiguous() {
	owner := map[string]string{}
	for i, b := range c.site.Buildings {
		for _, l := range b.labels() {
			key := strings.ToUpper(l)
			if other, ok := owner[key]; ok && other != b.ID {
				c.say(fmt.Sprintf("buildings[%d]", i), "duplicate", "%q also names the building %s; give each building words of its own", short(l), other)
			}
			owner[key] = b.ID
		}
	}
}

func (c *checker) zones() {
	list := c.site.Zones
	c.ids("zones", len(list), func(i int) string { return list[i].ID })
	for i, z := range list {
		path := fmt.Sprintf("zones[%d]", i)
		c.text(path+".name", z.Name)
		c.each(path+".buildings", z.Buildings, "the building")
		if len(z.Buildings) == 0 {
			c.say(path+".buildings", "empty", "the zone has no buildings; list at least one")
		}
		for j, id := range z.Buildings {
			c.place(fmt.Sprintf("%s.buildings[%d]", path, j), id, "", "")
		}
		for j, floor := range z.Floors {
			in := func(id string) bool { return slices.Contains(c.floors[id].Floors, floor) }
			if !slices.ContainsFunc(z.Buildings, in) {
				c.say(fmt.Sprintf("%s.floors[%d]", path, j), "unknown", "none of the zone's buildings has a floor %q; write a label from their floors", short(floor))
			}
		}
	}
}

// place checks that a building exists and has a floor; an empty floor is not asked about.
func (c *checker) place(path, building, floorPath, floor string) {
	b, ok := c.floors[building]
	if !ok {
		c.say(path, "unknown", "there is no building %q; add it to buildings or name another", short(building))
		return
	}
	if floor != "" && !slices.Contains(b.Floors, floor) {
		c.say(floorPath, "unknown", "the building %s has no floor %q; write a label from its floors", b.ID, short(floor))
	}
}
