package declare

// Places: the building, floor or zone that a text names, in the forms that people write.

import (
	"slices"
	"strconv"
	"strings"
)

var (
	buildingBefore = phrases("building|bldg|bld|block|blk|tower|house|bldg no|building no|楼栋|楼号")
	buildingAfter  = phrases("栋|幢|座|号|号楼|栋楼|幢楼|座楼|#|#楼|号栋")
	floorBefore    = phrases("floor|floors|fl|flr|level|lvl|storey|story|f|楼层")
	floorAfter     = phrases("f|fl|floor|th floor|st floor|nd floor|rd floor|/f|层|楼|层楼|楼层")
	basement       = phrases("basement|负|地下|地库|地下室")
	counted        = phrases("people|persons|person|pax|men|man|women|residents|resident|children|child|kids|others|minutes|mins|min|injured|trapped|dead|人|个|名|位|户|分钟|人员|伤|台|部|辆|处")
	everywhere     = phrases("whole site|entire site|site|everywhere|all buildings|the whole site|全区|全园|全园区|整个园区|全小区|整个小区|小区|园区|全部楼栋|所有楼栋|全部")
	numerals       = map[string]int{"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
)

// spot is a place that was found: a building of the site, or one that is not there.
type spot struct {
	building *Building
	odd      string
	from, to int
}

// placing is the search for one text's place.
type placing struct {
	*body
	g       Gazetteer
	labels  []label // of buildings
	spots   []spot
	floors  []string // named as floors
	zones   []Zone
	overall bool
}

// label is a building's, as texts are cut.
type label struct {
	building *Building
	words    phrase
}

func labelsOf(buildings []Building) (all []label) {
	for k := range buildings {
		for _, l := range buildings[k].labels() {
			if words := phraseOf(l); !plainNumber(words) {
				all = append(all, label{&buildings[k], words})
			}
		}
	}
	return all
}

// place finds the place and says what is wrong with it; hazardEnd is where the hazard's words end.
func (b *body) place(g Gazetteer, r *Reading, hazardEnd int) {
	p := &placing{body: b, g: g, labels: labelsOf(g.Buildings)}
	for i := 0; i < len(b.atoms); {
		i += max(1, p.step(i))
	}
	if len(p.spots) == 0 {
		p.bareNumbers(hazardEnd)
	}
	p.nextTo()
	p.decide(r)
}

// step takes what names a place at i and says how many atoms that is.
func (p *placing) step(i int) int {
	if p.at(i).used {
		return 1
	}
	ref, nf := p.floorAt(i)
	s, nb := p.buildingAt(i)
	zone, nz := p.zoneAt(i)
	site := p.longest(i, everywhere)
	most := max(nf, nb, nz, site)
	switch {
	case most == 0:
		return 0
	case nb == most:
		s.from, s.to = i, i+nb
		p.spots = append(p.spots, s)
	case nf == most:
		p.floors = append(p.floors, ref)
	case nz == most:
		p.zones = append(p.zones, zone)
	default:
		p.overall = true
	}
	p.take(i, i+most)
	return most
}

// number reads a number at i, also a Chinese one, and how many atoms it takes.
func (p *placing) number(i int) (ref string, n int) {
	if p.at(i).used {
		return "", 0
	}
	if p.at(i).kind == digits {
		return p.at(i).text, 1
	}
	return p.chinese(i)
}

// chinese reads 一 to 九十九.
func (p *placing) chinese(i int) (ref string, n int) {
	value, tens := 0, false
	for ; n < 3; n++ {
		text := p.at(i + n).text
		d, ok := numerals[text]
		switch {
		case text == "十" && !tens:
			value, tens = max(1, value)*10, true
		case ok && (n == 0 || (tens && value%10 == 0)):
			value += d
		default:
			return strconv.Itoa(value), n
		}
	}
	return strconv.Itoa(value), n
}

// ref reads what may be a building's or a floor's label at i: a number, a letter, or both together.
func (p *placing) ref(i int) (ref string, n int) {
	if ref, n = p.number(i); n > 0 {
		return ref, n
	}
	a, next := p.at(i), p.at(i+1)
	if a.kind != letters || a.used || len(a.text) > 2 {
		return "", 0
	}
	if next.kind == digits && !next.used {
		return a.text + next.text, 2
	}
	return a.text, 1
}

// floorAt reads a floor that is called one: "floor 12", "12F", "12层", "负一层".
func (p *placing) floorAt(i int) (ref string, n int) {
	if k := p.longest(i, basement); k > 0 {
		if num, m := p.number(i + k); m > 0 {
			return "b" + num, k + m + p.longest(i+k+m, floorAfter)
		}
		return "b1", k
	}
	if k := p.longest(i, floorBefore); k > 0 {
		if ref, m := p.ref(i + k); m > 0 && p.longest(i+k+m, buildingAfter) == 0 {
			return ref, k + m
		}
	}
	if p.at(i).kind == letters && p.at(i).text == "f" && p.at(i+1).kind == digits && p.at(i+1).glued {
		return p.at(i + 1).text, 2
	}
	ref, m := p.ref(i)
	if m == 0 {
		return "", 0
	}
	if k := p.suffix(i+m, floorAfter); k > 0 && !p.opensFloor(i, m) {
		return ref, m + k
	}
	return "", 0
}

// opensFloor says whether what follows a building's own label belongs to what is behind: "B3 floor 12".
func (p *placing) opensFloor(i, m int) bool {
	_, building := p.buildingAt(i)
	next := p.at(i + m)
	return building == m && next.kind == letters && !next.glued
}

// suffix is how many atoms of a phrase stand at i, also where they touch what is before.
func (p *placing) suffix(i int, all []phrase) int {
	most := 0
	for _, words := range all {
		if len(words) <= most || i+len(words) > len(p.atoms) {
			continue
		}
		fits := true
		for k, text := range words {
			fits = fits && p.atoms[i+k].text == text && !p.atoms[i+k].used
		}
		if fits && p.apart(i+len(words)) {
			most = len(words)
		}
	}
	return most
}

// buildingAt reads a building: by one of its own labels, or as people number buildings.
func (p *placing) buildingAt(i int) (s spot, n int) {
	for _, l := range p.labels {
		if m := p.match(i, l.words); m > n {
			s, n = spot{building: l.building}, m
		}
	}
	if k := p.longest(i, buildingBefore); k > 0 {
		if ref, m := p.ref(i + k); m > 0 && k+m > n {
			s, n = p.numbered(ref), k+m
			n += p.suffix(i+n, buildingAfter)
		}
	}
	if ref, m := p.ref(i); m > 0 {
		if k := p.suffix(i+m, buildingAfter); k > 0 && m+k > n {
			s, n = p.numbered(ref), m+k
		}
	}
	return s, n
}

func plainNumber(words phrase) bool { return len(words) == 1 && isDigit(rune(words[0][0])) }

func (b *Building) labels() []string {
	return append([]string{b.ID, b.Name.EN, b.Name.ZH}, b.Aliases...)
}

// numbered finds the building that a reference names.
func (p *placing) numbered(ref string) spot {
	for k := range p.g.Buildings {
		if b := &p.g.Buildings[k]; slices.ContainsFunc(b.labels(), func(l string) bool { return strings.EqualFold(l, ref) }) {
			return spot{building: b}
		}
	}
	return spot{odd: strings.ToUpper(ref)}
}

func (p *placing) zoneAt(i int) (z Zone, n int) {
	for _, zone := range p.g.Zones {
		for _, label := range []string{zone.ID, zone.Name.EN, zone.Name.ZH} {
			if m := p.match(i, phraseOf(label)); m > n {
				z, n = zone, m
			}
		}
	}
	return z, n
}

// bareNumbers reads "3 12" right behind the hazard: a building and a floor, if they are one.
func (p *placing) bareNumbers(i int) {
	i = p.past(i, fillers)
	a, b := p.at(i), p.at(i+1)
	if a.kind != digits || b.kind != digits || a.used || b.used || p.longest(i+2, counted) > 0 {
		return
	}
	s := p.numbered(a.text)
	if s.building == nil || floorOf(s.building, b.text) == "" {
		return
	}
	s.from, s.to = i, i+1
	p.spots = append(p.spots, s)
	p.take(i, i+1)
}

// nextTo reads the number or label that stands right behind a building as its floor.
func (p *placing) nextTo() {
	if len(p.spots) != 1 || len(p.floors) > 0 || p.spots[0].building == nil {
		return
	}
	i := p.spots[0].to
	ref, n := p.ref(i)
	if n == 0 || p.at(i+n).glued && p.at(i+n).kind == letters || p.longest(i+n, counted) > 0 || p.suffix(i+n, counted) > 0 {
		return
	}
	b := p.spots[0].building
	switch flat := floorOfFlat(b, ref); {
	case floorOf(b, ref) != "":
		p.take(i, i+n)
	case flat != "": // the flat stays in the text
		ref = flat
	case p.at(i).kind == letters:
		return
	}
	p.floors = append(p.floors, ref)
}

// floorOf is a floor's own label; "b1" is also looked for as "-1".
func floorOf(b *Building, ref string) string {
	for _, form := range []string{ref, strings.Replace(ref, "b", "-", 1), strings.Replace(ref, "-", "b", 1)} {
		for _, f := range b.Floors {
			if strings.EqualFold(f, form) {
				return f
			}
		}
	}
	return ""
}

// floorOfFlat is the floor of a flat such as 1203.
func floorOfFlat(b *Building, ref string) string {
	if len(ref) < 3 || len(ref) > 4 || !isDigit(rune(ref[0])) {
		return ""
	}
	return floorOf(b, ref[:len(ref)-2])
}
