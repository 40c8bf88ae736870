package api_test

// What is served outside of the description: whatever is added there needs a line here, and is for whoever looks after Muster itself
// unless it is the documentation.

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/api"
)

var (
	documentation = []string{"GET /", "GET /openapi.json", "GET /openapi-3.0.json", "GET /docs", "GET /docs/style.css"}
	forOperators  = []string{"GET /metrics", "POST /codec/encode", "POST /codec/decode"}
)

func TestWhatIsOutsideOfTheDescriptionIsForOperatorsOrTheDocumentation(t *testing.T) {
	h := open(t, func(o *api.Options) {
		o.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "muster_ready 1\n") })
	})
	described := map[string]bool{}
	for _, call := range h.operations() {
		described[call[0]+" "+strings.NewReplacer("{", ":", "}", "").Replace(call[1])] = true
	}
	routes := api.Routes(h.handler)
	require.Greater(t, len(routes), len(described))
	for _, route := range routes {
		name := route[0] + " " + route[1]
		switch {
		case described[name]: // and held to its rule: see TestEveryCallByEveryRole
		case slices.Contains(documentation, name):
			require.NotEqual(t, http.StatusUnauthorized, h.attempt(route, "").Code, name)
		case slices.Contains(forOperators, name):
			h.requireForOperators(route)
		default:
			require.Fail(t, "nobody has said who may make this call", name)
		}
	}
}

func TestWhatAsksForNobodysNameIsSlowed(t *testing.T) {
	h := open(t)
	look := func(path string) int { return h.ask("GET", path, nil, "Authorization", "").Code }
	for _, path := range []string{"/calendars/guessed.ics", "/api/v1/session/oidc/callback", "/api/v1/session/oidc"} {
		slow := 0
		for range 1100 {
			if look(path) == http.StatusTooManyRequests {
				slow++
			}
		}
		require.Positive(t, slow, path)
		h.clock.push(time.Minute)
	}
	for range 1100 {
		look("/calendars/guessed.ics")
	}
	for _, path := range []string{"/healthz", "/readyz", "/docs", "/api/v1/session/ways"} {
		require.NotEqual(t, http.StatusTooManyRequests, look(path), path)
	}
	require.NotEqual(t, http.StatusTooManyRequests, h.ask("POST", "/webhooks/twilio/sms", nil, "Authorization", "").Code)
}

// requireForOperators fails unless a call is for administrators of all sites alone, and for whoever bears the installation's token.
func (h *house) requireForOperators(call [2]string) {
	h.t.Helper()
	h.attempt(call, "").problem(http.StatusUnauthorized, "token_missing")
	require.Equal(h.t, http.StatusOK, h.attempt(call, token).Code, call[1])
	for role := range letters {
		for _, site := range []string{"", "riverside"} {
			made := h.attempt(call, tokenOf(role, site))
			if role == account.Administrator && site == "" {
				require.Equal(h.t, http.StatusOK, made.Code, call[1])
			} else {
				made.problem(http.StatusForbidden, "forbidden")
			}
		}
	}
}
