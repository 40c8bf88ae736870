// Package migrations holds the database's schema as numbered SQL files, one folder per dialect, and brings a database up to it.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// Dialect names a folder of migrations.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Why a database is refused. It is left alone.
var (
	ErrNewer   = errors.New("this database was last used by a newer version of Muster: start that version, or restore a copy from before the upgrade")
	ErrGap     = errors.New("this database lacks a part of the schema although it has later ones, which no version of Muster leaves behind: see `muster migrate status` for which, and restore a copy")
	ErrForeign = errors.New("this database holds the tables of another program: give Muster one of its own")
	ErrLetters = errors.New("this database cannot hold every language's letters: make it anew in UTF-8 (createdb --encoding=UTF8 --template=template0)")
)

// Migration is a part of the schema.
type Migration struct {
	Version   int64
	Name      string
	AppliedAt time.Time // in UTC; zero while the database lacks it
}

// Up brings a database to the newest schema that this program knows, and gives what it lacked. A database that is there
// already is left alone, one that is further gives ErrNewer and is left alone too. Any number of processes may do it at once.
func Up(ctx context.Context, db *sql.DB, d Dialect) ([]Migration, error) {
	if d == Postgres {
		return upLocked(ctx, db)
	}
	parts, err := Known(d)
	if err != nil {
		return nil, err
	}
	// No lock keeps others out: one may have been quicker with any part, and with the table of parts.
	var first error
	for range len(parts) + 2 {
		done, err := up(ctx, db, d)
		if err == nil || errors.Is(err, ErrNewer) || errors.Is(err, ErrGap) {
			return done, err
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// Known lists the schema's parts as a database shows them that has none.
func Known(d Dialect) ([]Migration, error) {
	provider, err := newProvider(&sql.DB{}, d) // which is not asked anything
	if err != nil {
		return nil, err
	}
	var list []Migration
	for _, s := range provider.ListSources() {
		list = append(list, Migration{Version: s.Version, Name: name(s)})
	}
	return list, nil
}

// Status lists the schema's parts and which of them a database has, of which it changes nothing. With ErrNewer the list is
// of those that this program knows.
func Status(ctx context.Context, db *sql.DB, d Dialect) ([]Migration, error) {
	ours, err := begun(ctx, db, d)
	if err != nil {
		return nil, err
	}
	if !ours {
		return Known(d)
	}
	provider, err := newProvider(db, d)
	if err != nil {
		return nil, err
	}
	all, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which parts of the schema are there: %w", err)
	}
	var list []Migration
	for _, s := range all {
		list = append(list, Migration{Version: s.Source.Version, Name: name(s.Source), AppliedAt: s.AppliedAt.UTC()})
		if s.AppliedAt.IsZero() {
			list[len(list)-1].AppliedAt = time.Time{}
		}
	}
	return list, fits(ctx, provider)
}

func newProvider(db *sql.DB, d Dialect) (*goose.Provider, error) {
	folder, err := fs.Sub(files, string(d))
	if err != nil {
		return nil, fmt.Errorf("migrations of %s: %w", d, err)
	}
	provider, err := goose.NewProvider(dialects[d], db, folder)
	if err != nil {
		return nil, fmt.Errorf("migrations of %s: %w", d, err)
	}
	return provider, nil
}

var dialects = map[Dialect]goose.Dialect{SQLite: goose.DialectSQLite3, Postgres: goose.DialectPostgres}

// name is what a migration's file is called, without its number.
func name(s *goose.Source) string {
	_, name, _ := strings.Cut(strings.TrimSuffix(path.Base(s.Path), ".sql"), "_")
	return name
}

// begun says whether a database has been brought up to any schema of ours, without writing to it.
func begun(ctx context.Context, db *sql.DB, d Dialect) (bool, error) {
	if d == Postgres {
		return begunPostgres(ctx, db)
	}
	var tables int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'goose_db_version'").Scan(&tables)
	return tables > 0, err
}

// up needs a provider of its own each time: one that has failed to look at the database does not look again.
func up(ctx context.Context, db *sql.DB, d Dialect) ([]Migration, error) {
	provider, err := newProvider(db, d)
	if err != nil {
		return nil, err
	}
	if err := fits(ctx, provider); err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("bring the schema up: %w", err)
	}
	var done []Migration
	for _, r := range results {
		done = append(done, Migration{Version: r.Source.Version, Name: name(r.Source), AppliedAt: time.Now().UTC()})
	}
	return done, nil
}

// fits gives an error for a database that this program is not to touch: ErrNewer for one that is further, ErrGap for one in which
// a part is lacking before one that is there. Adding that late might undo what the later one has done.
func fits(ctx context.Context, provider *goose.Provider) error {
	if err := newer(ctx, provider); err != nil {
		return err
	}
	all, err := provider.Status(ctx)
	if err != nil {
		return fmt.Errorf("read which parts of the schema are there: %w", err)
	}
	lacks := ""
	for _, s := range all {
		switch {
		case s.AppliedAt.IsZero() && lacks == "":
			lacks = name(s.Source)
		case !s.AppliedAt.IsZero() && lacks != "":
			return fmt.Errorf("%w (it lacks %s and has %s)", ErrGap, lacks, name(s.Source))
		}
	}
	return nil
}

func newer(ctx context.Context, provider *goose.Provider) error {
	have, know, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the schema's version: %w", err)
	case have > know:
		return fmt.Errorf("%w (its schema is %d, this version knows %d)", ErrNewer, have, know)
	}
	return nil
}
