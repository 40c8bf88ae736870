package console

// The stream: it tells a page that something has changed; the page then fetches what it shows anew.

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
)

// How a stream runs, as the API's does.
const (
	heartbeat    = 15 * time.Second
	writeLimit   = 10 * time.Second
	eventsAtOnce = 200
	reconnectMS  = 1000
)

// stream follows one incident, or all that its reader may see. It begins with now: a page that has lost it fetches everything when
// it is back.
func (s *server) stream(c *gin.Context) {
	id := c.Query("incident")
	if id != "" && !s.mayFollow(c, id) {
		c.AbortWithStatus(http.StatusForbidden)
		return
	}
	wake, stop := s.Feed.Watch() // before the first look, so that nothing falls between
	defer stop()
	bounded, cancel := context.WithTimeout(c.Request.Context(), shadowTimeout)
	last, err := s.Feed.LastEvent(bounded)
	cancel()
	if err != nil {
		s.Log.WarnContext(c.Request.Context(), "a page cannot follow what happens", "error", err)
		c.Header("Retry-After", "1")
		c.String(http.StatusServiceUnavailable, words.In(langOf(c), "error.database"))
		return
	}
	f := &follower{server: s, c: c, incident: id, after: last, control: http.NewResponseController(c.Writer)}
	f.run(c.Request.Context(), wake)
}

func (s *server) mayFollow(c *gin.Context, id string) bool {
	at, err := s.whereIs(c.Request.Context(), id)
	return err == nil && may(asker(c), account.Read, at)
}

// follower is one page's stream.
type follower struct {
	server   *server
	c        *gin.Context
	incident string
	after    int64
	control  *http.ResponseController
}

// run tells what happens until the page goes, its reader is nobody any more, or the program stops.
func (f *follower) run(ctx context.Context, wake <-chan struct{}) {
	h := f.c.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // for proxies that collect answers
	defer func() { _ = f.control.SetWriteDeadline(time.Time{}) }()
	if f.send(fmt.Sprintf("retry: %d\n\n", reconnectMS)) != nil {
		return
	}
	ticks := time.NewTicker(heartbeat)
	defer ticks.Stop()
	for f.tell(ctx) == nil {
		select {
		case <-wake:
		case <-ticks.C:
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

// tell says once that something has changed since the last look, if anything has that the reader may see. A feed that fails is
// asked again later; the error is the page's.
func (f *follower) tell(ctx context.Context) error {
	told := false
	for {
		bounded, cancel := context.WithTimeout(ctx, shadowTimeout)
		events, err := f.server.Feed.Events(bounded, f.after, f.incident, eventsAtOnce)
		cancel()
		if err != nil {
			return ctx.Err()
		}
		if len(events) > 0 {
			f.after = events[len(events)-1].ID
		}
		if !told && slices.ContainsFunc(events, func(e Event) bool { return f.sees(ctx, e) }) {
			told = true
			if err := f.send("event: changed\nid: " + strconv.FormatInt(f.after, 36) + "\ndata: \n\n"); err != nil {
				return err
			}
		}
		if len(events) < eventsAtOnce {
			return nil
		}
	}
}

// sees says whether the reader may know of an event.
func (f *follower) sees(ctx context.Context, e Event) bool {
	who := asker(f.c)
	if f.incident != "" || who.Everywhere(account.Read) {
		return true
	}
	at, err := f.server.whereIs(ctx, e.Incident)
	return err == nil && may(who, account.Read, at)
}

// still says whether whoever follows is still who they were, with the same rights.
func (f *follower) still() bool {
	was := asker(f.c)
	now, known := f.server.known(f.c)
	return known && now.Account == was.Account && slices.Equal(now.Bindings, was.Bindings)
}

// send writes and flushes within the limit.
func (f *follower) send(text string) error {
	_ = f.control.SetWriteDeadline(time.Now().Add(writeLimit)) // the network's time; a writer without deadlines misses none
	if _, err := f.c.Writer.WriteString(text); err != nil {
		return err
	}
	return f.control.Flush()
}
