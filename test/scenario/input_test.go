package scenario_test

// What bad input gets at the API: a clear error that says what to do, at the edge; nothing started, nothing lost.

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// mistake is a request that is refused.
type mistake struct {
	story  string
	path   string
	body   any
	header []string
	status int
	code   string
	says   string
}

const declarations = "/api/v1/incidents"

var long = strings.Repeat("烟", 501)

var badDeclarations = []mistake{
	{"an unknown plan", declarations, harness.Fire("plan", "fier"), nil, 422, "plan_unknown", `There is no plan "fier": it is one of fire, gas-leak, `},
	{"an unknown site", declarations, harness.Fire("site", "nowhere"), nil, 422, "site_unknown", `There is no site "nowhere": it is one of riverside.`},
	{"a mode that is none", declarations, harness.Fire("mode", "test"), nil, 422, "request_invalid", "body.mode"},
	{"a place that is nowhere at the site", declarations, harness.Fire("places", []any{map[string]string{"building": "B77"}}), nil, 422, "field_invalid", "B77"},
	{"a location over its length", declarations, harness.Fire("location", long), nil, 422, "request_invalid", "at most 500"},
	{"a summary over its length", declarations, harness.Fire("summary", long), nil, 422, "request_invalid", "at most 500"},
	{"a location of blanks", declarations, harness.Fire("location", "  "), nil, 422, "request_invalid", "body.location"},
	{"no location at all", declarations, map[string]string{"plan": "fire", "site": "riverside", "mode": "real", "summary": "x"}, nil, 422, "request_invalid", "missing"},
	{"an empty body", declarations, "", nil, 422, "body_empty", "body"},
	{"half of a body", declarations, `{"plan": "fire"`, nil, 400, "body_malformed", ""},
	{"no JSON at all", declarations, "fire at building 3!", nil, 400, "body_malformed", ""},
	{"an unknown field", declarations, harness.Fire("priority", 1), nil, 422, "request_invalid", "body.priority"},
	{"too large a body", declarations, harness.Fire("summary", strings.Repeat("x", 66<<10)), nil, 413, "body_too_large", "64"},
	{"a form in place of JSON", declarations, "plan=fire", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "content_type", "application/json"},
	{"a wrong token", declarations, harness.Fire(), []string{"Authorization", "Bearer wrong"}, 401, "token_missing", "Authorization: Bearer"},
	{"no token", declarations, harness.Fire(), []string{"Authorization", ""}, 401, "token_missing", "Authorization: Bearer"},
	{"too long a key", declarations, harness.Fire(), []string{"Idempotency-Key", strings.Repeat("k", 201)}, 422, "request_invalid", "200"},
	{"a site file that is none", "/api/v1/sites", "schema: muster/site/v1\nid: x\n", []string{"Content-Type", "application/yaml"}, 422, "site_invalid", ""},
	{"an address that is none", "/api/v1/incident", harness.Fire(), nil, 404, "route_unknown", ""},
	{"an incident that is none", declarations + "/inc-0000/notes", map[string]string{"by": "x", "text": "y"}, nil, 404, "incident_unknown", "list of incidents"},
}

func TestBadDeclarationIsRefusedAndNothingStarts(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	for _, m := range badDeclarations {
		t.Run(m.story, func(t *testing.T) { m.isRefused(t, muster.For(t)) })
	}
	requireNothingStarted(t, muster)
	signed := newCarrierVoice(t, muster)
	t.Run("a text from a stranger", func(t *testing.T) {
		status, answer := signed.says("sms", map[string]string{"From": "+12025559999", "Body": "1", "MessageSid": "SMstranger"})
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, answer, "starts nothing")
		require.Contains(t, answer, "+12025550160", "the control room's number")
	})
	t.Run("a text that somebody else signed", func(t *testing.T) {
		status, answer := signed.forges("sms", map[string]string{"From": "+12025550100", "Body": "1", "MessageSid": "SMforged"})
		require.Equal(t, http.StatusForbidden, status)
		require.Contains(t, answer, "signature_invalid")
	})
	t.Run("a text without its sender", func(t *testing.T) {
		status, _ := signed.says("sms", map[string]string{"Body": "1"})
		require.Equal(t, http.StatusUnprocessableEntity, status)
	})
	t.Run("too large a webhook", func(t *testing.T) {
		status, _ := signed.says("sms", map[string]string{"From": "+12025550100", "Body": strings.Repeat("x", 66<<10), "MessageSid": "SMlarge"})
		require.Equal(t, http.StatusRequestEntityTooLarge, status)
	})
	requireNothingStarted(t, muster)
}

