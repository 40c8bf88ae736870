package reply

// Whether the value that came with "done" is what the step asks for.

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	plainNumber = regexp.MustCompile(`^([+-]?[0-9]{1,12}(?:[.,][0-9]{1,9})?)\s*(.*)$`)
	thousands   = regexp.MustCompile(`^[+-]?[1-9][0-9]{0,2},[0-9]{3}$`)
	unitWord    = regexp.MustCompile(`^[\pL%°/]{0,8}$`)
	countPair   = regexp.MustCompile(`(?i)^([0-9]{1,6})\s*(?:/|of|out of)\s*([0-9]{1,6})$`)
	choiceStart = regexp.MustCompile(`^([0-9]{1,3})(?:$|[^0-9])(.*)$`)
)

// Check gives the value of a step's evidence as it is kept, or says what is wrong with it.
func Check(e Evidence, value string) (string, ValueProblem) {
	if e.Kind == EvidenceNone {
		if doubtfulNote(value) {
			return "", ValueContradicted
		}
		return value, ValueFine
	}
	if value == "" {
		return "", ValueMissing
	}
	switch e.Kind {
	case EvidenceChoice:
		return choose(e.Choices, value)
	case EvidenceNumber:
		return measure(e, value)
	case EvidenceCount:
		return count(value)
	case EvidenceText, EvidenceNone:
	}
	return value, ValueFine
}

// doubtfulNote says whether a note beside "done" takes it back or asks ("4 not yet", "4 10 min"): then nothing is done.
func doubtfulNote(note string) bool {
	b := newBody(note)
	for i := range b.atoms {
		m, n := lexicon.match(b.atoms, i)
		if b.atoms[i].kind == ask || b.minutesAt(i, false).n > 0 || (n > 0 && (m.role == hedge || m.role == denies || m.role == asks || withdraws(m))) {
			return true
		}
	}
	return false
}

func withdraws(m meaning) bool {
	return !m.weak && has([]Verb{Cannot, NeedHelp, Undo, WrongNumber}, m.verb)
}

// choose reads a choice by its number, by its own text, or by both if they agree.
func choose(choices []Choice, value string) (string, ValueProblem) {
	named := byName(choices, value)
	numbered, rest := byNumber(choices, value)
	switch {
	case named >= 0 && (numbered < 0 || numbered == named || rest != ""):
		return choices[named].Value, ValueFine
	case named >= 0:
		return "", ValueContradicted // "3" is both a number and another choice's own text
	case numbered < 0:
		return "", ValueNoChoice
	case !backs(choices, numbered, rest):
		return "", ValueContradicted
	}
	return choices[numbered].Value, ValueFine
}

// byName is the place of the one choice that the text names, or -1.
func byName(choices []Choice, value string) int {
	found := -1
	for i, c := range choices {
		if !calls(c, value) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

func calls(c Choice, value string) bool {
	for _, name := range append([]string{c.Value}, c.Names...) {
		if k := plainly(name); k != "" && k == plainly(value) {
			return true
		}
	}
	return false
}

// plainly is a text without case, spaces and punctuation.
func plainly(text string) string {
	var kept []atom
	for _, a := range newAtoms(Normalise(text)) {
		if a.kind != stop {
			kept = append(kept, a)
		}
	}
	return key(kept)
}

// byNumber is the place of the choice whose number opens the value, or -1, and the text after it.
func byNumber(choices []Choice, value string) (int, string) {
	m := choiceStart.FindStringSubmatch(value)
	if m == nil {
		return -1, ""
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n < 1 || n > len(choices) {
		return -1, ""
	}
	return n - 1, strings.TrimSpace(strings.TrimPrefix(value, m[1]))
}

// backs says whether the words after a choice's number leave it standing: none, the choice's own, or others that neither
// take it back nor name another choice.
func backs(choices []Choice, chosen int, rest string) bool {
	if plainly(rest) == "" || calls(choices[chosen], rest) {
		return true
	}
	if strings.ContainsAny(rest, "0123456789") || doubtfulNote(rest) || takesBack(rest) {
		return false
	}
	for i, c := range choices {
		if i != chosen && mentions(c, rest) {
			return false
		}
	}
	return true
}

func takesBack(rest string) bool {
	b := newBody(rest)
	for i := range b.atoms {
		if _, n := negators.match(b.atoms, i); n > 0 {
			return true
		}
	}
	return false
}

func mentions(c Choice, text string) bool {
	padded := " " + plainly(text) + " "
	for _, name := range append([]string{c.Value}, c.Names...) {
		if k := plainly(name); k != "" && strings.Contains(padded, " "+k+" ") {
			return true
		}
	}
	return false
}

// measure reads a number with a decimal point or comma, and a unit behind it.
func measure(e Evidence, value string) (string, ValueProblem) {
	m := plainNumber.FindStringSubmatch(value)
	if m == nil || !unitFits(e.Unit, m[2]) {
		return "", ValueNoNumber
	}
	if thousands.MatchString(m[1]) {
		return "", ValueContradicted // 1,200 is 1200 to some and 1.2 to others
	}
	text := strings.TrimPrefix(strings.Replace(m[1], ",", ".", 1), "+")
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", ValueNoNumber
	}
	if (e.Min != nil && v < *e.Min) || (e.Max != nil && v > *e.Max) {
		return "", ValueOutOfRange
	}
	return text, ValueFine
}

// unitFits says whether what stands after a number is its unit. A step that names none takes any short word.
func unitFits(unit, rest string) bool {
	rest = strings.TrimSpace(rest)
	if rest == "" || (unit != "" && strings.EqualFold(Normalise(unit), rest)) {
		return true
	}
	return unit == "" && unitWord.MatchString(rest)
}

// count reads x/y with x at most y.
func count(value string) (string, ValueProblem) {
	m := countPair.FindStringSubmatch(value)
	if m == nil {
		return "", ValueNoCount
	}
	x, errX := strconv.Atoi(m[1])
	y, errY := strconv.Atoi(m[2])
	if errX != nil || errY != nil {
		return "", ValueNoCount
	}
	if x > y {
		return "", ValueOutOfRange
	}
	return strconv.Itoa(x) + "/" + strconv.Itoa(y), ValueFine
}
