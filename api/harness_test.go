package api_test

// The harness: the API over small stand-ins for the parts behind it, which the tests fill in and look into.

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/carrier"
	"muster/carrier/twilio"
	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
	"muster/sites"
)

const (
	token     = "a-token-of-the-tests"
	known     = "inc-0123abc"
	authToken = "0123456789abcdef"
	public    = "https://muster.example"
)

var (
	riverside = sites.Riverside()
	library   = plans.Library()
)

// house is the API with what stands behind it.
type house struct {
	t        *testing.T
	handler  http.Handler
	desk     *desk
	shadow   *shadow
	feed     *feed
	catalog  *catalog
	handsets *handsets
	health   *health
	clock    *clock
	stopping chan struct{}
	log      *lockedBuffer
}

func open(t *testing.T, change ...func(*api.Options)) *house {
	t.Helper()
	h := &house{
		t: t, desk: &desk{views: map[string]incident.View{}}, shadow: &shadow{views: map[string]incident.View{}}, feed: newFeed(),
		catalog: &catalog{sites: []*sites.Site{riverside}}, health: &health{}, clock: &clock{now: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)},
		handsets: &handsets{boxes: map[string][]api.Message{}, habits: map[string]api.Habit{}}, stopping: make(chan struct{}), log: &lockedBuffer{},
	}
	o := api.Options{
		Desk: h.desk, Shadow: h.shadow, Feed: h.feed, Catalog: h.catalog, Health: h.health, Handsets: h.handsets,
		Webhooks: twilio.Webhooks{AuthToken: authToken, PublicURL: public},
		Token:    token, PublicURL: public, Version: "test", Clock: h.clock, Stopping: h.stopping,
		Failure: func(c carrier.Class) incident.Failure { return incident.Failure(c) },
		Log:     slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, c := range change {
		c(&o)
	}
	handler, err := api.New(o)
	require.NoError(t, err)
	h.handler = handler
	return h
}

// ask sends a request with the token; a body that is no string is sent as JSON.
func (h *house) ask(method, path string, body any, headers ...string) answer {
	h.t.Helper()
	var reader io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	case []byte:
		reader = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		require.NoError(h.t, err)
		reader = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, path, reader)
	r.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	for k := 0; k < len(headers); k += 2 {
		if headers[k+1] == "" {
			r.Header.Del(headers[k])
		} else {
			r.Header.Set(headers[k], headers[k+1])
		}
	}
	return h.send(r)
}

func (h *house) send(r *http.Request) answer {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return answer{h.t, w}
}

type answer struct {
	t *testing.T
	*httptest.ResponseRecorder
}

type problem struct {
	Type, Title, Detail, Code string
	Status                    int
	Errors                    []struct{ Location, Message string }
}

// problem checks that the answer is one, with all that a problem has, and gives it.
func (a answer) problem(status int, code string) problem {
	a.t.Helper()
	require.Equal(a.t, status, a.Code, a.Body.String())
	require.Equal(a.t, "application/problem+json", a.Header().Get("Content-Type"))
	var raw map[string]any
	require.NoError(a.t, json.Unmarshal(a.Body.Bytes(), &raw))
	for _, name := range []string{"type", "title", "status", "detail", "code", "errors"} {
		require.Contains(a.t, raw, name)
	}
	require.NotNil(a.t, raw["errors"], "a list is never null")
	var p problem
	require.NoError(a.t, json.Unmarshal(a.Body.Bytes(), &p))
	require.Equal(a.t, code, p.Code, a.Body.String())
	require.Equal(a.t, status, p.Status)
	require.NotEmpty(a.t, p.Title)
	require.Equal(a.t, "/docs#"+code, p.Type)
	require.True(a.t, strings.HasSuffix(p.Detail, "."), "a sentence: %q", p.Detail)
	return p
}

func (a answer) ok(status int) answer {
	a.t.Helper()
	require.Equal(a.t, status, a.Code, a.Body.String())
	return a
}

func (a answer) json() map[string]any {
	a.t.Helper()
	var raw map[string]any
	require.NoError(a.t, json.Unmarshal(a.Body.Bytes(), &raw), a.Body.String())
	return raw
}

