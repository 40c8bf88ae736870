package roster

import "time"

// This file holds Zone: a time zone that carries its own offsets, so that an incident which replays years later, on a
// machine with another time-zone database, reads every local time as it was read the first time.

// maxOffsets bounds a Zone; two changes a year are usual, four the most that any place has made.
const maxOffsets = 24

// Offset is how far local time is from UTC from a moment on.
type Offset struct {
	From    time.Time `json:"from"`    // UTC; the first offset of a Zone also covers everything before it
	Seconds int       `json:"seconds"` // east of UTC
	Abbr    string    `json:"abbr"`
}

// Zone is a time zone over a stretch of time. The zero Zone is UTC.
type Zone struct {
	Name    string   `json:"name"`
	Offsets []Offset `json:"offsets"` // in order of time
}

// NewZone copies the offsets of a location between two moments. Outside of them the first and the last offset go on.
// It asks the machine's time-zone database, so it is called where a site is loaded or frozen, never in a workflow.
func NewZone(loc *time.Location, from, to time.Time) Zone {
	zone := Zone{Name: loc.String()}
	for at := from; len(zone.Offsets) < maxOffsets; {
		local := at.In(loc)
		abbr, seconds := local.Zone()
		zone.Offsets = append(zone.Offsets, Offset{From: at.UTC(), Seconds: seconds, Abbr: abbr})
		_, end := local.ZoneBounds()
		if end.IsZero() || end.After(to) {
			break
		}
		at = end
	}
	return zone
}

// Local returns a moment in local time.
func (z Zone) Local(t time.Time) time.Time {
	if len(z.Offsets) == 0 {
		return t.UTC()
	}
	now := z.Offsets[0]
	for _, o := range z.Offsets[1:] {
		if o.From.After(t) {
			break
		}
		now = o
	}
	return t.In(time.FixedZone(now.Abbr, now.Seconds))
}

// At returns the moment when local clocks first show a date and time. Where clocks leap over it, that is the moment of
// the leap; where they show it twice, the first time. Days and minutes outside of their range carry over.
func (z Zone) At(year int, month time.Month, day, hour, minute int) time.Time {
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	for i, o := range z.Offsets {
		moment := wall.Add(-time.Duration(o.Seconds) * time.Second)
		if i+1 < len(z.Offsets) && !moment.Before(z.Offsets[i+1].From) {
			continue
		}
		if i > 0 && moment.Before(o.From) {
			return o.From
		}
		return moment
	}
	return wall
}
