// Package schema makes and checks the SQLite files of the embedded engine.
//
// The server creates its tables in an empty file but never changes those of an
// old one, and does not notice that a file is not of its age. Here every file
// carries a stamp that says which server wrote it. A file of the same age is
// taken as it is, an older one is brought up to date (a copy of it stays
// beside), and one that this build cannot use is refused with a sentence that
// says who wrote it and what to do. A refused file is left as it was.
package schema

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/schema"
	sqliteschema "go.temporal.io/server/schema/sqlite"
)

// Part is one of the two kinds of file that the engine keeps.
type Part string

const (
	// Main holds the histories, timers and tasks of all workflows.
	Main Part = "temporal"
	// Index holds what workflows can be searched by.
	Index Part = "visibility"
)

// Build is what a server brings along: its version, the version of its tables
// for each part, and the SQL that makes them.
type Build struct {
	// Server is the server's version, as in "1.32.1".
	Server string
	// Versions are the table versions by part, as in "0.11".
	Versions map[Part]string
	// SQL has one folder a part, with schema.sql in it and, in versioned/, the changes from version to version.
	SQL fs.FS
}

// ThisBuild is the server that is linked into this program.
func ThisBuild() (Build, error) {
	sql, err := fs.Sub(schema.Assets(), "sqlite/v3")
	if err != nil {
		return Build{}, fmt.Errorf("this program lacks the engine's tables: %w", err)
	}
	return Build{
		Server:   headers.ServerVersion,
		Versions: map[Part]string{Main: sqliteschema.Version, Index: sqliteschema.VisibilityVersion},
		SQL:      sql,
	}, nil
}

// Prepare leaves at path a file that this build can use, made anew or brought
// up to date if need be; logger hears of the latter. Its errors are sentences.
func (b Build) Prepare(ctx context.Context, path string, part Part, logger *slog.Logger) (err error) {
	f, err := open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	found, err := f.stamp(ctx)
	if err != nil {
		return err
	}
	want, err := b.stamp(part)
	if err != nil {
		return err
	}
	return b.bring(ctx, f, part, found, want, logger)
}

// bring takes a file from the stamp found to the stamp wanted.
func (b Build) bring(ctx context.Context, f *file, part Part, found, want stamp, logger *slog.Logger) error {
	switch {
	case found.empty():
		return b.create(ctx, f, part, want)
	case newer(found.Version, want.Version):
		return newerError(f.path, found, want)
	case found.sameTables(want):
		return f.restamp(ctx, found, want)
	}
	logger.Warn("the engine's tables are older than this program and are brought up to date",
		"file", f.path, "from", found.Version, "to", want.Version, "written_by", found.Server)
	upgrade := b.migrate
	if part == Index {
		upgrade = b.rebuild
	}
	if err := upgrade(ctx, f, part, found, want); err != nil {
		return upgradeError(f.path, found, want, err)
	}
	return nil
}

// create makes all tables and the stamp in one transaction, so that a process
// killed in the middle leaves an empty file.
func (b Build) create(ctx context.Context, f *file, part Part, want stamp) error {
	text, err := b.tables(part)
	if err != nil {
		return err
	}
	err = f.transact(ctx, text, want.insert())
	if err != nil {
		return fmt.Errorf("cannot create the engine's tables in %s: %w; look whether the disk is full", f.path, err)
	}
	return nil
}

// tables is the SQL that makes a part from nothing.
func (b Build) tables(part Part) (string, error) {
	text, err := fs.ReadFile(b.SQL, string(part)+"/schema.sql")
	if err != nil {
		return "", fmt.Errorf("this program lacks the engine's tables: %w", err)
	}
	if part == Index {
		return string(text) + "\n" + dropUnused(string(text)), nil
	}
	return string(text), nil
}

// exists tells whether there is a file at path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
