package drill

// Views: a schedule as people and programs read it.

import (
	"slices"
	"time"

	"muster/incident"
)

// ScheduleView is a schedule at a moment.
type ScheduleView struct {
	ID        string        `json:"id"`
	Plan      string        `json:"plan"`
	Site      string        `json:"site"`
	Location  string        `json:"location"`
	Summary   string        `json:"summary"`
	Repeat    Rule          `json:"repeat"`
	Timezone  string        `json:"timezone" doc:"The site's; all dates and times of day are in it."`
	First     string        `json:"first" doc:"No drill comes before this date; weeks, months and years count from it."`
	Until     *string       `json:"until" doc:"The last date on which it may recur."`
	From      string        `json:"from" doc:"The window in which it begins."`
	To        string        `json:"to" doc:"The window's end; if it is before the start, the next day's."`
	Jitter    string        `json:"jitter" doc:"It begins up to so long after the window's start."`
	Notice    Notice        `json:"notice"`
	Ahead     *string       `json:"ahead" doc:"How long before the window people are told; null for a surprise."`
	Speed     float64       `json:"speed" doc:"How many of its seconds pass in one."`
	By        string        `json:"by"`
	CreatedAt incident.Time `json:"created_at"`
	Paused    bool          `json:"paused"`
	PausedBy  *string       `json:"paused_by"`
	Skips     []string      `json:"skips" doc:"Dates on which it is left out."`
	Next      []Coming      `json:"next" doc:"The next ones; none while it is paused."`
	Last      *Past         `json:"last" doc:"What has become of the latest one."`
	Overdue   []OverdueView `json:"overdue" doc:"What should have begun in the last two weeks and did not."`
}

// Coming is an occurrence to come.
type Coming struct {
	Date string        `json:"date"`
	From incident.Time `json:"from"`
	To   incident.Time `json:"to"`
	At   incident.Time `json:"at" doc:"When it begins."`
}

// Past is an occurrence that has been seen to.
type Past struct {
	Date     string        `json:"date"`
	State    State         `json:"state"`
	Incident *string       `json:"incident"`
	Why      *string       `json:"why"`
	At       incident.Time `json:"at"`
}

// OverdueView is an occurrence that should have begun.
type OverdueView struct {
	Date string        `json:"date"`
	At   incident.Time `json:"at"`
	Why  string        `json:"why"`
}

// shownNext is how many coming drills a view lists.
const shownNext = 5

// View shows the book's schedule at a moment.
func (b Book) View(now time.Time, zone *time.Location) ScheduleView {
	s := b.Schedule
	v := ScheduleView{
		ID: s.ID, Plan: s.Plan, Site: s.Site, Location: s.Location, Summary: s.Summary, Repeat: s.Rule, Timezone: zone.String(),
		First: s.First.String(), Until: optional(s.Until.String()), From: s.From.String(), To: s.To.String(), Jitter: span(s.Jitter),
		Notice: s.Notice, Speed: max(s.Speed, 1), By: s.By, CreatedAt: incident.Time(b.Created),
		Skips: []string{}, Next: []Coming{}, Overdue: []OverdueView{},
	}
	v.Repeat.Every = s.Rule.every()
	if s.Notice == Announced {
		v.Ahead = optional(span(s.Ahead))
	}
	for _, d := range s.Skips {
		v.Skips = append(v.Skips, d.String())
	}
	slices.Sort(v.Skips)
	for _, o := range b.Overdue(now, zone) {
		v.Overdue = append(v.Overdue, OverdueView{Date: o.Date.String(), At: incident.Time(o.At), Why: o.Why})
	}
	v.Last = b.past()
	pause, paused := b.Paused(now)
	if paused {
		v.Paused, v.PausedBy = true, optional(pause.By)
		return v
	}
	for _, o := range s.Coming(now, shownNext, zone) {
		v.Next = append(v.Next, Coming{Date: o.Date.String(), From: incident.Time(o.From), To: incident.Time(o.To), At: incident.Time(o.At)})
	}
	return v
}

// past is the latest row of the book, nil if there is none.
func (b Book) past() *Past {
	if len(b.Rows) == 0 {
		return nil
	}
	r := b.Rows[len(b.Rows)-1]
	return &Past{Date: r.Date.String(), State: r.State, Incident: optional(r.Incident), Why: optional(r.Why), At: incident.Time(r.At)}
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
