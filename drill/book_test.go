package drill_test

// Schedules and their books: windows, jitter, pauses, skips, starters and what is overdue.

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/drill"
	"muster/incident"
)

// tuesdays is a fire drill on every Tuesday between half past nine and half past eleven, in Shanghai.
func tuesdays(t require.TestingT) drill.Schedule {
	return drill.Schedule{
		ID: "drl-tuesdays", Plan: "fire", Site: "riverside", Location: "Building 3", Rule: drill.Rule{Unit: drill.Weekly, Days: []drill.Weekday{"tue"}},
		First: date(t, "2027-03-01"), From: clock(t, "09:30"), To: clock(t, "11:30"), Jitter: 90 * time.Minute, Notice: drill.Surprise, By: "li-hua",
	}
}

func at(t require.TestingT, text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, zone(t, "Asia/Shanghai"))
	require.NoError(t, err)
	return moment.UTC()
}

func bookOf(s drill.Schedule, created time.Time) drill.Book {
	return drill.Book{Schedule: s, Created: created}
}

func TestADrillBeginsInItsWindowAtAMomentThatIsItsOwn(t *testing.T) {
	s, shanghai := tuesdays(t), zone(t, "Asia/Shanghai")
	moments := map[time.Duration]bool{}
	for _, o := range s.Coming(at(t, "2027-03-01 00:00"), 50, shanghai) {
		require.Equal(t, time.Tuesday, o.From.In(shanghai).Weekday())
		require.Equal(t, 2*time.Hour, o.To.Sub(o.From))
		require.False(t, o.At.Before(o.From) || o.At.After(o.From.Add(s.Jitter)), "%s", o.At)
		again, ok := s.Find(o.Date, shanghai)
		require.True(t, ok)
		require.Equal(t, o, again, "asked again it is the same")
		moments[o.At.Sub(o.From)] = true
	}
	require.Greater(t, len(moments), 45, "no two are alike")
	other := s
	other.ID = "drl-other"
	first, _ := s.Next(at(t, "2027-03-01 00:00"), shanghai)
	second, _ := other.Next(at(t, "2027-03-01 00:00"), shanghai)
	require.NotEqual(t, first.At, second.At, "another schedule has other moments")
}

func TestAWindowMayReachIntoTheNextDay(t *testing.T) {
	s, shanghai := tuesdays(t), zone(t, "Asia/Shanghai")
	s.From, s.To, s.Jitter = clock(t, "23:00"), clock(t, "01:00"), 2*time.Hour
	require.NoError(t, s.Check(at(t, "2027-03-01 00:00"), shanghai))
	for _, o := range s.Coming(at(t, "2027-03-01 00:00"), 40, shanghai) {
		require.Equal(t, []drill.Occurrence{o}, s.Between(o.At, o.At.Add(time.Second), shanghai))
		require.Empty(t, s.Between(o.At.Add(time.Second), o.At.Add(24*time.Hour), shanghai))
	}
}

func TestTheCalendarEndsWhereItIsToEnd(t *testing.T) {
	s, shanghai := tuesdays(t), zone(t, "Asia/Shanghai")
	s.Until = date(t, "2027-03-16")
	s.Skips = []drill.Date{date(t, "2027-03-09")}
	var days []string
	for _, o := range s.Coming(at(t, "2027-01-01 00:00"), 10, shanghai) {
		days = append(days, o.Date.String())
	}
	require.Equal(t, []string{"2027-03-02", "2027-03-16"}, days)
	_, more := s.Next(at(t, "2027-03-16 12:00"), shanghai)
	require.False(t, more)
	for day, falls := range map[string]bool{"2027-03-02": true, "2027-03-09": true, "2027-03-03": false, "2027-02-23": false, "2027-03-23": false} {
		_, ok := s.Find(date(t, day), shanghai)
		require.Equal(t, falls, ok, day)
	}
}

