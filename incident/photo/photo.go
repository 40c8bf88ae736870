// Package photo says what a photo is that is kept as evidence of a step, and how much is taken. The pictures themselves are no
// part of an incident: it knows the hash of each.
package photo

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// What is taken, and how much. [design]
const (
	MaxBytes    = 10 << 20 // of a picture as it is sent
	PerStep     = 20
	PerIncident = 200
)

// Photo is what is known of a photo beside the picture.
type Photo struct {
	ID       string
	Incident string
	Step     string
	By       string
	At       time.Time // by the incident's clock; in UTC with milliseconds
	SHA256   string    // of the picture as it is kept
	Size     int       // in bytes
	Width    int
	Height   int
	Place    *Place // where it was taken; nil where that is not known, or the site does not keep it
}

// Place is where a photo was taken, in degrees.
type Place struct{ Lat, Lon float64 }

// Offer is a picture as somebody sends it, for a step.
type Offer struct {
	Step, By string
	Picture  []byte
}

// idBytes is how much of a hash is in a photo's id.
const idBytes = 10

// Sum is the hash of a picture.
func Sum(picture []byte) string {
	sum := sha256.Sum256(picture)
	return hex.EncodeToString(sum[:])
}

// ID names a picture as evidence of a step: the same one for the same step has the same id, whoever sends it, and how often.
func ID(step, sum string) string {
	hash := sha256.Sum256([]byte(step + "\n" + sum))
	return "pho-" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(hash[:idBytes]))
}

// Code is the stable name of why a photo is not taken, or not shown.
type Code string

// The codes.
const (
	CodeType    Code = "photo_type"
	CodeHEIC    Code = "photo_heic"
	CodeSize    Code = "photo_too_large"
	CodeDamaged Code = "photo_damaged"
	CodeMany    Code = "photo_limit"
	CodeUnknown Code = "photo_unknown"
)

// Error is a refusal. Text is for people and says what to do.
type Error struct {
	Code Code
	Text string
}

// Error implements error.
func (e *Error) Error() string { return e.Text }

// Refuse makes a refusal.
func Refuse(code Code, format string, args ...any) error {
	return &Error{Code: code, Text: fmt.Sprintf(format, args...)}
}
