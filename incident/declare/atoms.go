package declare

// How a text is cut: words, numbers and Chinese characters, each with its place, so that what is understood can be taken out.

import (
	"strings"
	"unicode"

	"muster/incident/reply"
)

type kind int

const (
	letters kind = iota
	digits
	han
	mark // "#"
)

type atom struct {
	kind     kind
	text     string // folded
	from, to int    // in body.clean
	glued    bool   // nothing stands before it that parts it from the last one
	used     bool   // it is understood
}

type body struct {
	clean []rune
	atoms []atom
}

func cut(clean string) *body {
	b := &body{clean: []rune(clean)}
	fold := []rune(reply.Fold(clean))
	for i := 0; i < len(fold); {
		k, ok := kindOf(fold[i])
		end := i + 1
		if !ok && fold[i] == '-' && b.minus(fold, i) {
			k, ok = digits, true
		}
		if ok && (k == letters || k == digits) {
			for end < len(fold) && same(fold[end], k) {
				end++
			}
		}
		if ok {
			text := strings.ReplaceAll(string(fold[i:end]), "'", "")
			glued := len(b.atoms) > 0 && b.atoms[len(b.atoms)-1].to == i
			b.atoms = append(b.atoms, atom{kind: k, text: text, from: i, to: end, glued: glued})
		}
		i = end
	}
	return b
}

// minus says whether the dash at i makes the number behind it a floor below ground.
func (b *body) minus(fold []rune, i int) bool {
	return i+1 < len(fold) && isDigit(fold[i+1]) && (i == 0 || fold[i-1] == ' ' || unicode.Is(unicode.Han, fold[i-1]))
}

func kindOf(r rune) (kind, bool) {
	switch {
	case isDigit(r):
		return digits, true
	case unicode.Is(unicode.Han, r):
		return han, true
	case unicode.IsLetter(r):
		return letters, true
	case r == '#':
		return mark, true
	}
	return 0, false
}

func same(r rune, k kind) bool {
	if r == '\'' && k == letters {
		return true
	}
	other, ok := kindOf(r)
	return ok && other == k
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func meaningful(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// phrase is a term as a text is cut.
type phrase []string

func phraseOf(term string) phrase {
	var p phrase
	for _, a := range cut(reply.Normalise(term)).atoms {
		p = append(p, a.text)
	}
	return p
}

func phrases(terms string) (all []phrase) {
	for term := range strings.SplitSeq(terms, "|") {
		all = append(all, phraseOf(term))
	}
	return all
}

// at is the atom at i, an empty one beyond the ends.
func (b *body) at(i int) atom {
	if i < 0 || i >= len(b.atoms) {
		return atom{kind: mark}
	}
	return b.atoms[i]
}

// match is how many atoms of the phrase begin at i, 0 if it does not stand there as a whole.
func (b *body) match(i int, p phrase) int {
	if len(p) == 0 || i < 0 || i+len(p) > len(b.atoms) {
		return 0
	}
	for k, text := range p {
		if b.atoms[i+k].text != text || b.atoms[i+k].used {
			return 0
		}
	}
	if !b.apart(i+len(p)) || !b.apart(i) {
		return 0
	}
	return len(p)
}

// apart says whether a phrase may end before, or begin at, atom i: letters and digits that touch are one word.
func (b *body) apart(i int) bool {
	a, before := b.at(i), b.at(i-1)
	latin := func(k kind) bool { return k == letters || k == digits }
	return !a.glued || !latin(a.kind) || !latin(before.kind)
}

// longest is how many atoms the longest of some phrases takes at i.
func (b *body) longest(i int, all []phrase) int {
	most := 0
	for _, p := range all {
		most = max(most, b.match(i, p))
	}
	return most
}

// past is the first atom from i on that none of some phrases covers.
func (b *body) past(i int, all []phrase) int {
	for {
		n := b.longest(i, all)
		if n == 0 {
			return i
		}
		i += n
	}
}

// find is where one of some phrases stands, -1 if none does.
func (b *body) find(all []phrase) int {
	for i := range b.atoms {
		if b.longest(i, all) > 0 {
			return i
		}
	}
	return -1
}

// take marks atoms as understood.
func (b *body) take(from, to int) {
	for i := from; i < to && i < len(b.atoms); i++ {
		b.atoms[i].used = true
	}
}

// left is the text without what was understood.
func (b *body) left() string {
	rest := append([]rune(nil), b.clean...)
	for _, a := range b.atoms {
		if a.used {
			for i := a.from; i < a.to; i++ {
				rest[i] = ' '
			}
		}
	}
	return strings.TrimSpace(string(rest))
}

// bare says whether nothing is left but words that mean nothing.
func (b *body) bare() bool {
	for i := 0; i < len(b.atoms); {
		n := b.longest(i, fillers)
		switch {
		case n > 0:
			i += n
		case b.atoms[i].used:
			i++
		default:
			return false
		}
	}
	return true
}