func TestImpossibleSchedulesAreRefusedWithTheirField(t *testing.T) {
	now := at(t, "2027-03-01 00:00")
	for _, c := range []struct {
		field, says string
		change      func(s *drill.Schedule)
	}{
		{"repeat.unit", "once, week, month or year", func(s *drill.Schedule) { s.Rule = drill.Rule{} }},
		{"repeat.every", "1 to 60", func(s *drill.Schedule) { s.Rule.Every = 61 }},
		{"repeat.days", "which days of the week", func(s *drill.Schedule) { s.Rule.Days = nil }},
		{"repeat.days[1]", "tuesday", func(s *drill.Schedule) { s.Rule.Days = []drill.Weekday{"mon", "tuesday"} }},
		{"repeat.day", "by nth and weekday", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Monthly} }},
		{"repeat.day", "by nth and weekday", func(s *drill.Schedule) {
			s.Rule = drill.Rule{Unit: drill.Monthly, Day: 1, Nth: 1, Weekday: "mon"}
		}},
		{"repeat.day", "1 to 31", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Monthly, Day: 32} }},
		{"repeat.nth", "1 to 5", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Monthly, Nth: 6, Weekday: "mon"} }},
		{"repeat.weekday", "day of the week", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Monthly, Nth: 2} }},
		{"repeat.month", "1 to 12", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Yearly, Day: 1} }},
		{"repeat.day", "February has no day 30", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Yearly, Month: 2, Day: 30} }},
		{"repeat.day", "June has no day 31", func(s *drill.Schedule) { s.Rule = drill.Rule{Unit: drill.Yearly, Month: 6, Day: 31} }},
		{"jitter", "from 09:30 to 10:15 is shorter than the jitter of 1h30m", func(s *drill.Schedule) { s.To = clock(t, "10:15") }},
		{"jitter", "negative", func(s *drill.Schedule) { s.Jitter = -time.Second }},
		{"to", "longer than 12 hours", func(s *drill.Schedule) { s.To = clock(t, "09:29") }},
		{"speed", "1 to 3600", func(s *drill.Schedule) { s.Speed = 0.5 }},
		{"notice", "announced or a surprise", func(s *drill.Schedule) { s.Notice = "" }},
		{"ahead", "how long before", func(s *drill.Schedule) { s.Notice = drill.Announced }},
		{"ahead", "720h", func(s *drill.Schedule) { s.Notice, s.Ahead = drill.Announced, 721*time.Hour }},
		{"ahead", "not announced", func(s *drill.Schedule) { s.Ahead = time.Hour }},
		{"until", "before it begins", func(s *drill.Schedule) { s.Until = date(t, "2027-02-28") }},
		{"until", "has passed", func(s *drill.Schedule) { s.First, s.Until = date(t, "2026-01-01"), date(t, "2027-02-28") }},
		{"first", "never begin", func(s *drill.Schedule) { s.Until = date(t, "2027-03-01") }},
		{"first", "never begin", func(s *drill.Schedule) {
			s.Rule, s.First = drill.Rule{Unit: drill.Monthly, Every: 12, Day: 31}, date(t, "2027-06-01")
		}},
		{"first", "never begin", func(s *drill.Schedule) { s.Rule, s.First = drill.Rule{Unit: drill.Once}, date(t, "2027-02-02") }},
	} {
		s := tuesdays(t)
		c.change(&s)
		var refused *incident.Error
		require.ErrorAs(t, s.Check(now, zone(t, "Asia/Shanghai")), &refused, c.says)
		require.Equal(t, c.field, refused.Field, refused.Message)
		require.Contains(t, refused.Message, c.says)
		require.Regexp(t, `\.$`, refused.Message)
	}
}

func TestAnOccurrenceBelongsToOneStarter(t *testing.T) {
	s, shanghai := tuesdays(t), zone(t, "Asia/Shanghai")
	s.Notice, s.Ahead = drill.Announced, 24*time.Hour
	b := bookOf(s, at(t, "2027-03-01 00:00"))
	second, ok := s.Find(date(t, "2027-03-09"), shanghai)
	require.True(t, ok)
	require.Equal(t, at(t, "2027-03-08 09:30"), s.Wake(second), "people are told a day before the window, not before the moment")
	due, ok := b.Due(s.Wake(second), "a", shanghai)
	require.True(t, ok)
	require.Equal(t, second, due)
	due, ok = b.Due(s.Wake(second).Add(3*time.Hour), "a", shanghai)
	require.True(t, ok)
	require.Equal(t, second, due, "a starter that is late has the same")
	_, ok = b.Due(s.Wake(second).Add(-time.Hour), "a", shanghai)
	require.False(t, ok)

	wakes := b.Wakes(at(t, "2027-03-08 12:00"), 3, shanghai)
	require.Equal(t, at(t, "2027-03-08 12:00").Add(5*time.Second), wakes[0], "what should have been announced already is announced at once")
	require.Equal(t, at(t, "2027-03-15 09:30"), wakes[1])
	b.Put(drill.Row{Date: second.Date, State: drill.Starting, Starter: "a"})
	require.Equal(t, at(t, "2027-03-15 09:30"), b.Wakes(at(t, "2027-03-08 12:00"), 3, shanghai)[0], "and by one starter")
	_, ok = b.Due(at(t, "2027-03-08 12:00"), "b", shanghai)
	require.False(t, ok, "another one has nothing to do")
}

