// Package calendar reads and writes iCalendar files: duty as calendar programs show it, and leave as they export it.
package calendar

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
)

// Event is one stretch of time that a calendar has.
type Event struct {
	Where string   // for messages: event 3 "Leave"
	ID    string   // as long as the calendar calls it the same
	Names []string // whom it may be about: its summary, its attendees
	From  time.Time
	To    time.Time
}

// Problem is what is wrong with an event, or with the file.
type Problem struct{ Where, Text string }

// What of a calendar is read.
const (
	mostEvents      = 5000
	mostOccurrences = 500
	mostSteps       = 50_000 // from its beginning to now: more than a century of days
	horizon         = 400 * 24 * time.Hour
)

// Read reads the events of a calendar that end after a moment. Times without a zone are those of loc. An event that repeats is
// written out for 400 days. Where there are problems, they are all told, and nothing is to be taken in.
func Read(data []byte, loc *time.Location, now time.Time) ([]Event, []Problem) {
	cal, err := ics.ParseCalendar(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	if err != nil || cal == nil {
		return nil, []Problem{{"the file", "it cannot be read as a calendar: export it as iCalendar (.ics) again."}}
	}
	r := &reader{loc: loc, now: now, moved: map[string][]time.Time{}}
	all := cal.Events()
	if len(all) > mostEvents {
		return nil, []Problem{{"the file", fmt.Sprintf("it has more than %d events: export a shorter time.", mostEvents)}}
	}
	for _, e := range all {
		r.note(e)
	}
	for n, e := range all {
		r.event(n+1, e)
	}
	return r.events, r.problems
}

type reader struct {
	loc      *time.Location
	now      time.Time
	moved    map[string][]time.Time // by id: occurrences of which an event of their own tells
	events   []Event
	problems []Problem
}

// note remembers an occurrence that was moved.
func (r *reader) note(e *ics.VEvent) {
	if at, _, ok := r.moment(e.GetProperty(ics.ComponentPropertyRecurrenceId)); ok {
		r.moved[e.Id()] = append(r.moved[e.Id()], at)
	}
}

func (r *reader) event(n int, e *ics.VEvent) {
	summary := text(e, ics.ComponentPropertySummary)
	where := strings.TrimSpace(fmt.Sprintf("event %d %s", n, quoted(summary)))
	say := func(format string, args ...any) {
		r.problems = append(r.problems, Problem{where, fmt.Sprintf(format, args...)})
	}
	if strings.EqualFold(text(e, ics.ComponentPropertyStatus), "CANCELLED") {
		return
	}
	from, allDay, ok := r.moment(e.GetProperty(ics.ComponentPropertyDtStart))
	if !ok {
		say("its beginning cannot be read: give it a date and time, in a zone such as Asia/Shanghai.")
		return
	}
	to, ok := r.end(e, from, allDay)
	if !ok || !to.After(from) {
		say("its end cannot be read, or is not after its beginning: give it one.")
		return
	}
	ev := Event{Where: where, ID: e.Id(), Names: names(e, summary), From: from, To: to}
	if ev.ID == "" {
		ev.ID = from.UTC().Format(time.RFC3339) + " " + summary
	}
	if at, _, moved := r.moment(e.GetProperty(ics.ComponentPropertyRecurrenceId)); moved {
		ev.ID += " " + at.UTC().Format(time.RFC3339)
	}
	rule := e.GetProperty(ics.ComponentPropertyRrule)
	if rule == nil {
		r.add(ev)
		return
	}
	if wrong := r.repeat(e, ev, rule.Value); wrong != "" {
		say("%s", wrong)
	}
}

// add takes an event in that is not over.
func (r *reader) add(ev Event) {
	if ev.To.After(r.now) {
		r.events = append(r.events, ev)
	}
}

// repeat writes an event out that repeats.
func (r *reader) repeat(e *ics.VEvent, ev Event, value string) (wrong string) {
	option, err := rrule.StrToROptionInLocation(value, ev.From.Location())
	if err != nil {
		return "the rule by which it repeats cannot be read: export it as single events."
	}
	option.Dtstart = ev.From
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return "the rule by which it repeats cannot be read: export it as single events."
	}
	left := slices.Clone(r.moved[e.Id()])
	for _, p := range e.GetProperties(ics.ComponentPropertyExdate) {
		for _, one := range strings.Split(p.Value, ",") {
			single := *p
			single.Value = one
			if at, _, ok := r.moment(&single); ok {
				left = append(left, at)
			}
		}
	}
	length := ev.To.Sub(ev.From)
	next := rule.Iterator()
	for n, steps := 0, 0; ; steps++ {
		at, more := next()
		if !more || at.After(r.now.Add(horizon)) {
			return ""
		}
		if steps > mostSteps {
			return "it repeats too often since it began: export it as single events."
		}
		if !at.Add(length).After(r.now) || slices.ContainsFunc(left, at.Equal) {
			continue
		}
		if n++; n > mostOccurrences {
			return fmt.Sprintf("it repeats more than %d times: export a shorter time.", mostOccurrences)
		}
		one := ev
		one.ID, one.From, one.To = ev.ID+" "+at.UTC().Format(time.RFC3339), at, at.Add(length)
		r.add(one)
	}
}

