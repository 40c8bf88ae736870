package reply

// Clauses: what each of them says.

import "strings"

// clause is what stands between two stops.
type clause struct {
	said    []Verb // firmly
	weakly  []Verb // by words that also mean something else
	digits  []Verb // by an answer's digit
	atoms   int
	unknown bool // something in it was not understood
	numbers bool // some of that was a number
	doubt   bool // a hedge
	denies  bool // a negation
	asks    bool // opens with a question word
	mark    bool // ends in a question mark
}

// reading is a whole text.
type reading struct {
	clauses []clause
	minutes []int
	value   string
	valued  bool   // a value follows "4" or "done"
	note    string // what follows "done" in clauses of its own
	yes     bool
	run     bool // digits run together
}

// read goes through the atoms once, taking the longest thing that it knows at each place.
func (b *body) read() *reading {
	r := &reading{clauses: []clause{{}}}
	for i := 0; i < len(b.atoms); {
		a := b.atoms[i]
		if a.kind == stop {
			r.clauses = append(r.clauses, clause{})
			i++
			continue
		}
		c := &r.clauses[len(r.clauses)-1]
		n := b.step(r, c, i)
		c.atoms += n
		i += n
	}
	return r
}

// step reads at atom i and says how many atoms it has taken.
func (b *body) step(r *reading, c *clause, i int) int {
	if b.at(i).kind == ask {
		c.mark = true
		return 1
	}
	if n := b.safeAt(i); n > 0 {
		return n
	}
	if s := b.minutesAt(i, false); s.n > 0 {
		r.minutes = append(r.minutes, s.minutes)
		c.said = append(c.said, ETA)
		return s.n
	}
	if r.quiet() && b.cramped(i) {
		c.digits = append(c.digits, Danger)
		return len(b.atoms) - i
	}
	if d := b.digitAt(i); d != "" {
		if n := b.stepDigit(r, c, i, d); n > 0 {
			return n
		}
	}
	if m, n := lexicon.match(b.atoms, i); n > 0 {
		return b.stepPhrase(r, c, m, i, n)
	}
	c.unknown = true
	if b.at(i).kind == number {
		c.numbers, r.run = true, r.run || runTogether(b.at(i).text)
	}
	return 1
}

func runTogether(text string) bool { return len(text) > 1 && strings.Trim(text, "0123456789") == "" }

// stepDigit reads an answer's digit with what belongs to it; 0 if the digit is none.
func (b *body) stepDigit(r *reading, c *clause, i int, d string) int {
	verb := answers[d]
	if b.counts(i) {
		return 0
	}
	n := 1
	switch {
	case verb == ETA:
		if s := b.minutesAt(b.pastStops(i+1), true); s.n > 0 {
			r.minutes = append(r.minutes, s.minutes)
			n = b.pastStops(i+1) + s.n - i
		}
	case verb == Done && r.quiet():
		if value, ok := b.valueAfter(i + 1); ok {
			r.value, r.valued = value, true
			n = len(b.atoms) - i
		}
	case verb == Danger && r.quiet() && b.urgent(i):
		n = len(b.atoms) - i
	}
	c.digits = append(c.digits, verb)
	return n
}

// quiet says that nothing with a meaning of its own has been read so far.
func (r *reading) quiet() bool {
	for _, c := range r.clauses {
		if len(c.digits) > 0 || c.unknown || c.doubt || c.denies || c.mark || len(without(c.verbs(), Seen)) > 0 {
			return false
		}
	}
	return true
}

// urgent says that a 7 which opens the text is danger whatever follows it: somebody in danger is believed whatever they add.
// Only an alternative or a question takes that from it, and another answer's digit that is all the rest.
func (b *body) urgent(i int) bool {
	start := b.pastStops(i + 1)
	next := b.at(start)
	_, n := alternatives.match(b.atoms, start)
	return next.kind != ask && n == 0 && (next.kind != number || (!b.plain && !b.onlyDigit(start)))
}

// onlyDigit says whether all that stands from atom i on is one answer's digit, politeness and question marks aside.
func (b *body) onlyDigit(i int) bool {
	for end := b.politeEnd(i); end > i+1; end-- {
		if kind := b.at(end - 1).kind; kind != ask && kind != stop {
			return false
		}
	}
	return b.digitAt(i) != ""
}

// cramped says whether atom i is a 7 that runs into the number of people or of a floor after it: "7,3 people trapped".
func (b *body) cramped(i int) bool {
	if b.plain || b.at(i).kind != number || !strings.HasPrefix(b.at(i).text, "7,") {
		return false
	}
	next := b.at(i + 1)
	_, n := counted.match(b.atoms, i+1)
	return n > 0 || (next.kind == han && !next.spaced && strings.Contains(countedHan, next.text))
}

// stepPhrase notes what a listed phrase says, and says how many atoms it takes with what belongs to it.
func (b *body) stepPhrase(r *reading, c *clause, m meaning, i, n int) int {
	switch m.role {
	case hedge:
		c.doubt = true
	case denies:
		c.denies = true
	case yes:
		r.yes = true
	case asks:
		c.asks, c.unknown = true, true
	case filler:
	case says:
		return b.stepVerb(r, c, m, i, n)
	}
	return n
}

// stepVerb notes a verb. A single Chinese character means too many things to be firm.
func (b *body) stepVerb(r *reading, c *clause, m meaning, i, n int) int {
	if m.weak || m.verb == Seen || (n == 1 && b.at(i).kind == han) {
		c.weakly = append(c.weakly, m.verb)
		return n
	}
	if m.verb == Done && r.quiet() {
		n = b.stepDone(r, i, n)
	}
	c.said = append(c.said, m.verb)
	if has([]Verb{Accept, OnScene, NeedHelp}, m.verb) {
		n += b.placeAt(i + n)
	}
	return n
}

// places are the words of a place within the site: somebody "on my way to building 3" is coming. Other goals ("on my way
// home") are not among them.
var (
	places  = words("building|block|tower|floor|floors|fl|f|level|basement|roof|rooftop|gate|entrance|lobby|scene|site|fire|room|zone|garage|car park|plant room|pump room|control room|lift|stairs|staircase|楼|层|号楼|栋|幢|座|单元|区|门|室|大门|门口|大堂|大厅|车库|地下|机房|泵房|配电房|配电室|消防控制室|监控中心|控制室|楼顶|天台|电梯|楼梯|楼下|现场|着火点|集合点|号|地下室")
	towards = words("at|to|to the|at the|on|on the|in|in the|the|of|去|往|在")
)

// placeAt is how many atoms after an arrival, a promise to come or a call for help name a place: numbers and the words above.
func (b *body) placeAt(i int) int {
	end, named := i, false
	if _, n := towards.match(b.atoms, i); n > 0 {
		end += n
	}
	for end < len(b.atoms) && b.minutesAt(end, false).n == 0 {
		_, n := places.match(b.atoms, end)
		if n == 0 && b.at(end).kind != number {
			break
		}
		named = named || n > 0
		end += max(n, 1)
	}
	if !named {
		return 0
	}
	return end - i
}

// stepDone looks for a value or a note after "done" at i..i+n.
func (b *body) stepDone(r *reading, i, n int) int {
	if value, ok := b.amountAfter(i + n); ok {
		r.value, r.valued = value, true
		return len(b.atoms) - i
	}
	r.note = b.textFrom(b.pastStops(i+n), len(b.atoms))
	return n
}

// verbs is everything that a clause says.
func (c *clause) verbs() []Verb {
	all := append([]Verb{}, c.said...)
	return append(append(all, c.weakly...), c.digits...)
}
