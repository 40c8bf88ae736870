package api_test

// Requests are told of as they end, and measures are for whoever has the token.

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
)

func TestRequestsAreToldOfByTheirRoute(t *testing.T) {
	var served []api.Served
	var about []string
	h := open(t, func(o *api.Options) {
		o.Served = func(_ context.Context, r api.Served) { served = append(served, r) }
		o.About = func(ctx context.Context, incident string) context.Context {
			about = append(about, incident)
			return ctx
		}
	})
	h.desk.views[known] = view(known)
	h.ask(http.MethodGet, "/api/v1/incidents/"+known, nil).ok(http.StatusOK)
	h.ask(http.MethodGet, "/api/v1/phones/+12025550101/messages", nil)
	h.ask(http.MethodGet, "/nowhere/+12025550101", nil).problem(http.StatusNotFound, "route_unknown")
	require.Len(t, served, 3)
	require.Equal(t, "/api/v1/incidents/:id", served[0].Route)
	require.Equal(t, http.StatusOK, served[0].Status)
	require.Equal(t, http.MethodGet, served[0].Method)
	require.NotContains(t, served[1].Route, "555", "an address that holds a number is never told")
	require.Empty(t, served[2].Route)
	require.Equal(t, []string{known}, about)
}

func TestMeasuresAskForTheToken(t *testing.T) {
	h := open(t, func(o *api.Options) {
		o.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("muster_ready 1\n")) })
	})
	require.Equal(t, "muster_ready 1\n", h.ask(http.MethodGet, "/metrics", nil).ok(http.StatusOK).Body.String())
	h.ask(http.MethodGet, "/metrics", nil, "Authorization", "").problem(http.StatusUnauthorized, "token_missing")
	open(t).ask(http.MethodGet, "/metrics", nil).problem(http.StatusNotFound, "route_unknown")
}
