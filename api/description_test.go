package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/incident"
)

// contract is every call of the contract but merge and brief, and Muster's own additions at the end.
var contract = []string{
	"GET /healthz", "GET /readyz",
	"GET /api/v1/sites", "GET /api/v1/plans", "GET /api/v1/responders", "GET /api/v1/shifts", "POST /api/v1/sites", "POST /api/v1/sites/{site}/responders/{responder}/test",
	"POST /api/v1/incidents", "GET /api/v1/incidents", "GET /api/v1/incidents/{id}", "GET /api/v1/incidents/{id}/timeline",
	"GET /api/v1/incidents/{id}/review",
	"POST /api/v1/incidents/{id}/answers",
	"POST /api/v1/incidents/{id}/steps/{step}/start", "POST /api/v1/incidents/{id}/steps/{step}/done", "POST /api/v1/incidents/{id}/steps/{step}/skip",
	"POST /api/v1/incidents/{id}/steps/{step}/reassign", "POST /api/v1/incidents/{id}/steps/{step}/extend",
	"POST /api/v1/incidents/{id}/facts", "POST /api/v1/incidents/{id}/level", "POST /api/v1/incidents/{id}/places", "POST /api/v1/incidents/{id}/notes",
	"POST /api/v1/incidents/{id}/seats/{seat}/assign", "POST /api/v1/incidents/{id}/seats/{seat}/release",
	"POST /api/v1/incidents/{id}/escalate", "POST /api/v1/incidents/{id}/stand-down", "POST /api/v1/incidents/{id}/cancel",
	"POST /api/v1/incidents/{id}/merge", "POST /api/v1/incidents/{id}/links",
	"GET /api/v1/stream", "GET /api/v1/phones", "GET /api/v1/phones/{e164}/messages", "POST /api/v1/phones/{e164}/replies",
	"POST /webhooks/twilio/sms", "POST /webhooks/twilio/status", "POST /webhooks/twilio/voice",
	"GET /api/v1/watchdog",
	"POST /api/v1/incidents/{id}/resume", "POST /api/v1/incidents/{id}/steps", "GET /api/v1/incidents/{id}/brief", "PUT /api/v1/phones/{e164}/habit",
	"POST /api/v1/drills", "GET /api/v1/drills", "GET /api/v1/drills/due",
	"POST /api/v1/drills/{id}/pause", "POST /api/v1/drills/{id}/resume", "POST /api/v1/drills/{id}/skip", "POST /api/v1/drills/{id}/delete",
	"POST /api/v1/rebuild", "POST /api/v1/phones/{e164}/keys",
	"GET /api/v1/incidents/{id}/notices", "POST /api/v1/incidents/{id}/notices", "POST /api/v1/incidents/{id}/notices/preview",
	"GET /api/v1/sites/{site}/roster", "GET /api/v1/sites/{site}/roster/duties", "GET /api/v1/sites/{site}/roster/coverage",
	"PUT /api/v1/sites/{site}/roster/shifts/{shift}", "DELETE /api/v1/sites/{site}/roster/shifts/{shift}",
	"POST /api/v1/sites/{site}/roster/overrides", "DELETE /api/v1/sites/{site}/roster/overrides/{override}",
	"POST /api/v1/sites/{site}/roster/leave", "DELETE /api/v1/sites/{site}/roster/leave/{leave}",
	"POST /api/v1/sites/{site}/roster/swaps", "POST /api/v1/sites/{site}/roster/take",
	"POST /api/v1/sites/{site}/roster/staff", "DELETE /api/v1/sites/{site}/roster/staff/{responder}", "POST /api/v1/sites/{site}/roster/events",
	"GET /api/v1/sites/{site}/roster/calendars", "POST /api/v1/sites/{site}/roster/calendars", "DELETE /api/v1/sites/{site}/roster/calendars/{calendar}",
	"GET /calendars/{file}",
	"POST /api/v1/plans", "GET /api/v1/plans/{plan}/history", "GET /api/v1/plans/{plan}/file", "GET /api/v1/plans/{plan}/diff",
	"POST /api/v1/plans/{plan}/publish", "POST /api/v1/plans/{plan}/rollback",
	"POST /api/v1/incidents/{id}/notices/{notice}/approve", "POST /api/v1/incidents/{id}/notices/{notice}/reject",
	"POST /api/v1/incidents/{id}/steps/{step}/photos", "GET /api/v1/incidents/{id}/photos", "GET /api/v1/incidents/{id}/photos/{photo}",
	"POST /api/v1/session", "GET /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/session/password",
	"GET /api/v1/session/ways", "GET /api/v1/session/oidc", "GET /api/v1/session/oidc/callback",
	"GET /api/v1/accounts", "POST /api/v1/accounts", "GET /api/v1/accounts/{id}", "PATCH /api/v1/accounts/{id}", "POST /api/v1/accounts/{id}/roles", "POST /api/v1/accounts/{id}/password",
	"POST /api/v1/accounts/{id}/disable", "POST /api/v1/accounts/{id}/enable",
	"GET /api/v1/tokens", "POST /api/v1/tokens", "POST /api/v1/tokens/{id}/revoke", "GET /api/v1/audit", "GET /api/v1/audit/verify",
}

