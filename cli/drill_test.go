package cli_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

// drillRoutes are the calendar's.
func (m *muster) drillRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/v1/drills", func(w http.ResponseWriter, _ *http.Request) { page(w, m.schedules) })
	mux.HandleFunc("GET /api/v1/drills/due", func(w http.ResponseWriter, _ *http.Request) { reply(w, http.StatusOK, m.due) })
	mux.HandleFunc("POST /api/v1/drills", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusCreated, scheduleOf("drl-0000000000000000"))
	})
	mux.HandleFunc("POST /api/v1/drills/{id}/{verb}", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, scheduleOf(r.PathValue("id")))
	})
}

// scheduleOf is a fire drill on Tuesdays as the API shows it.
func scheduleOf(id string, changes ...any) map[string]any {
	s := map[string]any{
		"id": id, "plan": "fire", "site": "riverside", "location": "Building 3", "timezone": "Asia/Shanghai", "from": "09:30", "to": "11:30", "notice": "surprise",
		"repeat": map[string]any{"unit": "week", "every": 1, "days": []string{"tue"}}, "paused": false, "paused_by": nil, "skips": []string{}, "last": nil, "overdue": []any{},
		"next": []any{map[string]any{"date": "2027-03-02", "at": "2027-03-02T02:10:00.000Z"}, map[string]any{"date": "2027-03-09", "at": "2027-03-09T01:31:00.000Z"}},
	}
	for k := 0; k+1 < len(changes); k += 2 {
		s[changes[k].(string)] = changes[k+1]
	}
	return s
}

func TestADrillIsPutIntoTheCalendarByItsFlags(t *testing.T) {
	m, _ := newMuster(t)
	t.Setenv("MUSTER_BY", "li-hua")
	out := requireDone(t, "drill", "schedule", "fire", "--location", "Building 3", "--weekly", "tue", "--from", "09:30", "--to", "11:30", "--jitter", "90m", "--surprise")
	require.Equal(t, "drill      drl-0000000000000000 of fire at riverside, every week on tue 09:30-11:30, surprise\n"+
		"next       Tue 2027-03-02 10:10:00 CST, Tue 2027-03-09 09:31:00 CST\n", out)
	require.NotEmpty(t, m.lastCall().Key)
	require.Equal(t, map[string]any{
		"plan": "fire", "site": "riverside", "location": "Building 3", "repeat": map[string]any{"unit": "week", "days": []any{"tue"}},
		"from": "09:30", "to": "11:30", "jitter": "90m", "notice": "surprise", "by": "li-hua",
	}, m.lastCall().Body)
}

func TestTheDaysOfADrillAreRead(t *testing.T) {
	m, _ := newMuster(t)
	for flags, want := range map[string]map[string]any{
		"--on=2027-03-03":             {"unit": "once"},
		"--weekly=mon,THU --every=2":  {"unit": "week", "days": []any{"mon", "thu"}, "every": 2.0},
		"--monthly=31":                {"unit": "month", "day": 31.0},
		"--monthly=last":              {"unit": "month", "day": -1.0},
		"--monthly=2nd_tue":           {"unit": "month", "nth": 2.0, "weekday": "tue"},
		"--monthly=last_fri":          {"unit": "month", "nth": -1.0, "weekday": "fri"},
		"--yearly=02-29":              {"unit": "year", "month": 2.0, "day": 29.0},
		"--yearly=06_last_fri":        {"unit": "year", "month": 6.0, "nth": -1.0, "weekday": "fri"},
		"--yearly=02_last --every=10": {"unit": "year", "month": 2.0, "day": -1.0, "every": 10.0},
	} {
		args := []string{"drill", "schedule", "fire", "--location", "x", "--from", "09:30"}
		for _, flag := range strings.Fields(flags) {
			args = append(args, strings.ReplaceAll(flag, "_", " "))
		}
		requireDone(t, args...)
		require.Equal(t, want, m.lastCall().Body["repeat"], flags)
		require.Equal(t, "announced", m.lastCall().Body["notice"])
	}
	requireDone(t, "drill", "schedule", "fire", "--location", "x", "--from", "09:30", "--on", "2027-03-03")
	require.Equal(t, "2027-03-03", m.lastCall().Body["first"])
}

func TestADrillThatIsCalledForWronglyIsToldSo(t *testing.T) {
	newMuster(t)
	for flags, says := range map[string]string{
		"--from 09:30 --on 2027-03-03":                                        "Say where and from what time of day: --location \"Building 3\" --from 09:30.\n",
		"--location x --from 09:30":                                           "Say on which days by one of --on, --weekly, --monthly and --yearly.\n",
		"--location x --from 09:30 --on 2027-03-03 --weekly mon":              "Say on which days by one of --on, --weekly, --monthly and --yearly.\n",
		"--location x --from 09:30 --monthly often":                           "The day of --monthly is such as 15, last, \"2nd tue\" or \"last fri\", not \"often\".\n",
		"--location x --from 09:30 --monthly 9th,tue":                         "The day of --monthly is such as 15, last, \"2nd tue\" or \"last fri\", not \"9th tue\".\n",
		"--location x --from 09:30 --yearly june":                             "--yearly is a month and a day, such as 02-29 or \"06 last fri\", not \"june\".\n",
		"--location x --from 09:30 --on 2027-03-03 --surprise --announce 24h": "--surprise and --announce contradict each other: give one of them.\n",
	} {
		require.Equal(t, outcome{2, "", says}, run(append([]string{"drill", "schedule", "fire"}, strings.Fields(flags)...)...), flags)
	}
}

