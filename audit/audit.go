// Package audit is the record of who changed what, from where: entries that are chained by hashes, so that one that was
// changed, added or taken out later is found.
package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Entry is one line of the log. Before and After are JSON, empty where there is nothing to say.
type Entry struct {
	Seq      int64     // rises by one from 1
	ID       string    // given where it is noted, so that noting it again adds nothing
	At       time.Time // in UTC with milliseconds
	Who      string    // the login, and the token if it was one; of a phone, the responder
	From     string    // the address; of a phone, sms or voice and the end of its number
	Action   string    // the API's call, such as set-level, or what a phone brought about, such as answer-by-text
	Subject  string    // what it was done to, such as an incident's id
	Outcome  Outcome
	Before   string
	After    string
	Previous string // the hash of the entry before; of the first one, none
	Hash     string
}

// Outcome says how an action ended.
type Outcome string

// The outcomes.
const (
	Done      Outcome = "done"
	Refused   Outcome = "refused"   // of sign-ins only
	Uncertain Outcome = "uncertain" // it may have happened: no answer came in time
)

// NewID makes an entry's id.
func NewID() string { return strings.ToLower(rand.Text()) }

// IDOf makes the id of an entry that may be brought from several places, or again after a long time: the same parts give the same.
func IDOf(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(part), part) // a hash never fails
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// Sum is the hash that an entry must have: over every field with its length, and so over every entry before.
func (e Entry) Sum() string {
	sum := sha256.New()
	for _, part := range []string{
		"muster/audit/v1", strconv.FormatInt(e.Seq, 10), e.ID, strconv.FormatInt(e.At.UnixMilli(), 10), e.Who, e.From, e.Action, e.Subject,
		string(e.Outcome), e.Before, e.After, e.Previous,
	} {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(part), part) // a hash never fails
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Chain puts entries behind the one that ended the log before: its number and hash, 0 and empty for none.
func Chain(seq int64, hash string, entries []Entry) []Entry {
	chained := make([]Entry, len(entries))
	for k, e := range entries {
		seq++
		e.Seq, e.Previous = seq, hash
		e.Hash = e.Sum()
		chained[k], hash = e, e.Hash
	}
	return chained
}

// Verifier looks through a log from its beginning, in pieces.
type Verifier struct {
	Seq  int64 // of the last entry that was looked at
	Hash string
}

// BrokenError says where a log is not what was written.
type BrokenError struct {
	Seq int64
	Why string
}

// Error implements error.
func (b *BrokenError) Error() string { return fmt.Sprintf("entry %d %s", b.Seq, b.Why) }

// Next looks at the entries that follow. Its error is a *BrokenError.
func (v *Verifier) Next(entries []Entry) error {
	for _, e := range entries {
		switch {
		case e.Seq != v.Seq+1:
			return &BrokenError{v.Seq + 1, fmt.Sprintf("is not there: the next one is number %d", e.Seq)}
		case e.Previous != v.Hash:
			return &BrokenError{e.Seq, "does not follow the one before: that one, or this one, is not what was written"}
		case e.Hash != e.Sum():
			return &BrokenError{e.Seq, "was changed: its hash is another"}
		}
		v.Seq, v.Hash = e.Seq, e.Hash
	}
	return nil
}

// End compares what was looked at with the end that is kept beside the log.
func (v *Verifier) End(seq int64, hash string) error {
	switch {
	case v.Seq < seq:
		return &BrokenError{v.Seq + 1, fmt.Sprintf("is not there: %d entries were written", seq)}
	case v.Seq > seq || v.Hash != hash:
		return &BrokenError{v.Seq, "is not the one that the log ended with"}
	}
	return nil
}
