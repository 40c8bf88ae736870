package dispatch

// Quarters: which part of the codes an incident's texts bear. Somebody who is called to two incidents must be able to say which
// they answer, so that incidents of one site that are open at the same time get different parts as long as there are any.

import (
	"context"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
)

// quarters remembers which quarters were given last. One that the shadow may not know of yet counts as much as many pages.
type quarters struct {
	// scattered: other processes give quarters too, of which nothing is known yet. Of quarters that are alike it then takes none
	// first, but one by the incident's id, so that two processes do not take the same one each time.
	scattered bool

	mu    sync.Mutex
	given []givenQuarter // oldest first
}

type givenQuarter struct {
	incident, site string
	quarter        int
	at             time.Time
}

// The rules of the choice. [design]
const (
	mostGiven    = 200 // quarters that are remembered
	justDeclared = 100 // what an incident counts that began within shadowLag, in pages
)

// quarter is the one least in use at an incident's site, of several the one that was given longest ago. What the shadow does not
// say in time is left out: then they go round.
func (d *Desk) quarter(ctx context.Context, in *frozen.Input) int {
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	used, err := d.shadow.CodesInUse(ctx, in.Site.ID)
	if err != nil {
		d.log.Warn("which codes are in use is not known", "incident", in.ID, "error", causeOf(err))
	}
	return d.quarters.next(in, used)
}

// next gives an incident its quarter; one that is declared again keeps it.
func (q *quarters) next(in *frozen.Input, used map[string]int) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if k := slices.IndexFunc(q.given, func(g givenQuarter) bool { return g.incident == in.ID }); k >= 0 {
		return q.given[k].quarter
	}
	var count, last [reply.Quarters]int
	for k := range count {
		count[k] = used[reply.TokenDigits[k:k+1]]
	}
	for k, g := range q.given {
		if g.site != in.Site.ID {
			continue
		}
		last[g.quarter-1] = k + 1
		if in.DeclaredAt.Sub(g.at) <= shadowLag {
			count[g.quarter-1] += justDeclared
		}
	}
	first := q.first(in.ID)
	best := first
	for n := range count {
		k := (first + n) % len(count)
		if count[k] < count[best] || (count[k] == count[best] && last[k] < last[best]) {
			best = k
		}
	}
	q.given = append(q.given, givenQuarter{in.ID, in.Site.ID, best + 1, in.DeclaredAt})
	q.given = q.given[max(0, len(q.given)-mostGiven):]
	return best + 1
}

// first is the quarter that is looked at first, from 0 on.
func (q *quarters) first(id string) int {
	if !q.scattered {
		return 0
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(id))
	return int(sum.Sum32() % uint32(reply.Quarters))
}
