package drill

// Checks: what is wrong with a schedule, in a sentence that says what to do.

import (
	"fmt"
	"time"

	"muster/incident"
)

// The bounds of a schedule. [design]
const (
	mostEvery   = 60
	mostWindow  = 12 * time.Hour
	mostAhead   = 30 * 24 * time.Hour
	mostSpeed   = 3600
	AheadIfLeft = 24 * time.Hour // of an announced drill that does not say how long before people are told
)

// unfit is a refusal that names the field to blame.
func unfit(field, format string, args ...any) error {
	refused := incident.Fail(incident.CodeField, format, args...)
	refused.Field = field
	return refused
}

// Check says what is wrong with a schedule at a moment, the first thing only; nil if nothing is.
func (s Schedule) Check(now time.Time, zone *time.Location) error {
	for _, check := range []func() error{s.Rule.check, s.checkDay, s.checkNotice} {
		if err := check(); err != nil {
			return err
		}
	}
	return s.checkCalendar(now, zone)
}

func (r Rule) check() error {
	if r.Every < 0 || r.Every > mostEvery {
		return unfit("repeat.every", "A drill recurs every 1 to %d weeks, months or years: give such a number.", mostEvery)
	}
	switch r.Unit {
	case Once:
		return nil
	case Weekly:
		return r.checkWeek()
	case Monthly:
		return r.checkMonth(31, "Every month")
	case Yearly:
		if r.Month < 1 || r.Month > 12 {
			return unfit("repeat.month", "Say in which month of the year, 1 to 12.")
		}
		leap := DateOf(2028, time.Month(r.Month), 1)
		return r.checkMonth(leap.length(), leap.midnight.Month().String())
	}
	return unfit("repeat.unit", "Give once, week, month or year as the unit.")
}

func (r Rule) checkWeek() error {
	if len(r.Days) == 0 {
		return unfit("repeat.days", "Say on which days of the week: mon, tue, wed, thu, fri, sat, sun.")
	}
	for k, day := range r.Days {
		if day.index() < 0 {
			return unfit(fmt.Sprintf("repeat.days[%d]", k), "%q is no day of the week: give mon, tue, wed, thu, fri, sat or sun.", string(day))
		}
	}
	return nil
}

func (r Rule) checkMonth(length int, name string) error {
	switch {
	case (r.Day != 0) == (r.Nth != 0):
		return unfit("repeat.day", "Say on which day of the month, by day (1 to 31, or -1 for the last) or by nth and weekday.")
	case r.Nth != 0 && (r.Nth < Last || r.Nth > 5):
		return unfit("repeat.nth", "Give 1 to 5 as nth, or -1 for the month's last such day.")
	case r.Nth != 0 && r.Weekday.index() < 0:
		return unfit("repeat.weekday", "Say the day of the week: mon, tue, wed, thu, fri, sat or sun.")
	case r.Day < Last || r.Day > 31:
		return unfit("repeat.day", "Give 1 to 31 as the day, or -1 for the month's last.")
	case r.Day > length:
		return unfit("repeat.day", "%s has no day %d: give one of its %d days, or -1 for its last.", name, r.Day, length)
	}
	return nil
}

func (s Schedule) checkDay() error {
	switch window := s.Window(); {
	case window > mostWindow:
		return unfit("to", "The window from %s to %s is longer than %d hours: give a shorter one.", s.From, s.To, int(mostWindow/time.Hour))
	case s.Jitter < 0:
		return unfit("jitter", "The jitter cannot be negative: give a span such as 30m.")
	case s.Jitter > window:
		return unfit("jitter", "The window from %s to %s is shorter than the jitter of %s: give a later end or less jitter.", s.From, s.To, span(s.Jitter))
	case s.Speed != 0 && (s.Speed < 1 || s.Speed > mostSpeed):
		return unfit("speed", "The speed is 1 to %d: how many of the drill's seconds pass in one.", mostSpeed)
	}
	return nil
}

func (s Schedule) checkNotice() error {
	switch {
	case s.Notice != Announced && s.Notice != Surprise:
		return unfit("notice", "Say whether the drill is announced or a surprise.")
	case s.Notice == Announced && (s.Ahead <= 0 || s.Ahead > mostAhead):
		return unfit("ahead", "Say how long before the window people are told, such as 24h; 720h at most.")
	case s.Notice == Surprise && s.Ahead != 0:
		return unfit("ahead", "A surprise is not announced: leave out ahead, or make it announced.")
	}
	return nil
}

func (s Schedule) checkCalendar(now time.Time, zone *time.Location) error {
	switch {
	case !s.Until.IsZero() && s.Until.Before(s.First):
		return unfit("until", "The calendar ends on %s, before it begins on %s: give a later end.", s.Until, s.First)
	case !s.Until.IsZero() && s.Until.Before(Today(now, zone)):
		return unfit("until", "The calendar ends on %s, which has passed: give a later end, or none.", s.Until)
	}
	if _, ok := s.Next(now, zone); !ok {
		return unfit("first", "The drill would never begin: no day of its calendar is still to come. Give other days, or a later end.")
	}
	return nil
}

// span writes a duration without what is zero: 1h30m, 45m.
func span(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if len(text) > len(zero) && text[len(text)-len(zero):] == zero {
			text = text[:len(text)-len(zero)+1]
		}
	}
	return text
}
