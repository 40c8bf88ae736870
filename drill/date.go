// Package drill is the calendar of drills, pure: by which rule a drill recurs, on which days and at which moment it begins,
// what has become of each occurrence, and how often a plan must be practised. `now` and the time zone are arguments.
package drill

import (
	"fmt"
	"time"
)

// This file holds local days and times of day, and turns them into moments.

// Date is a local calendar day, kept as midnight UTC of the same name. The zero Date is none.
type Date struct{ midnight time.Time }

// DateOf makes a date; days outside of their month carry over.
func DateOf(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// Today is the local date of a moment.
func Today(at time.Time, zone *time.Location) Date {
	y, m, d := at.In(zone).Date()
	return DateOf(y, m, d)
}

// ParseDate reads "2027-03-31".
func ParseDate(text string) (Date, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is no date: write one such as 2027-03-31", text)
	}
	return Date{day}, nil
}

// IsZero says whether the date is none; JSON leaves it out by that.
func (d Date) IsZero() bool { return d.midnight.IsZero() }

// String writes the date as 2027-03-31, empty for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.midnight.Format(time.DateOnly)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// Plus is some days later.
func (d Date) Plus(days int) Date { return Date{d.midnight.AddDate(0, 0, days)} }

// Before says whether the date comes before another.
func (d Date) Before(other Date) bool { return d.midnight.Before(other.midnight) }

// months later, on the same day, or on the month's last where it is shorter.
func (d Date) months(n int) Date {
	y, m, day := d.midnight.Date()
	first := DateOf(y, m+time.Month(n), 1)
	return first.Plus(min(day, first.length()) - 1)
}

// length is how many days the date's month has.
func (d Date) length() int {
	y, m, _ := d.midnight.Date()
	return DateOf(y, m+1, 0).midnight.Day()
}

// since is how many days have passed since another date.
func (d Date) since(other Date) int {
	return int((d.midnight.Unix() - other.midnight.Unix()) / int64(24*time.Hour/time.Second))
}

// month counts months from the year 0 on.
func (d Date) month() int {
	y, m, _ := d.midnight.Date()
	return y*12 + int(m) - 1
}

// Clock is a local time of day, in seconds after midnight.
type Clock int

// ParseClock reads "09:30" or "09:30:15".
func ParseClock(text string) (Clock, error) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil && len(text) == len(layout) {
			return Clock(at.Hour()*3600 + at.Minute()*60 + at.Second()), nil
		}
	}
	return 0, fmt.Errorf("%q is no time of day: write one such as 09:30", text)
}

// Plus is some time later; past midnight it begins anew.
func (c Clock) Plus(d time.Duration) Clock { return (c + Clock(d/time.Second)) % (24 * 3600) }

// String writes the time as 09:30, with seconds where there are any.
func (c Clock) String() string {
	text := fmt.Sprintf("%02d:%02d", int(c)/3600, int(c)/60%60)
	if int(c)%60 != 0 {
		text += fmt.Sprintf(":%02d", int(c)%60)
	}
	return text
}

// MarshalText implements encoding.TextMarshaler.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *Clock) UnmarshalText(text []byte) (err error) {
	*c, err = ParseClock(string(text))
	return err
}

// Moment is when local clocks show a time of a date, as RFC 5545 has it: a time that they show twice is the first one; one
// that they leap over is counted by the offset from before the leap, so that 02:30 becomes 03:30.
func Moment(d Date, c Clock, zone *time.Location) time.Time {
	y, m, day := d.midnight.Date()
	wall := time.Date(y, m, day, 0, 0, int(c), 0, time.UTC)
	found := time.Date(y, m, day, 0, 0, int(c), 0, zone) // Go does not say which one, of two or of none
	offset := offsetAt(found)
	switch shown := found.Add(offset).UTC(); {
	case shown.Before(wall): // leapt over, and counted by the offset from behind the leap
		return wall.Add(-offset)
	case shown.After(wall):
		return found.UTC()
	}
	if start, _ := found.ZoneBounds(); !start.IsZero() {
		earlier := wall.Add(-offsetAt(start.Add(-time.Second)))
		if earlier.Before(start) && earlier.Before(found) {
			return earlier
		}
	}
	return found.UTC()
}

// offsetAt is how far local time is ahead of UTC.
func offsetAt(at time.Time) time.Duration {
	_, seconds := at.Zone()
	return time.Duration(seconds) * time.Second
}
