package scenario_test

// A storm at night that opens a burst pipe and a power cut: three incidents, and six people on duty.

import (
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// shares are the seats of a plan with those that one person may hold beside each.
func shares(t *testing.T, plan string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("../../plans/library/" + plan + ".yaml")
	require.NoError(t, err)
	var file struct {
		Seats map[string]struct {
			SharesWith []string `yaml:"shares_with"`
		}
	}
	require.NoError(t, yaml.Unmarshal(data, &file))
	all := map[string][]string{}
	for id, seat := range file.Seats {
		for _, other := range seat.SharesWith {
			all[id], all[other] = append(all[id], other), append(all[other], id)
		}
	}
	return all
}

// crewOf is who holds which seats of an incident; it fails where somebody holds two that do not share.
func crewOf(t *testing.T, in harness.Incident) map[string][]string {
	t.Helper()
	may, held := shares(t, in.Plan), map[string][]string{}
	for _, s := range in.Seats {
		for _, h := range s.Holders {
			for _, other := range held[h.Responder] {
				require.Contains(t, may[s.ID], other, "%s of %s", h.Responder, in.Plan)
			}
			held[h.Responder] = append(held[h.Responder], s.ID)
		}
	}
	return held
}

// threefold is a storm with the incidents that it has opened.
type threefold struct {
	walk
	storm, burst, power string
}

// link waits until the storm has opened a plan and gives the incident.
func (s *threefold) link(plan string) string {
	s.t.Helper()
	id := ""
	harness.Await(s.t, 20*time.Second, plan+" is opened", func() bool {
		for _, l := range s.Incident(s.storm).Links {
			if l.Plan == plan && l.Kind == "child" {
				id = l.Incident
			}
		}
		return id != ""
	})
	awaitLine(s.t, s.Program, s.storm, "incident.linked", id, 20*time.Second)
	return id
}

func (s *threefold) state(in, fact string) {
	s.t.Helper()
	s.Do(http.MethodPost, declarations+"/"+in+"/facts", map[string]any{"name": fact, "value": true, "by": "control"}, nil)
}

// moves has somebody who works in one incident accept in another and waits until both have it on their timelines.
func (s *threefold) moves(who, name, from, to string) {
	s.t.Helper()
	s.say(to, who, "3", "page.accepted", name)
	awaitLine(s.t, s.Program, to, "person.taken", name, 20*time.Second)
	awaitLine(s.t, s.Program, from, "person.let.go", name, 20*time.Second)
}

// commands puts somebody from home in command, as the control room does by hand.
func (s *threefold) commands(in, who, name string) {
	s.t.Helper()
	s.code(in, "chen-jing") // who is on duty for it, and has a storm to command
	s.Do(http.MethodPost, declarations+"/"+in+"/seats/DUTY/assign", map[string]string{"responder": who, "by": "control", "reason": "came in from home"}, nil)
	awaitLine(s.t, s.Program, in, "command.changed", name+" is in command", 20*time.Second)
}

func (s *threefold) begins() {
	s.t.Helper()
	s.storm = s.declare("storm-of-three", harness.Declaration{
		"plan": "storm", "site": "riverside", "mode": "real", "location": "Building 3", "summary": "red warning", "story": story(night, 1),
	})
	for _, p := range []struct{ id, name string }{
		{"zhou-min", "Zhou Min"}, {"wu-gang", "Wu Gang"}, {"chen-jing", "Chen Jing"}, {"zhao-lei", "Zhao Lei"}, {"liu-yang", "Liu Yang"}, {"sun-hao", "Sun Hao"},
	} {
		s.say(s.storm, p.id, "3", "page.accepted", p.name)
	}
}

func TestStormOpensABurstAndAPowerCutWithSixPeopleOnDuty(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	s := &threefold{walk: walk{muster, harness.NewTown(t, muster, ""), t}}
	s.begins()
	s.state(s.storm, "garage_deep")
	s.burst = s.link("pipe-burst")
	s.commands(s.burst, "li-hua", "Li Hua")
	s.moves("wu-gang", "Wu Gang", s.storm, s.burst)
	s.moves("zhao-lei", "Zhao Lei", s.storm, s.burst)
	s.moves("liu-yang", "Liu Yang", s.storm, s.burst)
	awaitLine(t, muster, s.storm, "page.sent", "nobody yet for Security", 20*time.Second)
	s.say(s.storm, "chen-jing", "1", "ladder.in.hand", "nobody yet for Security") // who is being asked about gaps decides nothing else
	s.state(s.storm, "switch_room_threat")
	s.Reply(s.Phone("chen-jing"), harness.Code(s.AwaitMessage("chen-jing", "是否启动停电预案", 20*time.Second).Body)+" 1")
	awaitLine(t, muster, s.storm, "decision.made", "Yes", 20*time.Second)
	s.power = s.link("power-outage")
	s.commands(s.power, "zhang-wei", "Zhang Wei")
	s.moves("sun-hao", "Sun Hao", s.storm, s.power)
	s.state(s.burst, "people_hurt")
	awaitLine(t, muster, s.burst, "level.changed", "L1", 20*time.Second)
	s.say(s.power, "zhao-lei", "3", "page.accepted", "Zhao Lei")
	awaitLine(t, muster, s.burst, "person.taken", "taken from Power outage", 20*time.Second)
	awaitLine(t, muster, s.power, "person.let.go", "Zhao Lei works in Pipe burst", 20*time.Second)
	s.requireCrews()
	s.requireCommandersTold()
	harness.RequireOnce(t, muster.Ledger())
	for id, name := range map[string]string{s.storm: "storm-of-three", s.burst: "storm-of-three-burst", s.power: "storm-of-three-power"} {
		harness.RequireSent(t, awaitSettled(t, muster, id), muster.Ledger())
		requireGolden(t, muster, id, name)
	}
}

// requireCrews fails unless everybody works in one of the incidents and holds there what one person may.
func (s *threefold) requireCrews() {
	s.t.Helper()
	works := map[string]string{}
	for _, id := range []string{s.storm, s.burst, s.power} {
		in := s.Incident(id)
		for who := range crewOf(s.t, in) {
			require.Empty(s.t, works[who], "%s works in %s too", who, in.Plan)
			works[who] = in.Plan
		}
	}
	require.Equal(s.t, map[string]string{
		"zhou-min": "storm", "chen-jing": "storm",
		"wu-gang": "pipe-burst", "zhao-lei": "pipe-burst", "liu-yang": "pipe-burst", "li-hua": "pipe-burst",
		"sun-hao": "power-outage", "zhang-wei": "power-outage",
	}, works)
}

// requireCommandersTold fails unless whoever commands has heard of everybody who came or went, and the person too.
func (s *threefold) requireCommandersTold() {
	s.t.Helper()
	for who, phrases := range map[string][]string{
		"chen-jing": {"Wu Gang已调往“爆管跑水”", "Zhao Lei已调往“爆管跑水”", "Liu Yang已调往“爆管跑水”", "Sun Hao已调往“停电”"},
		"li-hua":    {"Wu Gang is yours now, taken from: Storm", "Zhao Lei is yours now, taken from: Storm", "Zhao Lei is yours now, taken from: Power outage"},
		"zhang-wei": {"Sun Hao is yours now, taken from: Storm", "Zhao Lei has gone to: Pipe burst"},
		"zhao-lei":  {"您已投入“爆管跑水”，此处不再由您负责"},
	} {
		for _, phrase := range phrases {
			s.AwaitMessage(who, phrase, 20*time.Second)
		}
	}
}
