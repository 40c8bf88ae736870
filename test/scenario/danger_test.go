package scenario_test

// Somebody in danger who has pages of three incidents open: all three are told before anything is asked.

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// workday is a Tuesday at ten in the morning: crew A is on duty, and the office.
const workday = "2026-11-24T02:00:00Z"

// hazards are three incidents that call the same guard, each with a commander of its own.
type hazards struct {
	walk
	fire, burst, gas string
}

const inDanger = "liu-yang"

func (h *hazards) all() []string { return []string{h.fire, h.burst, h.gas} }

// begin opens the three; nobody has answered the guard's pages yet.
func (h *hazards) begin() {
	h.t.Helper()
	h.fire = h.declare("danger-fire", harness.Fire("story", story(workday, 1)))
	h.burst = h.declare("danger-burst", harness.Fire("plan", "pipe-burst", "location", "Building 5, floor 2", "summary", "water from the ceiling", "story", story(workday, 1)))
	h.gas = h.declare("danger-gas", harness.Fire("plan", "gas-leak", "location", "Building 4, floor 3", "summary", "a smell of gas", "story", story(workday, 1)))
	h.say(h.fire, "chen-jing", "3", "command.changed", "Chen Jing is in command")
	for in, who := range map[string]string{h.burst: "zhang-wei", h.gas: "li-hua"} {
		h.code(in, "chen-jing") // whom the control room replaces at once
		h.Do(http.MethodPost, declarations+"/"+in+"/seats/DUTY/assign", map[string]string{"responder": who, "by": "control"}, nil)
		awaitLine(h.t, h.Program, in, "command.changed", "is in command", 20*time.Second)
	}
	for _, in := range h.all() {
		h.code(in, inDanger)
	}
}

// received are the texts that a person has got.
func (h *hazards) received(who string) []string {
	h.t.Helper()
	var all []string
	for _, m := range h.Messages(h.Phone(who)) {
		if m.Direction == "out" && m.Channel == "sms" {
			all = append(all, m.Body)
		}
	}
	return all
}

// alarms are the texts by which a commander hears of the danger.
func (h *hazards) alarms(who string) []string {
	return slices.DeleteFunc(h.received(who), func(body string) bool { return !strings.Contains(body, "Liu Yang +12025550103") })
}

func TestDangerWithThreePagesOpenReachesAllThreeAtOnceAndAsksOnce(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	h := &hazards{walk: walk{muster, harness.NewTown(t, muster, ""), t}}
	h.begin()
	before := len(h.received(inDanger))
	muster.Reply(h.Phone(inDanger), "7")
	for _, in := range h.all() {
		awaitLine(t, muster, in, "danger.reported", "Liu Yang", 20*time.Second)
	}
	for who, hazard := range map[string]string{"chen-jing": "火灾", "zhang-wei": "Pipe burst", "li-hua": "Gas leak"} {
		require.Contains(t, h.AwaitMessage(who, "Liu Yang +12025550103", 20*time.Second).Body, hazard)
	}
	said := h.received(inDanger)[before:]
	require.Len(t, said, 1, "one answer with one question")
	require.Contains(t, said[0], "危险已上报指挥，请先撤到安全处。 指哪一事件？请以代码开头：")
	for in, place := range map[string]string{h.fire: "火灾，Building 3, floor 12", h.burst: "爆管跑水，Building 5, floor 2", h.gas: "燃气泄漏，Building 4, floor 3"} {
		require.Contains(t, said[0], h.code(in, inDanger)+" "+place)
	}
	h.requireNothingHeldUp()
	h.narrows()
	for id, name := range map[string]string{h.fire: "danger-three-fire", h.burst: "danger-three-burst", h.gas: "danger-three-gas"} {
		harness.RequireSent(t, awaitSettled(t, muster, id), muster.Ledger())
		requireGolden(t, muster, id, name)
	}
	harness.RequireOnce(t, muster.Ledger())
}

// requireNothingHeldUp fails if an incident waits for the answer to the question: its people accept meanwhile, and whoever
// commands it sees to the danger there.
func (h *hazards) requireNothingHeldUp() {
	h.t.Helper()
	h.say(h.fire, "han-dong", "1", "page.accepted", "Han Dong")
	h.say(h.burst, "sun-hao", "1", "page.accepted", "Sun Hao")
	h.say(h.gas, "yang-jie", "1", "page.accepted", "Yang Jie")
	for _, in := range h.all() {
		require.Equal(h.t, "open", h.Incident(in).State)
	}
}

// narrows answers the question by a code: it stands in that incident's record and in no other, and nobody is alarmed anew.
func (h *hazards) narrows() {
	h.t.Helper()
	code := h.code(h.burst, inDanger)
	h.Reply(h.Phone(inDanger), code)
	awaitLine(h.t, h.Program, h.burst, "danger.reported", "Liu Yang says that the danger is here", 20*time.Second)
	for _, who := range []string{"chen-jing", "zhang-wei", "li-hua"} {
		require.Len(h.t, h.alarms(who), 1, who)
	}
	for _, in := range []string{h.fire, h.gas} {
		require.Len(h.t, lines(h.Timeline(in), "danger.reported"), 1, "not there")
	}
	h.say(h.burst, "zhang-wei", "1", "ladder.in.hand", "Zhang Wei sees to it: danger reported by Liu Yang")
	h.say(h.gas, "li-hua", "1", "ladder.in.hand", "Li Hua sees to it: danger reported by Liu Yang")
	h.say(h.fire, "chen-jing", "1", "ladder.in.hand", "Chen Jing sees to it: danger reported by Liu Yang")
}
