package scenario_test

// Drills: the same workflow, and nobody outside is reached. A real incident comes first.

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/test/harness"
)

// requireContained fails if a message has left that does not say that it is a drill, or has gone to anybody but staff.
func requireContained(t *testing.T, muster *harness.Program) {
	t.Helper()
	staff := map[string]bool{}
	for _, h := range muster.Handsets() {
		staff[h.Number] = h.Responder != ""
		if h.Responder == "" {
			require.Empty(t, muster.Messages(h.Number), "%s is a resident", h.Number)
		}
	}
	marks := map[string]int{}
	for _, e := range muster.Ledger() {
		require.True(t, staff[e.To], "%s is no responder", e.To)
		if e.Reply {
			continue
		}
		if e.Channel == carrier.Voice {
			require.Regexp(t, "This is a drill|这是演练", e.Body)
			continue
		}
		mark := "DRILL DRILL DRILL "
		if !strings.HasPrefix(e.Body, mark) {
			mark = "【演练】"
		}
		require.True(t, strings.HasPrefix(e.Body, mark), e.Body)
		marks[mark]++
	}
	require.Len(t, marks, 2, "both languages are spoken")
}

func TestDrillOfEveryPlanReachesNobodyOutside(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	for _, plan := range []string{"fire", "water-outage", "power-outage", "pipe-burst", "storm", "lift-entrapment", "gas-leak"} {
		t.Run(plan, func(t *testing.T) {
			muster := muster.For(t)
			drill := muster.Declare(harness.Fire("plan", plan, "mode", "drill", "location", "Building 2, floor 3", "story", story(morning, 20)))
			town := harness.NewTown(t, muster, drill.ID)
			town.Choose("S01", "red")
			town.Oblige()
			if plan == "storm" { // which is over when somebody says so
				awaitLine(t, muster, drill.ID, "drill.contained", "", 30*time.Second)
				status, data := muster.Call(http.MethodPost, declarations+"/"+drill.ID+"/facts", map[string]any{"by": "li-hua", "name": "storm_over", "value": true})
				require.True(t, status < 300 || status == http.StatusConflict, "%d %s", status, data) // somebody who was asked may have been quicker
			}
			ended := town.AwaitState("closed", 60*time.Second)
			require.Equal(t, "drill-ended", *ended.Outcome)
			requireFinished(t, ended)
			timeline := muster.Timeline(drill.ID)
			requireGapless(t, timeline)
			told := muster.Outside(drill.ID)
			require.NotEmpty(t, told, "the plan has something to contain")
			for _, would := range told {
				require.Equal(t, "drill", would.Mode)
			}
			require.Len(t, lines(timeline, "drill.contained"), len(told))
			require.Empty(t, lines(timeline, "notice.sent"))
			require.Empty(t, lines(timeline, "notice.recorded"))
		})
	}
	requireContained(t, muster)
}

func TestRealFireStopsTheDrillAtItsSite(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	drill := muster.Declare(harness.Fire("mode", "drill", "story", story(workday, 1)))
	town := harness.NewTown(t, muster, drill.ID)
	town.AwaitMessage("chen-jing", "演练", 10*time.Second)
	muster.Reply(town.Phone("chen-jing"), "1")
	awaitLine(t, muster, drill.ID, "page.accepted", "Chen Jing", 10*time.Second)
	awaitSettled(t, muster, drill.ID)
	fire := muster.Declare(harness.Fire("story", story(workday, 1)))
	stopped := town.AwaitState("cancelled", 15*time.Second)
	require.Equal(t, "drill-ended", *stopped.Outcome)
	awaitLine(t, muster, drill.ID, "incident.cancelled", "real incident", 5*time.Second)
	town.AwaitMessage("chen-jing", "演练终止", 10*time.Second)
	town.AwaitMessage("cao-mei", "STOPPED", 10*time.Second)
	real := harness.NewTown(t, muster, fire.ID)
	real.AwaitMessage("chen-jing", "火灾 L3", 10*time.Second)
	requireNobodyCalledTwice(t, muster, drill.ID, fire.ID)
	after := muster.Declare(harness.Fire("mode", "drill", "location", "Building 5", "story", story(workday, 1)))
	harness.NewTown(t, muster, after.ID).AwaitState("cancelled", 15*time.Second)
	for _, e := range muster.Ledger() {
		if e.Tag.Incident == after.ID {
			require.Regexp(t, drillOver, e.Body, "nobody is called for a drill in a real fire")
		}
	}
}

var drillOver = regexp.MustCompile("STOPPED|演练终止")

// requireNobodyCalledTwice fails if an attempt was sent twice, if somebody read the same words twice, or if somebody was called
// by the drill once the fire had called them: between the two they are told, once, that the drill is over.
func requireNobodyCalledTwice(t *testing.T, muster *harness.Program, drill, fire string) {
	t.Helper()
	awaitSettled(t, muster, drill)
	awaitSettled(t, muster, fire)
	ledger := muster.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 20)
	words, stopped, practised, called := map[string]int{}, map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, e := range ledger {
		if e.Reply {
			continue
		}
		words[e.To+" "+e.Body]++
		require.Equal(t, 1, words[e.To+" "+e.Body], "%s read twice: %s", e.To, e.Body)
		switch {
		case e.Tag.Incident == fire:
			called[e.To] = true
		case drillOver.MatchString(e.Body):
			stopped[e.To]++
		default:
			require.False(t, called[e.To] || stopped[e.To] > 0, "%s is still called for practice: %s", e.To, e.Body)
			practised[e.To] = true
		}
	}
	for phone := range practised {
		require.Contains(t, stopped, phone, "whoever was called for practice is told that it is over")
	}
	town, pages, asked := harness.NewTown(t, muster, drill), muster.Incident(drill).Pages, map[string]bool{}
	for _, p := range pages {
		asked[town.Phone(p.Responder)] = true
	}
	for phone, times := range stopped {
		require.Equal(t, 1, times, "%s was told %d times that a drill is over", phone, times)
		// Whose call was under way when the fire began, and was held back, hears it as well: it might have left.
		require.True(t, asked[phone], "%s is no part of the drill", phone)
	}
	for _, p := range pages {
		require.NotContains(t, []string{"queued", "paging", "seen"}, p.State, "%s is still asked by the drill", p.Responder)
	}
}

func TestDangerInADrillPausesItUntilSomebodyResumes(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	drill := muster.Declare(harness.Fire("mode", "drill"))
	town := harness.NewTown(t, muster, drill.ID)
	town.AwaitMessage("sun-hao", "演练", 10*time.Second)
	muster.Reply(town.Phone("sun-hao"), "真实情况")
	awaitLine(t, muster, drill.ID, "drill.paused", "Sun Hao", 10*time.Second)
	muster.Muster("resume", "--by", "li-hua", "--reason", "a slipped foot")
	awaitLine(t, muster, drill.ID, "drill.resumed", "a slipped foot", 5*time.Second)
	muster.Do(http.MethodPost, declarations+"/"+drill.ID+"/cancel", map[string]string{"by": "li-hua", "reason": "enough"}, nil)
	town.AwaitState("closed", 15*time.Second)
}