// end is when an event ends: as it says, or by its length; a day that says neither is one day.
func (r *reader) end(e *ics.VEvent, from time.Time, allDay bool) (time.Time, bool) {
	if p := e.GetProperty(ics.ComponentPropertyDtEnd); p != nil {
		to, _, ok := r.moment(p)
		return to, ok
	}
	if p := e.GetProperty(ics.ComponentPropertyDuration); p != nil {
		length, ok := span(p.Value)
		return from.Add(length), ok
	}
	return from.AddDate(0, 0, 1), allDay
}

// moment reads a date, or a date and time: in UTC, in the zone that it names, or in the site's.
func (r *reader) moment(p *ics.IANAProperty) (at time.Time, allDay, ok bool) {
	if p == nil {
		return at, false, false
	}
	loc := r.loc
	if zone := p.ICalParameters["TZID"]; len(zone) == 1 {
		named, err := time.LoadLocation(strings.Trim(zone[0], `"`))
		if err != nil || zone[0] == "Local" {
			return at, false, false
		}
		loc = named
	}
	value := strings.TrimSpace(p.Value)
	for layout, day := range map[string]bool{"20060102": true, "20060102T150405": false} {
		if at, err := time.ParseInLocation(layout, value, loc); err == nil {
			return at, day, true
		}
	}
	at, err := time.Parse("20060102T150405Z", value)
	return at, false, err == nil
}

// span reads a length such as P1DT12H30M, or P2W.
func span(value string) (time.Duration, bool) {
	value, ok := strings.CutPrefix(strings.TrimPrefix(value, "+"), "P")
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	var total, n time.Duration
	for k := range len(value) {
		switch c := value[k]; {
		case c == 'T':
		case c >= '0' && c <= '9' && n < 100000:
			n = n*10 + time.Duration(c-'0')
		case units[c] > 0:
			total, n = total+n*units[c], 0
		default:
			return 0, false
		}
	}
	return total, ok && total > 0 && n == 0
}

// names are the words by which an event may say whom it is about.
func names(e *ics.VEvent, summary string) []string {
	list := []string{summary}
	for _, sep := range []string{":", " - ", "："} { // "Leave: Zhang Wei"
		if _, after, ok := strings.Cut(summary, sep); ok {
			list = append(list, strings.TrimSpace(after))
		}
	}
	for _, p := range e.GetProperties(ics.ComponentPropertyAttendee) {
		list = append(list, p.ICalParameters["CN"]...)
		user, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(p.Value), "mailto:"), "@")
		list = append(list, user)
	}
	for k, name := range list {
		list[k] = strings.Trim(strings.TrimSpace(name), `"`)
	}
	return slices.DeleteFunc(list, func(name string) bool { return name == "" })
}

func text(e *ics.VEvent, property ics.ComponentProperty) string {
	if p := e.GetProperty(property); p != nil {
		return strings.TrimSpace(ics.FromText(p.Value))
	}
	return ""
}

func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "..."
	}
	if s == "" {
		return ""
	}
	return fmt.Sprintf("%q", s)
}
