package api_test

// A client of the stream.

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/stretchr/testify/require"

	"muster/api"
)

// listener is a client of the stream.
type listener struct {
	t     require.TestingT
	r     *bufio.Reader
	close context.CancelFunc
	last  string // the id of the last event
}

// message is a block of the stream.
type message struct {
	id, event, data, comment, retry string
}

// serve puts the API behind a real connection.
func (h *house) serve() *httptest.Server {
	h.t.Helper()
	server := httptest.NewServer(h.handler)
	h.t.Cleanup(server.Close)
	return server
}

// listen begins a stream, after an event if there is one, and reads its first block.
func listen(t require.TestingT, server *httptest.Server, query, last string) *listener {
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/v1/stream"+query, nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	a, err := server.Client().Do(r)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, a.StatusCode)
	require.Equal(t, "text/event-stream", a.Header.Get("Content-Type"))
	l := &listener{t: t, r: bufio.NewReader(a.Body), close: func() {
		cancel()
		_ = a.Body.Close()
	}}
	first := l.read()
	require.Equal(t, "1000", first.retry)
	require.Empty(t, first.data)
	l.last = first.id
	return l
}

// read waits for the next block.
func (l *listener) read() message {
	var m message
	for {
		line, err := l.r.ReadString('\n')
		require.NoError(l.t, err)
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			return m
		}
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "id":
			m.id = value
		case "event":
			m.event = value
		case "data":
			m.data = value
		case "retry":
			m.retry = value
		case "":
			m.comment = line
		}
	}
}

// next waits for the next event.
func (l *listener) next() message {
	for {
		if m := l.read(); m.event != "" {
			l.last = m.id
			return m
		}
	}
}

// ended waits until the server ends the stream.
func (l *listener) ended() {
	_, err := io.ReadAll(l.r)
	require.NoError(l.t, err)
}

func event(id int64, seq int) api.Event {
	e := api.Event{ID: id, Incident: known, Seq: seq, Kind: "note.added"}
	if seq == 0 {
		e.Kind = "incident"
	}
	return e
}
