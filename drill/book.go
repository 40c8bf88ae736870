package drill

// Books: a schedule with what has become of its occurrences. The engine keeps one for each schedule.

import (
	"slices"
	"time"

	"muster/incident"
)

// State is what has become of an occurrence.
type State string

// The states. What was announced and then skipped, paused or deleted is off.
const (
	Starting State = "starting" // its starter is at work: people are told, or it waits for the moment
	Begun    State = "begun"
	Refused  State = "refused" // it was not begun, for the reason that stands beside
	Missed   State = "missed"  // its window had passed when it could have begun
	Off      State = "off"
)

// Row is one occurrence's line in the book.
type Row struct {
	Date     Date      `json:"date"`
	State    State     `json:"state"`
	Starter  string    `json:"starter"`            // the workflow that sees to it, the only one that may
	Incident string    `json:"incident,omitempty"` // of Begun
	Why      string    `json:"why,omitempty"`      // of the others, a sentence
	At       time.Time `json:"at"`                 // when that became known
}

// Pause is a stretch without drills; one that lasts has no To.
type Pause struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
	By   string    `json:"by"`
	Why  string    `json:"why,omitempty"`
}

// Book is all that is kept of a schedule.
type Book struct {
	Schedule Schedule  `json:"schedule"`
	Created  time.Time `json:"created"`
	Hash     string    `json:"hash,omitempty"` // of the request under whose key it was made
	Stamp    string    `json:"stamp"`          // of its latest change
	Zone     string    `json:"zone,omitempty"` // of its site, as it was known last
	Rows     []Row     `json:"rows,omitempty"`
	Pauses   []Pause   `json:"pauses,omitempty"`
}

// CodeUnknown refuses what is asked of a schedule that is not there.
const CodeUnknown incident.Code = "schedule_unknown"

// A book is bounded: the engine hands it out whole.
const (
	mostRows   = 40
	mostPauses = 40
	mostSkips  = 100
)

// The times around an occurrence. [design]
const (
	lateBegin    = 15 * time.Minute    // after its moment it may still begin, also where its window is shorter
	OverdueAfter = 2 * time.Minute     // after its moment it should be known what has become of it
	overdueFor   = 14 * 24 * time.Hour // so long it is told of
	catchUp      = 5 * time.Second     // when what should have been seen to already is seen to
	punctual     = time.Second         // the engine counts in seconds
)

// Row is what has become of an occurrence; ok is false while nothing has.
func (b Book) Row(d Date) (Row, bool) {
	k := slices.IndexFunc(b.Rows, func(r Row) bool { return r.Date == d })
	if k < 0 {
		return Row{}, false
	}
	return b.Rows[k], true
}

// Put writes an occurrence's row, in place of the one that is there.
func (b *Book) Put(row Row) {
	b.Rows = slices.DeleteFunc(slices.Clone(b.Rows), func(r Row) bool { return r.Date == row.Date })
	b.Rows = append(b.Rows, row)
	slices.SortFunc(b.Rows, func(x, y Row) int { return x.Date.midnight.Compare(y.Date.midnight) })
	b.Rows = b.Rows[max(0, len(b.Rows)-mostRows):]
}

// Paused says whether drills are paused at a moment, and by which pause.
func (b Book) Paused(at time.Time) (Pause, bool) {
	for _, p := range b.Pauses {
		if !at.Before(p.From) && (p.To.IsZero() || at.Before(p.To)) {
			return p, true
		}
	}
	return Pause{}, false
}

// Due is the occurrence that a starter which the engine woke at a moment sees to: the one that it has already, or the first
// that should be seen to by then and that nobody has. ok is false if there is none.
func (b Book) Due(woken time.Time, starter string, zone *time.Location) (due Occurrence, ok bool) {
	s := b.Schedule
	for _, o := range s.Between(woken.Add(-mostWindow), woken.Add(s.Ahead+mostWindow+punctual), zone) {
		row, seen := b.Row(o.Date)
		if seen && row.Starter == starter {
			return o, true
		}
		if _, paused := b.Paused(o.At); !ok && !seen && !paused && !s.Wake(o).After(woken.Add(punctual)) {
			due, ok = o, true
		}
	}
	return due, ok
}

// Wakes lists the moments, n at most, at which the engine is to wake a starter. An occurrence that nobody sees to and that
// is still to come is seen to at once if that should have been done already.
func (b Book) Wakes(now time.Time, n int, zone *time.Location) []time.Time {
	var list []time.Time
	for _, o := range b.Schedule.Coming(now, n, zone) {
		if _, seen := b.Row(o.Date); seen {
			continue
		}
		wake := b.Schedule.Wake(o)
		if soon := now.Add(catchUp).Truncate(time.Second); wake.Before(soon) {
			wake = soon
		}
		list = append(list, wake)
	}
	return slices.Compact(list)
}

// MayBegin is the occurrence of a date, and why it may not begin at a moment; the state is empty if it may.
func (b Book) MayBegin(d Date, now time.Time, zone *time.Location) (o Occurrence, state State, why string) {
	o, falls := b.Schedule.Find(d, zone)
	pause, paused := b.Paused(now)
	switch {
	case !falls:
		return o, Off, "The calendar was changed: no drill falls on this day any more."
	case slices.Contains(b.Schedule.Skips, d):
		return o, Off, "It was skipped."
	case paused:
		return o, Off, "Drills were paused by " + pause.By + "."
	case now.After(o.To) && now.After(o.At.Add(lateBegin)):
		return o, Missed, "Muster did not run at its time, and its window has passed."
	}
	return o, "", ""
}

// Overdue is an occurrence that should have begun.
type Overdue struct {
	Schedule string    `json:"schedule"`
	Plan     string    `json:"plan"`
	Site     string    `json:"site"`
	Date     Date      `json:"date"`
	At       time.Time `json:"at"`
	Why      string    `json:"why"`
}

// Overdue lists the occurrences of the last two weeks that should have begun and did not, in order: neither a skip nor a
// pause nor a real incident was in their way.
func (b Book) Overdue(now time.Time, zone *time.Location) []Overdue {
	var list []Overdue
	since := b.Created
	if bound := now.Add(-overdueFor); since.Before(bound) {
		since = bound
	}
	for _, o := range b.Schedule.Between(since, now.Add(-OverdueAfter), zone) {
		row, seen := b.Row(o.Date)
		_, paused := b.Paused(o.At)
		late := Overdue{Schedule: b.Schedule.ID, Plan: b.Schedule.Plan, Site: b.Schedule.Site, Date: o.Date, At: o.At, Why: row.Why}
		switch {
		case !seen && paused, seen && (row.State == Begun || row.State == Refused || row.State == Off):
			continue
		case late.Why == "" && seen:
			late.Why = "It was to begin, and nothing is known of it: is the engine busy, or away?"
		case late.Why == "":
			late.Why = "Nothing began it: did Muster run at that time?"
		}
		list = append(list, late)
	}
	return list
}
