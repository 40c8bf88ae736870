package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/plans"
	"muster/roster"
	"muster/sites"
)

// through goes through a list page by page and gives the field of each item.
func (h *house) through(path, field string) []string {
	h.t.Helper()
	all := []string{}
	for cursor := ""; ; {
		a := h.ask("GET", path+cursor, nil).ok(http.StatusOK)
		for _, item := range a.items() {
			all = append(all, item.(map[string]any)[field].(string))
		}
		next, more := a.json()["next_cursor"].(string)
		if !more {
			return all
		}
		cursor = "&cursor=" + url.QueryEscape(next)
	}
}

func TestListsAreGoneThroughToTheEnd(t *testing.T) {
	h := open(t)
	second := *riverside
	second.ID = "hilltop"
	h.catalog.sites = append(h.catalog.sites, &second)
	require.Equal(t, []string{"hilltop", "riverside"}, h.through("/api/v1/sites?limit=1", "id"))
	all := h.through("/api/v1/responders?limit=7", "id")
	require.Len(t, all, 2*len(riverside.Responders))
	require.Equal(t, all[:len(all)/2], all[len(all)/2:], "the same people at both sites")
	require.Len(t, h.through("/api/v1/responders?limit=200&site=riverside", "id"), len(riverside.Responders))
	require.Len(t, h.through("/api/v1/shifts?limit=1&site=riverside", "id"), len(riverside.Shifts))
	require.Len(t, h.through("/api/v1/shifts?limit=200", "id"), 2*len(riverside.Shifts))
	var ids []string
	for _, p := range plans.Library() {
		ids = append(ids, p.Frozen.ID)
	}
	require.Equal(t, ids, h.through("/api/v1/plans?limit=2", "id"))
}

func TestListsWithNothingInThem(t *testing.T) {
	h := open(t)
	h.catalog.sites = nil
	for _, path := range []string{"/api/v1/sites", "/api/v1/responders", "/api/v1/shifts", "/api/v1/phones"} {
		require.JSONEq(t, `{"items": [], "next_cursor": null}`, h.ask("GET", path, nil).ok(200).Body.String(), path)
	}
}

func TestListsRefuseWhatTheyDoNotKnow(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/api/v1/sites", "/api/v1/plans", "/api/v1/responders", "/api/v1/shifts", "/api/v1/phones"} {
		for _, query := range []string{"limit=0", "cursor=x", "cursor=eA", "color=red"} {
			h.ask("GET", path+"?"+query, nil).problem(422, "request_invalid")
		}
	}
	h.ask("GET", "/api/v1/responders?site=nowhere", nil).problem(422, "site_unknown")
	h.ask("GET", "/api/v1/shifts?site=nowhere", nil).problem(422, "site_unknown")
}

func TestNumbersAreMasked(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/api/v1/sites", "/api/v1/responders?limit=200"} {
		text := h.ask("GET", path, nil).ok(200).Body.String()
		for _, r := range riverside.Responders {
			require.NotContains(t, text, r.Phone)
		}
		require.NotContains(t, text, riverside.Emergency)
		require.NotRegexp(t, `\+\d{5}`, text)
	}
	require.Contains(t, h.ask("GET", "/api/v1/sites", nil).Body.String(), `"119"`, "a public short number is no secret")
}

func TestAPersonWithoutSkillsHasAnEmptyList(t *testing.T) {
	h := open(t)
	h.catalog.sites = []*sites.Site{{
		ID: "bare", Responders: []roster.Responder{{ID: "w", Phone: "+12025550101"}}, Shifts: []sites.Shift{{ID: "s", Seats: map[string][]string{"SEC": nil}}},
		Buildings: []sites.Building{{ID: "B1"}}, Groups: []roster.Group{{ID: "g"}},
	}}
	for _, path := range []string{"/api/v1/sites", "/api/v1/responders", "/api/v1/shifts"} {
		text := h.ask("GET", path, nil).ok(200).Body.String()
		for _, name := range []string{"next_cursor", "group", "last_reached_at", "test"} {
			text = strings.ReplaceAll(text, `"`+name+`":null`, "")
		}
		require.NotContains(t, text, "null")
	}
}

func TestPhonesAreTheSimulators(t *testing.T) {
	h := open(t, func(o *api.Options) { o.Handsets = nil })
	for _, call := range []string{"GET /phones", "GET /phones/+12025550101/messages", "POST /phones/+12025550101/replies", "POST /phones/+12025550101/keys", "PUT /phones/+12025550101/habit"} {
		method, path, _ := strings.Cut(call, " ")
		var body any
		switch method {
		case "POST":
			body = fields{"text": "1"}
			if strings.HasSuffix(path, "keys") {
				body = fields{"digits": "1"}
			}
		case "PUT":
			body = fields{"habit": "ignore"}
		}
		h.ask(method, "/api/v1"+path, body).problem(http.StatusNotFound, "simulator_only")
	}
}