func (a answer) items() []any {
	a.t.Helper()
	items, ok := a.json()["items"].([]any)
	require.True(a.t, ok, a.Body.String())
	return items
}

// view is an incident with something in each of its parts.
func view(id string) incident.View {
	at := incident.Time(time.Date(2026, 11, 23, 3, 0, 0, 123456789, time.UTC))
	some := func(s string) *string { return &s }
	return incident.View{
		ID: id, Plan: "fire", PlanVersion: 1, Title: incident.Text{EN: "Fire", ZH: "火灾"}, Site: "riverside", Mode: frozen.Real, State: incident.Open,
		Phase: frozen.Alarm, Level: frozen.L2, Location: "Building 3", Summary: "smoke", OpenedAt: at, Now: at, Carrier: incident.CarrierSimulator,
		Seats: []incident.SeatView{
			{ID: "SEC", Needs: 2, Ladder: &incident.LadderView{Rung: 1, Rungs: 3, NextAt: at}},
			{ID: "DUTY", Needs: 1, Holders: []incident.HolderView{{Responder: "w", Name: "W", State: incident.HolderAccepted, PromisedAt: &at}}},
		},
		Pages: []incident.PageView{{
			ID: "p1", Kind: incident.CallPage, Responder: "w", Phone: "+1******01", Token: some("K7M"), State: incident.PagePaging,
			Attempts: []incident.AttemptView{{N: 1, Rung: 1, Channel: frozen.SMS, CarrierID: some("SM1"), State: incident.AttemptSent, At: at}},
		}},
		Steps: []incident.StepView{{ID: "F01", Phase: frozen.Alarm, Seat: "SEC", State: incident.StepOpen, OpenedAt: &at, Evidence: incident.EvidenceView{Kind: frozen.EvidenceAck}}},
		Facts: []incident.FactView{{Name: "confirmed", Type: frozen.FactBool}},
		Links: []incident.Link{{Incident: "inc-9", Kind: "parent"}},
	}
}

// desk records what it is told.
type desk struct {
	mu        sync.Mutex
	views     map[string]incident.View
	pending   []incident.Entry
	statusErr error
	err       error // of declarations, orders and texts
	declared  []api.Declaration
	orders    []order
	texts     []carrier.Inbound
	reply     string
	delivered func(ctx context.Context, id string, receipts []incident.Receipt) error
	answer    func(ctx context.Context) error
}

type order struct {
	ID, Request string
	Body        any
}

func (d *desk) Declare(_ context.Context, declared api.Declaration) (incident.View, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.declared = append(d.declared, declared)
	if d.err != nil {
		return incident.View{}, d.err
	}
	v := view(known)
	d.views[known] = v
	return v, nil
}

func (d *desk) Status(_ context.Context, id string) (incident.View, []incident.Entry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.statusErr != nil {
		return incident.View{}, nil, d.statusErr
	}
	v, ok := d.views[id]
	if !ok {
		return incident.View{}, nil, incident.Fail(incident.CodeNoIncident, "There is no such incident, or it has ended: see the list of incidents.")
	}
	return v, d.pending, nil
}

func (d *desk) Answer(ctx context.Context, in carrier.Inbound) (string, error) {
	if d.answer != nil {
		return "", d.answer(ctx)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.texts = append(d.texts, in)
	return d.reply, d.err
}

func (d *desk) Delivered(ctx context.Context, id string, receipts []incident.Receipt) error {
	return d.delivered(ctx, id, receipts)
}

func (d *desk) take(id, request string, body any) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.orders = append(d.orders, order{id, request, body})
	return d.err
}

func (d *desk) last() order {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.orders[len(d.orders)-1]
}

func (d *desk) Report(_ context.Context, id, request string, o incident.ReportAnswer) error {
	return d.take(id, request, o)
}

func (d *desk) StartStep(_ context.Context, id, request string, o incident.StartStep) error {
	return d.take(id, request, o)
}

func (d *desk) FinishStep(_ context.Context, id, request string, o incident.FinishStep) error {
	return d.take(id, request, o)
}

func (d *desk) SkipStep(_ context.Context, id, request string, o incident.SkipStep) error {
	return d.take(id, request, o)
}

