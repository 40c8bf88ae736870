package app

// The line in several processes: what the carrier complains of to one of them, all know. Receipts come to an API, and the watchdog
// that tells of them is a worker's.

import (
	"context"
	"slices"
	"time"

	"muster/carrier"
	"muster/store"
	"muster/watchdog"
)

// lineEvery lies between two looks at what other processes have heard.
const lineEvery = 3 * time.Second

// shareLine exchanges what the carrier complains of with other processes, until the program ends. While the database is away each
// knows what it has heard itself.
func (p *program) shareLine(ctx context.Context) error {
	p.later(background(ctx, func(ctx context.Context) {
		ticks := time.NewTicker(lineEvery)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				p.exchangeLine(ctx)
			case <-ctx.Done():
				return
			}
		}
	}))
	return nil
}

// exchangeLine takes in what others have heard, and keeps what they do not know yet. What two keep at once comes together at the
// next exchange.
func (p *program) exchangeLine(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, followBound)
	defer cancel()
	kept, err := p.store.Heard(ctx)
	if err != nil {
		return // a database that is away is said to be elsewhere
	}
	for _, h := range kept {
		p.line.Learn(watchdog.Spell{Class: carrier.Class(h.Class), First: h.First, Last: h.Last})
	}
	var news []store.Heard
	for _, s := range p.line.Spells() {
		heard := store.Heard{Class: string(s.Class), First: s.First, Last: s.Last}
		if !slices.ContainsFunc(kept, func(k store.Heard) bool { return sameHeard(k, heard) }) {
			news = append(news, heard)
		}
	}
	if err := p.store.SaveHeard(ctx, news); err != nil {
		p.log.Debug("what the carrier complains of was not kept for other processes", "error", err)
	}
}

func sameHeard(a, b store.Heard) bool {
	return a.Class == b.Class && a.First.Equal(b.First) && a.Last.Equal(b.Last)
}

// Heard gives what the carrier has complained of to any process.
func (d *database) Heard(ctx context.Context) ([]store.Heard, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.Heard, error) { return s.Heard(ctx) })
}

// SaveHeard keeps it.
func (d *database) SaveHeard(ctx context.Context, heard []store.Heard) error {
	_, err := ask(ctx, d, func(s *store.Store) (struct{}, error) { return struct{}{}, s.SaveHeard(ctx, heard) })
	return err
}
