package account

// Passwords: hashed with argon2id, which is slow and wants memory, so that a stolen hash is of little use.

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Cost is how much work a hash is.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// Usual is the cost in production: 19 MiB, two passes, one lane.
var Usual = Cost{Memory: 19 << 10, Time: 2, Threads: 1}

// The bounds of passwords, in characters. Length is what counts; nothing else is asked of one.
const (
	leastPassword = 12
	mostPassword  = 200
)

// mostMemory bounds the work that a stored hash can ask for, in KiB.
const mostMemory = 1 << 20

const keyLength, saltLength = 32, 16

var errHash = errors.New("the hash of the password cannot be read")

// CheckPassword says what is wrong with a password.
func CheckPassword(password, login string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password), n < leastPassword, n > mostPassword:
		return Refuse(CodePassword, "password", fmt.Sprintf("Give a password of %d to %d characters; some words in a row do well.", leastPassword, mostPassword))
	case strings.Contains(strings.ToLower(password), login) && len(login) > 3, strings.Trim(password, password[:1]) == "":
		return Refuse(CodePassword, "password", "This password is easily guessed: give one without the login, and not of one character alone.")
	}
	return nil
}

// Hash hashes a password, with the cost and a salt of its own beside it.
func Hash(password string, c Cost) string {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	key := argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, keyLength)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Time, c.Threads, enc.EncodeToString(salt), enc.EncodeToString(key))
}

// Matches says whether a password is the one of a hash. An empty hash takes as long as one of the usual cost, and fits none.
func Matches(password, hash string, usual Cost) bool {
	c, salt, key, err := parseHash(hash)
	if err != nil {
		c, salt, key = usual, make([]byte, saltLength), make([]byte, keyLength)
	}
	found := argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(found, key) == 1 && err == nil
}

func parseHash(hash string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil || c.Time == 0 || c.Threads == 0 || c.Memory > mostMemory {
		return c, nil, nil, errHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(err1, err2); err != nil || len(key) != keyLength {
		return c, nil, nil, errHash
	}
	return c, salt, key, nil
}