func TestAHandsetIsLookedAtAndWrittenFrom(t *testing.T) {
	h := open(t)
	h.handsets.phones = []api.Phone{{Number: "+12025550102", Name: "A resident"}, {Number: phone, Responder: "w", Name: "W"}}
	a := h.ask("GET", "/api/v1/phones", nil).ok(200)
	require.Equal(t, []any{
		fields{"number": phone, "responder": "w", "name": "W"}, fields{"number": "+12025550102", "responder": nil, "name": "A resident"},
	}, a.items(), "whole numbers, in order")
	box := "/api/v1/phones/" + phone + "/messages"
	require.Empty(t, h.ask("GET", box, nil).ok(200).items())
	a = h.ask("POST", "/api/v1/phones/"+url.PathEscape(phone)+"/replies", fields{"text": "收到"}).ok(http.StatusCreated)
	want := fields{"id": "SM9", "direction": "in", "channel": "sms", "body": "收到", "at": "2026-11-23T03:00:00.000Z"}
	require.Equal(t, want, a.json())
	require.Equal(t, []any{want}, h.ask("GET", box, nil).ok(200).items())
	h.ask("GET", "/api/v1/phones/+12025550199/messages", nil).problem(http.StatusNotFound, "phone_unknown")
}

func TestAMailboxIsGoneThroughInItsOrder(t *testing.T) {
	h := open(t)
	for _, id := range []string{"SM5", "SM1", "SM9", "SM3", "SM7"} {
		h.handsets.boxes[phone] = append(h.handsets.boxes[phone], api.Message{ID: id, Direction: "out"})
	}
	path := "/api/v1/phones/" + phone + "/messages"
	require.Equal(t, []string{"SM5", "SM1", "SM9", "SM3", "SM7"}, h.through(path+"?limit=2", "id"))
	require.Equal(t, []string{"SM5", "SM1", "SM9", "SM3", "SM7"}, h.through(path+"?limit=5", "id"))
	h.ask("GET", path+"?cursor=MSBTTTI", nil).problem(422, "request_invalid")
}

func TestTextsThatAreNotTaken(t *testing.T) {
	h := open(t)
	path := "/api/v1/phones/" + phone + "/replies"
	h.ask("POST", path, fields{"text": ""}).problem(422, "request_invalid")
	h.ask("POST", path, fields{"text": strings.Repeat("x", 1601)}).problem(422, "request_invalid")
	h.ask("POST", "/api/v1/phones/12/replies", fields{"text": "1"}).problem(422, "request_invalid")
	h.ask("POST", "/api/v1/phones/+12025550199/replies", fields{"text": "a stranger may write"}).ok(http.StatusCreated)
	h.handsets.err = errDown
	h.ask("POST", path, fields{"text": "1"}).problem(http.StatusServiceUnavailable, "text_not_taken")
}

func TestAHandsetsHabit(t *testing.T) {
	h := open(t)
	h.handsets.phones = []api.Phone{{Number: phone}}
	path := "/api/v1/phones/" + phone + "/habit"
	for _, row := range []struct {
		body fields
		want api.Habit
	}{
		{fields{"habit": "accept", "after_seconds": 1.5}, api.Habit{Kind: api.HabitAccept, After: 1_500_000_000}},
		{fields{"habit": "answer", "text": "{token} 2 5"}, api.Habit{Kind: api.HabitAnswer, Text: "{token} 2 5"}},
		{fields{"habit": "bounce"}, api.Habit{Kind: api.HabitBounce, Code: 30003}},
		{fields{"habit": "bounce", "code": 21610}, api.Habit{Kind: api.HabitBounce, Code: 21610}},
		{fields{"habit": "opt-out"}, api.Habit{Kind: api.HabitOptOut}},
		{fields{"habit": "ignore"}, api.Habit{Kind: api.HabitIgnore}},
		{fields{"habit": "accept-call", "after_seconds": 2}, api.Habit{Kind: api.HabitAcceptCall, After: 2_000_000_000}},
		{fields{"habit": "voicemail", "text": "15"}, api.Habit{Kind: api.HabitVoicemail, Text: "15"}},
		{fields{"habit": "busy"}, api.Habit{Kind: api.HabitBusy}},
	} {
		h.ask("PUT", path, row.body).ok(200)
		require.Equal(t, row.want, h.handsets.habits[phone])
	}
	h.ask("PUT", path, fields{"habit": "answer"}).problem(422, "request_invalid")
	h.ask("PUT", path, fields{"habit": "sulk"}).problem(422, "request_invalid")
	h.ask("PUT", path, fields{"habit": "bounce", "code": 5}).problem(422, "request_invalid")
	h.ask("PUT", "/api/v1/phones/+12025550177/habit", fields{"habit": "ignore"}).problem(404, "phone_unknown")
}
