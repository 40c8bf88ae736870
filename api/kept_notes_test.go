package api_test

// What the audit log says of rosters and plans.

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/audit"
	"muster/drill"
	"muster/plans"
)

// requireNoted checks the last entry of the log: what was done to what, and how it was and is.
func (h *house) requireNoted(action, subject, before, after string) {
	h.t.Helper()
	noted := h.audit.last()
	require.Equal(h.t, [5]string{action, subject, "key", "192.0.2.1", string(audit.Done)}, [5]string{noted.Action, noted.Subject, noted.Who, noted.From, string(noted.Outcome)})
	for _, part := range [][2]string{{before, noted.Before}, {after, noted.After}} {
		if part[0] == "" {
			require.Empty(h.t, part[1])
			continue
		}
		require.JSONEq(h.t, part[0], part[1])
	}
}

func TestChangesOfRostersAreNotedAsTheyWereAndAre(t *testing.T) {
	h, _ := rostered(t)
	leave := kv{"responder": "peng-yu", "from": "2026-12-01 07:00", "to": "2026-12-02 07:00"}
	h.ask("POST", rosterOf+"/leave?dry_run=true", leave).ok(http.StatusOK)
	h.ask("POST", rosterOf+"/leave", kv{"responder": "nobody", "from": "2026-12-01 07:00", "to": "2026-12-02 07:00"}).problem(http.StatusUnprocessableEntity, "roster_refused")
	require.Empty(t, h.audit.entries, "what changes nothing is not noted")

	h.ask("POST", rosterOf+"/leave", leave).ok(http.StatusOK)
	entry := `"leave peng-yu-20261201-0700": {"responder": "peng-yu", "from": "2026-12-01 07:00", "to": "2026-12-02 07:00"}`
	h.requireNoted("add-leave", "riverside", `{"version": 4}`, `{"version": 5, `+entry+`}`)
	h.ask("DELETE", rosterOf+"/leave/peng-yu-20261201-0700", nil).ok(http.StatusOK)
	h.requireNoted("delete-leave", "riverside", `{"version": 5, `+entry+`}`, `{"version": 6}`)

	h.ask("POST", rosterOf+"/staff", "id,name,phone\nnew-one,New One,+8613900000000\n", "Content-Type", "text/csv").ok(http.StatusOK)
	h.requireNoted("import-staff", "riverside", `{"version": 6}`, `{"version": 7, "responder new-one": {"name": "New One", "number": "+8******00", "languages": ["en", "zh"]}}`)
	var list strings.Builder
	list.WriteString("id,name,phone\n")
	for n := range 30 {
		fmt.Fprintf(&list, "guard-%d,Guard %d,+86138000000%02d\n", n, n, n)
	}
	h.ask("POST", rosterOf+"/staff", list.String(), "Content-Type", "text/csv").ok(http.StatusOK)
	require.Contains(t, h.audit.last().After, `"added":30`)
	require.NotEqual(t, h.audit.last().Before, h.audit.last().After)
	require.NotContains(t, h.audit.last().After, "guard-1", "a list is told by its size and a sum")

	h.ask("POST", rosterOf+"/calendars", kv{"responder": "li-hua"}).ok(http.StatusCreated)
	require.Equal(t, "make-calendar", h.audit.last().Action)
	require.Contains(t, h.audit.last().After, `"id":"cal-1"`)
	require.NotContains(t, h.audit.last().After, "SECRET")
	h.ask("DELETE", rosterOf+"/calendars/cal-1", nil).ok(http.StatusNoContent)
	h.requireNoted("delete-calendar", "riverside", `{"id": "cal-1", "site": "riverside", "responder": "li-hua", "made_at": "2026-11-23T03:00:00.000Z"}`, "")
}

func TestChangesOfSchedulesAreNotedAsTheyWereAndAre(t *testing.T) {
	h := open(t)
	const id = "drl-0123abc"
	h.drills.views = []drill.ScheduleView{{ID: "drl-other"}, {ID: id, Plan: "fire", Site: "riverside", Location: "Building 3", Next: make([]drill.Coming, 50)}}
	for _, verb := range []string{"pause", "resume", "skip", "delete"} {
		h.ask("POST", "/api/v1/drills/"+id+"/"+verb, kv{"by": "li-hua"}).ok(http.StatusOK)
		noted := h.audit.last()
		require.Equal(t, [2]string{verb + "-drill", id}, [2]string{noted.Action, noted.Subject})
		require.Contains(t, noted.Before, `"location":"Building 3"`)
		require.Contains(t, noted.After, `"by":"li-hua"`)
		require.NotContains(t, noted.Before, "too_long")
	}
	require.Contains(t, h.audit.entries[0].After, `"is":{"schedule":{`)
}

func TestVersionsOfPlansAreNotedAsTheyWereAndAre(t *testing.T) {
	h := open(t)
	fire, _ := plans.Find(library, "fire")
	was := fmt.Sprintf(`{"version": 1, "sha256": %q}`, fire.Digest)
	h.ask("POST", "/api/v1/plans", string(fire.Source), "Content-Type", "application/yaml").ok(http.StatusCreated)
	h.requireNoted("upload-plan", "fire", was, `{"version": 2, "sha256": "d1", "draft": true}`)
	h.ask("POST", "/api/v1/plans/fire/publish", kv{"digest": "other"}).problem(http.StatusConflict, "changed_meanwhile")
	require.Len(t, h.audit.entries, 1, "who comes second changes nothing")
	h.ask("POST", "/api/v1/plans/fire/publish", kv{"digest": "d1", "note": "the new gate"}).ok(http.StatusOK)
	h.requireNoted("publish-plan", "fire", was, `{"version": 2, "note": "the new gate"}`)
	h.ask("POST", "/api/v1/plans/fire/rollback", kv{"to": 1, "replaces": 2}).ok(http.StatusOK)
	h.requireNoted("roll-back-plan", "fire", `{"version": 2}`, `{"version": 3, "as_version": 1}`)
}
