package watch_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
	"muster/cli/watch"
	"muster/incident"
)

// follow feeds in the background until stop is called; it collects what is told.
func follow(s *source) (told func() []watch.News, stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	end := make(chan error, 1)
	var all []watch.News
	go func() { end <- watch.Feed(ctx, s, "inc-1", func(n watch.News) { all = append(all, n) }) }()
	told = func() []watch.News {
		synctest.Wait()
		return all
	}
	return told, func() error { cancel(); return <-end }
}

func TestAnEventIsReadAtOnceAndEachEntryToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		told, stop := follow(s)
		pass(12 * time.Second)
		for _, en := range []string{"one", "two", "three", "four", "five"} {
			s.happens(en)
		}
		pass(150 * time.Millisecond)
		s.happens("six")
		pass(150 * time.Millisecond)
		var seen []string
		for _, n := range told() {
			for _, e := range n.Entries {
				seen = append(seen, e.Text.EN)
			}
		}
		require.Equal(t, []string{"one", "two", "three", "four", "five", "six"}, seen)
		require.NoError(t, stop())
	})
}

func TestEventsThatComeTogetherAreReadTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		_, stop := follow(s)
		pass(20 * time.Second)
		before := len(s.readTimes())
		for range 50 {
			s.happens("rush")
		}
		pass(500 * time.Millisecond)
		require.Len(t, s.readTimes(), before+2, "the first event, and all that came while it was read")
		require.NoError(t, stop())
	})
}

func TestAnIncidentIsReadMoreOftenWithoutAStream(t *testing.T) {
	for name, c := range map[string]struct {
		streams bool
		reads   int
	}{"with": {true, 13}, "without": {false, 60}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSource()
				s.streams = c.streams
				told, stop := follow(s)
				pass(time.Minute - time.Millisecond)
				require.InDelta(t, c.reads, len(s.readTimes()), 2)
				require.Equal(t, c.streams, told()[len(told())-1].Live)
				require.NoError(t, stop())
			})
		})
	}
}

func TestSilenceIsToldAndPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		told, stop := follow(s)
		pass(10 * time.Second)
		s.change(func() { s.err = &client.AwayError{Unsent: true} })
		pass(6 * time.Second)
		require.Error(t, told()[len(told())-1].Err)
		s.change(func() { s.err = nil; s.add("back") })
		pass(1100 * time.Millisecond)
		last := told()[len(told())-1]
		require.NoError(t, last.Err)
		require.NoError(t, stop())
	})
}

func TestARefusalEndsTheFeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		s.err = &client.RefusalError{Status: 401, Detail: "The token is not known."}
		err := watch.Feed(t.Context(), s, "inc-1", func(watch.News) {})
		require.EqualError(t, err, "The token is not known.")
	})
}

func TestFollowingEndsAfterTheLastEntryOfAnEndedIncident(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		s.add("opened")
		var seen []string
		end := make(chan error, 1)
		go func() {
			end <- watch.Follow(t.Context(), s, "inc-1", func(list []client.Entry) {
				for _, e := range list {
					seen = append(seen, e.Text.EN)
				}
			}, func(error) {})
		}()
		pass(30 * time.Second)
		s.change(func() { s.view.State = incident.Closed })
		s.happens("stood down")
		pass(2 * time.Second)
		s.happens("the last message was delivered")
		require.NoError(t, <-end)
		require.Equal(t, []string{"opened", "stood down", "the last message was delivered"}, seen)
	})
}

func TestFollowingTellsOnceThatMusterIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		ctx, cancel := context.WithCancel(t.Context())
		end := make(chan error, 1)
		var told []bool
		go func() {
			end <- watch.Follow(ctx, s, "inc-1", func([]client.Entry) {}, func(err error) { told = append(told, err != nil) })
		}()
		pass(10 * time.Second)
		s.change(func() { s.err = &client.AwayError{} })
		pass(time.Minute)
		s.change(func() { s.err = nil })
		pass(time.Minute)
		cancel()
		require.NoError(t, <-end)
		require.Equal(t, []bool{true, false}, told)
	})
}

func TestWaitingForAnIncidentEndsWhenOneIsOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		var open []client.Incident
		running := func(context.Context) (list []client.Incident, err error) {
			s.change(func() { list = open })
			return list, nil
		}
		id := make(chan string, 1)
		go func() {
			found, _ := watch.Opened(t.Context(), s, running)
			id <- found
		}()
		pass(time.Hour)
		require.Empty(t, id)
		s.change(func() { open = []client.Incident{{View: incident.View{ID: "inc-7"}}} })
		s.events <- client.Event{Name: "incident", Incident: "inc-7"}
		require.Equal(t, "inc-7", <-id)
	})
}

func TestWaitingForAnIncidentCanBeGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := watch.Opened(ctx, newSource(), func(context.Context) ([]client.Incident, error) { return nil, nil })
		require.ErrorIs(t, err, watch.ErrNone)
	})
}
