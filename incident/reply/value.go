package reply

// What stands after "4" or "done": the value of a step.

import (
	"regexp"
	"strings"
)

var (
	alternatives = words("or|或|或者|还是|and or")
	closers      = words("thanks|thank you|thx|ty|tks|cheers|many thanks|thanks a lot|please|pls|sir|regards|over|谢谢|谢谢你|谢谢您|多谢|谢谢领导|辛苦了")
	// amount is what may follow "done" directly: nothing but a reading or a count.
	amount = regexp.MustCompile(`^-?[0-9]+([.,][0-9]+)?( ?(/|of|out of) ?[0-9]+)? ?(%|bar|mbar|kpa|mpa|psi|mg/l|ppm|ntu|v|kv|a|kw|°c|cm|mm|m|m3|l|kg)?$`)
)

// valueAfter is the text from atom i to the end, without politeness and without "done" said again. It is none if it asks,
// or offers an alternative ("4 or 5?").
func (b *body) valueAfter(i int) (string, bool) {
	i = b.pastStops(i)
	if _, n := alternatives.match(b.atoms, i); n > 0 || b.at(len(b.atoms)-1).kind == ask {
		return "", false
	}
	end := b.politeEnd(i)
	for {
		m, n := lexicon.match(b.atoms[:end], i)
		if n == 0 || m.verb != Done {
			break
		}
		i = b.pastStops(i + n)
	}
	return b.textFrom(i, end), true
}

// amountAfter is a reading or count that directly follows "done". One digit after a stop could be an answer of its own,
// and "4" says "done" once more.
func (b *body) amountAfter(i int) (string, bool) {
	start := b.pastStops(i)
	value := b.textFrom(start, b.politeEnd(start))
	if !amount.MatchString(fold(value)) || value == "4" || (len(value) == 1 && start > i) {
		return "", false
	}
	return value, true
}

// politeEnd is where the text from atom i on ends once closing words and stops are left out.
func (b *body) politeEnd(i int) int {
	end := len(b.atoms)
	for again := true; again; {
		again = false
		for end > i && b.at(end-1).kind == stop {
			end--
		}
		for at := max(i, end-closers.longest); at < end; at++ {
			if _, n := closers.match(b.atoms[:end], at); n > 0 && at+n == end {
				end, again = at, true
			}
		}
	}
	return end
}

// textFrom is what was written in the atoms from..to, on one line, with a sign before it and a percentage after it.
func (b *body) textFrom(from, to int) string {
	if from >= to {
		return ""
	}
	first, last := b.atoms[from].from, b.atoms[to-1].to
	if first > 1 && b.clean[first-1] == '-' && b.clean[first-2] == ' ' && b.atoms[from].kind == number {
		first--
	}
	for last < len(b.clean) && strings.ContainsRune("%°)", b.clean[last]) {
		last++
	}
	return strings.Join(strings.Fields(string(b.clean[first:last])), " ")
}
