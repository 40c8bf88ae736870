package drill

// Cadences: how often a plan must be practised at a site, and where that stands.

import (
	"cmp"
	"slices"
	"time"

	"muster/incident"
)

// Cadence says how often a plan must be practised at a site.
type Cadence struct {
	Site   string
	Plan   string
	Months int
	Zone   *time.Location // of the site
}

// Practice is one time that a plan was practised at a site: a drill that was not broken off.
type Practice struct {
	Site string
	Plan string
	At   time.Time
}

// Standing is how a plan stands against its cadence at a site.
type Standing string

// The standings.
const (
	Practised Standing = "practised" // and the next time is not near yet
	Planned   Standing = "planned"   // the calendar has a drill before it is due
	DueSoon   Standing = "due-soon"  // within a month, and the calendar has no drill before that
	IsOverdue Standing = "overdue"
	Never     Standing = "never" // nothing is known of any drill
)

// Due is a plan at a site with its cadence.
type Due struct {
	Site     string         `json:"site"`
	Plan     string         `json:"plan"`
	Months   int            `json:"every_months" doc:"It must be practised at least so often."`
	Standing Standing       `json:"standing" doc:"How it stands: practised, planned, due-soon, overdue or never."`
	Last     *incident.Time `json:"last_at" doc:"When it was practised last."`
	DueOn    *string        `json:"due_on" doc:"The last local date by which it must be practised again; null if it never was."`
	Next     *incident.Time `json:"next_at" doc:"When the calendar has its next drill."`
	Schedule *string        `json:"schedule" doc:"The schedule of that drill."`
}

// soon is how long before it is due a plan without a drill in the calendar is told of, in days. [design]
const soon = 30

// Stand says how each cadence stands at a moment, the most urgent first.
func Stand(cadences []Cadence, done []Practice, books []Book, now time.Time) []Due {
	list := make([]Due, 0, len(cadences))
	for _, c := range cadences {
		list = append(list, c.stand(done, books, now))
	}
	slices.SortStableFunc(list, func(a, b Due) int {
		return cmp.Or(cmp.Compare(rank(a.Standing), rank(b.Standing)), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Plan, b.Plan))
	})
	return list
}

func rank(s Standing) int {
	return slices.Index([]Standing{IsOverdue, Never, DueSoon, Planned, Practised}, s)
}

func (c Cadence) stand(done []Practice, books []Book, now time.Time) Due {
	due := Due{Site: c.Site, Plan: c.Plan, Months: c.Months, Standing: Never}
	next, id, planned := c.next(books, now)
	if planned {
		at := incident.Time(next.At)
		due.Next, due.Schedule = &at, &id
	}
	last := c.last(done)
	if last.IsZero() {
		return due
	}
	at, on := incident.Time(last), Today(last, c.Zone).months(c.Months)
	day := on.String()
	due.Last, due.DueOn = &at, &day
	today := Today(now, c.Zone)
	switch {
	case on.Before(today):
		due.Standing = IsOverdue
	case planned && !on.Before(next.Date):
		due.Standing = Planned
	case on.since(today) <= soon:
		due.Standing = DueSoon
	default:
		due.Standing = Practised
	}
	return due
}

// last is when the plan was practised last, zero if it never was.
func (c Cadence) last(done []Practice) time.Time {
	var last time.Time
	for _, p := range done {
		if p.Site == c.Site && p.Plan == c.Plan && p.At.After(last) {
			last = p.At
		}
	}
	return last
}

// next is the first drill of the plan that the calendar has, and whose schedule it is.
func (c Cadence) next(books []Book, now time.Time) (first Occurrence, id string, ok bool) {
	for _, b := range books {
		if _, paused := b.Paused(now); paused || b.Schedule.Site != c.Site || b.Schedule.Plan != c.Plan {
			continue
		}
		if o, coming := b.Schedule.Next(now, c.Zone); coming && (!ok || o.At.Before(first.At)) {
			first, id, ok = o, b.Schedule.ID, true
		}
	}
	return first, id, ok
}
