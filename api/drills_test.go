package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/drill"
	"muster/incident"
)

// asked is a drill as somebody asks for it, with changes.
func asked(changes ...any) map[string]any {
	body := map[string]any{
		"plan": "fire", "site": "riverside", "location": "Building 3", "repeat": map[string]any{"unit": "week", "days": []string{"tue"}},
		"from": "09:30", "notice": "announced", "by": "li-hua",
	}
	for k := 0; k+1 < len(changes); k += 2 {
		body[changes[k].(string)] = changes[k+1]
	}
	return body
}

func TestADrillIsPutIntoTheCalendar(t *testing.T) {
	h := open(t)
	a := h.ask("POST", "/api/v1/drills", asked("jitter", "45m", "until", "2027-12-31"), "Idempotency-Key", "autumn").ok(http.StatusCreated)
	require.Equal(t, "drl-0123abc", a.json()["id"])
	until, err := drill.ParseDate("2027-12-31")
	require.NoError(t, err)
	require.Equal(t, []drill.Schedule{{
		Plan: "fire", Site: "riverside", Location: "Building 3", Rule: drill.Rule{Unit: drill.Weekly, Days: []drill.Weekday{"tue"}},
		Until: until, From: 9*3600 + 30*60, To: 10*3600 + 15*60, Jitter: 45 * time.Minute, Notice: drill.Announced, Ahead: 24 * time.Hour, By: "li-hua",
	}}, h.drills.asked, "what is left out is filled in: the window holds the jitter, and people are told a day before")
	require.Equal(t, []string{"autumn"}, h.drills.keys)
	h.ask("POST", "/api/v1/drills", asked("notice", "surprise", "to", "08:00")).ok(http.StatusCreated)
	require.Zero(t, h.drills.asked[1].Ahead)
	require.Equal(t, drill.Clock(8*3600), h.drills.asked[1].To)
}

func TestADrillThatCannotBeReadIsRefusedByField(t *testing.T) {
	h := open(t)
	for field, body := range map[string]map[string]any{
		"body.first":       asked("first", "2027-02-30"),
		"body.until":       asked("until", "soon"),
		"body.from":        asked("from", "24:00"),
		"body.to":          asked("to", "9:30"),
		"body.jitter":      asked("jitter", "half an hour"),
		"body.ahead":       asked("ahead", "1 day"),
		"body.notice":      asked("notice", "perhaps"),
		"body.repeat.unit": asked("repeat", map[string]any{"unit": "day"}),
		"body.location":    asked("location", " "),
		"body.by":          asked("by", ""),
		"body.colour":      asked("colour", "red"),
	} {
		p := h.ask("POST", "/api/v1/drills", body).problem(http.StatusUnprocessableEntity, "request_invalid")
		require.Equal(t, field, p.Errors[0].Location)
	}
	require.Empty(t, h.drills.asked)
}

func TestWhatTheCalendarRefusesIsBlamedOnItsField(t *testing.T) {
	h := open(t)
	refused := incident.Fail(incident.CodeField, "February has no day 30: give one of its 29 days, or -1 for its last.")
	refused.Field = "repeat.day"
	h.drills.err = refused
	p := h.ask("POST", "/api/v1/drills", asked()).problem(http.StatusUnprocessableEntity, "field_invalid")
	require.Equal(t, "body.repeat.day", p.Errors[0].Location)
	h.drills.err = incident.Fail(incident.CodeNoPlan, "There is no plan \"flood\": see the plans.")
	p = h.ask("POST", "/api/v1/drills", asked("plan", "flood")).problem(http.StatusUnprocessableEntity, "plan_unknown")
	require.Equal(t, "body.plan", p.Errors[0].Location)
}

