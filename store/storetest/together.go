package storetest

// Many at once: writers, readers, and stores on the same database.

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"muster/incident"
	"muster/store"
)

const writers = 8

// perWriter is how many incidents each writer of a test records.
const perWriter = 2

func story(writer, n int) []incident.Shadow {
	return Fire(fmt.Sprintf("inc-%d-%d", writer, n), Opened.Add(time.Duration(writer*perWriter+n)*time.Second))
}

// writeTogether records the stories of all writers side by side, each through one of the stores.
func writeTogether(ctx context.Context, stores ...Store) error {
	group, ctx := errgroup.WithContext(ctx)
	for w := range writers {
		s := stores[w%len(stores)]
		group.Go(func() error {
			for n := range perWriter {
				for _, shadow := range story(w, n) {
					if err := untilFree(ctx, s, shadow); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// untilFree records as whoever calls a store does: again while other processes keep the database busy.
func untilFree(ctx context.Context, s Store, shadow incident.Shadow) error {
	err := s.Record(ctx, shadow)
	for errors.Is(err, store.ErrBusy) {
		err = s.Record(ctx, shadow)
	}
	return err
}

func eightWriters(t *testing.T, h Harness) {
	s := open(t, h)
	tellsAll(t, s, s)
}

// severalRecord has three stores record at once, as processes do that share a database, and a fourth one read.
func severalRecord(t *testing.T, h Harness) {
	tellsAll(t, open(t, h), open(t, h), open(t, h), open(t, h))
}

// tellsAll follows the feed while eight write: it must tell everything once, in order, though it is read as fast as it can be.
func tellsAll(t *testing.T, s Store, through ...Store) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- writeTogether(t.Context(), through...) }()

	var told []store.Event
	for running := true; running; {
		select {
		case err := <-done:
			require.NoError(t, err)
			running = false
		default:
		}
		told = append(told, eventsAfter(t, s, told)...)
	}
	for more := eventsAfter(t, s, told); len(more) > 0; more = eventsAfter(t, s, told) {
		told = append(told, more...)
	}
	requireEveryEntryOnce(t, told)
	for w := range writers {
		for n := range perWriter {
			requireShown(t, s, story(w, n))
		}
	}
}

func eventsAfter(t *testing.T, s Store, told []store.Event) []store.Event {
	t.Helper()
	after := int64(0)
	if len(told) > 0 {
		after = told[len(told)-1].ID
	}
	events, err := s.Events(ctx(t), after, "", 1000)
	require.NoError(t, err)
	return events
}

func requireEveryEntryOnce(t *testing.T, told []store.Event) {
	t.Helper()
	next := map[string]int{}
	for _, e := range told {
		if e.Kind == store.KindIncident {
			continue
		}
		require.Equal(t, next[e.Incident]+1, e.Seq, e.Incident)
		next[e.Incident]++
	}
	require.Len(t, next, writers*perWriter)
	for id, last := range next {
		require.Equal(t, 3+13*(Batches-1), last, id)
	}
}

func wholeBatches(t *testing.T, h Harness) {
	s := open(t, h)
	record(t, s, marked("inc-1", 1))
	done := make(chan error, 1)
	go func() {
		var err error
		for mark := 2; mark <= 80 && err == nil; mark++ {
			err = s.Record(t.Context(), marked("inc-1", mark))
		}
		done <- err
	}()
	for {
		requireWhole(t, s, "inc-1")
		select {
		case err := <-done:
			require.NoError(t, err)
			require.Equal(t, 80, requireWhole(t, s, "inc-1"))
			return
		default:
		}
	}
}

// marked is a batch whose every part says the same mark.
func marked(id string, mark int) incident.Shadow {
	return incident.Shadow{
		Incident: id, Rev: mark, Head: Head(id, Opened, mark), Entries: entries(Opened, 2*mark-1, 2),
		Seats: []incident.SeatView{seat(0, mark), seat(1, mark)}, Steps: []incident.StepView{step(0, mark)},
		Facts: []incident.FactView{fact(0, mark)}, Pages: []incident.ShadowPage{page(0, mark), page(1, mark)},
	}
}

// requireWhole checks that an incident made of marked batches shows one of them, and gives its mark; 0 if it is not there.
func requireWhole(t *testing.T, s Store, id string) int {
	t.Helper()
	v, found, err := s.Incident(ctx(t), id)
	require.NoError(t, err)
	if !found {
		return 0
	}
	mark := v.Seats[0].Filled
	want, _ := expected([]incident.Shadow{marked(id, mark)})
	require.Equal(t, text(t, want), text(t, v))
	return mark
}

func opensAgain(t *testing.T, h Harness) {
	first, err := h.Open(clock)
	require.NoError(t, err)
	fire := Fire("inc-1", Opened)
	record(t, first, fire[:5]...)
	require.NoError(t, first.SaveSite(ctx(t), "riverside", []byte("x")))
	before, err := first.LastEvent(ctx(t))
	require.NoError(t, err)
	require.NoError(t, first.Close())

	second := open(t, h)
	requireShown(t, second, fire[:5])
	sites, err := second.Sites(ctx(t))
	require.NoError(t, err)
	require.Len(t, sites, 1)
	after, err := second.LastEvent(ctx(t))
	require.NoError(t, err)
	require.Equal(t, before, after)
	record(t, second, fire[5:]...)
	requireShown(t, second, fire)
}

func opensTogether(t *testing.T, h Harness) {
	stores := make([]Store, writers)
	var group errgroup.Group
	for k := range stores {
		group.Go(func() (err error) {
			stores[k], err = h.Open(clock)
			return err
		})
	}
	err := group.Wait()
	for k, s := range stores {
		if err == nil {
			id := fmt.Sprintf("inc-%d", k)
			record(t, s, Fire(id, Opened)...)
			requireShown(t, stores[0], Fire(id, Opened))
		}
	}
	for _, s := range stores {
		if s != nil {
			require.NoError(t, s.Close())
		}
	}
	require.NoError(t, err)
}
