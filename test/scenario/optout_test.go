package scenario_test

// Somebody who wants no more messages in the middle of two incidents, and wants them again later.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
	"muster/test/harness"
)

// leaving is a story of an engineer who texts STOP.
type leaving struct {
	walk
	burst, fire, gas string
}

const engineer = "zhao-lei"

// texts are what the carrier has taken for the engineer's phone, replies aside.
func (l *leaving) texts() []sim.Entry {
	l.t.Helper()
	return slices.DeleteFunc(l.Ledger(), func(e sim.Entry) bool {
		return e.To != l.Phone(engineer) || e.Reply || e.Channel != carrier.SMS
	})
}

// begin calls the engineer in two incidents; one has a commander.
func (l *leaving) begin() {
	l.t.Helper()
	l.burst = l.declare("opts-out-burst", harness.Fire("plan", "pipe-burst", "location", "Building 5, floor 2", "summary", "water from the ceiling", "story", story(workday, 1)))
	l.say(l.burst, "chen-jing", "3", "command.changed", "Chen Jing is in command")
	l.fire = l.declare("opts-out-fire", harness.Fire("story", story(workday, 1)))
	l.code(l.burst, engineer)
	l.code(l.fire, engineer)
}

// stops has the engineer opt out: the next people are called at once in both, and fill what was asked of him.
func (l *leaving) stops() {
	l.t.Helper()
	l.Reply(l.Phone(engineer), "STOP")
	for _, in := range []string{l.burst, l.fire} {
		gone := awaitLine(l.t, l.Program, in, "page.unreachable", "Zhao Lei not reached: has opted out of messages", 20*time.Second)
		require.Equal(l.t, "未能联系Zhao Lei：已退订短信", gone.Text.ZH)
		next := awaitLine(l.t, l.Program, in, "page.sent", "Deng Chao called: Plumber and pumps", 20*time.Second)
		require.Less(l.t, next.At.Sub(gone.At), 15*time.Second, "not at a rung's own time")
	}
	l.AwaitMessage("chen-jing", "Zhao Lei已退订短信，无法联系，正在呼叫其他人", 20*time.Second)
	l.say(l.burst, "deng-chao", "1", "seat.filled", "Plumber and pumps filled")
	l.say(l.burst, "feng-kai", "1", "seat.filled", "Electrician filled")
}

// isLeftAlone declares a third incident: nobody texts the engineer there either, and the next people are called at once.
func (l *leaving) isLeftAlone(before int) {
	l.t.Helper()
	l.gas = l.declare("opts-out-gas", harness.Fire("plan", "gas-leak", "location", "Building 4, floor 3", "summary", "a smell of gas", "story", story(workday, 1)))
	awaitLine(l.t, l.Program, l.gas, "page.unreachable", "Zhao Lei not reached: has opted out of messages", 20*time.Second)
	awaitLine(l.t, l.Program, l.gas, "page.sent", "Deng Chao called: Plumber and valves", 20*time.Second)
	for _, in := range []string{l.burst, l.fire, l.gas} {
		awaitSettled(l.t, l.Program, in)
	}
	require.Len(l.t, l.texts(), before, "no more texts, wherever they would have come from")
}

// starts has the engineer want messages again: he is told so once, and is called like anybody from then on.
func (l *leaving) starts(before int) {
	l.t.Helper()
	l.Reply(l.Phone(engineer), "START")
	l.AwaitMessage(engineer, "已恢复接收应急短信", 20*time.Second)
	require.Len(l.t, l.texts(), before, "what is filled is not asked of him")
	l.Reply(l.Phone("deng-chao"), harness.Code(l.AwaitMessage("deng-chao", "爆管跑水", 20*time.Second).Body)+" 5")
	awaitLine(l.t, l.Program, l.burst, "seat.reopened", "Deng Chao leaves Plumber and pumps", 20*time.Second)
	l.say(l.burst, engineer, "1", "page.accepted", "Zhao Lei accepted: Plumber and pumps")
}

func TestWhoOptsOutInMidIncidentIsReplacedAndLeftAlone(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	l := &leaving{walk: walk{muster, harness.NewTown(t, muster, ""), t}}
	l.begin()
	before := len(l.texts())
	l.stops()
	l.isLeftAlone(before)
	l.starts(before)
	harness.RequireOnce(t, muster.Ledger())
	for id, name := range map[string]string{l.burst: "opts-out", l.gas: "opts-out-gas"} {
		requireGolden(t, muster, id, name)
	}
}

func TestPostOfAHolderWhoOptsOutIsTakenOver(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	w := walk{muster, harness.NewTown(t, muster, ""), t}
	burst := w.declare("opts-out-post", harness.Fire("plan", "pipe-burst", "location", "Building 5", "summary", "water from the ceiling", "story", story(workday, 1)))
	w.say(burst, "chen-jing", "3", "command.changed", "Chen Jing is in command")
	w.say(burst, engineer, "3", "seat.filled", "Plumber and pumps filled")
	w.Reply(w.Phone(engineer), "STOP")
	awaitLine(t, muster, burst, "page.unreachable", "Zhao Lei not reached: has opted out of messages", 20*time.Second)
	w.AwaitMessage("chen-jing", "Zhao Lei已退订短信", 20*time.Second)
	awaitLine(t, muster, burst, "relief.asked", "Zhao Lei is to be relieved", 20*time.Second)
	w.say(burst, "deng-chao", "1", "page.accepted", "Deng Chao accepted: Plumber and pumps")
	awaitLine(t, muster, burst, "seat.relieved", "Zhao Lei", 20*time.Second)
}
