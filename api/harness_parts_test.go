package api_test

// The other stand-ins: what is on the shelf, handsets, a clock that is pushed, a log that is read.

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"muster/api"
	"muster/carrier"
	"muster/incident"
	"muster/plans"
	"muster/sites"
)

type catalog struct {
	sites    []*sites.Site
	imported []*sites.Site
	edited   bool // by people, since the last file
	err      error
}

func (c *catalog) Sites() []*sites.Site { return c.sites }
func (c *catalog) Plans() []*plans.Plan { return library }
func (c *catalog) Import(_ context.Context, s *sites.Site, force bool) error {
	if c.edited && !force {
		return &api.VersionError{Version: 7}
	}
	c.imported = append(c.imported, s)
	return c.err
}

type health struct {
	err      error
	degraded []string
}

func (h *health) Ready(context.Context) error { return h.err }
func (h *health) Degraded() []string          { return h.degraded }

// rebuilder gives its pages one after the other, by cursors "", "1", "2".
type rebuilder struct {
	pages [][]api.Rebuilt
	err   error
	limit int
}

func (r *rebuilder) Rebuild(_ context.Context, limit int, cursor string) ([]api.Rebuilt, string, error) {
	r.limit = limit
	n, _ := strconv.Atoi(cursor)
	if r.err != nil || n >= len(r.pages) {
		return nil, "", r.err
	}
	if n == len(r.pages)-1 {
		return r.pages[n], "", nil
	}
	return r.pages[n], strconv.Itoa(n + 1), nil
}

type handsets struct {
	pressed []string
	phones  []api.Phone
	boxes   map[string][]api.Message
	habits  map[string]api.Habit
	err     error
}

func (h *handsets) Phones() []api.Phone                  { return slices.Clone(h.phones) }
func (h *handsets) Messages(number string) []api.Message { return h.boxes[number] }
func (h *handsets) SetHabit(number string, of api.Habit) { h.habits[number] = of }
func (h *handsets) Reply(_ context.Context, number, text string) error {
	if h.err == nil {
		at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
		h.boxes[number] = append(h.boxes[number], api.Message{ID: "SM9", Direction: "in", Channel: "sms", Body: text, At: at})
	}
	return h.err
}

func (h *handsets) Press(_ context.Context, number, digits string) error {
	if h.err == nil {
		h.pressed = append(h.pressed, digits)
		h.boxes[number] = append(h.boxes[number], api.Message{ID: "CA9-2", Direction: "in", Channel: "voice", Body: digits})
	}
	return h.err
}

// clock stands still until it is pushed.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer
	ticks  []chan time.Time
}

type timer struct {
	due  time.Time
	run  func()
	over bool
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) AfterFunc(d time.Duration, f func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{due: c.now.Add(d), run: f}
	c.timers = append(c.timers, t)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		was := t.over
		t.over = true
		return !was
	}
}

func (c *clock) Tick(time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ticks := make(chan time.Time, 1)
	c.ticks = append(c.ticks, ticks)
	return ticks, func() {}
}

// push moves the time and runs what has become due.
func (c *clock) push(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	var due []func()
	for _, t := range c.timers {
		if !t.over && !t.due.After(c.now) {
			t.over, due = true, append(due, t.run)
		}
	}
	c.mu.Unlock()
	for _, run := range due {
		run()
	}
}

// beat sends a tick to every stream.
func (c *clock) beat() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ticks := range c.ticks {
		ticks <- c.now
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// brokenWebhooks and noFailure stand where a test needs none.
type brokenWebhooks struct{ api.Webhooks }

func noFailure(carrier.Class) incident.Failure { return "" }

func noCallFailure(carrier.CallStatus, int) incident.Failure { return "" }
