package chaos_test

// The people at the phones: some accept and do their tasks, some stay silent, decline, or are out of reach.

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"muster/carrier/sim"
	"muster/test/harness"
)

// handsets is how many numbers the demonstration site's responders have, from +12025550100.
const handsets = 30

// populate gives every handset a person.
func (s *story) populate() {
	for k := range handsets {
		s.carrier.SetHabit(fmt.Sprintf("+120255501%02d", k), person(rand.New(rand.NewPCG(s.seed, uint64(k)))))
	}
}

// person is somebody whose mood differs from text to text, the same for the same seed.
func person(r *rand.Rand) sim.Habit {
	salt := r.Uint64()
	return func(body string) sim.Reaction {
		mood := rand.New(rand.NewPCG(salt, hash(body)))
		after := span(mood, 200*time.Millisecond, 4*time.Second)
		token := harness.Code(body)
		switch draw := mood.Float64(); {
		case draw < 0.05:
			return sim.Reaction{Code: 30003}
		case token == "" || draw < 0.35:
			return sim.Reaction{}
		case draw < 0.5:
			return sim.Reaction{After: after, Text: token + " 5"}
		case strings.Contains(body, token+" 4 1"), strings.Contains(body, token+" 4"):
			return sim.Reaction{After: after, Text: token + " 4 1"}
		default:
			return sim.Reaction{After: after, Text: token + " 1"}
		}
	}
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum64()
}
