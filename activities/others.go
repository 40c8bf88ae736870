package activities

// Others: two incidents may send one person the same words under the same code, and call them in the same minute. What belongs
// to another incident's attempt is not adopted.

import (
	"context"
	"slices"
	"sync"
	"time"

	"muster/carrier"
	"muster/incident"
)

// OtherIncidents knows what other incidents have sent.
type OtherIncidents interface {
	// RecordedElsewhere gives those of some messages and calls to a phone that are recorded for attempts of other incidents.
	RecordedElsewhere(ctx context.Context, incident, phone string, ids []string) ([]string, error)
}

// othersTimeout bounds the question: sending never waits for the database.
const othersTimeout = time.Second

// adopt gives the first of some messages, or calls, that no other attempt has, -1 if there is none. The attempt has it from then on.
func (p *Pager) adopt(ctx context.Context, id string, q incident.Ask, ids []string) int {
	elsewhere := p.recordedElsewhere(ctx, id, q.To, ids)
	return slices.IndexFunc(ids, func(found string) bool {
		return !slices.Contains(elsewhere, found) && p.adopted.claim(found, carrier.Tag{Incident: id, Page: q.Page, Attempt: q.Attempt})
	})
}

// recordedElsewhere is empty while nobody can say: then what the carrier has under the same words is taken for the attempt.
func (p *Pager) recordedElsewhere(ctx context.Context, id, phone string, ids []string) []string {
	if p.Others == nil || len(ids) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, othersTimeout)
	defer cancel()
	elsewhere, err := p.Others.RecordedElsewhere(ctx, id, phone, ids)
	if err != nil {
		return nil
	}
	return elsewhere
}

// mostAdopted is how many adoptions are remembered; they matter for the seconds until the shadow has them.
const mostAdopted = 10_000

// adoptions are the messages and calls that attempts have adopted here: two that ask at once do not both adopt one.
type adoptions struct {
	mu sync.Mutex
	by map[string]carrier.Tag
}

// claim says whether an attempt may adopt what bears the carrier's id: nobody else has.
func (a *adoptions) claim(id string, by carrier.Tag) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if holder, ok := a.by[id]; ok {
		return holder == by
	}
	if a.by == nil || len(a.by) >= mostAdopted {
		a.by = map[string]carrier.Tag{}
	}
	a.by[id] = by
	return true
}
