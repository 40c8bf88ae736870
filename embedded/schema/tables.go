// The engine's tables on a PostgreSQL server, made and brought up to date by the server's own tool.

package schema

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	serverlog "go.temporal.io/server/common/log"
	toolschema "go.temporal.io/server/tools/common/schema"
	tool "go.temporal.io/server/tools/sql"
)

// Tables is a database of the engine, and what this build wants of it.
type Tables struct {
	Config *config.SQL
	Part   Part
	Want   string // the version of its tables
	Shown  string // how the database is called in sentences
}

// beginning is the version of a database that has nothing but the table of versions.
const beginning = "0.0"

// stamped is the table that the tool keeps the version in.
const stamped = "schema_version"

// Prepare leaves tables that this build can use, made anew or brought up to date if need be; logger hears of the latter.
// A process that is killed in the middle goes on at its next start: the tool passes over what is there. Its errors are sentences.
func (t Tables) Prepare(ctx context.Context, logger *slog.Logger) error {
	db, err := tool.NewConnection(t.Config, serverlog.NewNoopLogger())
	if err != nil {
		return fmt.Errorf("the engine's database %s cannot be opened: %w", t.Shown, err)
	}
	defer db.Close()
	found, err := t.version(db)
	if err != nil {
		return err
	}
	switch {
	case found == t.Want:
		return nil
	case newer(found, t.Want):
		return fmt.Errorf("the engine's database %s was used by a newer server (tables %s) than the engine %s (tables %s) in this program: start the newer muster again, or give another database",
			t.Shown, found, headers.ServerVersion, t.Want)
	case found != beginning:
		logger.WarnContext(ctx, "the engine's tables are older than this program and are brought up to date", "database", t.Shown, "from", found, "to", t.Want)
	}
	if err := t.update(db); err != nil {
		return fmt.Errorf("the engine's database %s cannot be brought from tables %s to %s: %w. Put a backup back if it had incidents; a new one may be dropped and made anew", t.Shown, found, t.Want, err)
	}
	return nil
}

// version is that of the tables; a database without any gets the table of versions. One with other tables is refused.
func (t Tables) version(db *tool.Connection) (string, error) {
	tables, err := db.ListTables()
	if err != nil {
		return "", fmt.Errorf("the engine's database %s does not tell its tables: %w", t.Shown, err)
	}
	if len(tables) > 0 && !slices.Contains(tables, stamped) {
		return "", fmt.Errorf("the database %s holds the tables of another program: give the engine a database of its own", t.Shown)
	}
	if mark := map[Part]string{Main: "executions_visibility", Index: "executions"}[t.Part]; slices.Contains(tables, mark) {
		return "", fmt.Errorf("the database %s holds the other half of an engine's tables: it is the index's that has _visibility behind its name", t.Shown)
	}
	if len(tables) > 0 {
		if found, err := db.ReadSchemaVersion(); err == nil {
			return found, nil
		}
	}
	fresh := &toolschema.SetupConfig{InitialVersion: beginning}
	if err := toolschema.NewSetupSchemaTask(db, fresh, serverlog.NewNoopLogger()).Run(); err != nil {
		return "", fmt.Errorf("the engine's tables cannot be made in %s: %w", t.Shown, err)
	}
	return beginning, nil
}

func (t Tables) update(db *tool.Connection) error {
	change := &toolschema.UpdateConfig{SchemaName: "postgresql/v12/" + string(t.Part)}
	err := toolschema.NewUpdateSchemaTask(db, change, serverlog.NewNoopLogger()).Run()
	if err != nil {
		return err
	}
	if now, err := db.ReadSchemaVersion(); err != nil || now != t.Want {
		return errors.Join(err, fmt.Errorf("they are at %q now", now))
	}
	return nil
}