func TestTheCalendarIsListed(t *testing.T) {
	m, _ := newMuster(t)
	require.Equal(t, "The calendar is empty: put a drill into it with `muster drill schedule`.\n", requireDone(t, "drill", "list"))
	m.schedules = []map[string]any{
		scheduleOf("drl-aaaaaaaaaaaaaaaa", "last", map[string]any{"date": "2027-02-23", "state": "begun", "incident": "inc-1", "why": nil}),
		scheduleOf("drl-bbbbbbbbbbbbbbbb", "paused", true, "paused_by", "li-hua", "next", []any{}, "repeat", map[string]any{"unit": "year", "every": 2, "month": 2, "day": -1}),
		scheduleOf("drl-cccccccccccccccc", "next", []any{}, "to", "09:30", "repeat", map[string]any{"unit": "month", "every": 1, "nth": 2, "weekday": "tue"},
			"overdue", []any{map[string]any{"date": "2027-02-09", "at": "2027-02-09T01:30:00.000Z", "why": "Nothing began it: did Muster run at that time?"}}),
	}
	out := strings.Split(requireDone(t, "drill", "list"), "\n")
	require.Equal(t, strings.Fields("SCHEDULE PLAN SITE WHEN NEXT LAST LOCATION"), strings.Fields(out[0]))
	for line, phrases := range [][]string{
		1: {"drl-aaaaaaaaaaaaaaaa  fire  riverside  every week on tue 09:30-11:30, surprise", "Tue 2027-03-02 10:10:00 CST", "2027-02-23 begun inc-1", "Building 3"},
		2: {"every 2 years on the last day of month 2 09:30-11:30, surprise", "paused by li-hua"},
		3: {"every month on tue number 2 09:30, surprise", "none"},
		4: {"OVERDUE: drl-cccccccccccccccc of fire at Tue 2027-02-09 09:30:00 CST. Nothing began it: did Muster run at that time?"},
	} {
		for _, phrase := range phrases {
			require.Contains(t, out[line], phrase)
		}
	}
	var read []map[string]any
	require.NoError(t, json.Unmarshal([]byte(requireDone(t, "drill", "list", "--json")), &read))
	require.Len(t, read, 3)
}

func TestASchedulesDrillsArePausedSkippedAndDeleted(t *testing.T) {
	m, _ := newMuster(t)
	t.Setenv("MUSTER_BY", "li-hua")
	const id = "drl-aaaaaaaaaaaaaaaa"
	m.schedules = []map[string]any{scheduleOf(id), scheduleOf("drl-abbbbbbbbbbbbbbb")}
	next := id + ": next Tue 2027-03-02 10:10:00 CST, Tue 2027-03-09 09:31:00 CST.\n"
	for line, want := range map[string]struct {
		says string
		body map[string]any
	}{
		"pause aaa --reason rebuilding":     {id + ": paused; resume it when its drills are to go on.\n", map[string]any{"by": "li-hua", "reason": "rebuilding"}},
		"resume " + id:                      {next, map[string]any{"by": "li-hua"}},
		"skip drl-aa":                       {next, map[string]any{"by": "li-hua"}},
		"skip aa --on 2027-03-09 --by wang": {next, map[string]any{"by": "wang", "date": "2027-03-09"}},
		"delete aaaa":                       {id + ": taken out of the calendar.\n", map[string]any{"by": "li-hua"}},
	} {
		require.Equal(t, want.says, requireDone(t, append([]string{"drill"}, strings.Fields(line)...)...), line)
		require.Equal(t, want.body, m.lastCall().Body, line)
		verb, _, _ := strings.Cut(line, " ")
		require.Equal(t, "/drills/"+id+"/"+verb, m.lastCall().Path)
	}
	require.Equal(t, outcome{2, "", "There is no schedule \"zzz\": see `muster drill list`.\n"}, run("drill", "pause", "zzz"))
	require.Equal(t, outcome{2, "", "\"a\" may be several schedules: drl-aaaaaaaaaaaaaaaa, drl-abbbbbbbbbbbbbbb. Write more of the id.\n"}, run("drill", "pause", "a"))
	m.refuse = func(r *http.Request) *client.RefusalError {
		if r.Method == http.MethodGet {
			return nil
		}
		return &client.RefusalError{Status: 409, Detail: "These drills are not paused: there is nothing to resume.", Code: "nothing_open"}
	}
	require.Equal(t, outcome{1, "", "These drills are not paused: there is nothing to resume.\n"}, run("drill", "resume", "aaa"))
}

func TestWhatIsDueIsListed(t *testing.T) {
	m, _ := newMuster(t)
	m.due = map[string]any{"complete": false, "items": []any{
		map[string]any{"site": "riverside", "plan": "fire", "every_months": 6, "standing": "overdue", "last_at": "2026-08-31T02:00:00.000Z", "due_on": "2027-02-28", "next_at": nil},
		map[string]any{"site": "riverside", "plan": "storm", "every_months": 1, "standing": "never", "last_at": nil, "due_on": nil, "next_at": "2027-06-25T02:00:00.000Z"},
	}}
	out := strings.Split(requireDone(t, "drill", "due"), "\n")
	for line, words := range []string{
		"SITE PLAN EVERY STANDING LAST DUE NEXT", "riverside fire 6 months OVERDUE 2026-08-31 10:00:00 2027-02-28", "riverside storm 1 month NEVER 2027-06-25 10:00:00",
		"The database is away: drills that were declared by hand are not counted.",
	} {
		require.Equal(t, strings.Fields(words), strings.Fields(out[line]))
	}
	require.Contains(t, requireDone(t, "drill", "due", "--json"), `"standing": "never"`)
}
