package drill

// Schedules: which plan is practised where, by which rule, and when on its days.

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"
)

// Notice says whether people are told beforehand.
type Notice string

// The notices.
const (
	Announced Notice = "announced"
	Surprise  Notice = "surprise"
)

// Schedule is a drill that recurs. Its times of day are the site's.
type Schedule struct {
	ID       string        `json:"id"`
	Plan     string        `json:"plan"`
	Site     string        `json:"site"`
	Location string        `json:"location"`
	Summary  string        `json:"summary,omitempty"`
	Rule     Rule          `json:"rule"`
	First    Date          `json:"first"`           // no occurrence comes before, and weeks, months and years count from it
	Until    Date          `json:"until,omitzero"`  // the last date on which it may recur
	From     Clock         `json:"from"`            // the window in which it begins
	To       Clock         `json:"to"`              // if it is before From, the next day's
	Jitter   time.Duration `json:"jitter"`          // up to so long after From
	Notice   Notice        `json:"notice"`          //
	Ahead    time.Duration `json:"ahead,omitempty"` // of an announced one: how long before the window people are told
	Speed    float64       `json:"speed,omitempty"` // how many of its seconds pass in one; 1 if 0
	By       string        `json:"by"`              // who asked for it
	Skips    []Date        `json:"skips,omitempty"` // dates on which it is left out
}

// Occurrence is one time that a drill is due.
type Occurrence struct {
	Date Date      // the local date of the window's beginning
	From time.Time // the window's bounds
	To   time.Time
	At   time.Time // when it begins
}

// Window is how long after From the window ends.
func (s Schedule) Window() time.Duration {
	seconds := int(s.To) - int(s.From)
	if seconds < 0 {
		seconds += 24 * 3600
	}
	return time.Duration(seconds) * time.Second
}

// on is the occurrence of a date.
func (s Schedule) on(d Date, zone *time.Location) Occurrence {
	from := Moment(d, s.From, zone)
	return Occurrence{Date: d, From: from, To: from.Add(s.Window()), At: from.Add(s.delay(d))}
}

// delay is how long after From an occurrence begins: drawn from the schedule's id and the date, so that it is the same
// whenever it is asked for, and nobody can tell it from the occurrence before.
func (s Schedule) delay(d Date) time.Duration {
	seconds := uint64(s.Jitter/time.Second) + 1
	sum := sha256.Sum256([]byte("muster drill\x00" + s.ID + "\x00" + d.String()))
	return time.Duration(binary.BigEndian.Uint64(sum[:8])%seconds) * time.Second
}

// Wake is when an occurrence has to be seen to: people are told of it, or it begins.
func (s Schedule) Wake(o Occurrence) time.Time {
	if s.Notice == Announced {
		return o.From.Add(-s.Ahead)
	}
	return o.At
}

// Between lists the occurrences that begin at a or later and before b, in order, without those that are skipped.
func (s Schedule) Between(a, b time.Time, zone *time.Location) []Occurrence {
	var list []Occurrence
	for d := range s.Rule.dates(s.First, Today(a, zone).Plus(-2)) {
		o := s.on(d, zone)
		if !o.From.Before(b) || s.over(d) {
			break
		}
		if !o.At.Before(a) && o.At.Before(b) && !slices.Contains(s.Skips, d) {
			list = append(list, o)
		}
	}
	return list
}

// Coming lists at most n occurrences that begin after a moment, in order, without those that are skipped.
func (s Schedule) Coming(after time.Time, n int, zone *time.Location) []Occurrence {
	var list []Occurrence
	for d := range s.Rule.dates(s.First, Today(after, zone).Plus(-2)) {
		if len(list) == n || s.over(d) {
			break
		}
		if o := s.on(d, zone); o.At.After(after) && !slices.Contains(s.Skips, d) {
			list = append(list, o)
		}
	}
	return list
}

// Next is the first occurrence that begins after a moment; ok is false if there is none any more.
func (s Schedule) Next(after time.Time, zone *time.Location) (o Occurrence, ok bool) {
	coming := s.Coming(after, 1, zone)
	if len(coming) == 0 {
		return Occurrence{}, false
	}
	return coming[0], true
}

func (s Schedule) over(d Date) bool { return !s.Until.IsZero() && s.Until.Before(d) }

// Find is the occurrence of a date; ok is false if the drill does not fall on it.
func (s Schedule) Find(d Date, zone *time.Location) (o Occurrence, ok bool) {
	for on := range s.Rule.dates(s.First, d) {
		return s.on(on, zone), on == d && !s.over(on)
	}
	return Occurrence{}, false
}
