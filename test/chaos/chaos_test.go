// Package chaos kills the program again and again during fires, and counts what was owed, sent, doubled and lost. The carrier
// lives in the test's own process, so that its ledger outlives every kill.
package chaos_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/test/harness"
)

// The test's variables. It takes minutes, so that it runs only where it is asked for: make chaos.
const (
	enabledEnv = "MUSTER_CHAOS"
	seedEnv    = "MUSTER_CHAOS_SEED"
	killsEnv   = "MUSTER_CHAOS_KILLS"
)

// The bounds of RESPONSE section 3.5, and how many kills must hit an answer that is held back.
const (
	lossBound    = 15 * time.Second
	defaultKills = 40
)

// roundsAlive is through how many kills a fire burns before it is stood down.
const roundsAlive = 3

func TestKillsDuringAFireNeitherDoubleNorLoseAMessage(t *testing.T) {
	if os.Getenv(enabledEnv) == "" {
		t.Skipf("it takes minutes: make chaos, or set %s", enabledEnv)
	}
	seed, kills := number(t, seedEnv, uint64(time.Now().UnixNano())), int(number(t, killsEnv, defaultKills))
	t.Logf("%d kills by %s=%d", kills, seedEnv, seed)
	s := newStory(t, seed, kills)
	for k, blow := range s.blows(kills) {
		s.round(k, blow)
	}
	s.finish()
	total := s.tally()
	t.Log(total)
	require.NotZero(t, total.owed, "nothing was owed: the kills hit nothing")
	require.GreaterOrEqual(t, total.held, kills/4, "too few kills hit an answer that was held back")
	require.Empty(t, total.doubled, "doubled")
	require.Empty(t, total.lost, "lost")
	require.Empty(t, total.unowed, "sent, but on no record")
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, "%s is a number", name)
	return n
}

// story is one run: the program, the phone network, and what has happened.
type story struct {
	t       *testing.T
	seed    uint64
	rand    *rand.Rand
	muster  *harness.Program
	carrier *sim.Simulator
	fires   []*fire
	downs   []down
	held    int // kills that hit an answer that was held back
	asked   int // of these, how many hit one that SettleWave had sent
	first   int // people whom an undisturbed fire calls at once
	record  map[string]map[attemptKey]attempt
	last    map[string]view // by incident, as it was last looked at
}

// fire is one incident and the round that it was declared in.
type fire struct {
	id, key  string
	round    int
	declared time.Time
	ended    bool
}

// down is a time without a program.
type down struct{ from, until time.Time }

func newStory(t *testing.T, seed uint64, kills int) *story {
	s := &story{t: t, seed: seed, rand: rand.New(rand.NewPCG(seed, 7)), record: map[string]map[attemptKey]attempt{}, last: map[string]view{}}
	s.muster, s.carrier = harness.WithCarrier(t, sim.Options{Seed: seed})
	s.muster.Start()
	s.muster.Staff()
	s.populate()
	s.first = s.undisturbed()
	return s
}

// undisturbed declares a fire that nothing happens to, and counts whom it calls at once.
func (s *story) undisturbed() int {
	s.t.Helper()
	f := s.declare(-1)
	require.NotEmpty(s.t, f.id, "the fire was not declared")
	s.fires = append(s.fires, f)
	people := map[string]bool{}
	harness.Await(s.t, lossBound, "the first wave", func() bool {
		for _, e := range s.carrier.Ledger() {
			if e.Tag.Incident == f.id && e.Tag.Attempt == 1 {
				people[e.To] = true
			}
		}
		return len(people) >= max(1, s.look(f).called())
	})
	return len(people)
}

// round declares a fire, strikes, and starts the program again on what is left.
func (s *story) round(k int, b blow) {
	s.t.Helper()
	s.carrier.SetFaults(b.faults())
	began := make(chan *fire, 1)
	posts := s.carrier.Posts()
	go func() { began <- s.declare(k) }()
	b.strike(s, posts)
	held := s.carrier.Held() > 0
	if held {
		s.held++
		if b.kind == heldBySettle {
			s.asked++
		}
	}
	d := down{from: time.Now()}
	s.muster.Kill()
	s.carrier.SetFaults(weather)
	f := <-began
	pause(time.Duration(s.rand.Int64N(int64(time.Second))))
	s.muster.Start()
	d.until = time.Now()
	s.downs = append(s.downs, d)
	s.t.Logf("round %2d: %-22s held %-5t down %s", k+1, b.kind, held, d.until.Sub(d.from).Round(time.Millisecond))
	s.fires = append(s.fires, s.insist(f))
	s.note()
	s.standDown(func(f *fire) bool { return k-f.round >= roundsAlive-1 })
}

// pause waits for a time: the kill is to come at a moment of chance, not when something happens.
func pause(d time.Duration) { <-time.After(d) }

// finish lets what is owed come to its end, ends every fire for good and takes its record.
func (s *story) finish() {
	s.t.Helper()
	s.carrier.SetFaults(sim.Faults{})
	pause(lossBound)
	for _, f := range s.fires {
		s.end(f, "cancel", map[string]string{"by": "chaos", "reason": "enough"})
	}
	pause(lossBound)
	s.note()
	for _, f := range s.fires {
		require.Equal(s.t, "closed", s.last[f.id].State, "%s has ended", f.id)
	}
}
