// Bringing an older main file up to date with the SQL that the server carries for its other databases' tool.

package schema

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// manifest describes one step from version to version.
type manifest struct {
	Version string   `json:"CurrVersion"`
	Files   []string `json:"SchemaUpdateCqlFiles"`
}

// migrate applies every step after the version found, in one transaction, and
// keeps the result only if its tables are those that this build makes anew.
func (b Build) migrate(ctx context.Context, f *file, part Part, found, want stamp) error {
	statements, err := b.steps(part, found.Version, want.Version)
	if err != nil {
		return err
	}
	if err := f.keepCopy(ctx, found); err != nil {
		return err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, statement := range append(statements, want.update()) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	if err := b.compare(ctx, tx, part); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// steps is the SQL of every version after from, up to to, in order.
func (b Build) steps(part Part, from, to string) ([]string, error) {
	folders, err := fs.Glob(b.SQL, string(part)+"/versioned/*/manifest.json")
	if err != nil {
		return nil, err
	}
	byVersion := map[string]string{}
	for _, name := range folders {
		m, err := b.manifest(name)
		if err != nil {
			return nil, err
		}
		if !newer(m.Version, from) || newer(m.Version, to) {
			continue
		}
		if byVersion[m.Version], err = b.read(path.Dir(name), m.Files); err != nil {
			return nil, err
		}
	}
	versions := slices.SortedFunc(maps.Keys(byVersion), compareVersions)
	if len(versions) == 0 || versions[len(versions)-1] != to {
		return nil, fmt.Errorf("this program does not carry the steps from %s to %s", from, to)
	}
	statements := make([]string, 0, len(versions))
	for _, version := range versions {
		statements = append(statements, byVersion[version])
	}
	return statements, nil
}

func (b Build) manifest(name string) (manifest, error) {
	text, err := fs.ReadFile(b.SQL, name)
	if err != nil {
		return manifest{}, err
	}
	var m manifest
	return m, json.Unmarshal(text, &m)
}

func (b Build) read(folder string, names []string) (string, error) {
	var all strings.Builder
	for _, name := range names {
		text, err := fs.ReadFile(b.SQL, path.Join(folder, name))
		if err != nil {
			return "", err
		}
		all.Write(text)
		all.WriteString("\n;\n")
	}
	return all.String(), nil
}

func compareVersions(a, b string) int {
	switch {
	case newer(a, b):
		return 1
	case newer(b, a):
		return -1
	default:
		return 0
	}
}

// keepCopy leaves a copy of the file beside it, named after its version. One
// left by an attempt that failed is written anew: the file has not changed since.
func (f *file) keepCopy(ctx context.Context, found stamp) error {
	beside := copyName(f.path, found.Version)
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot replace the copy %s: %w", beside, err)
	}
	if _, err := f.db.ExecContext(ctx, "VACUUM INTO "+quote(beside)); err != nil {
		return fmt.Errorf("cannot keep a copy as %s: %w", beside, err)
	}
	return nil
}

func copyName(path, version string) string { return path + ".of-" + version }

// compare fails if the tables differ from those that this build makes anew.
func (b Build) compare(ctx context.Context, tx *sql.Tx, part Part) (err error) {
	fresh, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	fresh.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, fresh.Close()) }()
	text, err := b.tables(part)
	if err != nil {
		return err
	}
	if _, err := fresh.ExecContext(ctx, text); err != nil {
		return err
	}
	want, err := columns(ctx, fresh)
	if err != nil {
		return err
	}
	got, err := columns(ctx, tx)
	if err != nil {
		return err
	}
	if differing := difference(want, got); len(differing) > 0 {
		return fmt.Errorf("its tables would still differ in %s", strings.Join(differing, ", "))
	}
	return nil
}

// columns lists "table.column TYPE" with what matters to a writer, in order.
func columns(ctx context.Context, q querier) ([]string, error) {
	return texts(ctx, q, `SELECT t.name || '.' || c.name || ' ' || upper(c.type) || iif(c."notnull", ' NOT NULL', '') || iif(c.pk, ' KEY' || c.pk, '')
		FROM sqlite_master t, pragma_table_xinfo(t.name) c
		WHERE t.type = 'table' AND t.name <> 'muster_stamp' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1`)
}

// difference lists what is in one of two sorted lists only.
func difference(a, b []string) []string {
	var out []string
	for _, pair := range [][2][]string{{a, b}, {b, a}} {
		for _, text := range pair[0] {
			if _, both := slices.BinarySearch(pair[1], text); !both {
				out = append(out, text)
			}
		}
	}
	return out
}
