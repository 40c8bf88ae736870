package storetest

// What is recorded: all of it comes back, once, as new as it can be.

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident"
)

var savedAt = time.Date(2026, 11, 23, 2, 0, 0, int(5*time.Millisecond), time.UTC)

func clock() time.Time { return savedAt }

// ctx is the test's context.
func ctx(t require.TestingT) context.Context {
	if has, ok := t.(interface{ Context() context.Context }); ok {
		return has.Context()
	}
	return context.Background()
}

func givesBack(t *testing.T, h Harness) {
	s := open(t, h)
	fire := Fire("inc-1", Opened)
	for k := range fire {
		record(t, s, fire[k])
		requireShown(t, s, fire[:k+1])
	}
}

func showsLists(t *testing.T, h Harness) {
	s := open(t, h)
	bare := incident.View{State: incident.Open, OpenedAt: incident.Time(Opened)}
	record(t, s, incident.Shadow{
		Incident: "inc-1", Rev: 1, Head: &bare,
		Seats: []incident.SeatView{{ID: "SEC"}}, Steps: []incident.StepView{{ID: "F01"}}, Pages: []incident.ShadowPage{{View: incident.PageView{ID: "p1", Kind: incident.CallPage}}},
	})
	v, _, err := s.Incident(ctx(t), "inc-1")
	require.NoError(t, err)
	require.Equal(t, "inc-1", v.ID)
	for _, list := range []any{
		v.Places, v.Links, v.PossibleDuplicates, v.Messages, v.Facts, v.Seats[0].Holders,
		v.Steps[0].Assignees, v.Steps[0].Evidence.Choices, v.Pages[0].Seats, v.Pages[0].Attempts,
	} {
		require.NotNil(t, list)
		require.Empty(t, list)
	}
}

func unknownIncident(t *testing.T, h Harness) {
	s := open(t, h)
	v, found, err := s.Incident(ctx(t), "nobody")
	require.NoError(t, err)
	require.False(t, found)
	require.Zero(t, v)
	entries, err := s.Timeline(ctx(t), "nobody", 0, 0)
	require.NoError(t, err)
	require.Equal(t, []incident.Entry{}, entries)
	items, next, err := s.Incidents(ctx(t), filter(""))
	require.NoError(t, err)
	require.Equal(t, []incident.View{}, items)
	require.Empty(t, next)
}

func sameAgain(t *testing.T, h Harness) {
	s := open(t, h)
	fire := Fire("inc-1", Opened)
	record(t, s, fire...)
	last, err := s.LastEvent(ctx(t))
	require.NoError(t, err)

	record(t, s, fire...)
	record(t, s, fire[Batches-1])
	requireShown(t, s, fire)
	events, err := s.Events(ctx(t), last, "", 0)
	require.NoError(t, err)
	require.Empty(t, events, "nothing has changed, so nobody is told")
}

func anyOrder(t *testing.T, h Harness) {
	s := open(t, h)
	count := 0
	rapid.Check(t, func(t *rapid.T) {
		count++
		history := drawHistory(t, fmt.Sprintf("inc-%d", count))
		arrivals := rapid.Permutation(history).Draw(t, "arrivals")
		again := rapid.SliceOfN(rapid.SampledFrom(history), 0, 3).Draw(t, "again")
		record(t, s, arrivals...)
		record(t, s, again...)
		requireShown(t, s, history)
	})
}

// drawHistory makes an incident's batches, each with some of its parts, in any order; the first has a head.
func drawHistory(t *rapid.T, id string) []incident.Shadow {
	some := func(name string, n int) []int {
		return rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, n, rapid.ID[int]).Draw(t, name)
	}
	var history []incident.Shadow
	for k := range rapid.IntRange(1, 6).Draw(t, "batches") {
		rev := 1 + 3*k
		s := incident.Shadow{Incident: id, Rev: rev, Entries: entries(Opened, 1+2*k, rapid.IntRange(0, 4).Draw(t, "entries"))}
		if k == 0 || rapid.Bool().Draw(t, "head") {
			s.Head = Head(id, Opened, rev)
		}
		for _, n := range some("seats", 4) {
			s.Seats = append(s.Seats, seat(n, rev))
		}
		for _, n := range some("steps", 5) {
			s.Steps = append(s.Steps, step(n, rev))
		}
		for _, n := range some("facts", 3) {
			s.Facts = append(s.Facts, fact(n, rev))
		}
		for _, n := range some("pages", 6) {
			s.Pages = append(s.Pages, page(n, rev))
		}
		history = append(history, s)
	}
	return history
}

func headComesLate(t *testing.T, h Harness) {
	s := open(t, h)
	fire := Fire("inc-1", Opened)
	later := fire[1]
	later.Head = nil
	record(t, s, later)
	_, found, err := s.Incident(ctx(t), "inc-1")
	require.NoError(t, err)
	require.False(t, found)
	items, _, err := s.Incidents(ctx(t), filter(""))
	require.NoError(t, err)
	require.Empty(t, items)

	record(t, s, fire[0])
	requireShown(t, s, []incident.Shadow{fire[0], later})
}

func hugeBatch(t *testing.T, h Harness) {
	s := open(t, h)
	shadow := incident.Shadow{Incident: "inc-1", Rev: 9, Head: Head("inc-1", Opened, 1), Entries: entries(Opened, 1, 6000)}
	for k := range 1200 {
		shadow.Pages = append(shadow.Pages, page(k, 1))
	}
	record(t, s, shadow)
	v, _, err := s.Incident(ctx(t), "inc-1")
	require.NoError(t, err)
	require.Len(t, v.Pages, 900)
	require.Len(t, v.Messages, 300)
	line, err := s.Timeline(ctx(t), "inc-1", 5000, 1000)
	require.NoError(t, err)
	require.Len(t, line, 1000)
	require.Equal(t, 6000, line[999].Seq)
}

func twiceNamed(t *testing.T, h Harness) {
	s := open(t, h)
	shadow := incident.Shadow{
		Incident: "inc-1", Rev: 1, Head: Head("inc-1", Opened, 1), Entries: entries(Opened, 1, 2),
		Seats: []incident.SeatView{seat(0, 1), seat(1, 1)}, Steps: []incident.StepView{step(0, 1)}, Facts: []incident.FactView{fact(0, 1)}, Pages: []incident.ShadowPage{page(0, 1)},
	}
	twice := shadow
	twice.Seats = append(twice.Seats, seat(0, 2))
	twice.Steps = append(twice.Steps, step(0, 2))
	twice.Facts = append(twice.Facts, fact(0, 2))
	twice.Pages = append(twice.Pages, page(0, 2))
	twice.Entries = append(twice.Entries, shadow.Entries[0])
	record(t, s, twice)
	requireShown(t, s, []incident.Shadow{shadow})
}
