package drill

// Changes: what people do to a schedule after it was made. Each refuses in a sentence what makes no sense.

import (
	"slices"
	"strings"
	"time"

	"muster/incident"
)

// Pause stops the schedule's drills until it is resumed.
func (b *Book) Pause(now time.Time, by, why string) error {
	if p, paused := b.Paused(now); paused {
		return incident.Fail(incident.CodeNothing, "These drills are paused already, by %s: resume them when they are to go on.", p.By)
	}
	b.Pauses = append(slices.Clone(b.Pauses), Pause{From: now, By: by, Why: why})
	b.Pauses = b.Pauses[max(0, len(b.Pauses)-mostPauses):]
	return nil
}

// Resume lets the schedule's drills go on. What fell into the pause is not made up for.
func (b *Book) Resume(now time.Time) error {
	if _, paused := b.Paused(now); !paused {
		return incident.Fail(incident.CodeNothing, "These drills are not paused: there is nothing to resume.")
	}
	b.Pauses = slices.Clone(b.Pauses)
	for k := range b.Pauses {
		if b.Pauses[k].To.IsZero() {
			b.Pauses[k].To = now
		}
	}
	return nil
}

// Skip leaves one occurrence out: that of a date, or the next one for none. It gives the date.
func (b *Book) Skip(d Date, now time.Time, zone *time.Location) (Date, error) {
	s := &b.Schedule
	next, coming := s.Next(now, zone)
	if d.IsZero() {
		d = next.Date
	}
	o, falls := s.Find(d, zone)
	switch {
	case slices.Contains(s.Skips, d):
		return d, incident.Fail(incident.CodeNothing, "The drill of %s is skipped already.", d)
	case !coming && !falls:
		return d, incident.Fail(incident.CodeNothing, "No drill of this schedule is to come: there is nothing to skip.")
	case !falls:
		return d, unfit("date", "No drill of this schedule falls on %s. The next ones: %s.", d, b.named(now, zone))
	case !o.At.After(now):
		return d, unfit("date", "The drill of %s was due already: end it with cancel if it runs. The next ones: %s.", d, b.named(now, zone))
	case len(s.Skips) == mostSkips:
		return d, incident.Fail(incident.CodeNothing, "%d dates of this schedule are skipped already: pause it, or make another one.", mostSkips)
	}
	s.Skips = append(slices.Clone(s.Skips), d)
	return d, nil
}

// named lists the next dates for a sentence.
func (b *Book) named(now time.Time, zone *time.Location) string {
	var names []string
	for _, o := range b.Schedule.Coming(now, 3, zone) {
		names = append(names, o.Date.String())
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// Tidy forgets skips that lie more than a year back.
func (b *Book) Tidy(now time.Time) {
	b.Schedule.Skips = slices.DeleteFunc(slices.Clone(b.Schedule.Skips), func(d Date) bool { return d.midnight.Before(now.AddDate(-1, 0, 0)) })
}
