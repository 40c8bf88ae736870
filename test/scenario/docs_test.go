package scenario_test

// The documentation that the program serves about itself.

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// loads finds what a browser would fetch by itself.
var loads = regexp.MustCompile(`(?i)(?:src|href|action|@import|url)\s*[=(]?\s*["']?\s*((?:https?:)?//[^"'\s)>]+)`)

func get(t *testing.T, address string) (string, http.Header) {
	t.Helper()
	response, err := http.Get(address)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	require.Equal(t, http.StatusOK, response.StatusCode, address)
	data, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return string(data), response.Header
}

func TestDocumentationNeedsNoOtherHost(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	page, header := get(t, muster.URL+"/docs")
	require.Contains(t, header.Get("Content-Type"), "text/html")
	require.Contains(t, page, "/api/v1/incidents")
	for _, found := range loads.FindAllStringSubmatch(page, -1) {
		require.Regexp(t, "^"+regexp.QuoteMeta(muster.URL), found[1])
	}
	require.NotContains(t, page, "<script")
	style, _ := get(t, muster.URL+"/docs/style.css")
	require.NotRegexp(t, loads, style)
	var document struct {
		OpenAPI string
		Paths   map[string]any
	}
	text, _ := get(t, muster.URL+"/openapi.json")
	require.NoError(t, json.Unmarshal([]byte(text), &document))
	require.Regexp(t, `^3\.1`, document.OpenAPI)
	for _, path := range []string{"/api/v1/incidents", "/api/v1/incidents/{id}/timeline", "/api/v1/stream", "/webhooks/twilio/sms", "/healthz"} {
		require.Contains(t, document.Paths, path)
	}
	body, _ := get(t, muster.URL+"/healthz")
	require.NotEmpty(t, body)
}
