package watch_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/board"
	"muster/cli/client"
	"muster/cli/watch"
	"muster/incident"
)

// terminal understands the codes that the view writes, and holds what a person would see.
type terminal struct {
	mu        sync.Mutex
	raw       bytes.Buffer
	rows      map[int]string
	row       int
	alternate bool
	cursor    bool
	width     int
	height    int
	restored  int
}

func newTerminal() *terminal {
	return &terminal{rows: map[int]string{}, cursor: true, width: 80, height: 24}
}

var codes = regexp.MustCompile("\x1b\\[([?0-9;]*)([A-Za-z])|[^\x1b]+")

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.raw.Write(p)
	for _, m := range codes.FindAllStringSubmatch(string(p), -1) {
		switch {
		case m[2] == "":
			t.rows[t.row] += m[0]
		case m[2] == "H":
			t.row, _ = strconv.Atoi(strings.Split(m[1], ";")[0])
		case m[2] == "K":
			t.rows[t.row] = ""
		case m[2] == "J":
			t.rows = map[int]string{}
		case m[1] == "?1049":
			t.alternate = m[2] == "h"
		case m[1] == "?25":
			t.cursor = m[2] == "h"
		}
	}
	return len(p), nil
}

func (t *terminal) size() (int, int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.width, t.height
}

func (t *terminal) seen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for n := 1; n <= t.height; n++ {
		out = append(out, t.rows[n])
	}
	return strings.Join(out, "\n")
}

func (t *terminal) written() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.raw.Len()
}

type session struct {
	term *terminal
	keys *io.PipeWriter
	stop context.CancelFunc
	end  chan error
	last board.Frame
}

func show(s *source) *session {
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	w := &session{term: newTerminal(), keys: write, stop: cancel, end: make(chan error, 1)}
	go func() {
		var err error
		w.last, err = watch.Live(ctx, s, "inc-1", watch.Terminal{
			Out: w.term, Keys: read, Size: w.term.size, Lang: "en", Restore: func() { w.term.restored++ },
		})
		w.end <- err
	}()
	return w
}

func (w *session) press(t *testing.T, keys string) {
	t.Helper()
	_, err := w.keys.Write([]byte(keys))
	require.NoError(t, err)
	synctest.Wait()
}

// leave ends the session and checks that the terminal is as it was.
func (w *session) leave(t *testing.T) {
	t.Helper()
	w.stop()
	require.NoError(t, <-w.end)
	w.gone(t)
}

func (w *session) gone(t *testing.T) {
	t.Helper()
	require.NoError(t, w.keys.Close())
	require.False(t, w.term.alternate)
	require.True(t, w.term.cursor)
	require.Equal(t, 1, w.term.restored)
}

func TestTheViewShowsTheIncidentAndItsClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		w := show(s)
		pass(2100 * time.Millisecond)
		synctest.Wait()
		require.True(t, w.term.alternate)
		require.Contains(t, w.term.seen(), "*** REAL ***  Fire  L2")
		require.Contains(t, w.term.seen(), "+0:02")
		pass(3 * time.Second)
		require.Contains(t, w.term.seen(), "+0:05")
		s.happens("Zhou Min accepted")
		pass(200 * time.Millisecond)
		require.Contains(t, w.term.seen(), "Zhou Min accepted")
		w.leave(t)
		require.Equal(t, "inc-1", w.last.View.ID)
	})
}

func TestTheViewKeepsTheTimeOfAStory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		s.speed = 60
		w := show(s)
		pass(10100 * time.Millisecond)
		require.Regexp(t, `\+(9:5\d|10:0\d) x60`, w.term.seen())
		w.leave(t)
	})
}

func TestTheViewIsDrawnAnewAtAnotherSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		for n := range 40 {
			s.add(fmt.Sprintf("entry %d", n+1))
		}
		w := show(s)
		for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}, {200, 60}, {30, 5}, {80, 24}} {
			w.term.mu.Lock()
			w.term.width, w.term.height = size[0], size[1]
			w.term.mu.Unlock()
			pass(300 * time.Millisecond)
			rows := strings.Split(w.term.seen(), "\n")
			require.Contains(t, rows[len(rows)-1], "live", "at %v", size)
			require.Equal(t, size[1] >= 24, strings.Contains(w.term.seen(), "entry 40"), "at %v", size)
		}
		w.leave(t)
	})
}

func TestOnlyWhatHasChangedIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := show(newSource())
		pass(10 * time.Second)
		before := w.term.written()
		pass(10 * time.Second)
		require.Less(t, w.term.written()-before, 10*200, "one line a second")
		w.leave(t)
	})
}

func TestTheViewSaysWhenItIsNotLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		w := show(s)
		pass(10 * time.Second)
		require.Contains(t, w.term.seen(), "live")
		s.change(func() { s.err = &client.AwayError{} })
		pass(20 * time.Second)
		require.Regexp(t, `NOT LIVE: Muster has not answered for 0:[12]\d`, w.term.seen())
		require.Contains(t, w.term.seen(), "Building 3", "what was known stays")
		s.change(func() { s.err = nil })
		pass(2 * time.Second)
		require.NotContains(t, w.term.seen(), "NOT LIVE")
		w.leave(t)
	})
}

func TestTheViewWaitsForAMusterThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		s.err = &client.AwayError{}
		w := show(s)
		pass(3 * time.Second)
		require.Contains(t, w.term.seen(), "trying again")
		w.leave(t)
	})
}

func TestAnEndedIncidentStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		end := incident.Time(opening.Add(time.Hour))
		s.view.State, s.view.EndedAt = incident.Closed, &end
		w := show(s)
		pass(time.Minute)
		require.Contains(t, w.term.seen(), "+1:00:00")
		require.Contains(t, w.term.seen(), "ended")
		w.leave(t)
	})
}

func TestKeysLeaveAndChangeTheLanguage(t *testing.T) {
	for _, key := range []string{"q", "\x03"} {
		synctest.Test(t, func(t *testing.T) {
			w := show(newSource())
			pass(time.Second)
			w.press(t, "l")
			require.Contains(t, w.term.seen(), "火灾")
			w.press(t, "lx"+key)
			require.NoError(t, <-w.end)
			w.gone(t)
		})
	}
}

func TestARefusalEndsTheViewAndRestoresTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		s.err = &client.RefusalError{Status: 404, Detail: "There is no such incident."}
		w := show(s)
		require.EqualError(t, <-w.end, "There is no such incident.")
		w.gone(t)
	})
}

func TestAPanicRestoresTheTerminal(t *testing.T) {
	term := newTerminal()
	broken := watch.Terminal{Out: term, Lang: "en", Size: func() (int, int) { panic("no size") }, Restore: func() { term.restored++ }}
	require.Panics(t, func() { _, _ = watch.Live(t.Context(), newSource(), "inc-1", broken) })
	require.False(t, term.alternate)
	require.Equal(t, 1, term.restored)
}
