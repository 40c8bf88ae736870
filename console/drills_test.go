package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
)

// calendar has one schedule, and remembers what was asked of it.
type calendar struct {
	made []drill.Schedule
	did  []string
	err  error
}

func (d *calendar) ScheduleDrill(_ context.Context, key string, s drill.Schedule) (drill.ScheduleView, error) {
	d.made, d.did = append(d.made, s), append(d.did, "schedule "+key)
	return drill.ScheduleView{ID: "drl-new"}, d.err
}

func (d *calendar) Schedules(context.Context) ([]drill.ScheduleView, error) {
	return []drill.ScheduleView{{
		ID: "drl-1", Plan: "fire", Site: "riverside", Location: "Building <3>", Repeat: drill.Rule{Unit: drill.Monthly, Day: 5}, Notice: drill.Announced,
		Next:    []drill.Coming{{Date: "2026-12-05", At: incident.Time(now.AddDate(0, 0, 12))}},
		Last:    &drill.Past{Date: "2026-11-05", State: drill.Begun, Incident: p("inc-drill1"), At: incident.Time(now)},
		Overdue: []drill.OverdueView{{Date: "2026-11-20", At: incident.Time(now)}},
	}, {ID: "drl-2", Plan: "fire", Site: "hilltop", Location: "Elsewhere"}}, d.err
}

func (d *calendar) note(text string) (drill.ScheduleView, error) {
	d.did = append(d.did, text)
	return drill.ScheduleView{}, d.err
}

func (d *calendar) PauseSchedule(_ context.Context, id, by, reason string) (drill.ScheduleView, error) {
	return d.note("pause " + id + " " + by + " " + reason)
}

func (d *calendar) ResumeSchedule(_ context.Context, id, by string) (drill.ScheduleView, error) {
	return d.note("resume " + id + " " + by)
}

func (d *calendar) SkipSchedule(_ context.Context, id, by string, _ drill.Date) (drill.ScheduleView, error) {
	return d.note("skip " + id + " " + by)
}

func (d *calendar) DeleteSchedule(_ context.Context, id, by string) error {
	_, err := d.note("delete " + id + " " + by)
	return err
}

func (d *calendar) DrillsDue(context.Context) (due []drill.Due, complete bool, err error) {
	return []drill.Due{{Site: "riverside", Plan: "storm", Months: 12, Standing: drill.Never}, {Site: "hilltop", Plan: "fire", Months: 6, Standing: drill.Practised}}, false, d.err
}

func practising(t *testing.T) (*house, *calendar) {
	t.Helper()
	kept := &calendar{}
	h := open(t, func(o *console.Options) { o.Drills = kept })
	h.who = "trainer@riverside"
	return h, kept
}

func TestDrillsShowTheCalendarAndWhatIsDue(t *testing.T) {
	h, kept := practising(t)
	h.holds(fire(frozen.Drill))
	h.get("/console/drills").is(http.StatusOK).has(
		"Building &lt;3&gt;", "every month", "2026-12-05", "begun", "/console/incidents/inc-drill1/review", "Should have begun", "NEVER practised", "every 12 months", "are not counted", "Stop it",
	).lacks("Elsewhere", "drl-2")
	h.lang = "zh"
	h.get("/console/drills").has("每月", "从未演练", "演练计划")
	h.lang, h.who = "en", "responder@riverside"
	h.get("/console/drills").is(http.StatusOK).lacks("Put a drill into the calendar", `action="/console/drills`)
	kept.err = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	h.get("/console/drills").has("engine does not answer")
}

func TestDrillIsPutIntoTheCalendar(t *testing.T) {
	h, kept := practising(t)
	form := url.Values{
		"key": {strings.Repeat("k", 20)}, "plan": {"fire"}, "site": {"riverside"}, "first": {"2026-12-03"}, "from": {"10:30"}, "unit": {"week"}, "notice": {"announced"},
	}
	h.post("/console/drills", form).goesTo("/console/drills")
	made := kept.made[0]
	require.Equal(t, drill.Rule{Unit: drill.Weekly, Days: []drill.Weekday{"thu"}}, made.Rule)
	require.Equal(t, drill.DateOf(2026, time.December, 3), made.First)
	require.Equal(t, "10:30", made.From.String()[:5])
	require.Equal(t, "Riverside Gardens", made.Location)
	require.Equal(t, drill.AheadIfLeft, made.Ahead)
	require.Equal(t, "schedule console-"+form.Get("key"), kept.did[0])
	require.Equal(t, "schedule-drill", h.audit.last().Action)
	for field, value := range map[string]string{"first": "soon", "from": "noon", "unit": "sometimes", "site": "elsewhere", "key": "x"} {
		wrong := url.Values{}
		for name, values := range form {
			wrong[name] = values
		}
		wrong.Set(field, value)
		h.post("/console/drills", wrong).is(http.StatusUnprocessableEntity).has(`role="alert"`)
	}
	require.Len(t, kept.made, 1)
	h.who = "responder@riverside"
	h.post("/console/drills", form).is(http.StatusForbidden)
}

func TestScheduleIsChangedByThoseOfItsSite(t *testing.T) {
	h, kept := practising(t)
	for _, verb := range []string{"pause", "resume", "skip", "delete"} {
		h.post("/console/drills/drl-1/"+verb, url.Values{"reason": {"holiday"}}).goesTo("/console/drills")
		require.Equal(t, verb+"-drill", h.audit.last().Action)
	}
	require.Equal(t, []string{"pause drl-1 Ann Li holiday", "resume drl-1 Ann Li", "skip drl-1 Ann Li", "delete drl-1 Ann Li"}, kept.did)
	h.post("/console/drills/drl-2/pause", url.Values{}).is(http.StatusForbidden)
	h.post("/console/drills/drl-9/pause", url.Values{}).is(http.StatusNotFound)
	h.post("/console/drills/other/pause", url.Values{}).is(http.StatusNotFound)
	h.who = string(account.Viewer)
	h.post("/console/drills/drl-1/pause", url.Values{}).is(http.StatusForbidden)
	require.Len(t, kept.did, 4)
}