func (m mistake) isRefused(t *testing.T, muster *harness.Program) {
	status, data := muster.Call(http.MethodPost, m.path, m.body, m.header...)
	require.Equal(t, m.status, status, "%s", data)
	var problem harness.Problem
	require.NoError(t, json.Unmarshal(data, &problem), "%s", data)
	require.Equal(t, m.code, problem.Code, "%s", data)
	require.Contains(t, string(data), strings.ReplaceAll(m.says, `"`, `\"`))
	require.NotEmpty(t, problem.Detail)
	for _, inner := range []string{"goroutine", "sqlite", "temporal", "panic", "/home/", ".go:"} {
		require.NotContains(t, strings.ToLower(string(data)), inner, "no inner text leaves the API")
	}
}

func requireNothingStarted(t *testing.T, muster *harness.Program) {
	t.Helper()
	var list struct{ Items []harness.Incident }
	muster.Do(http.MethodGet, declarations, nil, &list)
	require.Empty(t, list.Items)
	require.Empty(t, muster.Ledger(), "nobody was texted")
}

func TestBadOrdersChangeNothingInARunningIncident(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	fire := muster.Declare(harness.Fire())
	town := harness.NewTown(t, muster, fire.ID)
	town.AwaitMessage("chen-jing", "Building 3, floor 12", 10*time.Second)
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/notes", map[string]string{"by": "li-hua", "text": "before"}, nil)
	at := func(path string) string { return declarations + "/" + fire.ID + path }
	before := awaitLine(t, muster, fire.ID, "note.added", "before", 5*time.Second)
	for _, m := range []mistake{
		{"an unknown step", at("/steps/F99/done"), map[string]string{"by": "li-hua"}, nil, 404, "step_unknown", `There is no step "F99"`},
		{"an unknown seat", at("/seats/COOK/assign"), map[string]string{"by": "li-hua", "responder": "li-hua"}, nil, 404, "seat_unknown", `There is no seat "COOK"`},
		{"an unknown responder", at("/seats/SEC/assign"), map[string]string{"by": "li-hua", "responder": "nobody"}, nil, 422, "responder_unknown", "nobody"},
		{"an unknown fact", at("/facts"), map[string]any{"by": "li-hua", "name": "weather", "value": true}, nil, 422, "fact_unknown", "weather"},
		{"a fact of another type", at("/facts"), map[string]any{"by": "li-hua", "name": "trapped", "value": "many"}, nil, 422, "value_invalid", ""},
		{"a step that has not begun", at("/steps/F20/start"), map[string]string{"by": "li-hua"}, nil, 409, "step_state", "waiting"},
		{"a choice that is none", at("/steps/F02/done"), map[string]string{"by": "li-hua", "value": "perhaps"}, nil, 422, "value_invalid", ""},
		{"an order by nobody", at("/notes"), map[string]string{"text": "x"}, nil, 422, "request_invalid", "body.by"},
		{"a note over its length", at("/notes"), map[string]string{"by": "li-hua", "text": strings.Repeat("x", 2001)}, nil, 422, "request_invalid", "at most 2000"},
		{"minutes without a number", at("/answers"), map[string]string{"by": "li-hua", "responder": "chen-jing", "answer": "eta"}, nil, 422, "request_invalid", "minutes"},
	} {
		t.Run(m.story, func(t *testing.T) { m.isRefused(t, muster.For(t)) })
	}
	muster.Do(http.MethodPost, at("/notes"), map[string]string{"by": "li-hua", "text": "after"}, nil)
	after := awaitLine(t, muster, fire.ID, "note.added", "after", 5*time.Second)
	for _, e := range muster.Timeline(fire.ID)[before.Seq : after.Seq-1] {
		require.Contains(t, []string{"rung.reached", "page.sent"}, e.Kind, "an order that was refused left a line: %s", e.Text.EN)
	}
}
