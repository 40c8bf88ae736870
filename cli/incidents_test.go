package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

const (
	fireID  = "inc-aaaaaaaaaaaaaaaa"
	waterID = "inc-abbbbbbbbbbbbbbb"
	oldID   = "inc-accccccccccccccc"
)

// three incidents: one open, one in recovery, one closed.
func three(m *muster) {
	fire, water, old := view(fireID), view(waterID), view(oldID)
	water.Plan, water.State, water.Mode, water.Location = "water-outage", incident.StandingDown, frozen.Drill, "1号楼"
	water.OpenedAt = incident.Time(opening.Add(-time.Hour))
	handled := "handled"
	old.State, old.Outcome = incident.Closed, &handled
	old.OpenedAt = incident.Time(opening.Add(-48 * time.Hour))
	m.incidents = []incident.View{old, water, fire}
}

func TestIncidentsAreListedNewestFirst(t *testing.T) {
	m, _ := newMuster(t)
	require.Equal(t, "There is no incident.\n", requireDone(t, "incidents"))
	three(m)
	require.Equal(t, `INCIDENT              MODE   STATE            PLAN          LEVEL  SITE       OPENED               SEATS  LOCATION
inc-aaaaaaaaaaaaaaaa  real   open             fire          L2     riverside  2026-11-23 03:00:00  1/2    Building 3, floor 12
inc-abbbbbbbbbbbbbbb  drill  standing-down    water-outage  L2     riverside  2026-11-23 02:00:00  1/2    1号楼
inc-accccccccccccccc  real   closed: handled  fire          L2     riverside  2026-11-21 03:00:00  1/2    Building 3, floor 12
`, requireDone(t, "ls"))
	require.NotContains(t, requireDone(t, "list", "--state", "open"), waterID)
	require.NotContains(t, requireDone(t, "incidents", "--mode", "drill"), fireID)
	var got []map[string]any
	require.NoError(t, json.Unmarshal([]byte(requireDone(t, "incidents", "--json")), &got))
	require.Len(t, got, 3)
}

func TestAnIncidentIsNamedByTheBeginningOfItsID(t *testing.T) {
	m, _ := newMuster(t)
	three(m)
	for _, ref := range []string{fireID, "inc-aa", "aa"} {
		require.Contains(t, requireDone(t, "show", ref), fireID, ref)
	}
	require.Contains(t, requireDone(t, "show", "ac"), oldID, "one that has ended too")
	got := run("show", "inc-a")
	require.Equal(t, 2, got.code)
	require.Equal(t, "\"inc-a\" may be several incidents; write more of the id:\n  inc-aaaaaaaaaaaaaaaa  fire, open, Building 3, floor 12\n  inc-abbbbbbbbbbbbbbb  water-outage, standing-down, 1号楼\n", got.errs)
	require.Equal(t, outcome{2, "", "There is no incident \"zz\": see `muster incidents`.\n"}, run("show", "zz"))
	require.Equal(t, outcome{1, "", "There is no such incident: see the list of incidents.\n"}, run("show", "inc-zzzzzzzzzzzzzzzz"))
}

func TestTheOnlyIncidentNeedsNoName(t *testing.T) {
	m, _ := newMuster(t)
	got := run("show")
	require.Equal(t, 2, got.code)
	require.Contains(t, got.errs, "No incident is open.")
	three(m)
	got = run("show")
	require.Equal(t, 2, got.code)
	require.Contains(t, got.errs, "2 incidents are open; name one by the beginning of its id:\n  inc-aaaa")
	m.incidents = m.incidents[2:]
	require.Contains(t, requireDone(t, "show"), fireID)
}

func TestShowingAnIncident(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	require.Equal(t, strings.TrimPrefix(`
*** REAL ***  Fire  L2  response                                                               +1:30
Building 3, floor 12: smoke
in command Wang Lei  SIMULATOR: no phone rings                       riverside  inc-aaaaaaaaaaaaaaaa

SEATS  1 of 2 filled, 2 people missing
 SEC   ░░  0/2  Security                                                         rung 2/6, next 0:15
 DUTY  █   1/1  Duty manager  Wang Lei here

PAGES

STEPS  1 open, 1 over, 1 to come
 F05  Meet the engines                                                   zhou-min          1:30 left
 F02  Confirm the fire                                                   SEC       done = true +1:00
 F20  Allow re-entry                                                     DUTY                to come

FACTS
 Fire confirmed                                                                                 true
`, "\n"), requireDone(t, "show"))
	require.Contains(t, requireDone(t, "show", "--lang", "zh"), "值班经理")
	require.Equal(t, outcome{2, "", "--lang is en or zh, not \"de\".\n"}, run("show", "--lang", "de"))
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(requireDone(t, "show", "--json")), &got))
	require.Equal(t, fireID, got["id"])
}

func TestATimelineIsPrintedInBothLanguages(t *testing.T) {
	m, _ := newMuster(t)
	m.incidents = []incident.View{view(fireID)}
	m.entry(fireID, "Fire L2 declared", "火灾L2", 0)
	m.entry(fireID, "Wu Di wrote: \x1b[2Jhello", "吴迪回复", 65*time.Second)
	m.timelines[fireID] = append(m.timelines[fireID], incident.Entry{
		Seq: 3, At: opening.Add(2 * time.Minute), Kind: incident.KindNote, By: "li-na", Text: frozen.Text{EN: "gate open", ZH: "gate open"},
	})
	require.Equal(t, "2026-11-23 03:00:00  Fire L2 declared\n2026-11-23 03:01:05  Wu Di wrote: [2Jhello\n2026-11-23 03:02:00  li-na: gate open\n", requireDone(t, "timeline"))
	require.Equal(t, "2026-11-23 03:00:00  火灾L2\n2026-11-23 03:01:05  吴迪回复\n2026-11-23 03:02:00  li-na: gate open\n", requireDone(t, "timeline", "--lang", "zh"))
	both := requireDone(t, "timeline", "--lang", "both")
	require.Contains(t, both, "Fire L2 declared  火灾L2\n")
	require.Contains(t, both, "li-na: gate open\n", "what is the same in both stands once")
	require.Equal(t, outcome{2, "", "--lang is en, zh or both, not \"x\".\n"}, run("timeline", "--lang", "x"))
	lines := strings.Split(strings.TrimSpace(requireDone(t, "timeline", "--json")), "\n")
	require.Len(t, lines, 3)
	var first incident.Entry
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &first))
	require.Equal(t, 1, first.Seq)
}

func TestWatchingWithoutATerminalPrintsTheTimelineToItsEnd(t *testing.T) {
	m, _ := newMuster(t)
	v := view(fireID)
	v.State = incident.Closed
	m.incidents = []incident.View{v}
	m.entry(fireID, "Fire L2 declared", "火灾L2", 0)
	m.entry(fireID, "Incident ended: handled", "事件结束", time.Minute)
	require.Equal(t, `inc-aaaaaaaaaaaaaaaa, Fire L2 (real), closed, +1:30, SEATS  1 of 2 filled, 2 people missing, STEPS  1 open, 1 over, 1 to come
2026-11-23 03:00:00  Fire L2 declared
2026-11-23 03:01:00  Incident ended: handled
`, requireDone(t, "watch", fireID))
	require.Equal(t, "2026-11-23 03:00:00  火灾L2\n2026-11-23 03:01:00  事件结束\n", requireDone(t, "timeline", fireID, "--follow", "--lang", "zh"))
}
