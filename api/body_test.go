package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/sites"
)

const declarePath = "/api/v1/incidents"

// padded is a declaration of exactly n bytes.
func padded(t *testing.T, n int) []byte {
	t.Helper()
	text, err := json.Marshal(declaration())
	require.NoError(t, err)
	return append(text, bytes.Repeat([]byte(" "), n-len(text))...)
}

func TestBodiesHaveALimit(t *testing.T) {
	h := open(t)
	h.ask("POST", declarePath, padded(t, 64<<10)).ok(http.StatusCreated)
	a := h.ask("POST", declarePath, padded(t, 64<<10+1))
	a.problem(http.StatusRequestEntityTooLarge, "body_too_large")
	require.Equal(t, "close", a.Header().Get("Connection"))
	require.Len(t, h.desk.declared, 1)
}

func TestABodyWithoutALengthHasTheSameLimit(t *testing.T) {
	h := open(t)
	r := httptest.NewRequest("POST", declarePath, struct{ io.Reader }{bytes.NewReader(padded(t, 64<<10+1))})
	r.ContentLength = -1
	r.Header.Set("Authorization", "Bearer "+token)
	h.send(r).problem(http.StatusRequestEntityTooLarge, "body_too_large")
	require.Empty(t, h.desk.declared)
}

func TestASiteMayBeLarger(t *testing.T) {
	h := open(t)
	file := sites.RiversideFile()
	file = append(file, bytes.Repeat([]byte("#"+strings.Repeat(" a remark", 111)+"\n"), (4<<20-len(file))/1001)...)
	a := h.ask("POST", "/api/v1/sites", file, "Content-Type", "application/yaml").ok(http.StatusCreated)
	require.Equal(t, map[string]any{"id": "riverside"}, a.json())
	require.Equal(t, "riverside", h.catalog.imported[0].ID)
	file = append(file, bytes.Repeat([]byte("#"), 1001)...)
	h.ask("POST", "/api/v1/sites", file, "Content-Type", "application/yaml").problem(http.StatusRequestEntityTooLarge, "body_too_large")
	require.Len(t, h.catalog.imported, 1)
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	h := open(t)
	for name, row := range map[string]struct {
		body, kind, encoding string
		status               int
		code                 string
	}{
		"nothing":               {"", "application/json", "", 422, "body_empty"},
		"white space":           {" \n", "application/json", "", 422, "body_empty"},
		"half a body":           {`{"plan": "fi`, "application/json", "", 400, "body_malformed"},
		"two bodies":            {`{} {}`, "application/json", "", 400, "body_malformed"},
		"no JSON":               {"plan: fire", "application/json", "", 400, "body_malformed"},
		"a number past floats":  {`{"plan": 1e999}`, "application/json", "", 400, "body_malformed"},
		"a list":                {`[]`, "application/json", "", 422, "request_invalid"},
		"null":                  {`null`, "application/json", "", 422, "request_invalid"},
		"a control character":   {`{"plan": "a\u0000b"}`, "application/json", "", 422, "request_invalid"},
		"a form":                {"plan=fire", "application/x-www-form-urlencoded", "", 415, "content_type"},
		"YAML":                  {"plan: fire", "application/yaml", "", 415, "content_type"},
		"no type that there is": {"{}", "json", "", 415, "content_type"},
		"packed":                {"{}", "application/json", "gzip", 415, "content_type"},
	} {
		t.Run(name, func(t *testing.T) {
			a := h.ask("POST", declarePath, row.body, "Content-Type", row.kind, "Content-Encoding", row.encoding)
			a.problem(row.status, row.code)
			require.Empty(t, h.desk.declared)
		})
	}
}

func TestABodyMaySayItsCharsetOrNothing(t *testing.T) {
	h := open(t)
	for _, kind := range []string{"application/json; charset=utf-8", "APPLICATION/JSON", ""} {
		h.ask("POST", declarePath, declaration(), "Content-Type", kind).ok(http.StatusCreated)
	}
}

