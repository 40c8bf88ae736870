package watchdog_test

// A house that is watched over: an engine and a database that can be made to fail, two sites, and the simulator as carrier.

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/carrier/twilio"
	"muster/incident"
	"muster/incident/words"
	"muster/watchdog"
)

const (
	operator = "+12025550190"
	hill     = "+12025550101" // the company of site hill
	lake     = "+12025550102" // the company of site lake
)

var three = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// house is what a watchdog watches over.
type house struct {
	t       *testing.T
	mu      sync.Mutex
	now     time.Time
	engine  map[string]*life // by incident
	away    error            // of the engine
	failing []string         // whom the engine reports
	felt    int              // pulses
	asked   int              // tasks
	dead    error            // of the database
	firings []watchdog.Firing
	memory  []byte
	full    error // of the disk
	network *sim.Simulator
	carrier *twilio.Carrier
}

// life is how an incident is.
type life struct {
	watchdog.Running
	task  watchdog.Task
	pulse incident.Pulse
	err   error
}

func newHouse(t *testing.T) *house {
	h := &house{t: t, now: three, engine: map[string]*life{}}
	network, err := sim.Open(sim.Options{AccountSID: "AC1", AuthToken: "secret", From: "+12025550199", PublicURL: "http://127.0.0.1:9", Clock: h.time})
	require.NoError(t, err)
	t.Cleanup(func() { _ = network.Close() })
	network.AddPhones(operator, hill, lake)
	url, err := network.Listen("127.0.0.1:0")
	require.NoError(t, err)
	port, err := twilio.New(twilio.Options{AccountSID: "AC1", AuthToken: "secret", From: "+12025550199", BaseURL: url, StatusCallback: "http://127.0.0.1:9/status"})
	require.NoError(t, err)
	t.Cleanup(port.Close)
	h.network, h.carrier = network, port
	return h
}

func (h *house) time() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// watch is a watchdog in the house; changes come last.
func (h *house) watch(changes ...func(*watchdog.Options)) *watchdog.Watchdog {
	o := watchdog.Options{
		Engine: h, Database: h, Schedules: h, Sites: h, Carrier: h.carrier, Operator: []string{operator}, Memory: h, Now: h.time, Log: slog.New(slog.DiscardHandler),
	}
	for _, change := range changes {
		change(&o)
	}
	return watchdog.New(o)
}

// pass lets time pass, with a round every five seconds.
func (h *house) pass(d time.Duration, dogs ...*watchdog.Watchdog) {
	for end := h.time().Add(d); h.time().Before(end); {
		h.mu.Lock()
		h.now = h.now.Add(5 * time.Second)
		h.mu.Unlock()
		for _, w := range dogs {
			w.Round(context.Background())
		}
	}
}

// runs opens an incident that is well.
func (h *house) runs(id, site string) *life {
	l := &life{Running: watchdog.Running{ID: id, Site: site, Plan: "fire"}}
	h.engine[id] = l
	return l
}

// heard are the texts that a phone was sent, oldest first.
func (h *house) heard(number string) []string {
	texts := []string{}
	for _, m := range h.network.Messages(number) {
		texts = append(texts, m.Body)
	}
	return texts
}

// alarms are how many alarms and how many all-clears a phone was sent.
func (h *house) alarms(number string) [2]int {
	var n [2]int
	for _, body := range h.heard(number) {
		switch {
		case strings.HasPrefix(body, "Muster ALARM"):
			n[0]++
		case strings.HasPrefix(body, "Muster ALL CLEAR"):
			n[1]++
		}
	}
	return n
}

func (h *house) Running(context.Context) ([]watchdog.Running, error) {
	var all []watchdog.Running
	for _, l := range h.engine {
		all = append(all, l.Running)
	}
	return all, h.away
}

func (h *house) Reported(context.Context) ([]string, error) {
	if h.failing == nil {
		return nil, errors.New("this engine reports nothing")
	}
	return h.failing, nil
}

func (h *house) Task(_ context.Context, id string) (watchdog.Task, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	if l, ok := h.engine[id]; ok {
		return l.task, nil
	}
	return watchdog.Task{}, watchdog.ErrGone
}

func (h *house) Pulse(_ context.Context, id string) (incident.Pulse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.felt++
	return h.engine[id].pulse, h.engine[id].err
}

func (h *house) Ping(context.Context) error { return h.dead }

func (h *house) Firings(context.Context, time.Time) ([]watchdog.Firing, error) { return h.firings, nil }

func (h *house) Sites() []string { return []string{"hill", "lake"} }

func (h *house) Site(id string) (watchdog.Site, bool) {
	switch id {
	case "hill":
		return watchdog.Site{Name: words.Text{EN: "Hill House", ZH: "山居"}, Zone: time.FixedZone("CST", 8*3600), Company: []string{hill}}, true
	case "lake":
		return watchdog.Site{Name: words.Text{EN: "Lake House", ZH: "湖居"}, Zone: time.UTC, Company: []string{lake}}, true
	}
	return watchdog.Site{}, false
}

func (h *house) Plan(id string) words.Text {
	if id == "fire" {
		return words.Text{EN: "Fire", ZH: "火灾"}
	}
	return words.Text{EN: id, ZH: id}
}

func (h *house) Load() ([]byte, error) { return h.memory, nil }

func (h *house) Save(data []byte) error {
	if h.full == nil {
		h.memory = data
	}
	return h.full
}
