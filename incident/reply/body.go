package reply

// The words of an answer: its text cut into atoms, with the token taken out.

import (
	"regexp"
	"strings"
	"unicode"
)

type atomKind int

const (
	word   atomKind = iota // letters of an alphabet, apostrophes left out
	number                 // digits, also joined ones: "12/15", "0.3", "10-15"
	han                    // one Chinese character
	sign                   // an emoji or another symbol
	stop                   // what ends a clause
	ask                    // a question mark
)

type atom struct {
	kind     atomKind
	text     string // folded
	from, to int    // its place in body.clean
	spaced   bool   // a space stands before it
}

type body struct {
	clean, fold []rune // of one length, the token blanked out
	atoms       []atom
	tokens      []string  // different ones, upper case
	torn        bool      // one run of characters can be read as several tokens
	safe        []stretch // where danger is taken back ("no danger")
	plain       bool      // Reader.Plain
}

func newBody(answer string) *body {
	b := &body{clean: []rune(answer), fold: []rune(fold(answer))}
	b.takeTokens()
	for i := 0; i < len(b.fold); {
		i = b.cut(i)
	}
	return b
}

// takeTokens finds "k7m" also in "k7m1", "1k7m" and "K 7 M", and blanks it out.
func (b *body) takeTokens() {
	for i := 0; i < len(b.fold); i++ {
		end := b.tokenEnd(i)
		if end == 0 {
			continue
		}
		for j := i + 1; j < end; j++ {
			b.torn = b.torn || b.tokenEnd(j) > 0
		}
		first := len(b.tokens) == 0
		b.addToken(i, end)
		i = end - 1
		if first && b.opensValue() {
			return // whatever looks like a token in a value is the name of a valve or a pump
		}
	}
}

// valueOpening is a text that begins with its token and "4".
var valueOpening = regexp.MustCompile(`^[^\pL\pN]*(?:reply|回复?)?[^\pL\pN]*4(?:[^0-9]|$)`)

// opensValue says whether "4" opens what is left of the text now that a token is taken out.
func (b *body) opensValue() bool { return valueOpening.MatchString(string(b.fold)) }

// addToken notes the token at from..to once and blanks it out.
func (b *body) addToken(from, to int) {
	var t strings.Builder
	for i := from; i < to; i++ {
		if r := b.fold[i]; r != ' ' && r != '-' {
			t.WriteRune(unicode.ToUpper(r))
		}
		b.clean[i], b.fold[i] = ' ', ' '
	}
	for _, have := range b.tokens {
		if have == t.String() {
			return
		}
	}
	b.tokens = append(b.tokens, t.String())
}

// tokenEnd is where a token that begins at i ends, or 0. No letter touches one, and no digit either if it is spelt out with
// spaces or hyphens: "K7M 4 C" is not "M4C".
func (b *body) tokenEnd(i int) int {
	gap := func(j int) int {
		if b.char(j) == ' ' || b.char(j) == '-' {
			return j + 1
		}
		return j
	}
	middle := gap(i + 1)
	last := gap(middle + 1)
	before, after := b.char(i-1), b.char(last+1)
	spelt := last > i+2
	switch {
	case !isLetter(b.char(i)) || !isDigit(b.char(middle)) || !isLetter(b.char(last)):
		return 0
	case latin(before) || latin(after) || (spelt && (digit(before) || digit(after))):
		return 0
	}
	return last + 1
}

// char is the character at j, 0 beyond the ends.
func (b *body) char(j int) rune {
	if j < 0 || j >= len(b.fold) {
		return 0
	}
	return b.fold[j]
}

func latin(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }

func digit(r rune) bool { return r >= '0' && r <= '9' }

// cut makes the atom at i and says where the next one begins.
func (b *body) cut(i int) int {
	r := b.fold[i]
	switch {
	case r == '?':
		b.add(ask, i, i+1)
	case unicode.Is(unicode.Han, r):
		b.add(han, i, i+1)
	case digit(r):
		return b.addNumber(i)
	case latin(r):
		return b.addWord(i)
	case strings.ContainsRune(".,;!:\n/|()[]\"", r), strings.ContainsRune("-~", r) && b.spacedAt(i):
		b.add(stop, i, i+1)
	case r > unicode.MaxASCII && !unicode.IsMark(r):
		b.add(sign, i, i+1)
	}
	return i + 1
}

func (b *body) spacedAt(i int) bool { return i > 0 && b.fold[i-1] == ' ' }

func (b *body) add(kind atomKind, from, to int) {
	text := strings.ReplaceAll(string(b.fold[from:to]), "'", "")
	b.atoms = append(b.atoms, atom{kind: kind, text: text, from: from, to: to, spaced: b.spacedAt(from)})
}

// addWord keeps a single letter and the digits that touch it together: "B3" and a mistyped token are no answers.
func (b *body) addWord(i int) int {
	end := i
	if i+1 < len(b.fold) && digit(b.fold[i+1]) {
		for end < len(b.fold) && (latin(b.fold[end]) || digit(b.fold[end])) {
			end++
		}
		b.add(word, i, end)
		return end
	}
	for end < len(b.fold) && (latin(b.fold[end]) || unicode.IsMark(b.fold[end]) || b.apostrophe(end)) {
		end++
	}
	b.add(word, i, end)
	return end
}

func (b *body) apostrophe(i int) bool {
	return b.fold[i] == '\'' && i+1 < len(b.fold) && latin(b.fold[i+1])
}

// addNumber keeps joined digits together: they are no answers side by side.
func (b *body) addNumber(i int) int {
	end := i
	for end < len(b.fold) && (digit(b.fold[end]) || b.joins(end)) {
		end++
	}
	b.add(number, i, end)
	return end
}

func (b *body) joins(i int) bool {
	return strings.ContainsRune(".,:/-~\u2044", b.fold[i]) && digit(b.fold[i-1]) && i+1 < len(b.fold) && digit(b.fold[i+1])
}

// at is the atom at i, a stop beyond the ends.
func (b *body) at(i int) atom {
	if i < 0 || i >= len(b.atoms) {
		return atom{kind: stop}
	}
	return b.atoms[i]
}

// pastStops is the place of the first atom from i on that is no stop.
func (b *body) pastStops(i int) int {
	for i < len(b.atoms) && b.atoms[i].kind == stop {
		i++
	}
	return i
}
