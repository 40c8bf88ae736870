package migrations

// PostgreSQL: several processes may start at the same moment, on a database that others use too.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// lockKey is the advisory lock of whoever brings the schema up, one for each database: "Must". lockAgain is between two
// tries to get it; waiting in the server would leave a session behind that gets the lock after its client has gone.
const (
	lockKey   = 0x4d757374
	lockAgain = 100 * time.Millisecond
)

// upLocked brings the schema up while no other process does. A database that lacks nothing is only read, so that it takes
// no right to change tables, and no wait, to start on it.
func upLocked(ctx context.Context, db *sql.DB) ([]Migration, error) {
	ours, err := begunPostgres(ctx, db)
	if err != nil {
		return nil, err
	}
	if ours {
		if lacks, err := lacking(ctx, db); err != nil || !lacks {
			return nil, err
		}
	}
	unlock, err := lock(ctx, db)
	if err != nil {
		return nil, err
	}
	done, err := up(ctx, db, Postgres)
	return done, errors.Join(err, unlock())
}

// lacking says whether a database lacks a part of the schema.
func lacking(ctx context.Context, db *sql.DB) (bool, error) {
	provider, err := newProvider(db, Postgres)
	if err != nil {
		return false, err
	}
	if err := fits(ctx, provider); err != nil {
		return false, err
	}
	lacks, err := provider.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("look what the schema lacks: %w", err)
	}
	return lacks, nil
}

// lock takes the advisory lock, on a connection of its own: it is given back with it, also where this process is killed.
func lock(ctx context.Context, db *sql.DB) (unlock func() error, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	ticks := time.NewTicker(lockAgain)
	defer ticks.Stop()
	for {
		var taken bool
		if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lockKey).Scan(&taken); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		if taken {
			break
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), conn.Close())
		}
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey)
		return errors.Join(err, conn.Close())
	}, nil
}

// What is looked at, before anything of ours is asked for: the versions first. Others may be bringing the schema up meanwhile, who
// make that table before any other, and each part together with its version.
const (
	lookAtVersions = "SELECT current_setting('server_encoding'), to_regclass('goose_db_version') IS NOT NULL"
	lookAtLast     = "SELECT coalesce(max(version_id), 0) FROM goose_db_version"
	lookAtTables   = "SELECT to_regclass('feed') IS NOT NULL, to_regclass('incidents') IS NOT NULL"
)

// begunPostgres says whether a database has been brought up to any schema of ours. One that cannot be used is refused: where
// somebody else's tables stand in the place of ours, it is ErrForeign.
func begunPostgres(ctx context.Context, db *sql.DB) (bool, error) {
	versions, err := hasVersions(ctx, db)
	if err != nil {
		return false, err
	}
	var last int64
	if versions {
		if err := db.QueryRowContext(ctx, lookAtLast).Scan(&last); err != nil {
			return false, err
		}
	}
	var feed, incidents bool
	if err := db.QueryRowContext(ctx, lookAtTables).Scan(&feed, &incidents); err != nil {
		return false, err
	}
	switch {
	case last > 0 && !(feed && incidents):
		return false, ErrForeign
	case versions || !(feed || incidents):
		return versions, nil
	}
	// The tables are somebody else's, or were made since.
	if versions, err = hasVersions(ctx, db); err == nil && !versions {
		err = ErrForeign
	}
	return versions, err
}

// hasVersions says whether a database has a table of versions, and refuses one that cannot hold every language's letters.
func hasVersions(ctx context.Context, db *sql.DB) (bool, error) {
	var encoding string
	var versions bool
	err := db.QueryRowContext(ctx, lookAtVersions).Scan(&encoding, &versions)
	if err == nil && encoding != "UTF8" {
		err = ErrLetters
	}
	return versions, err
}
