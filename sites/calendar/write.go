package calendar

// Writing: a calendar that other programs subscribe to.

import (
	"time"

	ics "github.com/arran4/golang-ical"
)

// Entry is one event that is written.
type Entry struct {
	ID     string // unique in the whole world, and the same as long as the event is
	Title  string
	Detail string
	From   time.Time
	To     time.Time
}

// refresh is how often programs are asked to read the calendar again.
const refresh = "PT1H"

// Write makes an iCalendar file, as of a moment.
func Write(name, zone string, entries []Entry, at time.Time) []byte {
	cal := ics.NewCalendarFor("Muster")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(name)
	cal.SetXWRCalName(name)
	cal.SetXWRTimezone(zone)
	cal.SetRefreshInterval(refresh, ics.WithValue("DURATION"))
	cal.SetXPublishedTTL(refresh)
	for _, entry := range entries {
		e := cal.AddEvent(entry.ID)
		e.SetDtStampTime(at.UTC())
		e.SetSummary(entry.Title)
		if entry.Detail != "" {
			e.SetDescription(entry.Detail)
		}
		e.SetStartAt(entry.From.UTC())
		e.SetEndAt(entry.To.UTC())
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}
