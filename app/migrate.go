package app

// Migrating: the database's schema brought up, or looked at, without running anything else.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"muster/store"
)

// Schema is what a database has of this program's schema.
type Schema struct {
	Database string            // where it is, as it may be shown
	Parts    []store.Migration // all of them, or those that were missing
}

// Migrate brings the database up to this program's schema and gives what it lacked. Any number of processes may do it at
// once, beside those that run. Its errors are sentences.
func Migrate(ctx context.Context, c Config) (Schema, error) {
	if c.Database == "" {
		if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
			return Schema{}, given(fmt.Errorf("the data directory %s cannot be made: %w; give another one in MUSTER_DATA_DIR", c.DataDir, err))
		}
	}
	parts, err := store.Migrate(ctx, c.storeOptions())
	return c.schema(parts, err)
}

// LookAtSchema gives all parts of this program's schema and when the database got them; it changes nothing. Where the
// database is of a newer version, the error says so beside what is known here.
func LookAtSchema(ctx context.Context, c Config) (Schema, error) {
	parts, err := store.Schema(ctx, c.storeOptions())
	return c.schema(parts, err)
}

func (c Config) schema(parts []store.Migration, err error) (Schema, error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		err = fmt.Errorf("%s cannot be used: %w", c.databaseNamed(), err)
	}
	return Schema{c.databaseNamed(), parts}, err
}

// storeOptions name the database.
func (c Config) storeOptions() store.Options {
	if c.Database != "" {
		return store.Options{URL: c.Database}
	}
	return store.Options{Path: filepath.Join(c.DataDir, "muster.db")}
}

// databaseNamed is the database in a sentence.
func (c Config) databaseNamed() string {
	if c.Database != "" {
		return "the database at " + store.ShowURL(c.Database)
	}
	return "the database in " + c.DataDir
}
