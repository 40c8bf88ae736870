package chaos_test

// Blows: when the program is killed, and what the phone network does to it before.

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
)

// kind is the moment that a blow waits for.
type kind string

// The kinds.
const (
	heldByWave   kind = "first wave held"      // the carrier has accepted messages of the first wave and holds its answers back
	heldBySettle kind = "second sending held"  // the same, of a message that was lost before and is sent again
	declaring    kind = "during declaration"   // within the declaration's own milliseconds
	sending      kind = "during the sending"   // once some messages of the wave have been posted
	unsettled    kind = "with unknown answers" // messages accepted whose answer was lost, nobody has asked yet
	burning      kind = "later in the fire"    // at any moment
)

type blow struct {
	kind  kind
	count int           // messages to wait for
	wait  time.Duration // then
}

// blows draws as many as asked for: of forty, twelve with a held first wave, four with a held second sending.
func (s *story) blows(n int) []blow {
	var blows []blow
	for k := range n {
		b := blow{kind: burning, count: 1 + s.rand.IntN(10), wait: span(s.rand, 0, 100*time.Millisecond)}
		switch at := k * defaultKills / n; {
		case at < 12:
			b.kind = heldByWave
		case at < 16:
			b.kind, b.count = heldBySettle, 1
		case at < 22:
			b.kind, b.wait = declaring, span(s.rand, 0, 120*time.Millisecond)
		case at < 30:
			b.kind = sending
		case at < 35:
			b.kind, b.wait = unsettled, span(s.rand, 0, 2*time.Second)
		default:
			b.wait = span(s.rand, 200*time.Millisecond, 4*time.Second)
		}
		blows = append(blows, b)
	}
	s.rand.Shuffle(n, func(i, k int) { blows[i], blows[k] = blows[k], blows[i] })
	return blows
}

func span(r *rand.Rand, from, to time.Duration) time.Duration {
	return from + time.Duration(r.Int64N(int64(to-from)))
}

// receipts get lost, come twice, late and in the wrong order all the time.
var receipts = sim.ReceiptFaults{Dropped: 0.4, Duplicated: 0.1, Reordered: 0.1, Late: 0.2, LateBy: 2 * time.Second}

// weather is what goes wrong between the blows.
var weather = sim.Faults{
	Chances: []sim.Chance{
		{Fault: sim.Lost, Share: 0.03},
		{Fault: sim.BadGatewayTaken, Share: 0.02},
		{Fault: sim.BadGateway, Share: 0.02},
		{Fault: sim.Cut, Share: 0.02},
		{Fault: sim.TooMany, Share: 0.02},
		{Fault: sim.Truncated, Share: 0.02},
	},
	ListLag: time.Second, Receipts: receipts,
}

// faults are the network's before the blow.
func (b blow) faults() sim.Faults {
	f := sim.Faults{ListLag: time.Second, Receipts: receipts}
	switch b.kind {
	case heldByWave:
		f.Chances = []sim.Chance{{Fault: sim.Held, Share: 1}}
		f.Receipts.Dropped = 0.9 // else a receipt tells what the held answer does not
	case heldBySettle:
		f.Chances = []sim.Chance{{Fault: sim.Cut, Share: 1}} // until strike
	case unsettled:
		f.Chances = []sim.Chance{{Fault: sim.Lost, Share: 1}}
		f.Receipts.Dropped = 0.9
	default:
		f.Chances = weather.Chances
	}
	return f
}

// strike returns at the moment of the kill; posts is how many messages had been posted before.
func (b blow) strike(s *story, posts int) {
	s.t.Helper()
	switch b.kind {
	case heldByWave:
		s.await("held answers", func() bool { return s.carrier.Held() >= b.count })
	case heldBySettle:
		s.await("posts that are cut", func() bool { return s.carrier.Posts() >= posts+s.first })
		s.carrier.SetFaults(blow{kind: heldByWave}.faults())
		s.await("held answers to second sendings", func() bool { return s.carrier.Held() > 0 && s.sentAgain() })
	case sending, unsettled:
		s.await("posts", func() bool { return s.carrier.Posts() >= posts+b.count })
	case declaring, burning:
	}
	pause(b.wait)
}

func (s *story) await(what string, holds func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*lossBound)
	defer cancel()
	require.NoError(s.t, s.carrier.Await(ctx, holds), "waiting for %s", what)
}

// sentAgain says whether the carrier has accepted one of the pages with which the fire of this round began. While their
// first sending was under way it accepted nothing.
func (s *story) sentAgain() bool {
	for _, e := range s.carrier.Ledger() {
		known := slices.ContainsFunc(s.fires, func(f *fire) bool { return f.id == e.Tag.Incident })
		page, err := strconv.Atoi(strings.TrimPrefix(e.Tag.Page, "p"))
		if !known && !e.Reply && err == nil && page <= s.first && e.Tag.Attempt == 1 {
			return true
		}
	}
	return false
}
