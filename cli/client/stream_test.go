package client_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

// follow streams in the background; events and ups arrive on channels.
func follow(t *testing.T, api *client.Client, incident string) (events chan client.Event, ups chan bool, end chan error) {
	t.Helper()
	events, ups, end = make(chan client.Event, 100), make(chan bool, 100), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		end <- api.Stream(ctx, incident, func(up bool) { ups <- up }, func(e client.Event) { events <- e })
	}()
	t.Cleanup(func() { cancel(); <-end })
	return events, ups, end
}

func next[T any](t *testing.T, from chan T) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

func TestABrokenStreamIsTakenUpBehindTheLastEvent(t *testing.T) {
	var calls atomic.Int32
	asked := make(chan string, 100)
	api := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		n := int(calls.Add(1))
		asked <- r.URL.Query().Get("incident") + " " + r.Header.Get("Last-Event-ID")
		fmt.Fprintf(w, "retry: 10\n: a comment\n\nevent: timeline\nid: e%d\ndata: {\"incident\":\"inc-1\",\"seq\":%d,\"kind\":\"page.sent\"}\n\n", n, n)
		if n >= 3 {
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}
	})
	events, ups, _ := follow(t, api, "inc-1")
	for n := 1; n <= 3; n++ {
		require.Equal(t, client.Event{ID: fmt.Sprintf("e%d", n), Name: "timeline", Incident: "inc-1", Seq: n, Kind: "page.sent"}, next(t, events))
	}
	require.Equal(t, []string{"inc-1 ", "inc-1 e1", "inc-1 e2"}, []string{next(t, asked), next(t, asked), next(t, asked)})
	for _, up := range []bool{true, false, true, false, true} {
		require.Equal(t, up, next(t, ups))
	}
}

func TestAStreamWaitsForAMusterThatIsAway(t *testing.T) {
	var calls atomic.Int32
	api := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch calls.Add(1) {
		case 1, 2:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Fprint(w, "data: {\"incident\":\"inc-9\",\"seq\":null}\r\n\r\n")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}
	})
	events, ups, _ := follow(t, api, "")
	require.Equal(t, "inc-9", next(t, events).Incident)
	require.Equal(t, []bool{false, false, true}, []bool{next(t, ups), next(t, ups), next(t, ups)})
}

func TestARefusedStreamEnds(t *testing.T) {
	api := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"detail":"The token is not known."}`)
	})
	end := make(chan error, 1)
	go func() { end <- api.Stream(t.Context(), "", func(bool) {}, func(client.Event) {}) }()
	require.EqualError(t, next(t, end), "The token is not known.")
}

func TestWhatCannotBeReadOnAStreamIsPassedOver(t *testing.T) {
	api := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "id: e1\n\n", "data: no json\n\n", "event: x\n\n", "nonsense\n\n", "retry: soon\n\n", "data: {\"seq\":\ndata: 7}\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	events, _, _ := follow(t, api, "")
	require.Equal(t, 7, next(t, events).Seq, "the lines of one event's data belong together")
}

func TestAnEndlessLineDoesNotFillTheMemory(t *testing.T) {
	var calls atomic.Int32
	api := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		for range 64 {
			fmt.Fprint(w, strings.Repeat("x", 1<<16))
		}
	})
	_, ups, _ := follow(t, api, "")
	require.True(t, next(t, ups))
	require.False(t, next(t, ups), "the connection is given up")
	require.True(t, next(t, ups), "and tried again")
}
