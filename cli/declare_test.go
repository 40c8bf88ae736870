package cli_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

func TestDeclaringSaysWhoIsCalledAndWhatToDoNext(t *testing.T) {
	m, _ := newMuster(t)
	out := requireDone(t, "declare", "fire", "--location", "Building 3, floor 12", "--summary", "smoke in the corridor")
	require.Equal(t, `*** REAL ***  Fire 火灾, level L2, declared at Building 3, floor 12
incident   inc-zzzzzzzzzzzzzzzz
carrier    simulator: no phone rings; see `+"`muster phones`"+`
calling    Duty manager (1), Security (2)

Follow it: muster watch inc-zzzzzzzzzzzzzzzz
`, out)
	c := m.lastCall()
	require.Equal(t, "/incidents", c.Path)
	require.NotEmpty(t, c.Key, "so that a lost answer can be asked for again")
	require.Equal(t, map[string]any{"plan": "fire", "site": "riverside", "mode": "real", "location": "Building 3, floor 12", "summary": "smoke in the corridor"}, c.Body)
}

func TestADeclarationSaysAllThatItsFlagsSay(t *testing.T) {
	m, _ := newMuster(t)
	out := requireDone(t, "declare", "fire", "--drill", "--speed", "60", "--location", "B3", "--summary", "smoke", "--site", "hillside", "--level", "L1",
		"--place", "B3/12", "--place", "B4", "--confirmed", "--reported-by", "chen-jie", "--key", "k-1")
	require.Contains(t, out, "=== DRILL ===")
	c := m.lastCall()
	require.Equal(t, "k-1", c.Key)
	story, ok := c.Body["story"].(map[string]any)
	require.True(t, ok)
	start, err := time.Parse(time.RFC3339, story["start"].(string))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), start, time.Minute)
	delete(c.Body, "story")
	require.Equal(t, map[string]any{
		"plan": "fire", "site": "hillside", "mode": "drill", "location": "B3", "summary": "smoke", "level": "L1", "confirmed": true, "reported_by": "chen-jie",
		"places": []any{map[string]any{"building": "B3", "floor": "12"}, map[string]any{"building": "B4", "floor": ""}},
	}, c.Body)
	require.InDelta(t, 60, story["speed"], 0)
}

func TestDeclaringAsJSONPrintsTheIncident(t *testing.T) {
	newMuster(t)
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(requireDone(t, "declare", "fire", "--location", "x", "--summary", "y", "--json")), &got))
	require.Equal(t, "inc-zzzzzzzzzzzzzzzz", got["id"])
}

func TestADeclarationWhoseAnswerIsLostCanBeRepeated(t *testing.T) {
	m, _ := newMuster(t)
	m.refuse = func(r *http.Request) *client.RefusalError {
		if r.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		return nil
	}
	got := run("declare", "fire", "--location", "x", "--summary", "y")
	require.Equal(t, 1, got.code)
	require.Regexp(t, `^Nobody knows whether the incident was declared: Muster at \S+ did not answer. Say the same again with --key \S+, which opens nothing twice.\n$`, got.errs)
}

func TestWrongDeclarationsAreNotSent(t *testing.T) {
	m, _ := newMuster(t)
	good := []string{"--location", "x", "--summary", "y"}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"nothing said":   {nil, "Say where and what: --location \"Building 3, floor 12\" --summary \"smoke in the corridor\".\n"},
		"no mode":        {append([]string{"--mode", "test"}, good...), "--mode is real or drill, not \"test\".\n"},
		"both modes":     {append([]string{"--mode", "real", "--drill"}, good...), "--drill and --mode real contradict each other: give one of them.\n"},
		"unknown flag":   {append([]string{"--where", "x"}, good...), "Unknown flag: --where.\nSee muster declare --help.\n"},
		"speed no speed": {append([]string{"--speed", "fast"}, good...), "Invalid argument \"fast\" for \"--speed\" flag: strconv.ParseFloat: parsing \"fast\": invalid syntax.\nSee muster declare --help.\n"},
	} {
		got := run(append([]string{"declare", "fire"}, c.args...)...)
		require.Equal(t, outcome{2, "", c.says}, got, name)
	}
	got := run("declare")
	require.Equal(t, outcome{2, "", "That is not how it is called:\n  muster declare PLAN [flags]\nSee muster declare --help.\n"}, got)
	require.Empty(t, m.calls)
}

func TestTheSiteIsAskedForWhereThereAreSeveral(t *testing.T) {
	m, _ := newMuster(t)
	m.sites = []string{"riverside", "hillside"}
	require.Equal(t, outcome{2, "", "Say at which site, with --site: riverside, hillside.\n"}, run("declare", "fire", "--location", "x", "--summary", "y"))
	m.sites = nil
	require.Equal(t, outcome{2, "", "Muster knows no site yet: bring one in with `muster import FILE`.\n"}, run("declare", "fire", "--location", "x", "--summary", "y"))
}
