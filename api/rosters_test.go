package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/sites"
)

const rosterOf = "/api/v1/sites/riverside/roster"

// rostered opens a house whose site may be changed.
func rostered(t *testing.T) (*house, *rosters) {
	t.Helper()
	kept := &rosters{version: 4}
	h := open(t, func(o *api.Options) { o.Rosters = kept })
	h.catalog.sites = []*sites.Site{sites.Riverside()}
	kept.catalog = h.catalog
	return h, kept
}

func TestARosterIsShownWithItsVersion(t *testing.T) {
	h, _ := rostered(t)
	seen := h.ask("GET", rosterOf, nil).ok(http.StatusOK).json()
	require.InDelta(t, 4, seen["version"], 0)
	require.Equal(t, "Asia/Shanghai", seen["timezone"])
	require.Len(t, seen["shifts"], 9)
	require.Equal(t, map[string]any{"id": "zhao-lei-20261127-0700", "responder": "zhao-lei", "from": "2026-11-26T23:00:00.000Z", "to": "2026-11-29T23:00:00.000Z"}, seen["leave"].([]any)[0])
	require.Equal(t, map[string]any{
		"id": "night-of-28-november", "seat": nil, "out": "zhao-lei", "in": "feng-kai", "from": "2026-11-28T11:00:00.000Z", "to": "2026-11-28T23:00:00.000Z",
	}, seen["overrides"].([]any)[0])
	h.ask("GET", "/api/v1/sites/harbour/roster", nil).problem(http.StatusNotFound, "site_unknown")
}

func TestARosterIsChangedByEachCall(t *testing.T) {
	h, _ := rostered(t)
	changes := []struct {
		method, path string
		body         any
		added        []any
		removed      []any
	}{
		{"POST", "/overrides", map[string]any{"in": "feng-kai", "seat": "ENG-L", "from": "2026-12-01 19:00", "to": "2026-12-02T06:00:00Z"}, []any{"override o-feng-kai-20261201-1900"}, []any{}},
		{"DELETE", "/overrides/o-feng-kai-20261201-1900", nil, []any{}, []any{"override o-feng-kai-20261201-1900"}},
		{"POST", "/leave", map[string]any{"responder": "peng-yu", "from": "2026-12-01 07:00", "to": "2026-12-02 07:00", "id": "xmas"}, []any{"leave xmas"}, []any{}},
		{"DELETE", "/leave/xmas", nil, []any{}, []any{"leave xmas"}},
		{"PUT", "/shifts/extra", map[string]any{"from": "07:00", "to": "12:00", "first": "2026-12-01", "every": 7, "days": []int{0, 2}, "seats": map[string]any{"SEC": []string{"han-dong"}}}, []any{"shift extra"}, []any{}},
		{"DELETE", "/shifts/extra", nil, []any{}, []any{"shift extra"}},
	}
	for n, c := range changes {
		done := h.ask(c.method, rosterOf+c.path, c.body).ok(http.StatusOK).json()
		require.Equal(t, map[string]any{"site": "riverside", "version": float64(5 + n), "dry_run": false, "added": c.added, "changed": []any{}, "removed": c.removed, "warnings": []any{}}, done)
	}
	h.ask("DELETE", rosterOf+"/shifts/extra", nil).problem(http.StatusNotFound, "entry_unknown")
}

func TestOfTwoWhoChangeOneThingTheSecondIsToldSo(t *testing.T) {
	h, _ := rostered(t)
	shift := map[string]any{"from": "08:00", "to": "18:00", "first": "2026-12-01", "seats": map[string]any{"CMD": []string{"li-hua"}}}
	h.ask("PUT", rosterOf+"/shifts/weekend-2", shift).problem(http.StatusUnprocessableEntity, "request_invalid")
	h.ask("PUT", rosterOf+"/shifts/weekend-2?version=4", shift).ok(http.StatusOK)
	p := h.ask("PUT", rosterOf+"/shifts/weekend-2?version=4", shift).problem(http.StatusConflict, "changed_meanwhile")
	require.Equal(t, "Somebody else has changed the roster of riverside meanwhile: it is at version 5 now. Look at it again, and repeat your change if it is still wanted. Nothing of yours was done.", p.Detail)
}