// description is the API's OpenAPI, as a tree.
func (h *house) description(path string) map[string]any {
	h.t.Helper()
	a := h.send(httptest.NewRequest(http.MethodGet, path, nil)).ok(http.StatusOK)
	require.Equal(h.t, "application/json", a.Header().Get("Content-Type"))
	return a.json()
}

func calls(t *testing.T, doc map[string]any) []string {
	t.Helper()
	var all []string
	for path, item := range doc["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			all = append(all, strings.ToUpper(method)+" "+path)
		}
	}
	return all
}

func TestEveryCallOfTheContractIsDescribedAndNothingElse(t *testing.T) {
	h := open(t)
	doc := h.description("/openapi.json")
	require.Equal(t, "3.1.0", doc["openapi"])
	require.ElementsMatch(t, contract, calls(t, doc))
	older := h.description("/openapi-3.0.json")
	require.Equal(t, "3.0.3", older["openapi"])
	require.ElementsMatch(t, contract, calls(t, older))
	text, err := json.Marshal(older)
	require.NoError(t, err)
	require.NotContains(t, string(text), `"null"`, "OpenAPI 3.0 has no such type")
}

func TestEveryErrorIsDescribedAsAProblem(t *testing.T) {
	doc := open(t).description("/openapi.json")
	for path, item := range doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			for status, r := range op.(map[string]any)["responses"].(map[string]any) {
				if status < "400" {
					continue
				}
				content := r.(map[string]any)["content"].(map[string]any)
				require.Contains(t, content, "application/problem+json", "%s %s %s", method, path, status)
				schema := content["application/problem+json"].(map[string]any)["schema"]
				require.Equal(t, map[string]any{"$ref": "#/components/schemas/Problem"}, schema)
			}
		}
	}
}

func TestWithoutTheTokenOnlyTheOpenCallsAnswer(t *testing.T) {
	h := open(t)
	parameter := regexp.MustCompile(`\{\w+\}`)
	for _, call := range slices.Concat(contract, []string{"GET /nothing", "GET /api/v1", "DELETE /api/v1/incidents"}) {
		method, path, _ := strings.Cut(call, " ")
		for _, said := range []string{"", "Bearer wrong", "Bearer", "Basic " + token, token, "Bearer " + token + "x"} {
			r := httptest.NewRequest(method, parameter.ReplaceAllString(path, "x"), nil)
			if said != "" {
				r.Header.Set("Authorization", said)
			}
			a := h.send(r)
			open := slices.ContainsFunc([]string{"/healthz", "/readyz", "/webhooks/", "/calendars/", "/api/v1/session/ways", "/api/v1/session/oidc"}, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
			if open || call == "POST /api/v1/session" {
				require.NotEqual(t, http.StatusUnauthorized, a.Code, call)
				continue
			}
			a.problem(http.StatusUnauthorized, "token_missing")
			require.Equal(t, "Bearer", a.Header().Get("WWW-Authenticate"))
		}
	}
	h.ask("GET", "/api/v1/sites", nil, "Authorization", "bearer "+token).ok(http.StatusOK)
}

func TestTheReferenceNeedsNoOtherHostAndNoScript(t *testing.T) {
	h := open(t)
	page := h.send(httptest.NewRequest(http.MethodGet, "/docs", nil)).ok(http.StatusOK)
	require.Equal(t, "text/html; charset=utf-8", page.Header().Get("Content-Type"))
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "default-src 'none'; style-src 'self'")
	text := page.Body.String()
	require.NotContains(t, text, "<script")
	require.NotRegexp(t, `(src|href)="(https?:)?//`, text)
	require.NotRegexp(t, ` (style|on\w+)="`, text)
	for _, call := range contract {
		_, path, _ := strings.Cut(call, " ")
		require.Contains(t, text, path)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		require.False(t, ids[m[1]], "the id %s stands twice", m[1])
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(text, -1) {
		require.True(t, ids[m[1]], "a link leads to %s, which is not there", m[1])
	}
	for _, code := range api.Codes() {
		require.True(t, ids[string(code)], "a problem's type leads to %s", code)
	}
	style := h.send(httptest.NewRequest(http.MethodGet, "/docs/style.css", nil)).ok(http.StatusOK)
	require.Equal(t, "text/css; charset=utf-8", style.Header().Get("Content-Type"))
	require.NotContains(t, style.Body.String(), "url(")
	front := h.send(httptest.NewRequest(http.MethodGet, "/", nil)).ok(http.StatusFound)
	require.Equal(t, "/docs", front.Header().Get("Location"))
}

// schemas validates answers against the description.
type schemas struct {
	t        *testing.T
	compiler *jsonschema.Compiler
}

func (h *house) schemas() *schemas {
	h.t.Helper()
	a := h.send(httptest.NewRequest(http.MethodGet, "/openapi.json", nil)).ok(http.StatusOK)
	doc, err := jsonschema.UnmarshalJSON(a.Body)
	require.NoError(h.t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(h.t, c.AddResource("mem:///openapi.json", doc))
	return &schemas{h.t, c}
}

func (s *schemas) fits(method, path, kind string, a answer) {
	s.t.Helper()
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "+", "%2B").Replace
	place := fmt.Sprintf("mem:///openapi.json#/paths/%s/%s/responses/%d/content/%s/schema", escape(path), strings.ToLower(method), a.Code, escape(kind))
	schema, err := s.compiler.Compile(place)
	require.NoError(s.t, err, "%s %s answers %d, which is not described: %s", method, path, a.Code, a.Body)
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.Body.Bytes()))
	require.NoError(s.t, err)
	require.NoError(s.t, schema.Validate(body), "%s %s: %s", method, path, a.Body)
}

