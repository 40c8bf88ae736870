package scenario_test

// Walked scenarios on the whole program, under a story clock: the shift changes, the commander falls silent, a false alarm, two
// declarers, and a drill that is overtaken.

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// nobodyHurt has those who count people find nobody trapped, hurt or missing, as on the pages.
func (s *tale) nobodyHurt() {
	for _, step := range []string{"F06", "F14A", "F15"} {
		s.Choose(step, "0")
	}
}

// Ten minutes go by in twelve seconds: beside other programs people would be too slow for such a clock.
func TestTheShiftChangesDuringAFire(t *testing.T) {
	muster := harness.Start(t, storyClock)
	s := begins(t, muster, "2026-11-23 06:50", 50, "confirmed", true)
	s.nobodyHurt()
	s.Leave("Z1", "question")
	crews := strings.Fields("zhou-min chen-jing liu-yang zhao-lei sun-hao " + // and by day:
		"gao-yuan luo-yong he-ping lin-xia song-tao tang-wei feng-kai han-dong yang-jie cao-mei yuan-ting peng-yu zeng-qian xie-lan pan-hong")
	s.Deaf(func(p harness.Page) bool { return !slices.Contains(crews, p.Responder) }) // wu-gang above all
	s.Oblige()
	const change = 10 * time.Minute
	s.requireAt(s.await("shift.changed", "Shift change: 5 to be relieved", change), change)
	s.await("command.changed", "He Ping is in command", change)
	s.requireCalled("shift-change", 0)
	s.requireCalled("shift-change", change)
	s.requireTells("shift-change", "incident.opened", "seat.needs.changed", "shift.changed", "relief.asked", "seat.relieved", "command.changed")
	for _, e := range muster.Timeline(s.id) {
		if e.Kind == "page.sent" && strings.HasPrefix(e.Text.EN, "Wu Gang") {
			require.Less(t, s.after(e), change+time.Second, "who has not accepted by the change is not called any more")
		}
	}
	s.AwaitMessage("chen-jing", "接替您", 15*time.Second)
	s.requireOnce()
}

// Minutes go by in seconds, as above.
func TestTheCommanderFallsSilentAndTheDeputySucceeds(t *testing.T) {
	muster := harness.Start(t, storyClock)
	s := begins(t, muster, "2026-11-23 14:00", 40, "confirmed", true)
	s.nobodyHurt()
	s.Leave("Z1", "question")
	s.Deaf(func(p harness.Page) bool {
		called := p.Kind == "page" && len(p.Seats) == 0 // about the command, or what is late
		switch p.Responder {
		case "he-ping": // has taken the command, and nothing more is heard of him
			return true
		case "li-hua": // takes nothing but the command
			return !called && p.Step == nil
		case "zhang-wei", "yang-jie": // leave the command to him
			return called || p.Responder == "zhang-wei"
		}
		return false
	})
	walk{muster, s.Town, t}.say(s.id, "he-ping", "1", "page.accepted", "He Ping")
	s.Oblige()
	heard, asked := s.await("page.accepted", "He Ping accepted: Duty manager", time.Minute), s.await("task.sent", "He Ping", time.Minute)
	sought := s.await("command.sought", "a successor is being called", 4*time.Minute)
	require.GreaterOrEqual(t, sought.At.Sub(heard.At), 3*time.Minute)
	require.LessOrEqual(t, sought.At.Sub(asked.At), 3*time.Minute+s.lag())
	s.await("command.changed", "Li Hua is in command", 4*time.Minute)
	s.requireCalled("commander-silent", 0)
	s.AwaitMessage("li-hua", "YOU COMMAND", 15*time.Second)
	s.AwaitMessage("he-ping", "现由", 15*time.Second)
	path, order := declarations+"/"+s.id+"/level", map[string]any{"level": "L1", "by": "he-ping", "reason": "I am back"}
	require.Contains(t, muster.Refused(http.StatusConflict, http.MethodPost, path, order).Detail, "Li Hua is in command now")
	require.NotEqual(t, "L1", muster.Incident(s.id).Level, "what was refused is not done")
	order["confirm"] = true
	muster.Do(http.MethodPost, path, order, nil)
	s.requireTells("commander-silent", "incident.opened", "command.sought", "command.changed", "command.overruled", "level.changed", "seat.opened")
	require.Equal(t, "li-hua", *muster.Incident(s.id).Commander)
	require.Len(t, lines(muster.Timeline(s.id), "command.briefed"), 1)
	s.requireOnce()
}

