package api_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/app/accounts"
	"muster/incident"
)

// refusals are all codes of incident, from its source, so that a new one cannot be forgotten here.
func refusals(t *testing.T) []incident.Code {
	t.Helper()
	file, err := parser.ParseFile(gotoken.NewFileSet(), "../incident/failure.go", nil, 0)
	require.NoError(t, err)
	var all []incident.Code
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Type != nil && fmt.Sprint(spec.Type) == "Code" {
			for _, value := range spec.Values {
				text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
				require.NoError(t, err)
				all = append(all, incident.Code(text))
			}
		}
		return true
	})
	require.Greater(t, len(all), 10)
	return all
}

func TestEveryRefusalHasItsStatus(t *testing.T) {
	statuses := map[incident.Code]int{
		"incident_ended": 409, "incident_unknown": 404, "step_unknown": 404, "seat_unknown": 404, "fact_unknown": 404, "notice_unknown": 404, "zone_unknown": 404, "responder_unknown": 404,
		"plan_unknown": 404, "site_unknown": 404, "step_state": 409, "hard_gate": 409, "fact_not_yours": 409, "value_invalid": 422, "nothing_open": 409,
		"field_invalid": 422, "idempotency_conflict": 409, "command_changed": 409, "busy": 429, "engine_unavailable": 503, "input_too_large": 422, "plan_refused": 422, "not_now": 409, "too_often": 429,
	}
	for _, code := range refusals(t) {
		t.Run(string(code), func(t *testing.T) {
			require.Contains(t, statuses, code, "give the new code a status here and in errors.go")
			require.Contains(t, api.Codes(), code)
			h := open(t)
			h.desk.views[known] = view(known)
			h.desk.err = incident.Fail(code, "A sentence that says what to do.")
			a := h.ask("POST", "/api/v1/incidents/"+known+"/notes", map[string]any{"by": "chen", "text": "x"})
			p := a.problem(statuses[code], string(code))
			require.Equal(t, "A sentence that says what to do.", p.Detail)
			if a.Code == 429 || a.Code == 503 {
				require.Equal(t, "1", a.Header().Get("Retry-After"))
			}
		})
	}
}

func TestARefusalNamesTheFieldToBlame(t *testing.T) {
	for _, row := range []struct {
		path     string
		body     map[string]any
		code     incident.Code
		status   int
		location string // empty: nothing in the body is to blame
	}{
		{"", declaration(), incident.CodeNoPlan, 422, "body.plan"},
		{"", declaration(), incident.CodeNoSite, 422, "body.site"},
		{"", declaration(), incident.CodePlanRefused, 422, "body.plan"},
		{"", declaration(), incident.CodeConflict, 409, ""},
		{"/answers", report(), incident.CodeNoResponder, 422, "body.responder"},
		{"/answers", report(), incident.CodeNoStep, 422, "body.step"},
		{"/answers", report(), incident.CodeValue, 422, "body.value"},
		{"/answers", report(), incident.CodeNoIncident, 404, ""},
		{"/facts", map[string]any{"name": "x", "value": true, "by": "chen"}, incident.CodeNoFact, 422, "body.name"},
		{"/facts", map[string]any{"name": "x", "value": true, "by": "chen"}, incident.CodeValue, 422, "body.value"},
		{"/steps/F01/start", map[string]any{"by": "chen"}, incident.CodeNoStep, 404, ""},
		{"/steps/F01/done", map[string]any{"by": "chen"}, incident.CodeValue, 422, "body.value"},
		{"/steps/F01/done", map[string]any{"by": "chen"}, incident.CodeHardGate, 409, ""},
		{"/steps/F01/reassign", map[string]any{"by": "chen", "to": "x"}, incident.CodeNoResponder, 422, "body.to"},
		{"/steps/F01/extend", map[string]any{"by": "chen", "until": "2026-11-23T03:00:00Z"}, incident.CodeField, 422, "body.until"},
		{"/seats/SEC/assign", map[string]any{"by": "chen", "responder": "x"}, incident.CodeNoResponder, 422, "body.responder"},
		{"/seats/SEC/release", map[string]any{"by": "chen", "responder": "x"}, incident.CodeNoResponder, 422, "body.responder"},
		{"/seats/SEC/assign", map[string]any{"by": "chen", "responder": "x"}, incident.CodeNoSeat, 404, ""},
		{"/escalate", map[string]any{"by": "chen", "seat": "x", "reason": "r"}, incident.CodeNoSeat, 422, "body.seat"},
	} {
		h := open(t)
		h.desk.views[known] = view(known)
		h.desk.err = incident.Fail(row.code, "Do something else.")
		path := "/api/v1/incidents"
		if row.path != "" {
			path += "/" + known + row.path
		}
		p := h.ask("POST", path, row.body).problem(row.status, string(row.code))
		if row.location == "" {
			require.Empty(t, p.Errors, row)
			continue
		}
		require.Len(t, p.Errors, 1, row)
		require.Equal(t, row.location, p.Errors[0].Location)
		require.Equal(t, "Do something else.", p.Errors[0].Message)
	}
}

