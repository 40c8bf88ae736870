// Package migrations holds the database's schema as numbered SQL files, one folder per dialect, and brings a database up to it.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed sqlite/*.sql
var files embed.FS

// Dialect names a folder of migrations.
type Dialect string

// The dialects.
const (
	SQLite Dialect = "sqlite"
)

// ErrNewer refuses a database whose schema this program does not know.
var ErrNewer = errors.New("this database was last used by a newer version of Muster: start that version, or restore a copy from before the upgrade")

// tries is how often the schema is brought up: another process may have been quicker with a part of it.
const tries = 3

// Up brings a database to the newest schema that this program knows. A database that is there already is left alone, one
// that is further gives ErrNewer and is left alone too.
func Up(ctx context.Context, db *sql.DB, d Dialect) error {
	var first error
	for range tries {
		err := up(ctx, db, d)
		if err == nil || errors.Is(err, ErrNewer) {
			return err
		}
		if first == nil {
			first = err
		}
	}
	return first
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

var dialects = map[Dialect]goose.Dialect{SQLite: goose.DialectSQLite3}

// up needs a provider of its own each time: one that has failed to look at the database does not look again.
func up(ctx context.Context, db *sql.DB, d Dialect) error {
	provider, err := newProvider(db, d)
	if err != nil {
		return err
	}
	have, know, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if have > know {
		return fmt.Errorf("%w (its schema is %d, this version knows %d)", ErrNewer, have, know)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema up: %w", err)
	}
	return nil
}
