package app

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConsoleStandsBesideTheAPI(t *testing.T) {
	named := func(name string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(name)) })
	}
	both := joined(named("pages"), named("api"))
	ask := func(path, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		both.ServeHTTP(w, r)
		return w
	}
	for path, served := range map[string]string{
		"/console": "pages", "/console/": "pages", "/console/incidents/inc-1": "pages", "/r/inc-1.liu-yang.x": "pages", "/readyz": "api", "/consoles": "api", "/api/v1/incidents": "api", "/": "api",
	} {
		require.Equal(t, served, ask(path, "*/*").Body.String(), path)
	}
	front := ask("/", "text/html,application/xhtml+xml")
	require.Equal(t, http.StatusFound, front.Code)
	require.Equal(t, "/console/", front.Header().Get("Location"))
}
