package api

// The live stream: server-sent events of what has been written, which a client can take up again where it lost it.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"muster/account"
)

// How a stream runs.
const (
	heartbeat    = 15 * time.Second // a comment that keeps the connection, and a look for what no wake told of
	writeLimit   = 10 * time.Second // a client that takes longer for one write is given up; it can come again
	eventsAtOnce = 200
	reconnectMS  = 1000
)

// streamPath is where it is, below apiPrefix.
const streamPath = "/stream"

// The events' names.
const (
	eventIncident = "incident" // the incident itself has changed
	eventTimeline = "timeline" // its timeline has a new entry
)

func (s *server) streamRoutes() {
	op := call(http.MethodGet, streamPath, "stream", tagStream, "Follow what happens", http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "Server-sent events: timeline for each new entry, incident when the incident itself has changed. It begins with now, " +
		"or after the event that Last-Event-ID names. Look at what an event tells of by the other calls."
	op.Responses = map[string]*huma.Response{"200": {
		Description: "Events, and a comment every 15 seconds.",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{
			Type: huma.TypeString, Description: "Lines id, event and data; data is {incident, seq, kind}, seq null in an event named incident.",
		}}},
	}}
	register(s, op, s.stream)
}

type streamInput struct {
	Incident string `query:"incident" maxLength:"100" doc:"Only of this incident."`
	Last     string `header:"Last-Event-ID" maxLength:"100" doc:"Where to go on: the id of the last event that was read."`
	LastToo  string `query:"last_event_id" maxLength:"100" doc:"The same, for a client that cannot set the header."`
}

// eventData is what an event says.
type eventData struct {
	Incident string `json:"incident"`
	Seq      *int   `json:"seq"`
	Kind     string `json:"kind"`
}

// stream reads what is to be told first before it begins to answer, so that what is wrong can still be said.
func (s *server) stream(ctx context.Context, in *streamInput) (*huma.StreamResponse, error) {
	if in.Incident != "" {
		if refused := s.mayAt(ctx, account.Read, in.Incident); refused != nil {
			return nil, refused
		}
	}
	wake, stop := s.Feed.Watch() // before the first look, so that nothing falls between
	after, err := s.begin(ctx, in)
	if err != nil {
		stop()
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer stop()
		c := humagin.Unwrap(hc)
		f := &follower{server: s, still: func() bool { return s.still(hc.Context(), c) }, incident: in.Incident, after: after, out: c.Writer, control: http.NewResponseController(c.Writer)}
		f.run(hc.Context(), wake)
	}}, nil
}

// begin is the event after which a stream begins.
func (s *server) begin(ctx context.Context, in *streamInput) (int64, error) {
	said, where := in.Last, "header.Last-Event-ID"
	if said == "" {
		said, where = in.LastToo, "query.last_event_id"
	}
	after, ok := parseEventID(said)
	if !ok {
		return 0, unfit(where, "This id is not one of the stream's: begin again without it.")
	}
	bounded, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	last, err := s.Feed.LastEvent(bounded)
	switch {
	case err != nil:
		return 0, s.away(ctx, err)
	case said == "":
		return last, nil
	case after > last:
		return 0, nil // an event of another database: everything in this one is news
	}
	return after, nil
}

// eventID makes an event's opaque id.
func eventID(n int64) string { return "e" + strconv.FormatInt(n, 36) }

func parseEventID(id string) (int64, bool) {
	if id == "" {
		return 0, true
	}
	digits, ok := strings.CutPrefix(id, "e")
	n, err := strconv.ParseInt(digits, 36, 64)
	return n, ok && err == nil && n >= 0
}

// follower is one client's stream.
type follower struct {
	server   *server
	still    func() bool // whether the client may still see what it follows
	incident string
	after    int64
	out      http.ResponseWriter
	control  *http.ResponseController
	failing  bool // the feed, since the last look
}

// run tells what happens until the client goes or the program stops.
func (f *follower) run(ctx context.Context, wake <-chan struct{}) {
	h := f.out.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // for proxies that collect answers
	defer func() { _ = f.control.SetWriteDeadline(time.Time{}) }()
	if f.send(fmt.Sprintf("retry: %d\nid: %s\n\n", reconnectMS, eventID(f.after))) != nil {
		return
	}
	ticks, stop := f.server.Clock.Tick(heartbeat)
	defer stop()
	for f.tell(ctx) == nil {
		select {
		case <-wake:
		case <-ticks:
			if !f.still() || f.send(": \n\n") != nil {
				return
			}
		case <-ctx.Done():
			return
		case <-f.server.Stopping:
			return
		}
	}
}

// tell sends what has been written since the last look. A feed that fails is asked again later; the error is the client's.
func (f *follower) tell(ctx context.Context) error {
	for {
		events, err := f.read(ctx)
		if err != nil {
			if !f.failing && ctx.Err() == nil {
				f.server.Log.WarnContext(ctx, "a stream cannot read the feed", "request", requestOf(ctx).id, "error", err)
			}
			f.failing = true
			return ctx.Err()
		}
		f.failing = false
		if len(events) == 0 {
			return nil
		}
		text, err := render(f.visible(ctx, events))
		if err != nil {
			return err
		}
		if err := f.send(text); err != nil {
			return err
		}
		f.after = events[len(events)-1].ID
		if len(events) < eventsAtOnce {
			return nil
		}
	}
}

func (f *follower) read(ctx context.Context) ([]Event, error) {
	ctx, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	return f.server.Feed.Events(ctx, f.after, f.incident, eventsAtOnce)
}

// send writes and flushes within the limit.
func (f *follower) send(text string) error {
	_ = f.control.SetWriteDeadline(time.Now().Add(writeLimit)) // the network's time; a writer without deadlines misses none
	if _, err := f.out.Write([]byte(text)); err != nil {
		return err
	}
	return f.control.Flush()
}

// still says whether whoever follows is still who they were, with the same rights.
func (s *server) still(ctx context.Context, c *gin.Context) bool {
	was := whoOf(ctx)
	now, known := s.known(c)
	return known && now.Account == was.Account && slices.Equal(now.Bindings, was.Bindings)
}

// visible are the events of incidents that the client may see.
func (f *follower) visible(ctx context.Context, events []Event) []Event {
	if whoOf(ctx).Everywhere(account.Read) || f.incident != "" {
		return events
	}
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool {
		at, err := f.server.whereIs(ctx, e.Incident)
		return err != nil || !reads(ctx)(at.site)
	})
}

func render(events []Event) (string, error) {
	var b strings.Builder
	for _, e := range events {
		data := eventData{Incident: e.Incident, Kind: e.Kind}
		name := eventIncident
		if e.Seq > 0 {
			name, data.Seq = eventTimeline, &e.Seq
		}
		line, err := json.Marshal(data)
		if err != nil {
			return "", fmt.Errorf("write an event: %w", err)
		}
		fmt.Fprintf(&b, "id: %s\nevent: %s\ndata: %s\n\n", eventID(e.ID), name, line)
	}
	return b.String(), nil
}
