package scenario_test

// People who say no, whose phones are off, and who want no more messages: the next one is called at once.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/test/harness"
)

// The story runs slowly enough that a rung which is brought forward is told from one that has come.
func TestNextPersonIsCalledForWhoeverDeclinesBouncesOrOptsOut(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	town := harness.NewTown(t, muster, "")
	muster.Habit(town.Phone("chen-jing"), "opt-out") // the duty manager
	muster.Habit(town.Phone("zhao-lei"), "decline")  // the engineer
	muster.Habit(town.Phone("zhou-min"), "bounce", "code", 30003)
	// A Tuesday morning: crew A is on duty, with the office.
	fire := muster.Declare(harness.Fire("story", story("2026-11-24T02:00:00Z", 1)))
	awaitLine(t, muster, fire.ID, "page.declined", "Zhao Lei", 15*time.Second)
	awaitLine(t, muster, fire.ID, "page.unreachable", "Zhou Min", 15*time.Second)
	awaitLine(t, muster, fire.ID, "page.unreachable", "Chen Jing", 15*time.Second)
	town.AwaitMessage("zhang-wei", "Duty manager", 15*time.Second)
	for _, p := range muster.Incident(fire.ID).Pages {
		switch p.Responder {
		case "chen-jing":
			require.True(t, slices.ContainsFunc(p.Attempts, func(a harness.Attempt) bool { return a.Channel == "voice" }), "who reads no messages is called")
		case "zhou-min":
			require.Equal(t, "undelivered", p.Attempts[0].State, "a phone that is off may be switched on again")
		case "zhao-lei":
			require.Equal(t, "declined", p.State)
		}
	}
	var toChen int
	for _, e := range muster.Ledger() {
		if e.To == town.Phone("chen-jing") && !e.Reply && e.Channel == carrier.SMS && strings.Contains(e.Body, "L3") {
			toChen++
		}
	}
	require.Equal(t, 1, toChen, "who wants no messages gets no more")
}
