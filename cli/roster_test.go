package cli_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

// rosterRoutes are those of rosters and of versions of plans: what was asked is noted, and every change adds a leave.
func (m *muster) rosterRoutes(mux *http.ServeMux) {
	changed := func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, map[string]any{
			"site": "riverside", "version": 5, "dry_run": r.URL.Query().Get("dry_run") == "true", "added": []string{"leave l-1"}, "changed": []string{}, "removed": []string{"override o-1"},
		})
	}
	for _, method := range []string{"PUT", "POST", "DELETE"} {
		mux.HandleFunc(method+" /api/v1/sites/{site}/roster/{rest...}", changed)
	}
	mux.HandleFunc("GET /api/v1/sites/{site}/roster/coverage", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]any{
			"site": "riverside", "gaps": []any{map[string]any{"seat": "ENG-L", "from": "2026-11-28T11:00:00Z", "to": "2026-11-28T23:00:00Z", "have": 0, "need": 1, "plans": []string{"fire", "storm"}}},
			"unlicensed":  []any{map[string]any{"seat": "MED", "skill": "first-aid", "responder": "li-hua", "from": "2026-11-28T11:00:00Z", "times": 2}},
			"unreachable": []any{map[string]any{"responder": "peng-yu", "why": "No network has such a number: check it."}},
		})
	})
	mux.HandleFunc("GET /api/v1/plans/{plan}/diff", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]string{"diff": "+title: Blaze\n", "digest": "d1"})
	})
	mux.HandleFunc("POST /api/v1/plans/{plan}/publish", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, client.PlanVersion{Version: 2, Source: "published", InForce: true})
	})
}

func TestARosterIsChangedFromTheCommandLine(t *testing.T) {
	m, _ := newMuster(t)
	file := filepath.Join(t.TempDir(), "staff.csv")
	require.NoError(t, os.WriteFile(file, []byte("id,name,phone\n"), 0o600))
	roster := "/sites/riverside/roster/"
	for _, test := range []struct {
		args []string
		path string
		body map[string]any
	}{
		{[]string{"leave", "li-hua", "--from", "2026-12-24 07:00", "--to", "2026-12-27 07:00"}, "leave", map[string]any{"responder": "li-hua", "from": "2026-12-24 07:00", "to": "2026-12-27 07:00"}},
		{[]string{"override", "feng-kai", "--for", "zhao-lei", "--from", "a", "--to", "b"}, "overrides", map[string]any{"in": "feng-kai", "out": "zhao-lei", "from": "a", "to": "b"}},
		{[]string{"take", "crew-a-night", "--as", "feng-kai", "--from", "zhao-lei"}, "take", map[string]any{"shift": "crew-a-night", "responder": "feng-kai", "in_place_of": "zhao-lei"}},
		{[]string{"swap", "a/2026-12-01/x", "b/2026-12-02/y"}, "swaps", map[string]any{
			"one": map[string]any{"shift": "a", "date": "2026-12-01", "responder": "x"}, "other": map[string]any{"shift": "b", "date": "2026-12-02", "responder": "y"},
		}},
		{[]string{"shift", "dawn", "--from", "05:00", "--to", "07:00", "--first", "2026-12-01", "--every", "3", "--days", "0,2", "--seat", "SEC=a,b"}, "shifts/dawn", map[string]any{
			"from": "05:00", "to": "07:00", "first": "2026-12-01", "every": 3.0, "days": []any{0.0, 2.0}, "seats": map[string]any{"SEC": []any{"a", "b"}},
		}},
	} {
		out := requireDone(t, append([]string{"roster"}, test.args...)...)
		require.Equal(t, "+ leave l-1\n- override o-1\nThe roster of riverside is at version 5.\n", out)
		require.Equal(t, roster+test.path, m.lastCall().Path)
		require.Equal(t, test.body, m.lastCall().Body)
	}
	require.Contains(t, requireDone(t, "roster", "delete", "override", "o-1", "--dry-run"), "Nothing has changed")
	require.Equal(t, roster+"overrides/o-1", m.lastCall().Path)
	requireDone(t, "roster", "import", file)
	require.Equal(t, roster+"staff", m.lastCall().Path)
}

func TestWhatARosterLacksIsPrinted(t *testing.T) {
	newMuster(t)
	require.Equal(t, "GAP         ENG-L  2026-11-28 19:00:00 to 2026-11-29 07:00:00: 0 of 1, for fire, storm\n"+
		"UNLICENSED  li-hua in MED without first-aid, 2 times, first at 2026-11-28 19:00:00\n"+
		"NO NUMBER   peng-yu: No network has such a number: check it.\n", requireDone(t, "roster", "coverage"))
}

func TestAPlanIsPublishedFromTheCommandLine(t *testing.T) {
	m, _ := newMuster(t)
	shown := requireDone(t, "plan", "diff", "fire")
	require.Equal(t, "+title: Blaze\n\nPut this draft in force with:\n  muster plan publish fire --digest d1\n", shown)
	require.NotContains(t, requireDone(t, "plan", "diff", "fire", "--to", "2"), "publish", "it is in force, or was")
	refused := run("plan", "publish", "fire")
	require.Equal(t, 2, refused.code)
	require.Contains(t, refused.errs, "muster plan diff fire")
	require.Equal(t, "Version 2 of the plan fire is in force. Open incidents keep theirs.\n", requireDone(t, "plan", "publish", "fire", "--digest", "d1", "--note", "the new gate"))
	require.Equal(t, map[string]any{"digest": "d1", "note": "the new gate"}, m.lastCall().Body)
}
