package roster

import "time"

// This file turns the local hours and dates of shifts into moments.

// Horizon is how far NextChange looks ahead.
const Horizon = 8 * 24 * time.Hour

const dayLength = 24 * time.Hour

// span is a stretch of time; its end is not part of it.
type span struct{ from, to time.Time }

func (s span) holds(at time.Time) bool { return !at.Before(s.from) && at.Before(s.to) }

// date is a local calendar day, as midnight UTC of the same name.
type date time.Time

func (z Zone) dateOf(at time.Time) date {
	y, m, d := z.Local(at).Date()
	return date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

func (d date) plus(days int) date { return date(time.Time(d).AddDate(0, 0, days)) }

func (d date) since(first date) int {
	return int((time.Time(d).Unix() - time.Time(first).Unix()) / int64(dayLength/time.Second))
}

// at is the moment when local clocks reach a number of minutes after the date's midnight.
func (d date) at(z Zone, minutes int) time.Time {
	y, m, day := time.Time(d).Date()
	return z.At(y, m, day, 0, minutes)
}

// hours are local minutes after midnight; a to of 24:00 or more belongs to the next day.
type hours struct{ from, to int }

// ParseClock reads a local "HH:MM" as minutes after midnight; ok is false for anything else.
func ParseClock(s string) (minutes int, ok bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	hour, okHour := twoDigits(s[:2])
	minute, okMinute := twoDigits(s[3:])
	return hour*60 + minute, okHour && okMinute && hour < 24 && minute < 60
}

func twoDigits(s string) (int, bool) {
	if s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return 0, false
	}
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

// parseHours reads two local times; an end not after the start is the next day's.
func parseHours(from, to string) (hours, bool) {
	start, okStart := ParseClock(from)
	end, okEnd := ParseClock(to)
	if end <= start {
		end += 24 * 60
	}
	return hours{start, end}, okStart && okEnd
}

// on is the span of the hours that begin on a date.
func (h hours) on(z Zone, d date) span { return span{d.at(z, h.from), d.at(z, h.to)} }

// rule says on which dates a shift is worked, and at which hours.
type rule struct {
	hours hours
	first date
	every int
	days  []int
}

// rule reads the shift's rule; ok is false where it is malformed, and such a shift is never worked.
func (s Shift) rule() (r rule, ok bool) {
	h, ok := parseHours(s.From, s.To)
	first, err := time.Parse(time.DateOnly, s.First)
	if !ok || err != nil || s.Every < 1 {
		return rule{}, false
	}
	return rule{hours: h, first: date(first), every: s.Every, days: s.Days}, true
}

func (r rule) worked(d date) bool {
	n := d.since(r.first)
	if n < 0 {
		return false
	}
	for _, day := range r.days {
		if n%r.every == day {
			return true
		}
	}
	return false
}

// active says whether the shift is being worked at a moment of the day today. The neighbouring dates count too: a night
// reaches into the next day, and where clocks go back at midnight the next day's shift may already have begun.
func (s Shift) active(z Zone, today date, at time.Time) bool {
	r, ok := s.rule()
	if !ok {
		return false
	}
	for n := -1; n <= 1; n++ {
		if d := today.plus(n); r.worked(d) && r.hours.on(z, d).holds(at) {
			return true
		}
	}
	return false
}
