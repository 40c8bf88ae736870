package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/incident"
)

var errDown = errors.New("down")

func away() error {
	return incident.Fail(incident.CodeEngine, "The engine cannot be reached: try again, and tell the operator if it goes on.")
}

// TestWhereAnIncidentIsShownFrom goes through who knows of it: the engine says how it runs, the shadow how it was.
func TestWhereAnIncidentIsShownFrom(t *testing.T) {
	const none = ""
	for _, row := range []struct {
		name           string
		engine, shadow string // the summary that each shows; empty: unknown there
		ended          bool   // as the shadow has it
		engineErr      error
		shadowErr      error
		want           string // the summary shown
		status         int
		code           string
	}{
		{name: "it runs", engine: "now", shadow: "before", want: "now", status: 200},
		{name: "the shadow has not heard of it", engine: "now", want: "now", status: 200},
		{name: "the database is away", engine: "now", shadowErr: errDown, want: "now", status: 200},
		{name: "it has ended", engine: "now", shadow: "at the end", ended: true, want: "at the end", status: 200},
		{name: "the engine is away", shadow: "before", engineErr: away(), want: "before", status: 200},
		{name: "the engine has forgotten it", shadow: "before", want: "before", status: 200},
		{name: "nobody knows it", status: 404, code: "incident_unknown"},
		{name: "the engine does not, and the database is away", shadowErr: errDown, status: 503, code: "database_unavailable"},
		{name: "the engine is away, and the shadow has not heard of it", engineErr: away(), status: 503, code: "engine_unavailable"},
		{name: "both are away", engineErr: away(), shadowErr: errDown, status: 503, code: "engine_unavailable"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t)
			h.desk.statusErr, h.shadow.err = row.engineErr, row.shadowErr
			if row.engine != none {
				v := view(known)
				v.Summary = row.engine
				h.desk.views[known] = v
			}
			if row.shadow != none {
				v := view(known)
				v.Summary = row.shadow
				if row.ended {
					v.State = incident.Closed
				}
				h.shadow.views[known] = v
			}
			a := h.ask("GET", "/api/v1/incidents/"+known, nil)
			if row.status != http.StatusOK {
				a.problem(row.status, row.code)
				return
			}
			require.Equal(t, row.want, a.ok(200).json()["summary"])
		})
	}
}

func TestIncidentsAreListed(t *testing.T) {
	h := open(t)
	h.shadow.views[known] = view(known)
	h.shadow.next = "further"
	a := h.ask("GET", "/api/v1/incidents?state=standing-down&mode=drill&site=riverside&limit=7&cursor=abc", nil).ok(200)
	require.Equal(t, api.Filter{State: "standing-down", Mode: "drill", Site: "riverside", Limit: 7, Cursor: "abc"}, h.shadow.filter)
	require.Equal(t, "further", a.json()["next_cursor"])
	require.Len(t, a.items(), 1)
	h.ask("GET", "/api/v1/incidents", nil).ok(200)
	require.Equal(t, api.Filter{Limit: 1000}, h.shadow.filter)
	h.shadow.views, h.shadow.next = nil, ""
	a = h.ask("GET", "/api/v1/incidents", nil).ok(200)
	require.JSONEq(t, `{"items": [], "next_cursor": null}`, a.Body.String())
}

func TestListsThatCannotBeGiven(t *testing.T) {
	h := open(t)
	for _, row := range [][3]string{
		{"state=ended", "query.state", "request_invalid"},
		{"mode=test", "query.mode", "request_invalid"},
		{"limit=0", "query.limit", "request_invalid"},
		{"limit=many", "query.limit", "request_invalid"},
		{"stat=open", "query.stat", "request_invalid"},
		{"site=nowhere", "query.site", "site_unknown"},
	} {
		p := h.ask("GET", "/api/v1/incidents?"+row[0], nil).problem(422, row[2])
		require.Equal(t, row[1], p.Errors[0].Location)
	}
	h.shadow.err = fmt.Errorf("list: %w", api.ErrCursor)
	h.ask("GET", "/api/v1/incidents?cursor=x", nil).problem(422, "request_invalid")
	h.shadow.err = errDown
	a := h.ask("GET", "/api/v1/incidents", nil)
	a.problem(http.StatusServiceUnavailable, "database_unavailable")
	require.Equal(t, "1", a.Header().Get("Retry-After"))
}

// seqs are the seqs of a timeline's answer.
func (a answer) seqs() []int {
	a.t.Helper()
	seqs := []int{}
	for _, item := range a.ok(200).items() {
		seqs = append(seqs, int(item.(map[string]any)["seq"].(float64)))
	}
	return seqs
}