func TestAFileThatWouldUndoWhatPeopleHaveChangedIsRefusedUnlessForced(t *testing.T) {
	h, _ := rostered(t)
	h.catalog.edited = true
	file, err := riverside.Marshal()
	require.NoError(t, err)
	p := h.ask("POST", "/api/v1/sites", file, "Content-Type", "application/yaml").problem(http.StatusConflict, "changed_meanwhile")
	require.Contains(t, p.Detail, "it is at version 7 now")
	require.Contains(t, p.Detail, "muster roster show --site riverside")
	require.Empty(t, h.catalog.imported)
	h.ask("POST", "/api/v1/sites?force=true", file, "Content-Type", "application/yaml").ok(http.StatusCreated)
	require.Len(t, h.catalog.imported, 1)
}

func TestADryRunChangesNothing(t *testing.T) {
	h, kept := rostered(t)
	done := h.ask("POST", rosterOf+"/leave?dry_run=true", map[string]any{"responder": "peng-yu", "from": "2026-12-01 07:00", "to": "2026-12-02 07:00"}).ok(http.StatusOK).json()
	require.Equal(t, []any{true, []any{"leave peng-yu-20261201-0700"}, 4.0}, []any{done["dry_run"], done["added"], done["version"]})
	require.Equal(t, 4, kept.version)
}

func TestAnEmptyNightIsRefusedUnlessForced(t *testing.T) {
	h, _ := rostered(t)
	night := h.ask("GET", rosterOf+"/duties?from=2026-11-23T15:00:00Z&days=1", nil).ok(http.StatusOK).items()
	var manager string
	for _, d := range night {
		if strings.Contains(fmt.Sprint(d.(map[string]any)["seats"]), "DUTY") {
			manager = d.(map[string]any)["responder"].(string)
			break
		}
	}
	leave := map[string]any{"responder": manager, "from": "2026-11-23 12:00", "to": "2026-11-25 12:00"}
	p := h.ask("POST", rosterOf+"/leave", leave).problem(http.StatusConflict, "roster_empty")
	require.Contains(t, p.Detail, "nobody would hold DUTY")
	h.ask("POST", rosterOf+"/leave?force=true", leave).ok(http.StatusOK)
}

func TestASiteThatWouldLeaveTonightEmptyIsNotBroughtIn(t *testing.T) {
	h, _ := rostered(t)
	empty := sites.Riverside()
	empty.Shifts = empty.Shifts[6:] // the office alone
	empty.Overrides = nil
	file, err := empty.Marshal()
	require.NoError(t, err)
	p := h.ask("POST", "/api/v1/sites", file, "Content-Type", "application/yaml").problem(http.StatusConflict, "roster_empty")
	require.Contains(t, p.Detail, "nobody at all would be on duty from 2026-11-23 19:00 to 2026-11-24 07:00")
	require.Empty(t, h.catalog.imported)
	h.ask("POST", "/api/v1/sites?force=true", file, "Content-Type", "application/yaml").ok(http.StatusCreated)
}

func TestARefusalNamesTheFieldThatIsToBlame(t *testing.T) {
	h, _ := rostered(t)
	p := h.ask("POST", rosterOf+"/take", map[string]any{"responder": "nobody", "shift": "office"}).problem(http.StatusUnprocessableEntity, "roster_refused")
	require.Equal(t, "body.responder", p.Errors[0].Location)
	p = h.ask("POST", rosterOf+"/swaps", map[string]any{
		"one": map[string]any{"shift": "office", "date": "2026-11-24", "responder": "li-hua"}, "other": map[string]any{"shift": "office", "date": "2026-11-29", "responder": "feng-kai"},
	}).problem(http.StatusUnprocessableEntity, "roster_refused")
	require.Equal(t, "body.other.date", p.Errors[0].Location)
	p = h.ask("POST", rosterOf+"/leave", map[string]any{"responder": "li-hua", "from": "tomorrow", "to": "2026-12-02 07:00"}).problem(http.StatusUnprocessableEntity, "request_invalid")
	require.Equal(t, "body.from", p.Errors[0].Location)
}