func TestABodyThatBreaksOffDeclaresNothing(t *testing.T) {
	h := open(t)
	r := httptest.NewRequest("POST", declarePath, io.MultiReader(strings.NewReader(`{"plan":"fire"}`), broken{}))
	r.Header.Set("Authorization", "Bearer "+token)
	h.send(r).problem(http.StatusBadRequest, "body_malformed")
	require.Empty(t, h.desk.declared)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

// without gives a declaration changed in one field; a nil value takes it out.
func without(field string, value any) map[string]any {
	d := declaration()
	d[field] = value
	if value == nil {
		delete(d, field)
	}
	return d
}

func TestDeclarationsThatDoNotFit(t *testing.T) {
	h := open(t)
	long := strings.Repeat("火", 501)
	for _, row := range []struct {
		body     map[string]any
		location string
		message  string
	}{
		{without("location", nil), "body.location", "This field is missing: give it."},
		{without("location", ""), "body.location", "Give the place as people would say it, such as Building 3, floor 12."},
		{without("location", " \t"), "body.location", "Give the place as people would say it, such as Building 3, floor 12."},
		{without("location", long), "body.location", "Give at most 500 characters."},
		{without("summary", long), "body.summary", "Give at most 500 characters."},
		{without("summary", nil), "body.summary", "This field is missing: give it."},
		{without("plan", nil), "body.plan", "This field is missing: give it."},
		{without("plan", 7), "body.plan", "Give a text, in quotes."},
		{without("mode", "test"), "body.mode", `Give one of: real, drill.`},
		{without("level", "L5"), "body.level", `Give one of: L1, L2, L3, L4.`},
		{without("confirmed", "yes"), "body.confirmed", "Give true or false."},
		{without("places", "B3"), "body.places", "Give a list, in square brackets."},
		{without("places", []any{map[string]any{"floor": "1"}}), "body.places[0].building", "This field is missing: give it."},
		{without("Location", "x"), "body.Location", "This field is not known: leave it out, or check its spelling."},
		{without("severity", 1), "body.severity", "This field is not known: leave it out, or check its spelling."},
		{without("story", map[string]any{"start": "now", "speed": 1}), "body.story.start", "Give a time such as 2026-11-23T03:00:00Z."},
		{without("story", map[string]any{"start": "2026-11-23T03:00:00Z", "speed": 0.5}), "body.story.speed", "Give at least 1."},
	} {
		p := h.ask("POST", declarePath, row.body).problem(422, "request_invalid")
		require.Len(t, p.Errors, 1, p)
		require.Equal(t, row.location, p.Errors[0].Location)
		require.Equal(t, row.message, p.Errors[0].Message)
		require.Equal(t, row.location+": "+row.message, p.Detail)
		require.Empty(t, h.desk.declared, "nothing was started")
	}
}

func TestEverythingThatIsWrongIsToldAtOnce(t *testing.T) {
	p := open(t).ask("POST", declarePath, map[string]any{}).problem(422, "request_invalid")
	require.Len(t, p.Errors, 5)
	require.Contains(t, p.Detail, "There is more to correct, 5 in all: see errors.")
}

func TestADeclarationArrivesWhole(t *testing.T) {
	h := open(t)
	body := declaration()
	body["level"], body["confirmed"], body["reported_by"] = "L1", true, "chen"
	body["places"] = []any{map[string]any{"building": "B3", "floor": "12"}, map[string]any{"building": "B4"}}
	body["story"] = map[string]any{"start": "2026-11-23T11:00:00+08:00", "speed": 60}
	a := h.ask("POST", declarePath, body, "Idempotency-Key", "k-1").ok(http.StatusCreated)
	require.Equal(t, "/api/v1/incidents/"+known, a.Header().Get("Location"))
	require.Equal(t, known, a.json()["id"])
	require.Equal(t, []any{}, a.json()["possible_duplicates"])
	d := h.desk.declared[0]
	require.Equal(t, "k-1", d.Key)
	require.Equal(t, "fire riverside real L1 chen", strings.Join([]string{d.Plan, d.Site, string(d.Mode), string(d.Level), d.ReportedBy}, " "))
	require.True(t, *d.Confirmed)
	require.Equal(t, "B4", d.Places[1].Building)
	require.Equal(t, "2026-11-23T03:00:00Z", d.Story.Start.Format("2006-01-02T15:04:05Z07:00"))
	require.InDelta(t, 60, d.Story.Speed, 0)
	body = declaration()
	for _, field := range []string{"level", "confirmed", "reported_by", "places", "story"} {
		body[field] = nil
	}
	h.ask("POST", declarePath, body).ok(http.StatusCreated)
	require.Nil(t, h.desk.declared[1].Confirmed)
	require.Nil(t, h.desk.declared[1].Story)
	require.Empty(t, h.desk.declared[1].Key)
}

func TestKeysThatAreNone(t *testing.T) {
	h := open(t)
	h.ask("POST", declarePath, declaration(), "Idempotency-Key", strings.Repeat("k", 200)).ok(http.StatusCreated)
	h.ask("POST", declarePath, declaration(), "Idempotency-Key", strings.Repeat("k", 201)).problem(422, "request_invalid")
	for _, keys := range [][]string{{""}, {"a", "b"}, {"\xff"}} {
		r := httptest.NewRequest("POST", declarePath, bytes.NewReader(padded(t, 1000)))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header["Idempotency-Key"] = keys
		p := h.send(r).problem(422, "request_invalid")
		require.Equal(t, "header.Idempotency-Key", p.Errors[0].Location)
	}
	require.Len(t, h.desk.declared, 1)
}

func TestAnotherBodyUnderTheSameKeyIsAConflict(t *testing.T) {
	h := open(t)
	h.desk.err = incident.Fail(incident.CodeConflict, "This Idempotency-Key was used for another declaration: use a new key, or repeat the same body.")
	h.ask("POST", declarePath, declaration(), "Idempotency-Key", "k").problem(http.StatusConflict, "idempotency_conflict")
}

func TestASiteFileWithProblemsSaysWhere(t *testing.T) {
	h := open(t)
	file := strings.Replace(string(sites.RiversideFile()), "timezone:", "timezon:", 1)
	p := h.ask("POST", "/api/v1/sites", file, "Content-Type", "application/yaml").problem(422, "site_invalid")
	require.NotEmpty(t, p.Errors)
	for _, e := range p.Errors {
		require.Regexp(t, `^\d+:\d+$`, e.Location)
		require.NotEmpty(t, e.Message)
	}
	require.Contains(t, p.Detail, "Line ")
	h.ask("POST", "/api/v1/sites", "[", "Content-Type", "application/yaml").problem(422, "site_invalid")
	h.ask("POST", "/api/v1/sites", "", "Content-Type", "application/yaml").problem(422, "body_empty")
	h.ask("POST", "/api/v1/sites", "{}", "Content-Type", "application/json").problem(415, "content_type")
	require.Empty(t, h.catalog.imported)
}

func TestASiteThatCannotBeKept(t *testing.T) {
	h := open(t)
	h.catalog.err = errors.New("database is locked")
	h.ask("POST", "/api/v1/sites", sites.RiversideFile(), "Content-Type", "text/yaml").problem(http.StatusServiceUnavailable, "database_unavailable")
	h.catalog.err = incident.Fail(incident.CodeField, "There is no carrier: set one.")
	h.ask("POST", "/api/v1/sites", sites.RiversideFile(), "Content-Type", "application/x-yaml").problem(422, "field_invalid")
}
