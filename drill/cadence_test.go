package drill_test

// Cadences: how often a plan must be practised, and where that stands.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/drill"
)

func TestHowAPlanStandsAgainstItsCadence(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	cadence := drill.Cadence{Site: "riverside", Plan: "fire", Months: 6, Zone: shanghai}
	practised := func(text string) []drill.Practice {
		return []drill.Practice{
			{Site: "riverside", Plan: "fire", At: at(t, text)},
			{Site: "riverside", Plan: "fire", At: at(t, text).AddDate(0, -1, 0)},
			{Site: "riverside", Plan: "storm", At: at(t, "2027-02-28 10:00")},
			{Site: "hilltop", Plan: "fire", At: at(t, "2027-02-28 10:00")},
		}
	}
	calendar := bookOf(tuesdays(t), at(t, "2027-01-01 00:00"))
	paused := calendar
	require.NoError(t, paused.Pause(at(t, "2027-01-02 00:00"), "li-hua", ""))
	for _, c := range []struct {
		story    string
		done     []drill.Practice
		books    []drill.Book
		standing drill.Standing
		due      string
	}{
		{"a drill of last month", practised("2027-02-01 10:00"), nil, drill.Practised, "2027-08-01"},
		{"due in a month", practised("2026-09-30 10:00"), nil, drill.DueSoon, "2027-03-30"},
		{"due in a month, and in the calendar", practised("2026-09-30 10:00"), []drill.Book{calendar}, drill.Planned, "2027-03-30"},
		{"in a calendar that is paused", practised("2026-09-30 10:00"), []drill.Book{paused}, drill.DueSoon, "2027-03-30"},
		{"due today", practised("2026-09-01 10:00"), nil, drill.DueSoon, "2027-03-01"},
		{"due yesterday, half a year after the end of August", practised("2026-08-31 10:00"), []drill.Book{calendar}, drill.IsOverdue, "2027-02-28"},
		{"never", practised("2027-02-01 10:00")[2:], []drill.Book{calendar}, drill.Never, ""},
	} {
		list := drill.Stand([]drill.Cadence{cadence}, c.done, c.books, at(t, "2027-03-01 08:00"))
		require.Len(t, list, 1)
		require.Equal(t, c.standing, list[0].Standing, c.story)
		if c.due == "" {
			require.Nil(t, list[0].DueOn, c.story)
			require.Nil(t, list[0].Last, c.story)
			continue
		}
		require.Equal(t, c.due, *list[0].DueOn, c.story)
	}
}

func TestTheMostUrgentComesFirst(t *testing.T) {
	cadences := []drill.Cadence{
		{Site: "a", Plan: "fire", Months: 6, Zone: time.UTC}, {Site: "a", Plan: "storm", Months: 12, Zone: time.UTC}, {Site: "b", Plan: "fire", Months: 1, Zone: time.UTC},
	}
	done := []drill.Practice{{Site: "a", Plan: "fire", At: at(t, "2027-02-01 10:00")}, {Site: "b", Plan: "fire", At: at(t, "2027-01-01 10:00")}}
	var order []string
	for _, d := range drill.Stand(cadences, done, nil, at(t, "2027-03-01 08:00")) {
		order = append(order, d.Site+" "+d.Plan+" "+string(d.Standing))
	}
	require.Equal(t, []string{"b fire overdue", "a storm never", "a fire practised"}, order)
}
