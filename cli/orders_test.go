package cli_test

import (
	"os/user"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/notice"
)

func TestOrdersSayWhatTheyWereToldAndHowItStands(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	type body = map[string]any
	for _, c := range []struct {
		line string // words; an underscore stands for a space
		path string
		body body
		said string
	}{
		{"answer zhou-min eta --minutes 5", "answers", body{"responder": "zhou-min", "answer": "eta", "minutes": 5.0}, "recorded: zhou-min says eta."},
		{"answer zhou-min on-scene", "answers", body{"responder": "zhou-min", "answer": "on_scene"}, "recorded: zhou-min says on-scene."},
		{"answer zhou-min done --step F02 --value true", "answers", body{"responder": "zhou-min", "answer": "done", "step": "F02", "value": "true"}, "recorded: zhou-min says done."},
		{"step start F05 --note here", "steps/F05/start", body{"note": "here"}, "F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00."},
		{"step done F02 --value true", "steps/F02/done", body{"value": "true"}, "F02 Confirm the fire is done = true."},
		{"step skip F05 --reason no_engines", "steps/F05/skip", body{"reason": "no engines"}, "F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00."},
		{"step add Meet_the_engines --seat SEC --target 10m --reason fog", "steps", body{"title": "Meet the engines", "seat": "SEC", "target": "10m0s", "reason": "fog"}, "F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00."},
		{"level l1 --reason trapped --confirm", "level", body{"level": "L1", "reason": "trapped", "confirm": true}, "level L2."},
		{"step reassign F05 wu-di", "steps/F05/reassign", body{"to": "wu-di"}, "F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00."},
		{"step extend F05 10m --reason snow", "steps/F05/extend", body{"until": "2026-11-22T19:11:30Z", "reason": "snow"}, "F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00."},
		{"step extend F05 2026-11-23T03:30:00+08:00", "steps/F05/extend", body{"until": "2026-11-22T19:30:00Z"}, "F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00."},
		{"fact confirmed true", "facts", body{"name": "confirmed", "value": "true"}, "Fire confirmed: true."},
		{"level l1 --reason trapped", "level", body{"level": "L1", "reason": "trapped"}, "level L2."},
		{"place B3 --floor 13", "places", body{"building": "B3", "floor": "13"}, "0 places now."},
		{"note the_gate_is_open", "notes", body{"text": "the gate is open"}, "noted."},
		{"seat assign SEC zhou-min", "seats/SEC/assign", body{"responder": "zhou-min"}, "SEC Security has 0 of 2: nobody."},
		{"seat release DUTY wang-lei --reason hurt", "seats/DUTY/release", body{"responder": "wang-lei", "reason": "hurt"}, "DUTY Duty manager has 1 of 1: Wang Lei."},
		{"escalate --reason silence", "escalate", body{"reason": "silence"}, "the next rung is called for every seat that lacks somebody."},
		{"escalate --seat SEC --reason silence", "escalate", body{"seat": "SEC", "reason": "silence"}, "the next rung is called for SEC."},
		{"stand-down --outcome false-alarm --reason toast", "stand-down", body{"outcome": "false-alarm", "reason": "toast"}, "open."},
		{"cancel --reason over", "cancel", body{"outcome": "handled", "reason": "over"}, "open."},
		{"resume", "resume", body{}, "the drill goes on."},
		{"notice send --text Keep_away. --audience site --yes", "notices", body{"text": body{"en": "Keep away.", "zh": ""}, "audience": "site"}, "the notice was taken."},
		{"notice send --notice N1 --zone low,high --kind all-clear --yes", "notices", body{"notice": "N1", "zones": []any{"low", "high"}, "kind": "all-clear"}, "the notice was taken."},
		{"notice approve n1", "notices/n1/approve", body{}, "n1."},
		{"notice reject n1 --reason too_early", "notices/n1/reject", body{"reason": "too early"}, "n1."},
	} {
		args := strings.Fields(c.line)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "_", " ")
		}
		out := requireDone(t, append(args, "--by", "li-na")...)
		require.Equal(t, fireID+": "+c.said+"\n", out, c.line)
		c.body["by"] = "li-na"
		require.Equal(t, c.body, m.lastCall().Body, c.line)
		require.Equal(t, "/incidents/"+fireID+"/"+c.path, m.lastCall().Path, c.line)
		require.NotEmpty(t, m.lastCall().Key, c.line)
	}
}

