package scenario_test

// The live stream: events as they are written, and none missing for whoever comes back.

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// listener reads a live stream.
type listener struct {
	t     *testing.T
	lines *bufio.Scanner
	stop  func()
	last  string // the id of the last event
}

func listen(t *testing.T, muster *harness.Program, id, last string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, muster.URL+"/api/v1/stream?incident="+id, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+harness.Token)
	if last != "" {
		request.Header.Set("Last-Event-ID", last)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Equal(t, "text/event-stream", response.Header.Get("Content-Type"))
	l := &listener{t: t, lines: bufio.NewScanner(response.Body), last: last}
	l.stop = func() { cancel(); _ = response.Body.Close() }
	t.Cleanup(l.stop)
	require.Empty(t, l.event().Kind, "the stream begins by saying where it begins")
	return l
}

type event struct {
	Incident string
	Seq      *int
	Kind     string
}

// event reads the next event; one without data is empty.
func (l *listener) event() event {
	l.t.Helper()
	var e event
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch {
		case name == "id":
			l.last = value
		case name == "data":
			require.NoError(l.t, json.Unmarshal([]byte(value), &e))
		case name == "" && value == "" && l.lines.Text() == "":
			return e
		}
	}
	require.FailNow(l.t, "the stream ended", "%v", l.lines.Err())
	return e
}

// until reads timeline events up to one of a kind and gives their numbers.
func (l *listener) until(kind string) []int {
	l.t.Helper()
	var seqs []int
	for {
		e := l.event()
		if e.Seq != nil {
			seqs = append(seqs, *e.Seq)
		}
		if e.Kind == kind {
			return seqs
		}
	}
}

func TestStreamGoesOnWhereItWasLost(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	everything := listen(t, muster, "", "")
	fire := muster.Declare(harness.Fire("confirmed", true, "story", story(morning, 20)))
	town := harness.NewTown(t, muster, fire.ID)
	seen := everything.until("page.sent")
	everything.stop()
	town.Oblige()
	awaitLine(t, muster, fire.ID, "page.accepted", "", 20*time.Second)
	again := listen(t, muster, fire.ID, everything.last)
	seen = append(seen, again.until("seat.filled")...)
	again.stop()
	awaitDone(t, muster, fire.ID, 20)
	muster.Kill()
	muster.Start()
	back := listen(t, muster, fire.ID, again.last)
	seen = append(seen, back.until("incident.ended")...)
	for k, seq := range seen {
		require.Equal(t, k+1, seq, "no entry is missing and none comes twice")
	}
	require.GreaterOrEqual(t, len(muster.Timeline(fire.ID)), len(seen))
	refused := muster.Refused(http.StatusUnprocessableEntity, http.MethodGet, "/api/v1/stream", nil, "Last-Event-ID", "no event")
	require.Contains(t, refused.Detail, "begin again")
}