func (d *desk) ReassignStep(_ context.Context, id, request string, o incident.ReassignStep) error {
	return d.take(id, request, o)
}

func (d *desk) ExtendStep(_ context.Context, id, request string, o incident.ExtendStep) error {
	return d.take(id, request, o)
}

func (d *desk) StateFact(_ context.Context, id, request string, o incident.StateFact) error {
	return d.take(id, request, o)
}

func (d *desk) SetLevel(_ context.Context, id, request string, o incident.SetLevel) error {
	return d.take(id, request, o)
}

func (d *desk) AddNote(_ context.Context, id, request string, o incident.AddNote) error {
	return d.take(id, request, o)
}

func (d *desk) AssignSeat(_ context.Context, id, request string, o incident.AssignSeat) error {
	return d.take(id, request, o)
}

func (d *desk) ReleaseSeat(_ context.Context, id, request string, o incident.ReleaseSeat) error {
	return d.take(id, request, o)
}

func (d *desk) Escalate(_ context.Context, id, request string, o incident.Escalate) error {
	return d.take(id, request, o)
}

func (d *desk) StandDown(_ context.Context, id, request string, o incident.StandDown) error {
	return d.take(id, request, o)
}

func (d *desk) Cancel(_ context.Context, id, request string, o incident.Cancel) error {
	return d.take(id, request, o)
}

func (d *desk) Resume(_ context.Context, id, request string, o incident.ResumeDrill) error {
	return d.take(id, request, o)
}

// shadow keeps incidents in memory.
type shadow struct {
	views   map[string]incident.View
	entries []incident.Entry
	filter  api.Filter
	next    string
	err     error
}

func (s *shadow) Incident(_ context.Context, id string) (incident.View, bool, error) {
	v, ok := s.views[id]
	return v, ok, s.err
}

func (s *shadow) Incidents(_ context.Context, f api.Filter) ([]incident.View, string, error) {
	s.filter = f
	if s.err != nil {
		return nil, "", s.err
	}
	var all []incident.View
	for _, v := range s.views {
		all = append(all, v)
	}
	return all, s.next, nil
}

func (s *shadow) Timeline(_ context.Context, _ string, after, limit int) ([]incident.Entry, error) {
	if s.err != nil {
		return nil, s.err
	}
	var page []incident.Entry
	for _, e := range s.entries {
		if e.Seq > after && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, nil
}

// feed keeps events in memory.
type feed struct {
	mu       sync.Mutex
	events   []api.Event
	watchers map[chan struct{}]bool
	err      error
	last     error // of LastEvent
}

func newFeed() *feed { return &feed{watchers: map[chan struct{}]bool{}} }

func (f *feed) Events(_ context.Context, after int64, id string, limit int) ([]api.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var page []api.Event
	for _, e := range f.events {
		if e.ID > after && (id == "" || e.Incident == id) && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, f.err
}

func (f *feed) LastEvent(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.events) == 0 {
		return 0, f.last
	}
	return f.events[len(f.events)-1].ID, f.last
}

func (f *feed) Watch() (<-chan struct{}, func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := make(chan struct{}, 1)
	f.watchers[c] = true
	return c, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.watchers, c)
	}
}

func (f *feed) watched() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.watchers)
}

// write adds events and wakes whoever watches; add only adds them, as another process would.
func (f *feed) write(events ...api.Event) {
	f.add(events...)
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.watchers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (f *feed) add(events ...api.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, events...)
}

// fail makes the feed fail, or work again.
func (f *feed) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

type catalog struct {
	sites    []*sites.Site
	imported []*sites.Site
	err      error
}

func (c *catalog) Sites() []*sites.Site { return c.sites }
func (c *catalog) Plans() []*plans.Plan { return library }
func (c *catalog) Import(_ context.Context, s *sites.Site) error {
	c.imported = append(c.imported, s)
	return c.err
}

type health struct{ err error }

func (h *health) Ready(context.Context) error { return h.err }

type handsets struct {
	phones []api.Phone
	boxes  map[string][]api.Message
	habits map[string]api.Habit
	err    error
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
