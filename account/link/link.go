// Package link makes and reads the codes of links by which somebody answers in one incident without an account. Whoever holds one is
// taken for the person whom it was sent to, as the holder of a phone is. Nothing is kept: a code bears whom it is for, and is signed.
package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Key signs codes.
type Key []byte

// New derives the key from a secret that the processes share, and that is used for something else as well.
func New(secret string) Key {
	sum := hmac.New(sha256.New, []byte(secret))
	sum.Write([]byte("muster responder link"))
	return sum.Sum(nil)
}

// signed is how much of a signature a code bears, in bytes: codes travel in texts, where each letter counts, and who guesses is slowed.
const signed = 8

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Code is for one person in one incident.
func (k Key) Code(incident, person string) string {
	return incident + "." + person + "." + k.sign(incident, person)
}

// Read gives whom a code is for; ok is false for one that was not made with this key.
func (k Key) Read(code string) (incident, person string, ok bool) {
	incident, rest, _ := strings.Cut(code, ".")
	at := strings.LastIndexByte(rest, '.')
	if incident == "" || at < 1 {
		return "", "", false
	}
	person = rest[:at]
	if !hmac.Equal([]byte(k.sign(incident, person)), []byte(rest[at+1:])) {
		return "", "", false
	}
	return incident, person, true
}

func (k Key) sign(incident, person string) string {
	sum := hmac.New(sha256.New, k)
	sum.Write([]byte(incident + "\n" + person))
	return strings.ToLower(letters.EncodeToString(sum.Sum(nil)[:signed]))
}