func TestAFalseAlarmTellsTheSixWhoWereCalledToReturn(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	s := begins(t, muster, "2026-11-23 02:00", 5)
	s.Choose("F02", "false")
	s.Oblige()
	ended := s.AwaitState("closed", 60*time.Second)
	require.Equal(t, "false-alarm", *ended.Outcome)
	s.requireCalled("false-alarm", 0)
	s.requireTells("false-alarm", "incident.opened", "fact.stated", "command.changed", "incident.standing.down", "incident.ended")
	s.requireOnce()
	told, called := saying(muster, "false alarm. Everybody return", "误报，请全体返回"), map[string]bool{}
	for _, p := range muster.Incident(s.id).Pages {
		called[s.Phone(p.Responder)] = true
	}
	require.Len(t, called, 6)
	require.Len(t, told, 6)
	for phone := range called {
		require.Equal(t, 1, told[phone], "%s hears once that it was a false alarm", phone)
	}
	for _, id := range []string{"O4A", "O4B"} {
		k := slices.IndexFunc(ended.Steps, func(step harness.Step) bool { return step.ID == id })
		require.Equal(t, "done", ended.Steps[k].State, "what a false alarm leaves to do is done")
	}
	require.Empty(t, muster.Outside(s.id), "nobody outside was called")
}

func TestTwoDeclarersOfOneFireBecomeOneIncident(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	first := begins(t, muster, "2026-11-23 13:59", 1)
	s := begins(t, muster, "2026-11-23 14:00", 5, "reported_by", "luo-yong")
	s.Oblige() // whoever is called by the first one waits
	ended := s.AwaitState("closed", 60*time.Second)
	require.Equal(t, "duplicate", *ended.Outcome)
	s.requireTells("two-declarers", "incident.opened", "incident.possible.duplicate", "command.changed", "decision.made", "incident.merging", "incident.merged", "incident.ended")
	s.AwaitMessage("luo-yong", "同一事件", 15*time.Second)
	merged := awaitLine(t, muster, first.id, "incident.merged", "", 10*time.Second)
	there := muster.Incident(first.id)
	for _, e := range muster.Timeline(s.id) {
		if e.Kind == "page.accepted" {
			require.NotEmpty(t, holder(there, e.Responder), "%s accepted, and holds no seat in the other incident", e.Responder)
		}
	}
	for _, e := range muster.Timeline(first.id) {
		if e.Kind == "page.sent" && e.At.After(merged.At) {
			require.Empty(t, holder(there, e.Responder), "who has accepted is not called again: %s", e.Text.EN)
		}
	}
	s.requireOnce(first.id)
}

func TestADrillIsOvertakenByARealFire(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	s := begins(t, muster, "2026-11-23 14:00", 10, "mode", "drill")
	s.Oblige()
	s.await("drill.contained", "Fire brigade", time.Minute)
	fire := begins(t, muster, "2026-11-23 14:02", 10)
	stopped := s.AwaitState("cancelled", 20*time.Second)
	require.Equal(t, "drill-ended", *stopped.Outcome)
	s.requireCalled("drill-overtaken", 0)
	s.requireTells("drill-overtaken", "incident.opened", "incident.cancelled", "incident.ended", "command.changed")
	fire.AwaitMessage("he-ping", "火灾 L3", 15*time.Second)
	requireNobodyCalledTwice(t, muster, s.id, fire.id)
}
