package cli_test

// A small Muster that speaks the contract, for the commands to be run against.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli"
	"muster/cli/client"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

const goodToken = "token-of-16-chars-or-more"

var opening = time.Date(2026, 11, 22, 19, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	time.Local = time.FixedZone("site", 8*3600)
	os.Exit(m.Run())
}

// muster is the fake.
type muster struct {
	mu        sync.Mutex
	incidents []incident.View
	timelines map[string][]incident.Entry
	sites     []string
	phones    []client.Phone
	messages  map[string][]client.Message
	schedules []map[string]any
	due       map[string]any
	verdict   client.Verdict
	calls     []call // the orders and declarations that it got
	refuse    func(r *http.Request) *client.RefusalError
}

// call is one that changes something.
type call struct {
	Path, Key string
	Body      map[string]any
	Raw       string
}

func newMuster(t *testing.T) (*muster, *httptest.Server) {
	t.Helper()
	m := &muster{timelines: map[string][]incident.Entry{}, sites: []string{"riverside"}, messages: map[string][]client.Message{}}
	server := httptest.NewServer(m.routes())
	t.Cleanup(server.Close)
	for _, name := range []string{"MUSTER_LISTEN", "MUSTER_ADMIN_TOKEN", "MUSTER_BY", "MUSTER_PLANS_DIR", "NO_COLOR"} {
		t.Setenv(name, "")
	}
	t.Setenv("MUSTER_URL", server.URL)
	t.Setenv("MUSTER_TOKEN", goodToken)
	t.Setenv("MUSTER_DATA_DIR", t.TempDir())
	return m, server
}

func (m *muster) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/incidents", m.list)
	mux.HandleFunc("POST /api/v1/incidents", m.declare)
	mux.HandleFunc("GET /api/v1/incidents/{id}", func(w http.ResponseWriter, r *http.Request) { m.answer(w, r.PathValue("id")) })
	mux.HandleFunc("GET /api/v1/incidents/{id}/timeline", m.timeline)
	mux.HandleFunc("GET /api/v1/incidents/{id}/review", m.review)
	mux.HandleFunc("POST /api/v1/incidents/{id}/{rest...}", m.order)
	mux.HandleFunc("GET /api/v1/sites", func(w http.ResponseWriter, _ *http.Request) {
		var items []any
		for _, id := range m.sites {
			items = append(items, map[string]string{"id": id})
		}
		page(w, items)
	})
	mux.HandleFunc("POST /api/v1/sites", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusCreated, map[string]string{"id": "mysite"})
	})
	mux.HandleFunc("POST /api/v1/rebuild", m.rebuild)
	mux.HandleFunc("GET /api/v1/phones", func(w http.ResponseWriter, _ *http.Request) { page(w, m.phones) })
	mux.HandleFunc("GET /api/v1/phones/{number}/messages", func(w http.ResponseWriter, r *http.Request) { page(w, m.messages[r.PathValue("number")]) })
	mux.HandleFunc("POST /api/v1/phones/{number}/replies", m.text)
	m.drillRoutes(mux)
	m.people(mux)
	m.rosterRoutes(mux)
	mux.HandleFunc("POST /api/v1/phones/{number}/keys", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, map[string]any{"items": []client.Message{
			{ID: "CA1-2", Direction: client.In, Channel: "voice", Body: "7"}, {ID: "CA1-3", Direction: client.Out, Channel: "voice", Body: "Accepted. Goodbye."},
		}})
	})
	mux.HandleFunc("PUT /api/v1/phones/{number}/habit", func(w http.ResponseWriter, r *http.Request) { m.note(r); reply(w, http.StatusOK, map[string]string{}) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.refuse != nil {
			if p := m.refuse(r); p != nil {
				reply(w, p.Status, p)
				return
			}
		}
		own := strings.HasPrefix(r.URL.Path, "/api/v1/session") && r.Method != http.MethodGet // it needs a password, or a cookie
		if !own && r.Header.Get("Authorization") != "Bearer "+goodToken {
			reply(w, http.StatusUnauthorized, client.RefusalError{Detail: "Send the token as Authorization: Bearer TOKEN.", Code: "token_missing"})
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func page(w http.ResponseWriter, items any) {
	reply(w, http.StatusOK, map[string]any{"items": items, "next_cursor": nil})
}

func (m *muster) list(w http.ResponseWriter, r *http.Request) {
	items := []incident.View{}
	for _, v := range m.incidents {
		q := r.URL.Query()
		if s := q.Get("state"); s == "" || s == string(v.State) {
			if mode := q.Get("mode"); mode == "" || mode == string(v.Mode) {
				items = append(items, v)
			}
		}
	}
	page(w, items)
}

func (m *muster) answer(w http.ResponseWriter, id string) {
	for _, v := range m.incidents {
		if v.ID == id {
			reply(w, http.StatusOK, v)
			return
		}
	}
	reply(w, http.StatusNotFound, client.RefusalError{Detail: "There is no such incident: see the list of incidents.", Code: "incident_unknown"})
}

func (m *muster) declare(w http.ResponseWriter, r *http.Request) {
	c := m.note(r)
	v := view("inc-zzzzzzzzzzzzzzzz")
	v.Mode, v.Location = frozen.Mode(c.Body["mode"].(string)), c.Body["location"].(string)
	m.incidents = append(m.incidents, v)
	reply(w, http.StatusCreated, v)
}

func (m *muster) timeline(w http.ResponseWriter, r *http.Request) {
	var after int
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &after)
	all := m.timelines[r.PathValue("id")]
	page(w, all[min(after, len(all)):])
}

func (m *muster) review(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	for _, v := range m.incidents {
		if v.ID == id {
			reply(w, http.StatusOK, review.Of(v, m.timelines[id]))
			return
		}
	}
	m.answer(w, id)
}

func (m *muster) order(w http.ResponseWriter, r *http.Request) {
	m.note(r)
	m.answer(w, r.PathValue("id"))
}

func (m *muster) note(r *http.Request) call {
	data, _ := io.ReadAll(r.Body)
	c := call{Path: strings.TrimPrefix(r.URL.Path, "/api/v1"), Key: r.Header.Get("Idempotency-Key"), Raw: string(data)}
	_ = json.Unmarshal(data, &c.Body)
	m.calls = append(m.calls, c)
	return c
}

// text takes a text from a handset, and texts back as Muster would.
func (m *muster) text(w http.ResponseWriter, r *http.Request) {
	c, number := m.note(r), r.PathValue("number")
	sent := client.Message{ID: fmt.Sprint("in", len(m.calls)), Direction: client.In, Channel: "sms", Body: c.Body["text"].(string), At: time.Now()}
	m.messages[number] = append(m.messages[number], sent)
	if sent.Body == "1" {
		m.messages[number] = append(m.messages[number], client.Message{ID: "back", Direction: client.Out, Channel: "sms", Body: "Thank you. Be there by 03:05.", At: time.Now()})
	}
	reply(w, http.StatusCreated, sent)
}

// view is a fire in its second minute.
func view(id string) incident.View {
	text := func(en, zh string) frozen.Text { return frozen.Text{EN: en, ZH: zh} }
	at := func(s int) *incident.Time { t := incident.Time(opening.Add(time.Duration(s) * time.Second)); return &t }
	commander, value := "wang-lei", "true"
	return incident.View{
		ID: id, Plan: "fire", PlanVersion: 1, Title: text("Fire", "火灾"), Site: "riverside", Mode: frozen.Real, State: incident.Open, Phase: frozen.Response,
		Level: frozen.L2, Location: "Building 3, floor 12", Summary: "smoke", OpenedAt: *at(0), Now: *at(90), Carrier: incident.CarrierSimulator, Commander: &commander,
		Seats: []incident.SeatView{
			{ID: "DUTY", Title: text("Duty manager", "值班经理"), Open: true, Needs: 1, Filled: 1, Holders: []incident.HolderView{{Responder: "wang-lei", Name: "Wang Lei", State: incident.HolderOnScene}}},
			{ID: "SEC", Title: text("Security", "安全警戒组"), Open: true, Needs: 2, Ladder: &incident.LadderView{Rung: 2, Rungs: 6, NextAt: *at(105)}},
			{ID: "LOG", Title: text("Logistics", "后勤保障组"), Needs: 1},
		},
		Steps: []incident.StepView{
			{ID: "F02", Title: text("Confirm the fire", "火情确认"), Seat: "SEC", State: incident.StepDone, DoneAt: at(60), Value: &value},
			{ID: "F05", Title: text("Meet the engines", "接车"), Seat: "SEC", State: incident.StepOpen, TargetAt: at(180), Assignees: []string{"zhou-min"}},
			{ID: "F20", Title: text("Allow re-entry", "准许返回"), Seat: "DUTY", State: incident.StepWaiting, HardGate: true},
		},
		Facts: []incident.FactView{{Name: "confirmed", Title: text("Fire confirmed", "火情确认"), Value: &value}},
	}
}

func (m *muster) entry(id, en, zh string, after time.Duration) {
	list := m.timelines[id]
	m.timelines[id] = append(list, incident.Entry{Seq: len(list) + 1, At: opening.Add(after), Kind: incident.KindNote, Text: frozen.Text{EN: en, ZH: zh}})
}

// outcome is what a command came to.
type outcome struct {
	code      int
	out, errs string
}

func run(args ...string) outcome { return runIn("", args...) }

func runIn(in string, args ...string) outcome {
	var out, errs bytes.Buffer
	code := cli.Main(args, strings.NewReader(in), &out, &errs, cli.Program{})
	return outcome{code, out.String(), errs.String()}
}

// requireDone checks that a command did what it should, and gives what it printed.
func requireDone(t *testing.T, args ...string) string {
	t.Helper()
	got := run(args...)
	require.Equal(t, 0, got.code, got.errs)
	require.Empty(t, got.errs)
	return got.out
}

func (m *muster) lastCall() call { return m.calls[len(m.calls)-1] }

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}
