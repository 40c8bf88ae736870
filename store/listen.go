package store

// Listening: PostgreSQL tells its other processes at the commit that something has been recorded.

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// channel is where it is told. What is told is the feed's last number.
const channel = "muster_feed"

// listenAgain is how long is waited before a connection that was lost is made anew. The feed is asked meanwhile.
const listenAgain = time.Second

// announce tells other processes, once the transaction commits.
func announce(tx *gorm.DB, last int64) error {
	return tx.Exec("SELECT pg_notify(?, ?)", channel, strconv.FormatInt(last, 10)).Error
}

// listen hears of what other processes record, on a connection of its own while anybody watches, until ctx ends.
func (s *Store) listen(ctx context.Context, config *pgx.ConnConfig) {
	ticks := time.NewTicker(listenAgain)
	defer ticks.Stop()
	for {
		if s.watchers.any() {
			s.hear(ctx, config)
			s.listening.Store(false)
		}
		select {
		case <-s.watchers.came():
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// hear wakes for each thing that is told, until the connection is lost or nobody watches any more.
func (s *Store) hear(ctx context.Context, config *pgx.ConnConfig) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	s.ask() // for what came before
	s.listening.Store(true)
	for s.watchers.any() {
		bounded, cancel := context.WithTimeout(ctx, listenBound)
		told, err := conn.WaitForNotification(bounded)
		cancel()
		switch {
		case err == nil:
			if last, err := strconv.ParseInt(told.Payload, 10, 64); err == nil {
				s.watchers.wrote(last)
			}
		case bounded.Err() == nil || ctx.Err() != nil || conn.IsClosed():
			return
		}
	}
}

// listenBound is how long is waited for something to be told before it is looked whether anybody still watches.
const listenBound = 30 * time.Second
