package store

// The server that a database is on, as whoever runs Muster sees it.

import (
	"context"
	"errors"
	"time"
)

// Server is what a look at a database's server shows.
type Server struct {
	Now       time.Time // by its clock
	Asked, At time.Time // when it was asked for that, and answered, by ours
}

// LookAtServer looks at the server of a PostgreSQL database; nothing is changed.
func LookAtServer(ctx context.Context, o Options) (Server, error) {
	var seen Server
	config, err := parseURL(o.URL)
	if err != nil {
		return seen, err
	}
	db := openMigrating(config)
	err = db.PingContext(ctx) // so that connecting is not timed
	if err == nil {
		seen.Asked = time.Now()
		err = db.QueryRowContext(ctx, timeQuery).Scan(&seen.Now)
		seen.At = time.Now()
	}
	if err = errors.Join(err, db.Close()); err != nil && ended(ctx) != nil {
		err = contextEnd(ended(ctx))
	}
	return seen, Translate(err)
}

const timeQuery = "SELECT now()"

// ServerTime gives the time by the clock of a PostgreSQL server.
func (s *Store) ServerTime(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := s.read.WithContext(ctx).Raw(timeQuery).Scan(&now).Error
	return now, s.fail(ctx, err)
}
