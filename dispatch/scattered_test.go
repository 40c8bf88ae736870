package dispatch

// Quarters where several processes give them.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/incident/reply"
)

// numbered is an incident at the site of all others.
func numbered(n int) *frozen.Input {
	in := &frozen.Input{ID: fmt.Sprintf("inc-%d", n), DeclaredAt: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	in.Site.ID = "riverside"
	return in
}

func TestProcessesThatKnowNothingOfEachOtherDoNotBeginWithOneQuarter(t *testing.T) {
	first := map[int]int{}
	for n := range 400 {
		process := &quarters{scattered: true}
		first[process.next(numbered(n), nil)]++
	}
	require.Len(t, first, reply.Quarters)
	for quarter, times := range first {
		require.Greater(t, times, 50, quarter)
	}
	one, given := &quarters{scattered: true}, map[int]bool{}
	for n := range reply.Quarters {
		given[one.next(numbered(n), nil)] = true
	}
	require.Len(t, given, reply.Quarters, "one process gives each before it gives one again")
}