func TestATimelineIsWholeAndInOrder(t *testing.T) {
	for _, row := range []struct {
		name            string
		stored, pending [2]int // from and to; none if from is 0
		query           string
		want            []int
		next            bool
	}{
		{"all is stored", [2]int{1, 4}, [2]int{}, "", []int{1, 2, 3, 4}, false},
		{"the rest is pending", [2]int{1, 2}, [2]int{3, 4}, "", []int{1, 2, 3, 4}, false},
		{"some is in both", [2]int{1, 3}, [2]int{2, 4}, "", []int{1, 2, 3, 4}, false},
		{"the shadow has nothing", [2]int{}, [2]int{1, 3}, "", []int{1, 2, 3}, false},
		{"a gap is not jumped over", [2]int{1, 2}, [2]int{4, 5}, "", []int{1, 2}, false},
		{"a page", [2]int{1, 3}, [2]int{4, 6}, "?limit=4", []int{1, 2, 3, 4}, true},
		{"a page that is stored", [2]int{1, 3}, [2]int{4, 6}, "?limit=2", []int{1, 2}, true},
		{"the last page", [2]int{1, 3}, [2]int{4, 6}, "?limit=3&after=3", []int{4, 5, 6}, false},
		{"after the last", [2]int{1, 3}, [2]int{4, 6}, "?after=6", []int{}, false},
		{"far after the last", [2]int{1, 3}, [2]int{4, 6}, "?after=99", []int{}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t)
			h.desk.views[known] = view(known)
			if row.stored[0] > 0 {
				h.shadow.entries = entries(row.stored[0], row.stored[1])
			}
			if row.pending[0] > 0 {
				h.desk.pending = entries(row.pending[0], row.pending[1])
			}
			a := h.ask("GET", "/api/v1/incidents/"+known+"/timeline"+row.query, nil)
			require.Equal(t, row.want, a.seqs())
			require.Equal(t, row.next, a.json()["next_cursor"] != nil)
		})
	}
}

func TestATimelineIsGoneThroughByItsCursor(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	h.shadow.entries, h.desk.pending = entries(1, 5), entries(6, 8)
	var all []int
	path := "/api/v1/incidents/" + known + "/timeline?limit=3"
	for cursor := ""; ; {
		a := h.ask("GET", path+cursor, nil)
		all = append(all, a.seqs()...)
		next, more := a.json()["next_cursor"].(string)
		if !more {
			break
		}
		cursor = "&cursor=" + next
	}
	require.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8}, all)
	for _, cursor := range []string{"x", "MSBhYmM", "%00"} { // the second holds no number
		h.ask("GET", path+"&cursor="+cursor, nil).problem(422, "request_invalid")
	}
}

func TestATimelineWithoutItsDatabase(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	h.shadow.err = errDown
	path := "/api/v1/incidents/" + known + "/timeline"
	h.desk.pending = entries(1, 3)
	require.Equal(t, []int{1, 2, 3}, h.ask("GET", path, nil).seqs(), "all that has happened is still with the incident")
	require.Equal(t, []int{1, 2}, h.ask("GET", path+"?limit=2", nil).seqs())
	require.Empty(t, h.ask("GET", path+"?after=3", nil).seqs())
	h.desk.pending = entries(4, 6)
	require.Equal(t, []int{5, 6}, h.ask("GET", path+"?after=4", nil).seqs())
	h.ask("GET", path, nil).problem(http.StatusServiceUnavailable, "database_unavailable")
	h.desk.pending = nil
	h.ask("GET", path+"?after=3", nil).problem(http.StatusServiceUnavailable, "database_unavailable")
}

func TestATimelineWithoutItsEngine(t *testing.T) {
	h := open(t)
	path := "/api/v1/incidents/" + known + "/timeline"
	h.ask("GET", path, nil).problem(http.StatusNotFound, "incident_unknown")
	h.desk.statusErr = away()
	h.ask("GET", path, nil).problem(http.StatusServiceUnavailable, "engine_unavailable")
	h.shadow.views[known], h.shadow.entries = view(known), entries(1, 2)
	require.Equal(t, []int{1, 2}, h.ask("GET", path, nil).seqs())
	require.Empty(t, h.ask("GET", path+"?after=2", nil).seqs())
}

func TestALineOfATimeline(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	e := entries(1, 2)
	e[0].By, e[1].Seat, e[1].Rung, e[1].Page = "", "SEC", 2, "p1"
	h.shadow.entries = e
	items := h.ask("GET", "/api/v1/incidents/"+known+"/timeline", nil).ok(200).items()
	require.Equal(t, fields{
		"seq": 1.0, "at": "2026-11-22T19:00:01.001Z", "kind": "note.added", "by": nil, "text": fields{"en": "note", "zh": "记录"},
		"seat": nil, "step": nil, "page": nil, "responder": nil, "fact": nil, "value": nil, "rung": nil,
		"seats": []any{}, "due_at": nil, "reason": nil, "need": nil, "have": nil, "attempt": nil, "notice": nil, "party": nil, "photo": nil,
	}, items[0], "times are UTC with milliseconds, what is absent is null")
	require.Equal(t, "SEC", items[1].(fields)["seat"])
	require.InDelta(t, 2, items[1].(fields)["rung"], 0)
}
