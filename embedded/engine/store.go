// The engine's two files.

package engine

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	"go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	"go.temporal.io/server/common/resolver"

	"muster/embedded/schema"
)

// store names the files. The index of workflows has one of its own: it is
// written apart from the histories, so that neither waits for the other's disk.
type store struct {
	main, index string
}

func storeIn(dir string) store {
	return store{main: filepath.Join(dir, "engine.db"), index: filepath.Join(dir, "engine-index.db")}
}

// prepare creates the files or checks that this build can use them.
func (st store) prepare(ctx context.Context, logger *slog.Logger) error {
	build, err := schema.ThisBuild()
	if err != nil {
		return err
	}
	if err := build.Prepare(ctx, st.main, schema.Main, logger); err != nil {
		return err
	}
	return build.Prepare(ctx, st.index, schema.Index, logger)
}

// settle moves what the write-ahead logs still hold into the files, so that a
// copy of the files alone is whole. The server itself keeps its connections
// open for as long as the process lives.
func (st store) settle() error {
	return errors.Join(settle(st.main), settle(st.index))
}

func settle(file string) error {
	db, err := sql.NewSQLAdminDB(sqlplugin.DbKindUnknown, sqlConfig(file), resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	return errors.Join(db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"), db.Close())
}
