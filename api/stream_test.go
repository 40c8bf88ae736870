package api_test

// The live stream.

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/api"
)

func TestAStreamTellsWhatHappensFromNowOn(t *testing.T) {
	h := open(t)
	h.feed.add(event(1, 1), event(2, 0))
	l := listen(t, h.serve(), "", "")
	defer l.close()
	h.feed.write(event(5, 2), event(6, 0))
	first, second := l.next(), l.next()
	require.Equal(t, "timeline", first.event)
	require.JSONEq(t, `{"incident": "inc-0123abc", "seq": 2, "kind": "note.added"}`, first.data)
	require.Equal(t, "incident", second.event)
	require.JSONEq(t, `{"incident": "inc-0123abc", "seq": null, "kind": "incident"}`, second.data)
	require.NotEqual(t, first.id, second.id)
}

func TestAStreamThatBrokeBeforeItsFirstEventLosesNothing(t *testing.T) {
	h := open(t)
	server := h.serve()
	h.feed.add(event(1, 1))
	l := listen(t, server, "", "")
	l.close()
	h.feed.write(event(2, 2))
	l = listen(t, server, "", l.last)
	defer l.close()
	require.JSONEq(t, `{"incident": "inc-0123abc", "seq": 2, "kind": "note.added"}`, l.next().data)
}

// TestAStreamIsTakenUpWithoutLossOrRepetition cuts the connection anywhere, any number of times, while events are written.
func TestAStreamIsTakenUpWithoutLossOrRepetition(t *testing.T) {
	h := open(t)
	server := h.serve()
	at, seq := int64(0), 0
	rapid.Check(t, func(rt *rapid.T) {
		gaps := rapid.SliceOfN(rapid.Int64Range(1, 40), 1, 450).Draw(rt, "gaps")
		cuts := rapid.SliceOfN(rapid.IntRange(0, 250), 0, 4).Draw(rt, "cuts")
		l := listen(rt, server, "", "")
		var events []api.Event
		var want, got []string
		for _, gap := range gaps {
			at, seq = at+gap, seq+1
			events = append(events, event(at, seq))
			want = append(want, fmt.Sprintf(`{"incident":"inc-0123abc","seq":%d,"kind":"note.added"}`, seq))
		}
		half := len(events) / 2
		h.feed.write(events[:half]...)
		for _, cut := range cuts {
			for range min(cut, half-len(got)) {
				got = append(got, l.next().data)
			}
			l.close()
			query, header := "", l.last
			if rapid.Bool().Draw(rt, "by query") {
				query, header = "?last_event_id="+url.QueryEscape(l.last), ""
			}
			l = listen(rt, server, query, header)
		}
		h.feed.write(events[half:]...)
		for range len(want) - len(got) {
			got = append(got, l.next().data)
		}
		l.close()
		require.Equal(rt, want, got)
	})
}

func TestAStreamOfOneIncident(t *testing.T) {
	h := open(t)
	l := listen(t, h.serve(), "?incident="+known, "")
	defer l.close()
	other := event(1, 1)
	other.Incident = "inc-other"
	h.feed.write(other, event(2, 7))
	require.Contains(t, l.next().data, `"seq":7`)
}

func TestAHeartbeatKeepsAStreamAndLooksForWhatNobodyTold(t *testing.T) {
	h := open(t)
	l := listen(t, h.serve(), "", "")
	defer l.close()
	h.feed.write(event(1, 1))
	l.next() // by now its clock ticks
	h.clock.beat()
	require.Equal(t, ": ", l.read().comment)
	h.feed.add(event(2, 2)) // by another process
	h.clock.beat()
	require.Contains(t, l.next().data, `"seq":2`) // it may come before this beat's sign: the one before looks too
}

func TestAStreamOutlivesItsDatabase(t *testing.T) {
	h := open(t)
	l := listen(t, h.serve(), "", "")
	defer l.close()
	h.feed.fail(errDown)
	h.feed.write(event(1, 1))
	require.Eventually(t, func() bool { return strings.Contains(h.log.String(), "cannot read the feed") }, 5*time.Second, time.Millisecond)
	h.feed.fail(nil)
	h.clock.beat()
	require.Contains(t, l.next().data, `"seq":1`)
}

func TestAStreamThatCannotBegin(t *testing.T) {
	h := open(t)
	for _, id := range []string{"x", "e", "e-1", "1", "e!", "ezzzzzzzzzzzzzzzzzzzzzz"} {
		p := h.ask("GET", "/api/v1/stream", nil, "Last-Event-ID", id).problem(422, "request_invalid")
		require.Equal(t, "header.Last-Event-ID", p.Errors[0].Location)
		p = h.ask("GET", "/api/v1/stream?last_event_id="+url.QueryEscape(id), nil).problem(422, "request_invalid")
		require.Equal(t, "query.last_event_id", p.Errors[0].Location)
	}
	h.feed.last = errDown
	h.ask("GET", "/api/v1/stream", nil).problem(http.StatusServiceUnavailable, "database_unavailable")
	require.Zero(t, h.feed.watched(), "nobody watches for a stream that did not begin")
}

func TestAnIdOfAnotherDatabaseBeginsAtTheBeginning(t *testing.T) {
	h := open(t)
	h.feed.add(event(1, 1))
	l := listen(t, h.serve(), "", "ezz")
	defer l.close()
	require.Contains(t, l.next().data, `"seq":1`)
}

func TestAStreamEndsWhenTheProgramStops(t *testing.T) {
	h := open(t)
	server := h.serve()
	first, second := listen(t, server, "", ""), listen(t, server, "", "")
	defer first.close()
	defer second.close()
	require.Equal(t, 2, h.feed.watched())
	close(h.stopping)
	first.ended()
	second.ended()
	require.Eventually(t, func() bool { return h.feed.watched() == 0 }, 5*time.Second, time.Millisecond)
}

func TestAStreamEndsWhenItsClientGoes(t *testing.T) {
	h := open(t)
	l := listen(t, h.serve(), "", "")
	require.Equal(t, 1, h.feed.watched())
	l.close()
	require.Eventually(t, func() bool { return h.feed.watched() == 0 }, 5*time.Second, time.Millisecond)
}

func TestAClientThatDoesNotReadKeepsNobodyWaiting(t *testing.T) {
	h := open(t)
	server := h.serve()
	idle := listen(t, server, "", "")
	defer idle.close()
	reader := listen(t, server, "", "")
	defer reader.close()
	for n := range 50 { // 30 MB, far more than a connection's buffers hold
		var events []api.Event
		for k := range 20 {
			e := event(int64(n*20+k+1), n*20+k+1)
			e.Kind = strings.Repeat("x", 30_000)
			events = append(events, e)
		}
		h.feed.write(events...)
		for range events {
			reader.next()
		}
	}
}

func TestAClientThatDoesNotTakeAWriteIsGivenUp(t *testing.T) {
	h := open(t)
	w := &stuck{ResponseRecorder: httptest.NewRecorder()}
	r := httptest.NewRequest("GET", "/api/v1/stream", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	began := time.Now()
	h.handler.ServeHTTP(w, r) // returns
	require.WithinDuration(t, began.Add(10*time.Second), w.due, 5*time.Second)
	require.Zero(t, h.feed.watched())
}

// stuck is a connection that takes nothing.
type stuck struct {
	*httptest.ResponseRecorder
	once sync.Once
	due  time.Time
}

func (s *stuck) SetWriteDeadline(due time.Time) error {
	s.once.Do(func() { s.due = due })
	return nil
}

func (s *stuck) Write([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }
