package api_test

// The harness: the API over small stand-ins for the parts behind it, which the tests fill in and look into.

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/app/accounts"
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
	drills   *calendar
	shadow   *shadow
	feed     *feed
	catalog  *catalog
	handsets *handsets
	health   *health
	rebuilds *rebuilder
	clock    *clock
	stopping chan struct{}
	log      *lockedBuffer
	audit    *auditLog
	album    *album
}

func open(t *testing.T, change ...func(*api.Options)) *house {
	t.Helper()
	h := &house{
		t: t, desk: &desk{views: map[string]incident.View{}}, drills: &calendar{}, shadow: &shadow{views: map[string]incident.View{}}, feed: newFeed(),
		catalog: &catalog{sites: []*sites.Site{riverside}}, health: &health{}, rebuilds: &rebuilder{}, clock: &clock{now: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)},
		handsets: &handsets{boxes: map[string][]api.Message{}, habits: map[string]api.Habit{}}, stopping: make(chan struct{}), log: &lockedBuffer{}, audit: &auditLog{}, album: &album{},
	}
	o := api.Options{
		Desk: h.desk, Notices: h.desk, Drills: h.drills, Shadow: h.shadow, Feed: h.feed, Catalog: h.catalog, Rosters: &rosters{catalog: h.catalog, version: 1}, PlanBook: &planBook{}, Health: h.health, Handsets: h.handsets, Rebuilder: h.rebuilds,
		Webhooks: twilio.Webhooks{AuthToken: authToken, PublicURL: public},
		Codec:    http.HandlerFunc(echo), CodecOrigins: []string{ownPage},
		Token: token, PublicURL: public, Version: "test", Clock: h.clock, Stopping: h.stopping,
		Failure: func(c carrier.Class) incident.Failure { return incident.Failure(c) },
		CallFailure: func(s carrier.CallStatus, code int) incident.Failure {
			class, _ := carrier.ClassifyCall(s, code)
			return incident.Failure(class)
		},
		Accounts: accounts.New(deadStore{}, accounts.Options{Kept: everyRole(), Now: h.clock.Now}), Audit: h.audit, Photos: h.album,
		Log: slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
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
