package app

// The crew: whether workers are there that do what incidents ask for, as an API sees it from outside.

import (
	"context"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/client"

	"muster/worker"
)

const (
	crewEvery = 10 * time.Second // between two looks
	crewBound = 5 * time.Second  // for one
)

// crew looks whether workers are there. While the engine does not say, all is as it was; at first they are.
type crew struct {
	engine client.Client
	away   atomic.Bool
}

// run looks until ctx ends.
func (c *crew) run(ctx context.Context) {
	ticks := time.NewTicker(crewEvery)
	defer ticks.Stop()
	for {
		c.look(ctx)
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

func (c *crew) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, crewBound)
	defer cancel()
	if there, err := worker.Asking(ctx, c.engine); err == nil {
		c.away.Store(!there)
	}
}

// there says whether they are. Without a crew to look at, the process does the work itself.
func (c *crew) there() bool { return c == nil || !c.away.Load() }

// crewAway is said where nobody does what incidents ask for.
const crewAway = "No worker is there: declarations and answers are taken, and NOBODY IS CALLED until one is. Start `muster worker`, and call people by hand."
