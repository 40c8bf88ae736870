package app

// The clock: this machine's against those of others that it speaks with anyway, the carrier and the database server.

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"muster/ops/doctor"
	"muster/store"
)

// compared are those whose clocks ours is compared with, as a measure and a sentence name them.
var compared = []struct{ of, whose string }{{ofCarrier, "the carrier's"}, {ofServer, "the database server's"}}

const (
	ofCarrier = "carrier"
	ofServer  = "database"
)

// clocks are what others' clocks have shown last.
type clocks struct {
	mu    sync.Mutex
	shown map[string]doctor.Dated
}

// carrier notes the date of an answer of the carrier's.
func (c *clocks) carrier(h http.Header, asked, at time.Time) {
	if dated, ok := doctor.DateOf(h, asked, at); ok {
		c.note(ofCarrier, dated)
	}
}

func (c *clocks) note(of string, dated doctor.Dated) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shown == nil {
		c.shown = map[string]doctor.Dated{}
	}
	c.shown[of] = dated
}

// ahead is how far ours is ahead of each.
func (c *clocks) ahead() map[string]time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]time.Duration{}
	for of, dated := range c.shown {
		all[of], _ = dated.Ahead()
	}
	return all
}

// complaints says from which of them ours is too far.
func (c *clocks) complaints() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var said []string
	for _, other := range compared {
		dated, ok := c.shown[other.of]
		if found := doctor.Clock(other.whose, dated); ok && found.State == doctor.Fail {
			said = append(said, strings.ToUpper(found.Text[:1])+found.Text[1:]+".")
		}
	}
	return said
}

// clockEvery lies between two looks at the database server's clock.
const clockEvery = time.Minute

// watchClock looks at the database server's clock, where there is one, until the program ends. An API speaks with no carrier.
func (p *program) watchClock(ctx context.Context) error {
	if p.config.Database == "" {
		return nil
	}
	p.later(background(ctx, func(ctx context.Context) {
		ticks := time.NewTicker(clockEvery)
		defer ticks.Stop()
		for {
			p.lookAtClock(ctx)
			select {
			case <-ticks.C:
			case <-ctx.Done():
				return
			}
		}
	}))
	return nil
}

// lookAtClock asks the database server for its time. One that is away is said to be elsewhere.
func (p *program) lookAtClock(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, followBound)
	defer cancel()
	asked := time.Now()
	now, err := ask(ctx, p.store, func(s *store.Store) (time.Time, error) { return s.ServerTime(ctx) })
	if err == nil {
		p.clocks.note(ofServer, serverDated(now, asked, time.Now()))
	}
}

// serverDated is a server's time as an answer of a carrier's would show it.
func serverDated(now, asked, at time.Time) doctor.Dated {
	return doctor.Dated{Date: now.Truncate(time.Second), At: at, Within: at.Sub(asked)}
}
