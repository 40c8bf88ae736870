package incident_test

// The property of the whole spine: whatever befalls two or three incidents of one site, nobody works in two of them, nobody is
// called twice for one attempt, somebody is always called or in charge, and each comes to its end.

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"
)

// endsWithin is how long the incidents of a county may take: people take steps on and forget them, and the plans' last ones are
// asked for again once in thirty days.
const endsWithin = 180 * 24 * time.Hour

func TestSeedsCountyKeepsItsLaws(t *testing.T) {
	first, _ := strconv.ParseUint(os.Getenv("MUSTER_FIRST_SEED"), 10, 64)
	for n := range uint64(seeds(t, 20)) {
		seed := first + n
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			c := newCounty(t, seed)
			c.emergencies()
			c.orders(25, 3*time.Hour)
			c.run(c.began.Add(endsWithin))
			c.ended(endsWithin)
		})
	}
}