func TestEveryAnswerFitsItsDescription(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	h.shadow.views[known] = view(known)
	h.shadow.entries = entries(1, 3)
	h.handsets.phones = []api.Phone{{Number: phone, Responder: "w", Name: "W"}, {Number: "+12025550190", Name: "A resident"}}
	s := h.schemas()
	type kv = map[string]any
	signed := kv{"by": "chen"}
	for _, call := range []struct {
		call, path string
		body       any
	}{
		{"GET /healthz", "", nil},
		{"GET /readyz", "", nil},
		{"POST /api/v1/rebuild", "", nil},
		{"GET /api/v1/sites", "", nil},
		{"GET /api/v1/plans", "", nil},
		{"GET /api/v1/responders", "", nil},
		{"GET /api/v1/shifts", "", nil},
		{"POST /api/v1/incidents", "", declaration()},
		{"GET /api/v1/incidents", "", nil},
		{"GET /api/v1/incidents/{id}", "", nil},
		{"GET /api/v1/incidents/{id}/timeline", "", nil},
		{"GET /api/v1/incidents/{id}/review", "", nil},
		{"GET /api/v1/incidents/{id}/brief", "", nil},
		{"GET /api/v1/phones", "", nil},
		{"GET /api/v1/watchdog", "", nil},
		{"POST /api/v1/phones/{e164}/replies", "", kv{"text": "1"}},
		{"POST /api/v1/phones/{e164}/keys", "", kv{"digits": "7"}},
		{"GET /api/v1/phones/{e164}/messages", "", nil},
		{"PUT /api/v1/phones/{e164}/habit", "", kv{"habit": "accept"}},
		{"POST /api/v1/incidents/{id}/steps/{step}/start", "", signed},
		{"POST /api/v1/incidents/{id}/notes", "", kv{"by": "chen", "text": "note"}},
		{"POST /api/v1/incidents/{id}/resume", "", signed},
		{"GET /api/v1/incidents/{id}", "/api/v1/incidents/inc-none", nil},
		{"POST /api/v1/incidents", "", kv{"plan": 1}},
		{"POST /api/v1/incidents", "", "{"},
		{"POST /api/v1/incidents", "", strings.Repeat(" ", 70_000)},
		{"GET /api/v1/phones/{e164}/messages", "/api/v1/phones/+12025550155/messages", nil},
	} {
		method, template, _ := strings.Cut(call.call, " ")
		path := call.path
		if path == "" {
			path = strings.NewReplacer("{id}", known, "{step}", "F01", "{e164}", phone).Replace(template)
		}
		a := h.ask(method, path, call.body)
		kind := "application/json"
		if a.Code >= 400 {
			kind = "application/problem+json"
		}
		require.Equal(t, kind, a.Header().Get("Content-Type"), call.call)
		s.fits(method, template, kind, a)
	}
}

const phone = "+12025550101"

func declaration() map[string]any {
	return map[string]any{"plan": "fire", "site": "riverside", "mode": "real", "location": "Building 3, floor 12", "summary": "smoke"}
}

func entries(from, to int) []incident.Entry {
	var all []incident.Entry
	for seq := from; seq <= to; seq++ {
		all = append(all, incident.Entry{
			Seq: seq, At: time.Date(2026, 11, 23, 3, 0, seq, 1_500_000, time.FixedZone("CST", 8*3600)), Kind: incident.KindNote,
			By: "chen", Text: incident.Text{EN: "note", ZH: "记录"},
		})
	}
	return all
}

func TestThatAPageShowsItsLastAttemptsAloneIsSaid(t *testing.T) {
	doc := open(t).description("/openapi.json")
	page := doc["components"].(map[string]any)["schemas"].(map[string]any)["Page"].(map[string]any)["properties"].(map[string]any)
	require.Contains(t, page["attempts"].(map[string]any)["description"], "The last 20")
}