func TestARefusalThatNamesItsFieldIsBelieved(t *testing.T) {
	h := open(t)
	h.desk.err = &incident.Error{Code: incident.CodeField, Message: "There is no such building.", Field: "places"}
	p := h.ask("POST", "/api/v1/incidents", declaration()).problem(422, "field_invalid")
	require.Equal(t, "body.places", p.Errors[0].Location)
}

func report() map[string]any {
	return map[string]any{"responder": "w", "answer": "done", "step": "F01", "value": "1", "by": "chen"}
}

func TestAnUnexpectedErrorStaysInside(t *testing.T) {
	h := open(t)
	h.desk.err = errors.New("run 0190-secret failed at +12025550101")
	a := h.ask("POST", "/api/v1/incidents", declaration(), "X-Request-ID", "from-the-proxy")
	p := a.problem(http.StatusInternalServerError, "unexpected")
	require.NotContains(t, a.Body.String(), "secret")
	require.NotContains(t, a.Body.String(), "+1202")
	require.Contains(t, p.Detail, "from-the-proxy", "the id leads the operator to the log line")
	require.Contains(t, h.log.String(), "run 0190-secret")
	require.Contains(t, h.log.String(), "request=from-the-proxy")
}

func TestARefusalsCauseIsLoggedAndNotTold(t *testing.T) {
	h := open(t)
	h.desk.err = cause{incident.Fail(incident.CodeEngine, "The engine cannot be reached: try again."), errors.New("dial tcp 10.0.0.7")}
	a := h.ask("POST", "/api/v1/incidents", declaration())
	a.problem(http.StatusServiceUnavailable, "engine_unavailable")
	require.NotContains(t, a.Body.String(), "10.0.0.7")
	require.Contains(t, h.log.String(), "dial tcp 10.0.0.7")
}

// cause is a refusal with what lies behind it, as the Desk makes it.
type cause struct {
	refused *incident.Error
	inner   error
}

func (c cause) Error() string   { return c.refused.Error() }
func (c cause) Unwrap() []error { return []error{c.refused, c.inner} }

func TestAPanicIsAProblem(t *testing.T) {
	h := open(t, func(o *api.Options) { o.Catalog = brokenCatalog{} })
	a := h.ask("GET", "/api/v1/plans", nil)
	a.problem(http.StatusInternalServerError, "unexpected")
	require.NotContains(t, a.Body.String(), "nil map")
	require.Contains(t, h.log.String(), "a request panicked")
}

type brokenCatalog struct{ api.Catalog }

func TestAddressesThatAreNotThere(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/nothing", "/api/v1", "/api/v1/incidents/", "/api/v2/incidents", "/api/v1/incidents/" + known + "/merge/x", "/docs/other.css", "//api/v1/sites"} {
		h.ask("GET", path, nil).problem(http.StatusNotFound, "route_unknown")
	}
	for _, call := range [][2]string{
		{"DELETE", "/api/v1/incidents"}, {"GET", "/api/v1/incidents/" + known + "/notes"}, {"GET", "/webhooks/twilio/sms"}, {"POST", "/healthz"}, {"PATCH", "/openapi.json"},
	} {
		a := h.ask(call[0], call[1], nil)
		a.problem(http.StatusMethodNotAllowed, "method_not_allowed")
		require.NotEmpty(t, a.Header().Get("Allow"))
	}
}

