package drill

// Rules: on which local dates a drill recurs.

import (
	"iter"
	"slices"
	"time"
)

// Unit is what a rule counts in.
type Unit string

// The units. Once is the first date alone.
const (
	Once    Unit = "once"
	Weekly  Unit = "week"
	Monthly Unit = "month"
	Yearly  Unit = "year"
)

// Weekday is a day of the week: mon to sun.
type Weekday string

// weekdays in their order; a week begins on Monday.
var weekdays = []Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// index counts from Monday, -1 for what is no weekday.
func (w Weekday) index() int { return slices.Index(weekdays, w) }

// weekdayOf is a date's, counted from Monday.
func weekdayOf(d Date) int { return (int(d.midnight.Weekday()) + 6) % 7 }

// Last counts from the end: the month's last day, or its last such weekday.
const Last = -1

// Rule says on which dates a drill recurs, counted from its first date on: weeks, months and years in between are left out
// by Every. A month that lacks the day is left out too, and so is a year without 29 February.
type Rule struct {
	Unit    Unit      `json:"unit"`
	Every   int       `json:"every,omitempty"`   // 1 if 0
	Days    []Weekday `json:"days,omitempty"`    // of a week
	Month   int       `json:"month,omitempty"`   // of a year: 1 to 12
	Day     int       `json:"day,omitempty"`     // of a month or year: 1 to 31, or Last
	Nth     int       `json:"nth,omitempty"`     // of a month or year, instead: 1 to 5, or Last, ...
	Weekday Weekday   `json:"weekday,omitempty"` // ... of this day
}

// lastYear ends every calendar: the engine knows no later one.
const lastYear = 2100

// dates gives the rule's dates in order, from a date on and never before the first.
func (r Rule) dates(first, from Date) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		if from.Before(first) {
			from = first
		}
		for k := r.period(first, from); ; k++ {
			begin, days := r.in(first, k)
			if begin.midnight.Year() > lastYear || (r.Unit == Once && k > 0) {
				return
			}
			for _, d := range days {
				if !d.Before(from) && !yield(d) {
					return
				}
			}
		}
	}
}

func (r Rule) every() int { return max(r.Every, 1) }

// period counts the rule's weeks, months or years from the first date's on to another date's.
func (r Rule) period(first, at Date) int {
	switch r.Unit {
	case Weekly:
		return at.since(monday(first)) / (7 * r.every())
	case Monthly:
		return (at.month() - first.month()) / r.every()
	case Yearly:
		return (at.midnight.Year() - first.midnight.Year()) / r.every()
	case Once:
	}
	return 0
}

func monday(d Date) Date { return d.Plus(-weekdayOf(d)) }

// in gives the beginning of a period, and the rule's dates in it.
func (r Rule) in(first Date, k int) (begin Date, days []Date) {
	switch r.Unit {
	case Weekly:
		begin = monday(first).Plus(7 * r.every() * k)
		for n, day := range weekdays {
			if slices.Contains(r.Days, day) {
				days = append(days, begin.Plus(n))
			}
		}
		return begin, days
	case Monthly:
		y, m, _ := first.midnight.Date()
		begin = DateOf(y, m+time.Month(r.every()*k), 1)
	case Yearly:
		begin = DateOf(first.midnight.Year()+r.every()*k, time.Month(r.Month), 1)
	case Once:
		return first, []Date{first}
	}
	if day, ok := r.day(begin); ok {
		days = []Date{day}
	}
	return begin, days
}

// day is the rule's day of a month, given by its first; ok is false if the month lacks it.
func (r Rule) day(month Date) (day Date, ok bool) {
	length := month.length()
	n := r.Day
	switch {
	case r.Nth == Last:
		last := month.Plus(length - 1)
		return last.Plus(-((weekdayOf(last) - r.Weekday.index() + 7) % 7)), true
	case r.Nth > 0:
		n = 1 + (r.Weekday.index()-weekdayOf(month)+7)%7 + 7*(r.Nth-1)
	case n == Last:
		n = length
	}
	return month.Plus(n - 1), n <= length
}
