package sites

import (
	_ "embed"
	"fmt"
	"slices"

	"muster/roster"
)

// This file holds the demonstration site, and makes sites of any size from it for benches and tests.

//go:embed riverside.yaml
var riverside []byte

// Riverside is the demonstration site that an empty data directory starts with.
func Riverside() *Site {
	site, err := Load(riverside, "riverside.yaml")
	if err != nil {
		panic(err) //nolint:forbidigo // the file is part of the program; a test loads it
	}
	return site
}

// RiversideFile is the demonstration site's file, the worked example of the format.
func RiversideFile() []byte { return slices.Clone(riverside) }

// Generate makes a site with as many responders and residents as asked for, at least one responder, always the same for
// the same numbers. Its places are Riverside's; its people are Riverside's over and over, each time with other ids and
// numbers.
func Generate(responders, residents int) *Site {
	site := Riverside()
	site.ID = "generated"
	site.Name = roster.Text{EN: "Generated Gardens", ZH: "生成花园"}
	crowd := crowd{size: max(responders, 1), of: site.Responders}
	site.Responders = crowd.people()
	site.Company = crowd.several(site.Company[:1])
	for i, g := range site.Groups {
		site.Groups[i].Lead = crowd.lead(g.Lead)
	}
	site.Shifts = slices.DeleteFunc(crowd.shifts(site.Shifts), func(s Shift) bool { return len(s.Seats) == 0 })
	site.Overrides, site.Leave = nil, nil
	site.Residents = households(site.Residents, len(site.Responders), residents)
	return site
}

// crowd is the people of a site, repeated until there are enough of them.
type crowd struct {
	size int
	of   []roster.Responder
}

func (c crowd) people() []roster.Responder {
	list := make([]roster.Responder, c.size)
	for i := range list {
		p := c.of[i%len(c.of)]
		if round := i / len(c.of); round > 0 {
			p.Name = fmt.Sprintf("%s %d", p.Name, round+1)
		}
		p.ID, p.Phone = c.id(i), fictional(i)
		list[i] = p
	}
	return list
}

func (c crowd) id(i int) string { return repeated(c.of[i%len(c.of)].ID, i/len(c.of)) }

func repeated(id string, round int) string {
	if round == 0 {
		return id
	}
	return fmt.Sprintf("%s-%d", id, round+1)
}

// all lists a list's people with their repetitions, as far as there are any.
func (c crowd) all(ids []string) []string {
	var list []string
	for first := 0; first < c.size; first += len(c.of) {
		for _, id := range ids {
			at := slices.IndexFunc(c.of, func(p roster.Responder) bool { return p.ID == id })
			if first+at < c.size {
				list = append(list, c.id(first+at))
			}
		}
	}
	return list
}

// several is up to three people of a list, or the first of all.
func (c crowd) several(ids []string) []string {
	list := c.all(ids)
	if len(list) == 0 {
		return []string{c.id(0)}
	}
	return list[:min(len(list), 3)]
}

func (c crowd) lead(id string) string { return c.several([]string{id})[0] }

func (c crowd) shifts(list []Shift) []Shift {
	out := make([]Shift, len(list))
	for i, s := range list {
		seats := map[string][]string{}
		for seat, ids := range s.Seats {
			if people := c.all(ids); len(people) > 0 {
				seats[seat] = people
			}
		}
		s.Seats = seats
		out[i] = s
	}
	return out
}

// households repeats residents; their numbers follow those of the responders.
func households(of []Resident, responders, size int) []Resident {
	list := make([]Resident, size)
	for i := range list {
		r := of[i%len(of)]
		r.ID, r.Phone = repeated(r.ID, i/len(of)), fictional(responders+i)
		list[i] = r
	}
	return list
}

// fictional is the n-th of the numbers that are set aside for fiction: 555-0100 to 555-0199 in each area code of North
// America, from 202 on. After some 70,000 of them come numbers too long for any phone there.
func fictional(n int) string {
	area := 202
	for skip := n / 100; skip > 0; {
		area++
		if tens, ones := area/10%10, area%10; tens != 9 && (tens != 1 || ones != 1) {
			skip--
		}
	}
	return fmt.Sprintf("+1%d55501%02d", area, n%100)
}