func TestEveryAnswerHasItsSecurityHeadersAndAnID(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/healthz", "/docs", "/api/v1/sites", "/nothing", "/openapi.json"} {
		a := h.ask("GET", path, nil)
		require.Equal(t, "nosniff", a.Header().Get("X-Content-Type-Options"), path)
		require.Equal(t, "DENY", a.Header().Get("X-Frame-Options"), path)
		require.Contains(t, a.Header().Get("Content-Security-Policy"), "default-src 'none'", path)
		require.NotEmpty(t, a.Header().Get("X-Request-ID"), path)
	}
	require.Equal(t, "no-store", h.ask("GET", "/api/v1/sites", nil).Header().Get("Cache-Control"))
	require.Equal(t, "abc-1", h.ask("GET", "/healthz", nil, "X-Request-ID", "abc-1").Header().Get("X-Request-ID"))
	forged := h.ask("GET", "/healthz", nil, "X-Request-ID", "a b\"level=ERROR").Header().Get("X-Request-ID")
	require.Regexp(t, `^[A-Z0-9]{26}$`, forged, "an id that is none is replaced")
}

func TestTheLogHoldsNoNumberAndNoBody(t *testing.T) {
	h := open(t)
	h.handsets.phones = []api.Phone{{Number: phone, Name: "W"}}
	h.ask("POST", "/api/v1/phones/"+phone+"/replies", map[string]any{"text": "a private word"}).ok(http.StatusCreated)
	h.ask("GET", "/api/v1/phones/"+phone+"/messages", nil).ok(http.StatusOK)
	require.Contains(t, h.log.String(), "/api/v1/phones/:e164/replies")
	require.NotContains(t, h.log.String(), "2025550101")
	require.NotContains(t, h.log.String(), "private word")
}

func TestHealth(t *testing.T) {
	h := open(t)
	require.Equal(t, map[string]any{"status": "ok"}, h.ask("GET", "/healthz", nil, "Authorization", "").ok(200).json())
	require.Equal(t, map[string]any{"status": "ready"}, h.ask("GET", "/readyz", nil, "Authorization", "").ok(200).json())
	h.health.degraded = []string{"The database is away."}
	require.JSONEq(t, `{"status": "ready", "degraded": ["The database is away."]}`, h.ask("GET", "/readyz", nil).ok(200).Body.String())
	h.health.err = incident.Fail(incident.CodeEngine, "The disk has no room: free some space.")
	p := h.ask("GET", "/readyz", nil).problem(http.StatusServiceUnavailable, "not_ready")
	require.Equal(t, "The disk has no room: free some space.", p.Detail)
	h.health.err = fmt.Errorf("ping: %w", context.DeadlineExceeded)
	p = h.ask("GET", "/readyz", nil).problem(http.StatusServiceUnavailable, "not_ready")
	require.NotContains(t, p.Detail, "deadline")
	h.ask("GET", "/healthz", nil).ok(200)
}

func TestAnAPIThatLacksAPartIsNotMade(t *testing.T) {
	_, err := api.New(api.Options{})
	require.ErrorContains(t, err, "lacks a part")
	h := open(t)
	o := api.Options{
		Desk: h.desk, Notices: h.desk, Drills: h.drills, Shadow: h.shadow, Feed: h.feed, Catalog: h.catalog, Health: h.health, Rebuilder: h.rebuilds,
		Rosters: &rosters{catalog: h.catalog, version: 1}, PlanBook: &planBook{}, Audit: h.audit, Photos: h.album,
		Accounts: accounts.New(deadStore{}, accounts.Options{Kept: everyRole(), Now: h.clock.Now}),
		Webhooks: brokenWebhooks{}, Failure: noFailure, CallFailure: noCallFailure, PublicURL: public,
	}
	_, err = api.New(o)
	require.ErrorContains(t, err, "needs a token")
	o.Token = "a"
	_, err = api.New(o)
	require.NoError(t, err, "clock, log, version and handsets may be left out")
}
