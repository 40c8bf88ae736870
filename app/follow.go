package app

// What processes that share a database have in common: changes that another has made, one key, and one pace of notices.

import (
	"context"
	"fmt"
	"maps"
	"time"

	"muster/activities"
	"muster/dispatch"
	"muster/store"
)

// How changes of other processes are followed.
const (
	followEvery = time.Second
	followBound = 2 * time.Second
	paceBound   = 500 * time.Millisecond
)

// followSites takes over sites, published plans, and what residents want, as other processes change them, until the program ends.
// A file in the data directory is this process's alone.
func (p *program) followSites(ctx context.Context) error {
	if p.config.Database == "" {
		return nil
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() { defer close(done); p.follow(ctx) }()
	p.later(func() { cancel(); <-done })
	return nil
}

func (p *program) follow(ctx context.Context) {
	var seen map[string]int64
	ticks := time.NewTicker(followEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			seen = p.adoptNews(ctx, seen)
		case <-ctx.Done():
			return
		}
	}
}

// adoptNews takes over what has changed since it was seen, and gives what has been seen now.
func (p *program) adoptNews(ctx context.Context, seen map[string]int64) map[string]int64 {
	bounded, cancel := context.WithTimeout(ctx, followBound)
	defer cancel()
	now, err := p.store.Marks(bounded)
	if err != nil || (seen != nil && maps.Equal(now, seen)) {
		return seen // a database that is away is said to be elsewhere
	}
	away, err := p.catalog.adopt(ctx)
	if err != nil {
		p.log.Error("the sites of the database cannot be taken over: those before stay in force", "error", err)
	}
	if away != nil {
		return seen
	}
	return now
}

// keyName is under which the processes agree on the key of the phones' hashes. What is kept is a hash under that key.
const keyName = "phone-key"

// checkKeys sees that all processes on the database find phones by the same key: with another one, an answer by SMS finds no incident.
func (p *program) checkKeys(ctx context.Context) error {
	key, err := p.phoneKey()
	if err != nil {
		return err
	}
	own := dispatch.PhoneKey(key).Hash(keyName)
	bounded, cancel := context.WithTimeout(ctx, followBound)
	defer cancel()
	common, err := p.store.Agree(bounded, keyName, own)
	switch {
	case err != nil:
		p.log.Warn("it is not known whether other processes find phones by the same key", "error", err)
	case common != own && p.config.Role.shared():
		return given(fmt.Errorf("%s was used with another key of the phones' hashes: answers would find no incident; set MUSTER_PHONE_KEY to what the other processes have, or to the content of phone-key in the data directory of the Muster that used it", p.config.databaseNamed()))
	case common != own:
		p.strayKey = true
	}
	return nil
}

// strayKeySaid is said of a Muster whose key is not the one that the database was used with.
const strayKeySaid = "The file phone-key is not the one that this database was used with: answers to what was sent before may find no incident. Put the old file back and start again."

// pace is that of notices: all processes together send no faster than the network takes them.
func (p *program) pace() *activities.Pace {
	pace := activities.NewPace(p.config.NoticeRate)
	if p.config.Role.shared() {
		pace.Common = func(ctx context.Context, takes, patience time.Duration) (time.Duration, bool, error) {
			ctx, cancel := context.WithTimeout(ctx, paceBound)
			defer cancel()
			return p.store.Turn(ctx, "notices", takes, patience)
		}
	}
	return pace
}

// Marks counts the changes that processes have to hear of.
func (d *database) Marks(ctx context.Context) (map[string]int64, error) {
	return ask(ctx, d, func(s *store.Store) (map[string]int64, error) { return s.Marks(ctx) })
}

// Agree keeps what is said first under a name, and gives that.
func (d *database) Agree(ctx context.Context, name, said string) (string, error) {
	return ask(ctx, d, func(s *store.Store) (string, error) { return s.Agree(ctx, name, said) })
}

// Turn takes a turn among all processes.
func (d *database) Turn(ctx context.Context, name string, takes, patience time.Duration) (time.Duration, bool, error) {
	type turn struct {
		wait time.Duration
		ok   bool
	}
	t, err := ask(ctx, d, func(s *store.Store) (turn, error) {
		wait, ok, err := s.Turn(ctx, name, takes, patience)
		return turn{wait, ok}, err
	})
	return t.wait, t.ok, err
}
