package reply

// Tokens: the short codes that tie an answer to a page or a step.

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// A token is a letter, a digit and a letter. Left out is what hands and eyes confuse: 0/O, 1/I/L, 2/Z, 5/S, 6/G, 8/B.
const (
	TokenLetters = "ACDEFHJKMNPQRTUVWXY"
	TokenDigits  = "3479"
	tokens       = len(TokenLetters) * len(TokenDigits) * len(TokenLetters) // 1,444
)

// Quarters is how many parts the tokens fall into, by their digits. Incidents of different quarters never have equal tokens.
const Quarters = len(TokenDigits)

// Quarter is the part of the tokens, from 1, that one is of; 0 of what is no token.
func Quarter(token string) int {
	if !IsToken(token) {
		return 0
	}
	return 1 + strings.IndexByte(TokenDigits, token[1])
}

// IsToken says whether s has the form of a token, in either case.
func IsToken(s string) bool {
	return len(s) == 3 && isLetter(rune(s[0])) && isDigit(rune(s[1])) && isLetter(rune(s[2]))
}

func isLetter(r rune) bool {
	if r >= 'a' && r <= 'z' {
		r += 'A' - 'a'
	}
	return strings.ContainsRune(TokenLetters, r)
}

func isDigit(r rune) bool { return strings.ContainsRune(TokenDigits, r) }

// reservedWords are the carriers' own words and ours; none may be offered as an answer, a token or a choice.
var reservedWords = strings.Fields("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START YES UNSTOP HELP INFO TD T 退订")

// Reserved says whether a carrier or Muster itself takes a whole text of this word as something else than an answer.
func Reserved(word string) bool {
	word = strings.ToUpper(strings.TrimSpace(word))
	for _, w := range reservedWords {
		if word == w {
			return true
		}
	}
	return false
}

// NewToken derives the token of a person's ordinal-th page or step in an incident: the same arguments give the same
// token, and no allocator is needed. taken says which tokens (upper case) may not be used: the site's labels and what the
// person already has. Every token is tried once, in an order that the arguments fix. If all are taken, the first of that
// order is given although it is taken: a text that names two things gets a question, while a page without a token could
// not be answered at all.
func NewToken(incident, person string, ordinal int, taken func(token string) bool) string {
	start, stride := walk(incident, person, ordinal)
	for i := range tokens {
		if t := tokenAt((start + i*stride) % tokens); !Reserved(t) && !taken(t) {
			return t
		}
	}
	return tokenAt(start)
}

// walk gives a first place and a stride that shares no divisor with the number of tokens (2*2*19*19), so that steps of
// that stride come by every token.
func walk(incident, person string, ordinal int) (start, stride int) {
	h := sha256.New()
	for _, part := range []string{incident, person} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part)))) // "a"+"bc" is not "ab"+"c"
		h.Write([]byte(part))
	}
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(int64(ordinal))))
	sum := h.Sum(nil)
	start = int(binary.BigEndian.Uint32(sum) % uint32(tokens))
	stride = int(binary.BigEndian.Uint32(sum[4:])%uint32(tokens)) | 1
	if stride%19 == 0 {
		stride = (stride + 2) % tokens
	}
	return start, stride
}

func tokenAt(i int) string {
	n, d := len(TokenLetters), len(TokenDigits)
	return string([]byte{TokenLetters[i/(d*n)], TokenDigits[i/n%d], TokenLetters[i%n]})
}
