package client

// The live stream: server-sent events, taken up again where they broke off.

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Event says that something about an incident has changed.
type Event struct {
	ID       string `json:"-"` // opaque; where to take the stream up again
	Name     string `json:"-"` // "incident" or "timeline"
	Incident string `json:"incident"`
	Seq      int    `json:"seq"`
	Kind     string `json:"kind"`
}

// How long a broken stream waits before it is taken up again, and how long a silent one is believed.
const (
	firstWait = 250 * time.Millisecond
	lastWait  = 5 * time.Second
	silence   = 45 * time.Second
)

// Stream follows the events of an incident, or of all of them for "", until ctx ends or Muster refuses. A broken
// connection is taken up again behind the last event. It calls up with true when a connection stands and with false when
// it breaks, and event for each event, one at a time.
func (c *Client) Stream(ctx context.Context, id string, up func(bool), event func(Event)) error {
	s := &stream{client: c, incident: id, wait: firstWait, up: up, event: event}
	for {
		err := s.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && !Passing(err) {
			return err
		}
		up(false)
		select {
		case <-time.After(s.wait):
		case <-ctx.Done():
			return nil
		}
		s.wait = min(2*s.wait, lastWait)
	}
}

// stream is one stream over all of its connections.
type stream struct {
	client   *Client
	incident string
	last     string // id of the last event
	wait     time.Duration
	up       func(bool)
	event    func(Event)
}

// once connects and reads until the connection breaks.
func (s *stream) once(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := request{method: http.MethodGet, path: root + "/stream", header: http.Header{"Accept": {"text/event-stream"}}}
	if s.incident != "" {
		r.query = url.Values{"incident": {s.incident}}
	}
	if s.last != "" {
		r.header.Set("Last-Event-ID", s.last)
	}
	answer, err := s.client.send(ctx, r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		data, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer)) // a broken refusal is a refusal too
		return problem(answer, data)
	}
	s.wait = firstWait
	s.up(true)
	s.read(answer.Body, cancel)
	return nil
}

// read takes in lines until there are no more, or nothing has come for too long.
func (s *stream) read(body io.Reader, giveUp func()) {
	watch := time.AfterFunc(silence, giveUp)
	defer watch.Stop()
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 1<<20)
	var name, data, id string
	for lines.Scan() {
		watch.Reset(silence)
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			name = value
		case "data":
			data += value
		case "id":
			id = value
		case "retry":
			s.retry(value)
		case "":
			if lines.Text() == "" {
				s.take(name, data, id)
				name, data = "", ""
			}
		}
	}
}

// take hands an event on. One that cannot be read is passed over: what it tells of is read anew anyway.
func (s *stream) take(name, data, id string) {
	if id != "" {
		s.last = id
	}
	e := Event{ID: id, Name: name}
	if data == "" || json.Unmarshal([]byte(data), &e) != nil {
		return
	}
	s.event(e)
}

// retry is how long the server wants a client to wait.
func (s *stream) retry(value string) {
	if ms, err := strconv.Atoi(value); err == nil && ms > 0 {
		s.wait = min(time.Duration(ms)*time.Millisecond, lastWait)
	}
}
