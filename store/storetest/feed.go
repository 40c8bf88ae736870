package storetest

// What follows the incidents: timelines, the events of all of them, and who watches.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/store"
)

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

func timelineInPieces(t *testing.T, h Harness) {
	s := open(t, h)
	record(t, s, Fire("inc-1", Opened)...)
	record(t, s, Fire("inc-2", Opened)...)
	seq := 0
	for {
		piece, err := s.Timeline(ctx(t), "inc-1", seq, 50)
		require.NoError(t, err)
		if len(piece) == 0 {
			break
		}
		for _, e := range piece {
			seq++
			require.Equal(t, seq, e.Seq)
			require.Equal(t, Opened.Add(time.Duration(seq)*time.Second), e.At)
		}
	}
	require.Equal(t, 3+13*(Batches-1), seq)
}

func eventsInOrder(t *testing.T, h Harness) {
	s := open(t, h)
	declare(t, s, "inc-1", Opened, nil)
	for seq, id := range []string{"inc-1", "inc-2", "inc-1"} {
		declare(t, s, id, Opened, nil)
		record(t, s, incident.Shadow{Incident: id, Rev: 10 + seq, Entries: entries(Opened, seq+1, 1)})
	}
	events, err := s.Events(ctx(t), 0, "", 0)
	require.NoError(t, err)
	requireTold(t, events, "inc-1 0 incident", "inc-1 1 page.sent", "inc-2 0 incident", "inc-2 2 page.sent", "inc-1 3 page.sent")

	rest, err := s.Events(ctx(t), events[1].ID, "", 2)
	require.NoError(t, err)
	require.Equal(t, events[2:4], rest)
	last, err := s.LastEvent(ctx(t))
	require.NoError(t, err)
	require.GreaterOrEqual(t, last, events[4].ID)
}

// requireTold compares events, without their numbers, which must rise.
func requireTold(t *testing.T, events []store.Event, want ...string) {
	t.Helper()
	told := []string{}
	number := int64(0)
	for _, e := range events {
		require.Greater(t, e.ID, number)
		number = e.ID
		told = append(told, fmt.Sprintf("%s %d %s", e.Incident, e.Seq, e.Kind))
	}
	require.Equal(t, full(want), told)
}

func eventsOfViews(t *testing.T, h Harness) {
	s := open(t, h)
	fire := Fire("inc-1", Opened)
	record(t, s, fire[0])
	for _, change := range []incident.Shadow{
		{Rev: 10, Seats: []incident.SeatView{seat(0, 10)}},
		{Rev: 11, Steps: []incident.StepView{step(0, 11)}},
		{Rev: 12, Facts: []incident.FactView{fact(0, 12)}},
		{Rev: 13, Pages: []incident.ShadowPage{page(0, 13)}},
		{Rev: 14, Head: Head("inc-1", Opened, 14)},
	} {
		before, err := s.LastEvent(ctx(t))
		require.NoError(t, err)
		change.Incident = "inc-1"
		record(t, s, change)
		events, err := s.Events(ctx(t), before, "", 0)
		require.NoError(t, err)
		requireTold(t, events, "inc-1 0 incident")
	}
}

func eventsOfOne(t *testing.T, h Harness) {
	s := open(t, h)
	for _, id := range []string{"inc-1", "inc-2"} {
		record(t, s, incident.Shadow{Incident: id, Rev: 1, Head: Head(id, Opened, 1), Entries: entries(Opened, 1, 2)})
	}
	events, err := s.Events(ctx(t), 0, "inc-2", 0)
	require.NoError(t, err)
	requireTold(t, events, "inc-2 1 page.sent", "inc-2 2 page.sent", "inc-2 0 incident")
	events, err = s.Events(ctx(t), events[0].ID, "inc-2", 1)
	require.NoError(t, err)
	requireTold(t, events, "inc-2 2 page.sent")
}

func wakes(t *testing.T, h Harness) {
	s := open(t, h)
	wake, stop := s.Watch()
	other, stopOther := s.Watch()
	defer stopOther()
	requireAsleep(t, wake)
	for k := range 3 { // nobody listens, and nothing waits for that
		declare(t, s, fmt.Sprintf("inc-%d", k), Opened, nil)
	}
	requireAwake(t, wake)
	requireAsleep(t, wake)
	requireAwake(t, other)

	stop()
	stop()
	declare(t, s, "inc-9", Opened, nil)
	requireAwake(t, other)
	requireAsleep(t, wake)
}

func requireAwake(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
	case <-time.After(patience):
		require.Fail(t, "nobody was woken")
	}
}

func requireAsleep(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
		require.Fail(t, "woken for nothing")
	default:
	}
}

func keepsSites(t *testing.T, h Harness) {
	s := open(t, h)
	none, err := s.Sites(ctx(t))
	require.NoError(t, err)
	require.Equal(t, []store.SiteRow{}, none)

	for _, site := range []string{"riverside", "harbour"} {
		require.NoError(t, s.SaveSite(ctx(t), site, []byte("id: "+site)))
	}
	binary := []byte("id: harbour\nname: 港口\x00\xff")
	require.NoError(t, s.SaveSite(ctx(t), "harbour", binary))
	sites, err := s.Sites(ctx(t))
	require.NoError(t, err)
	require.Equal(t, []store.SiteRow{
		{ID: "harbour", Document: binary, SavedAt: savedAt, Version: 2},
		{ID: "riverside", Document: []byte("id: riverside"), SavedAt: savedAt, Version: 1},
	}, sites)
}