func TestWhetherADrillMayBeginAtItsTime(t *testing.T) {
	s, shanghai := tuesdays(t), zone(t, "Asia/Shanghai")
	day := date(t, "2027-03-09")
	b := bookOf(s, at(t, "2027-03-01 00:00"))
	require.NoError(t, b.Pause(at(t, "2027-03-10 00:00"), "li-hua", ""))
	skipped := b
	skipped.Schedule.Skips = []drill.Date{day}
	for _, c := range []struct {
		story string
		book  drill.Book
		day   string
		now   string
		state drill.State
	}{
		{"at its time", b, "2027-03-09", "2027-03-09 11:00", ""},
		{"late, and in its window", b, "2027-03-09", "2027-03-09 11:29", ""},
		{"when its window has passed", b, "2027-03-09", "2027-03-09 11:31", drill.Missed},
		{"when it was skipped", skipped, "2027-03-09", "2027-03-09 11:00", drill.Off},
		{"in a pause", b, "2027-03-16", "2027-03-16 11:00", drill.Off},
		{"on a day that is none of its", b, "2027-03-08", "2027-03-08 11:00", drill.Off},
	} {
		_, state, why := c.book.MayBegin(date(t, c.day), at(t, c.now), shanghai)
		require.Equal(t, c.state, state, c.story)
		require.Equal(t, state == "", why == "", c.story)
	}
	s.To, s.Jitter = s.From, 0
	_, state, _ := bookOf(s, b.Created).MayBegin(day, at(t, "2027-03-09 09:44"), shanghai)
	require.Empty(t, state, "without a window it may begin a quarter of an hour late")
	_, state, _ = bookOf(s, b.Created).MayBegin(day, at(t, "2027-03-09 09:46"), shanghai)
	require.Equal(t, drill.Missed, state)
}

func TestWhatShouldHaveBegunAndDidNotIsOverdue(t *testing.T) {
	s, shanghai := tuesdays(t), zone(t, "Asia/Shanghai")
	s.To, s.Jitter = s.From, 0
	days := func(b drill.Book, now string) (list []string) {
		for _, o := range b.Overdue(at(t, now), shanghai) {
			require.NotEmpty(t, o.Why)
			require.Equal(t, "fire", o.Plan)
			list = append(list, o.Date.String())
		}
		return list
	}
	b := bookOf(s, at(t, "2027-03-02 12:00"))
	require.Empty(t, days(b, "2027-03-09 09:31"), "the first came before it was made, and the second has two minutes")
	require.Equal(t, []string{"2027-03-09"}, days(b, "2027-03-09 09:33"))
	for state, overdue := range map[drill.State]bool{drill.Begun: false, drill.Refused: false, drill.Off: false, drill.Missed: true, drill.Starting: true} {
		b.Put(drill.Row{Date: date(t, "2027-03-09"), State: state, Why: "because"})
		require.Equal(t, overdue, len(days(b, "2027-03-09 12:00")) == 1, state)
	}
	require.Equal(t, []string{"2027-03-23", "2027-03-30"}, days(b, "2027-03-31 12:00"), "of the last two weeks")
	skipped := b
	skipped.Schedule.Skips = []drill.Date{date(t, "2027-03-23")}
	require.Equal(t, []string{"2027-03-30"}, days(skipped, "2027-03-31 12:00"))
	require.NoError(t, b.Pause(at(t, "2027-03-17 00:00"), "li-hua", "rebuilding"))
	require.NoError(t, b.Resume(at(t, "2027-03-24 00:00")))
	require.Equal(t, []string{"2027-03-30"}, days(b, "2027-03-31 12:00"), "what fell into a pause is not owed")
}

