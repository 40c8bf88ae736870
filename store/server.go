package store

// The server that a database is on, as whoever runs Muster sees it.

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// Server is what a look at a database's server shows.
type Server struct {
	Now       time.Time // by its clock
	Asked, At time.Time // when it was asked for that, and answered, by ours
	Engine    []string  // databases beside ours whose names are those of an engine
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
	if err == nil {
		seen.Engine, err = engineDatabases(ctx, db)
	}
	if err = errors.Join(err, db.Close()); err != nil && ended(ctx) != nil {
		err = contextEnd(ended(ctx))
	}
	return seen, Translate(err)
}

const timeQuery = "SELECT now()"

// engineDatabases finds what an engine on the same server keeps its histories and its index in, by their names.
func engineDatabases(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT datname FROM pg_database
		WHERE datname <> current_database() AND (datname LIKE 'temporal%' OR datname LIKE '%visibility%') ORDER BY datname`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// SameServer says whether two addresses name a server in common, by its name and port to the letter.
func SameServer(one, other string) bool {
	a, errA := parseURL(one)
	b, errB := parseURL(other)
	return errA == nil && errB == nil && slices.ContainsFunc(hosts(a), func(host string) bool { return slices.Contains(hosts(b), host) })
}

// ServerTime gives the time by the clock of a PostgreSQL server.
func (s *Store) ServerTime(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := s.read.WithContext(ctx).Raw(timeQuery).Scan(&now).Error
	return now, s.fail(ctx, err)
}
