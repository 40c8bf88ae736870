// The index: which of its own indexes it keeps, and how an older one is written anew.

package schema

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// table is the one table of the index; the rest of the file follows from it by triggers.
const table = "executions_visibility"

// usedIndexes are those that searches by Muster and by the server's own page
// need. The server makes 58, all written at each change of a workflow; without
// the others a change costs a third.
var usedIndexes = []string{
	"default_idx", "by_workflow_id", "by_workflow_type", "by_status",
	"by_keyword_01", "by_keyword_02", "by_keyword_03", "by_keyword_04",
}

var createIndex = regexp.MustCompile(`(?m)^CREATE INDEX (\w+)`)

// dropUnused is the SQL that drops the indexes which nobody uses.
func dropUnused(text string) string {
	var drops strings.Builder
	for _, found := range createIndex.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(usedIndexes, found[1]) {
			fmt.Fprintf(&drops, "DROP INDEX %s;\n", found[1])
		}
	}
	return drops.String()
}

// rebuild writes an older index anew beside the old one, from the columns that
// both have, and puts it in its place in one step; all else in it is generated.
func (b Build) rebuild(ctx context.Context, f *file, part Part, found, want stamp) error {
	if err := f.keepCopy(ctx, found); err != nil {
		return err
	}
	path := f.path + ".new"
	if err := removeAll(path, path+"-wal", path+"-shm"); err != nil {
		return err
	}
	if err := b.fill(ctx, path, f.path, part, want); err != nil {
		return errors.Join(err, removeAll(path, path+"-wal", path+"-shm"))
	}
	// Closed, so that no write-ahead log of the old file meets the new one.
	if err := f.close(); err != nil {
		return err
	}
	return os.Rename(path, f.path)
}

// fill makes a new index at path and copies the rows of the old one into it.
func (b Build) fill(ctx context.Context, path, old string, part Part, want stamp) (err error) {
	f, err := open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	if err := b.create(ctx, f, part, want); err != nil {
		return err
	}
	if _, err := f.db.ExecContext(ctx, "ATTACH "+quote(old)+" AS old"); err != nil {
		return err
	}
	shared, err := texts(ctx, f.db, `SELECT '"' || name || '"' FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0
		INTERSECT SELECT '"' || name || '"' FROM pragma_table_xinfo(?, 'old') WHERE hidden = 0`, table, table)
	if err != nil {
		return err
	}
	names := strings.Join(shared, ", ")
	return f.transact(ctx, fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %s FROM old.%s", table, names, names, table))
}

func removeAll(paths ...string) error {
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
