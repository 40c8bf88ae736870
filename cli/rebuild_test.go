package cli_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

// rebuild gives two pages of one incident each.
func (m *muster) rebuild(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("cursor") == "" {
		reply(w, http.StatusOK, map[string]any{"items": []client.Rebuilt{{ID: "inc-1", Entries: 40, First: 1, Sealed: true}}, "next_cursor": "on"})
		return
	}
	reply(w, http.StatusOK, map[string]any{"items": []client.Rebuilt{{ID: "inc-2", Entries: 1, First: 90}}, "next_cursor": nil})
}

func TestRebuildTellsOfEveryIncident(t *testing.T) {
	m, _ := newMuster(t)
	got := run("rebuild")
	require.Equal(t, outcome{0, "inc-1: 40 entries, from its sealed record\ninc-2: 1 entry, from number 90 on: the engine has forgotten what came before\n2 incidents made anew.\n", ""}, got)
	require.JSONEq(t, `[{"id": "inc-1", "entries": 40, "first": 1, "sealed": true}, {"id": "inc-2", "entries": 1, "first": 90, "sealed": false}]`, run("rebuild", "--json").out)
	m.refuse = func(*http.Request) *client.RefusalError {
		return &client.RefusalError{Status: 503, Code: "database_unavailable", Detail: "The database cannot be written now."}
	}
	require.Equal(t, outcome{1, "", "The database cannot be written now.\n"}, run("rebuild"))
}