func TestABadLineOfAListOfStaffIsNamed(t *testing.T) {
	h, kept := rostered(t)
	var list strings.Builder
	list.WriteString("id,name,phone\n")
	for n := 2; n <= 500; n++ {
		phone := fmt.Sprintf("+86138%08d", n)
		if n == 417 {
			phone = "none"
		}
		fmt.Fprintf(&list, "guard-%d,Guard,%s\n", n, phone)
	}
	p := h.ask("POST", rosterOf+"/staff", list.String(), "Content-Type", "text/csv").problem(http.StatusUnprocessableEntity, "roster_invalid")
	require.Len(t, p.Errors, 1)
	require.Equal(t, "line 417", p.Errors[0].Location)
	require.Contains(t, p.Detail, "Line 417: the phone is not an international number")
	require.Equal(t, 4, kept.version)
	good := strings.Replace(list.String(), ",none\n", ",+8613900000000\n", 1)
	done := h.ask("POST", rosterOf+"/staff?dry_run=true", good, "Content-Type", "text/csv").ok(http.StatusOK).json()
	require.Len(t, done["added"], 499)
	h.ask("POST", rosterOf+"/staff", good, "Content-Type", "text/csv").ok(http.StatusOK)
	h.ask("DELETE", rosterOf+"/staff/guard-417", nil).ok(http.StatusOK)
	require.Equal(t, 6, kept.version)
}

func TestEventsAreBroughtInOrNamed(t *testing.T) {
	h, _ := rostered(t)
	event := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:%s\r\nDTSTART;VALUE=DATE:20261224\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	p := h.ask("POST", rosterOf+"/events", fmt.Sprintf(event, "holiday"), "Content-Type", "text/calendar").problem(http.StatusUnprocessableEntity, "roster_invalid")
	require.Equal(t, `event 1 "holiday"`, p.Errors[0].Location)
	done := h.ask("POST", rosterOf+"/events", fmt.Sprintf(event, "Peng Yu"), "Content-Type", "text/calendar").ok(http.StatusOK).json()
	require.Len(t, done["added"], 1)
	done = h.ask("POST", rosterOf+"/events?seat=RES&responder=zeng-qian", fmt.Sprintf(event, "standby"), "Content-Type", "text/calendar").ok(http.StatusOK).json()
	require.Contains(t, done["added"].([]any)[0], "override ics-")
}

func TestWhatIsLackingIsSaid(t *testing.T) {
	h, _ := rostered(t)
	lacking := h.ask("GET", rosterOf+"/coverage", nil).ok(http.StatusOK).json()
	require.Equal(t, []any{}, lacking["gaps"])
	dumb := lacking["unreachable"].([]any)
	require.Len(t, dumb, 2)
	for n, why := range []string{"STOP", "The network brings no texts"} {
		require.Equal(t, riverside.Responders[n].ID, dumb[n].(map[string]any)["responder"])
		require.Contains(t, dumb[n].(map[string]any)["why"], why)
	}
}

func TestACalendarIsReadBySecretUntilItIsTakenBack(t *testing.T) {
	h, _ := rostered(t)
	h.ask("POST", rosterOf+"/calendars", map[string]any{"responder": "nobody"}).problem(http.StatusUnprocessableEntity, "responder_unknown")
	made := h.ask("POST", rosterOf+"/calendars", map[string]any{"responder": "li-hua"}).ok(http.StatusCreated).json()
	require.Equal(t, public+"/calendars/SECRET.ics", made["url"])
	read := func(path string) answer { return h.send(httptest.NewRequest("GET", path, nil)) }
	got := read("/calendars/SECRET.ics").ok(http.StatusOK)
	require.Equal(t, "text/calendar; charset=utf-8", got.Header().Get("Content-Type"))
	require.NotContains(t, h.log.String(), "SECRET", "the log names routes, never secrets")
	read("/calendars/other.ics").problem(http.StatusNotFound, "entry_unknown")
	listed := h.ask("GET", rosterOf+"/calendars", nil).ok(http.StatusOK)
	require.NotContains(t, listed.Body.String(), "SECRET")
	require.Len(t, listed.items(), 1)
	h.ask("DELETE", rosterOf+"/calendars/cal-1", nil).ok(http.StatusNoContent)
	h.ask("DELETE", rosterOf+"/calendars/cal-1", nil).problem(http.StatusNotFound, "entry_unknown")
	read("/calendars/SECRET.ics").problem(http.StatusNotFound, "entry_unknown")
}

func TestARosterIsNotChangedWhileTheDatabaseIsAway(t *testing.T) {
	h, kept := rostered(t)
	kept.err = errors.New("gone")
	leave := map[string]any{"responder": "peng-yu", "from": "2026-12-01 07:00", "to": "2026-12-02 07:00"}
	h.ask("POST", rosterOf+"/leave", leave).problem(http.StatusServiceUnavailable, "database_unavailable")
	h.ask("GET", rosterOf, nil).ok(http.StatusOK)
}