func TestChangesThatMakeNoSenseAreRefused(t *testing.T) {
	shanghai, now := zone(t, "Asia/Shanghai"), at(t, "2027-03-08 12:00")
	b := bookOf(tuesdays(t), at(t, "2027-03-01 00:00"))
	refused := func(err error, code incident.Code, says string) {
		t.Helper()
		var e *incident.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, code, e.Code)
		require.Contains(t, e.Message, says)
	}
	refused(b.Resume(now), incident.CodeNothing, "not paused")
	require.NoError(t, b.Pause(now, "li-hua", ""))
	refused(b.Pause(now, "wang", ""), incident.CodeNothing, "paused already, by li-hua")
	require.NoError(t, b.Resume(now.Add(time.Minute)))

	skipped, err := b.Skip(drill.Date{}, now, shanghai)
	require.NoError(t, err)
	require.Equal(t, "2027-03-09", skipped.String(), "the next one")
	_, err = b.Skip(date(t, "2027-03-09"), now, shanghai)
	refused(err, incident.CodeNothing, "skipped already")
	_, err = b.Skip(date(t, "2027-03-10"), now, shanghai)
	refused(err, incident.CodeField, "falls on 2027-03-10. The next ones: 2027-03-16, 2027-03-23, 2027-03-30")
	_, err = b.Skip(date(t, "2027-03-02"), now, shanghai)
	refused(err, incident.CodeField, "was due already")
	over := b
	over.Schedule.Until = date(t, "2027-03-10")
	_, err = over.Skip(drill.Date{}, now, shanghai)
	refused(err, incident.CodeNothing, "there is nothing to skip")
	over.Tidy(now)
	require.Len(t, over.Schedule.Skips, 1)
	over.Tidy(now.AddDate(1, 1, 0))
	require.Empty(t, over.Schedule.Skips)
}

// TestNoOccurrenceIsLostOrSeenToTwice has an engine wake starters as a book tells it to, at times a little late, and counts.
func TestNoOccurrenceIsLostOrSeenToTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		s := drill.Schedule{ID: "drl-x", Plan: "fire", Rule: anyRule(t), First: date(t, "2027-01-01"), From: drill.Clock(rapid.IntRange(0, 1439).Draw(t, "from") * 60)}
		s.Jitter = time.Duration(rapid.IntRange(0, 120).Draw(t, "jitter")) * time.Minute
		s.To, s.Notice = s.From.Plus(s.Jitter), drill.Surprise
		if rapid.Bool().Draw(t, "announced") {
			s.Notice, s.Ahead = drill.Announced, time.Duration(rapid.IntRange(1, 24*20).Draw(t, "ahead"))*time.Hour
		}
		now := local(s.First, 0, loc).UTC()
		b, end := bookOf(s, now), now.AddDate(0, 6, 0)
		for step := 0; now.Before(end); step++ {
			wakes := b.Wakes(now, 24, loc)
			if len(wakes) == 0 {
				break
			}
			now = wakes[0].Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "late")) * time.Second)
			o, ok := b.Due(wakes[0], fmt.Sprint(step), loc)
			require.True(t, ok, "woken for nothing")
			_, seen := b.Row(o.Date)
			require.False(t, seen, "%s is seen to twice", o.Date)
			b.Put(drill.Row{Date: o.Date, State: drill.Begun, Starter: fmt.Sprint(step), At: o.At})
			again, ok := b.Due(wakes[0], fmt.Sprint(step), loc)
			require.True(t, ok)
			require.Equal(t, o, again, "a starter that asks again has the same")
		}
		if len(b.Rows) < 40 { // the book still has all
			for _, o := range s.Between(b.Created.Add(time.Second), now, loc) {
				_, seen := b.Row(o.Date)
				require.True(t, seen, "%s is lost", o.Date)
			}
		}
		require.Empty(t, b.Overdue(now, loc))
	})
}

func TestDatesAndClocksThatAreNoneAreRefused(t *testing.T) {
	for _, text := range []string{"2027-02-29", "2027-13-01", "1 March", "2027-3-1"} {
		_, err := drill.ParseDate(text)
		require.Error(t, err, text)
	}
	for _, text := range []string{"24:00", "9:30", "09:60", "noon", ""} {
		_, err := drill.ParseClock(text)
		require.Error(t, err, text)
	}
	c := clock(t, "23:59:30")
	require.Equal(t, "23:59:30", c.String())
	require.Equal(t, "00:00:30", c.Plus(time.Minute).String())
	require.Error(t, errors.Join(new(drill.Date).UnmarshalText([]byte("soon"))))
}