func TestSchedulesAreChanged(t *testing.T) {
	h := open(t)
	const id = "drl-0123abc"
	h.ask("POST", "/api/v1/drills/"+id+"/pause", map[string]any{"by": "li-hua", "reason": "rebuilding"}).ok(http.StatusOK)
	h.ask("POST", "/api/v1/drills/"+id+"/resume", map[string]any{"by": "li-hua"}).ok(http.StatusOK)
	h.ask("POST", "/api/v1/drills/"+id+"/skip", map[string]any{"by": "li-hua", "date": "2027-03-02"}).ok(http.StatusOK)
	h.ask("POST", "/api/v1/drills/"+id+"/skip", map[string]any{"by": "li-hua"}).ok(http.StatusOK)
	a := h.ask("POST", "/api/v1/drills/"+id+"/delete", map[string]any{"by": "li-hua"}).ok(http.StatusOK)
	require.Equal(t, map[string]any{"id": id}, a.json())
	require.Equal(t, []change{
		{"pause", id, "li-hua", "rebuilding"}, {"resume", id, "li-hua", ""}, {"skip", id, "li-hua", "2027-03-02"}, {"skip", id, "li-hua", ""}, {"delete", id, "li-hua", ""},
	}, h.drills.changes)

	for _, ignored := range []string{"epoch", "confirm"} { // the calendar has no commander
		body := map[string]any{"by": "x", ignored: map[string]any{"epoch": 1, "confirm": true}[ignored]}
		for _, verb := range []string{"pause", "resume", "skip", "delete"} {
			h.ask("POST", "/api/v1/drills/"+id+"/"+verb, body).problem(http.StatusUnprocessableEntity, "request_invalid")
		}
		h.ask("POST", "/api/v1/drills", asked(ignored, body[ignored])).problem(http.StatusUnprocessableEntity, "request_invalid")
	}
	require.Len(t, h.drills.changes, 5)

	h.ask("POST", "/api/v1/drills/other/pause", map[string]any{"by": "x"}).problem(http.StatusNotFound, "schedule_unknown")
	h.ask("POST", "/api/v1/drills/"+id+"/skip", map[string]any{"by": "x", "date": "2027-02-30"}).problem(http.StatusUnprocessableEntity, "request_invalid")
	h.drills.err = incident.Fail(drill.CodeUnknown, "There is no such schedule: see the list of drills.")
	h.ask("POST", "/api/v1/drills/"+id+"/pause", map[string]any{"by": "x"}).problem(http.StatusNotFound, "schedule_unknown")
}

func TestTheCalendarIsListedInTheOrderOfWhatComesNext(t *testing.T) {
	h := open(t)
	at := func(day int) []drill.Coming {
		return []drill.Coming{{Date: "x", At: incident.Time(time.Date(2027, 3, day, 2, 0, 0, 0, time.UTC))}}
	}
	h.drills.views = []drill.ScheduleView{
		{ID: "drl-none", Site: "riverside"}, {ID: "drl-late", Site: "riverside", Next: at(9)}, {ID: "drl-soon", Site: "riverside", Next: at(2)}, {ID: "drl-far", Site: "hilltop", Next: at(1)},
	}
	require.Equal(t, []string{"drl-soon", "drl-late", "drl-none"}, h.through("/api/v1/drills?limit=1&site=riverside", "id"))
	require.Equal(t, []string{"drl-far", "drl-soon", "drl-late", "drl-none"}, h.through("/api/v1/drills?limit=3", "id"))
	h.ask("GET", "/api/v1/drills?site=nowhere", nil).problem(http.StatusUnprocessableEntity, "site_unknown")
}

func TestWhatIsDueSaysWhetherItIsComplete(t *testing.T) {
	h := open(t)
	require.Equal(t, map[string]any{"items": []any{}, "next_cursor": nil, "complete": false}, h.ask("GET", "/api/v1/drills/due", nil).ok(http.StatusOK).json())
	h.drills.due, h.drills.complete = []drill.Due{{Site: "riverside", Plan: "fire", Months: 6, Standing: drill.Never}}, true
	a := h.ask("GET", "/api/v1/drills/due", nil).ok(http.StatusOK)
	require.Equal(t, true, a.json()["complete"])
	item := a.items()[0].(map[string]any)
	require.Equal(t, "never", item["standing"])
	require.Nil(t, item["last_at"])
	h.drills.err = away()
	h.ask("GET", "/api/v1/drills/due", nil).problem(http.StatusServiceUnavailable, "engine_unavailable")
}
