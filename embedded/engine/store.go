// Where the engine keeps its histories and its index: what files and a database server have in common.

package engine

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	"go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	"go.temporal.io/server/common/resolver"

	"muster/embedded/schema"
)

// store is where the engine keeps what it knows. One engine at a time uses one.
type store interface {
	// lock takes the store for this process until release; an error says who has it.
	lock(ctx context.Context) error
	release()
	// prepare makes the tables or checks that this build can use them.
	prepare(ctx context.Context, logger *slog.Logger) error
	// main has the histories and timers, index what workflows are found by.
	main() *config.SQL
	index() *config.SQL
	// settle leaves the store whole once the server has stopped.
	settle() error
}

// files are the two files in a data directory. The index of workflows has one of its own: it is
// written apart from the histories, so that neither waits for the other's disk.
type files struct {
	dir, histories, found string
	held                  *dirLock
}

func storeIn(dir string) *files {
	return &files{dir: dir, histories: filepath.Join(dir, "engine.db"), found: filepath.Join(dir, "engine-index.db")}
}

func (f *files) main() *config.SQL  { return sqlConfig(f.histories) }
func (f *files) index() *config.SQL { return sqlConfig(f.found) }

func (f *files) lock(context.Context) (err error) {
	f.held, err = lockDir(f.dir)
	return err
}

func (f *files) release() {
	if f.held != nil {
		f.held.release()
	}
}

// prepare creates the files or checks that this build can use them.
func (f *files) prepare(ctx context.Context, logger *slog.Logger) error {
	build, err := schema.ThisBuild()
	if err != nil {
		return err
	}
	if err := build.Prepare(ctx, f.histories, schema.Main, logger); err != nil {
		return err
	}
	return build.Prepare(ctx, f.found, schema.Index, logger)
}

// settle moves what the write-ahead logs still hold into the files, so that a
// copy of the files alone is whole. The server itself keeps its connections
// open for as long as the process lives.
func (f *files) settle() error {
	return errors.Join(settle(f.histories), settle(f.found))
}

func settle(file string) error {
	db, err := sql.NewSQLAdminDB(sqlplugin.DbKindUnknown, sqlConfig(file), resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	return errors.Join(db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"), db.Close())
}
