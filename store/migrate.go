package store

// The schema as whoever runs Muster sees it: brought up on its own, and looked at.

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"muster/store/migrations"
)

// Migration is a part of the schema, and when the database got it: never yet for the zero time.
type Migration = migrations.Migration

// Migrate brings a database up to this program's schema, as Open does, and gives what it lacked. It never goes back.
func Migrate(ctx context.Context, o Options) ([]Migration, error) {
	p, err := openPools(ctx, o.complete())
	if err != nil {
		return nil, err
	}
	return p.applied, Translate(p.shut())
}

// Schema lists the parts of this program's schema and when the database got them; nothing is changed. For a database that is
// further it is ErrNewer, beside the list.
func Schema(ctx context.Context, o Options) ([]Migration, error) {
	o = o.complete()
	db, dialect, err := openToLook(o)
	if err == nil && db == nil {
		return migrations.Known(dialect)
	}
	var list []Migration
	if err == nil {
		list, err = migrations.Status(ctx, db, dialect)
		err = errors.Join(err, db.Close())
	}
	if err != nil && ended(ctx) != nil {
		err = contextEnd(ended(ctx))
	}
	return list, Translate(err)
}

// openToLook opens a database that is not written to; nil if there is no file yet.
func openToLook(o Options) (*sql.DB, migrations.Dialect, error) {
	if o.URL != "" {
		config, err := parseURL(o.URL)
		if err != nil {
			return nil, migrations.Postgres, err
		}
		return openMigrating(config), migrations.Postgres, nil
	}
	if info, err := os.Stat(o.Path); errors.Is(err, fs.ErrNotExist) || (err == nil && info.Size() == 0) {
		return nil, migrations.SQLite, nil
	}
	_, db, err := openPool(o.Path, 1, readerSettings(o))
	return db, migrations.SQLite, err
}