func TestWhoeverCompletesAStepIsToldBeforehandHowManyResidentsItTells(t *testing.T) {
	m, _ := newMuster(t)
	v := view(fireID)
	last := incident.Time(opening.Add(time.Hour))
	v.Steps[1].Notice = &incident.ForeseenNotice{ID: "N3", Kind: notice.Update, AudienceCount: 412, ExpectedLastAt: last}
	m.incidents = []incident.View{v}
	out := requireDone(t, "step", "done", "F05", "--by", "li-na")
	require.Equal(t, "F05 sends notice N3 (update) to 412 residents, the last at 04:00:00.\n"+fireID+": F05 Meet the engines is open, zhou-min, by 2026-11-23 03:03:00.\n", out)
	require.NotContains(t, requireDone(t, "step", "done", "F05", "--by", "li-na", "--json"), "sends notice")
	const told = "F05 sends notice N3 (update) to 412 residents, the last at 04:00:00.\n"
	for line, says := range map[string]bool{
		"answer zhou-min done": true, "answer li-na done --step F05": true, "answer li-na done": false, "answer zhou-min done --step F02": false, "answer zhou-min on-scene": false,
	} {
		out := requireDone(t, append(strings.Fields(line), "--by", "li-na")...)
		require.Equal(t, says, strings.HasPrefix(out, told), "%s: %s", line, out)
	}
	require.Contains(t, requireDone(t, "show"), "sends N3 to 412 residents, last 04:00:00")
	require.Contains(t, requireDone(t, "show", "--lang", "zh"), "将发N3给412户，末条04:00:00")
}

func TestAnOrderMayNameItsIncident(t *testing.T) {
	m, _ := newMuster(t)
	three(m)
	requireDone(t, "fact", "inc-ab", "confirmed", "true")
	require.Equal(t, "/incidents/"+waterID+"/facts", m.lastCall().Path)
	requireDone(t, "note", "aa", "water is back")
	require.Equal(t, "/incidents/"+fireID+"/notes", m.lastCall().Path)
	require.Equal(t, "water is back", m.lastCall().Body["text"])
	requireDone(t, "resume", "ab")
	require.Equal(t, "/incidents/"+waterID+"/resume", m.lastCall().Path)
	before := len(m.calls)
	require.Equal(t, 2, run("fact", "confirmed", "true").code, "which one?")
	require.Len(t, m.calls, before)
}

func TestWhoSaysSo(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	login, err := user.Current()
	require.NoError(t, err)
	requireDone(t, "note", "x")
	require.Equal(t, login.Username, m.lastCall().Body["by"])
	t.Setenv("MUSTER_BY", "wang-lei")
	requireDone(t, "note", "x")
	require.Equal(t, "wang-lei", m.lastCall().Body["by"])
	requireDone(t, "note", "x", "--by", "li-na")
	require.Equal(t, "li-na", m.lastCall().Body["by"])
}

func TestNobodyPassesAHardGateByTheirLogin(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	refused := outcome{2, "", "F20 Allow re-entry is a hard gate: say who decides, with --by NAME.\n"}
	require.Equal(t, refused, run("step", "done", "F20"))
	require.Equal(t, refused, run("step", "skip", "F20", "--reason", "late"))
	require.Empty(t, m.calls)
	requireDone(t, "step", "done", "F20", "--by", "wang-lei")
}

func TestOrdersThatNeedAReasonAskForIt(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	for _, line := range []string{"level L1", "escalate", "stand-down", "cancel", "step skip F05"} {
		require.Equal(t, outcome{2, "", "Say why, for the record: --reason \"...\".\n"}, run(strings.Fields(line)...), line)
	}
	require.Empty(t, m.calls)
}

func TestATimeForAStepMustBeOne(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	for _, wrong := range []string{"soon", "-5m", "0s"} {
		got := run("step", "extend", "F05", "--", wrong)
		require.Equal(t, 2, got.code)
		require.Contains(t, got.errs, "is no time: write how much longer (10m)")
	}
}

func TestStandingDownSaysWhatIsStillToDo(t *testing.T) {
	m, _ := newMuster(t)
	v := view(fireID)
	v.State = incident.StandingDown
	m.incidents = []incident.View{v}
	require.Equal(t, fireID+": standing-down; 2 steps of recovery to come.\n", requireDone(t, "stand-down", "--reason", "out", "--by", "wang-lei"))
	handled, end := "handled", incident.Time(opening.Add(time.Hour))
	m.incidents[0].State, m.incidents[0].Outcome, m.incidents[0].EndedAt = incident.Closed, &handled, &end
	require.Equal(t, fireID+": closed, handled.\n", requireDone(t, "cancel", fireID, "--reason", "out"))
}
