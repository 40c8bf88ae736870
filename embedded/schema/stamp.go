// The stamp: which server wrote a file, and with which tables.

package schema

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// stamp says who wrote a file. The zero stamp is that of an empty file.
type stamp struct {
	// Server is the version of the last server that ran on the file.
	Server string
	// Version is that of the tables.
	Version string
	// Print tells apart tables of the same version; the index changes without a new one.
	Print string
}

const stampTable = `CREATE TABLE muster_stamp (only INTEGER PRIMARY KEY CHECK (only = 1), server TEXT NOT NULL, version TEXT NOT NULL, print TEXT NOT NULL);`

func (s stamp) empty() bool { return s == stamp{} }

func (s stamp) sameTables(other stamp) bool {
	return s.Version == other.Version && s.Print == other.Print
}

// insert is the SQL that puts the stamp into a new file.
func (s stamp) insert() string {
	return stampTable + fmt.Sprintf("INSERT INTO muster_stamp VALUES (1, %s, %s, %s);", quote(s.Server), quote(s.Version), quote(s.Print))
}

// update is the SQL that replaces the stamp of a file.
func (s stamp) update() string {
	return fmt.Sprintf("UPDATE muster_stamp SET server = %s, version = %s, print = %s;", quote(s.Server), quote(s.Version), quote(s.Print))
}

// stamp is what this build puts on a part.
func (b Build) stamp(part Part) (stamp, error) {
	text, err := b.tables(part)
	if err != nil {
		return stamp{}, err
	}
	sum := sha256.Sum256([]byte(text))
	return stamp{Server: b.Server, Version: b.Versions[part], Print: hex.EncodeToString(sum[:8])}, nil
}

// stamp reads the file's. A file with tables but without a stamp is refused.
func (f *file) stamp(ctx context.Context) (stamp, error) {
	names, err := texts(ctx, f.db, "SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil {
		return stamp{}, openError(f.path, err)
	}
	if len(names) == 0 {
		return stamp{}, nil
	}
	var s stamp
	err = f.db.QueryRowContext(ctx, "SELECT server, version, print FROM muster_stamp").Scan(&s.Server, &s.Version, &s.Print)
	if err != nil || s.empty() {
		return stamp{}, foreignError(f.path, err)
	}
	return s, nil
}

// restamp records the server that runs on the file from now on.
func (f *file) restamp(ctx context.Context, found, want stamp) error {
	if found == want {
		return nil
	}
	if err := f.transact(ctx, want.update()); err != nil {
		return fmt.Errorf("cannot write to %s: %w; look whether the disk is full", f.path, err)
	}
	return nil
}

func foreignError(path string, err error) error {
	if err != nil && !errors.Is(err, sql.ErrNoRows) && !strings.Contains(err.Error(), "no such table") {
		return openError(path, err)
	}
	return fmt.Errorf("%s was not made by Muster (it bears no stamp), so nothing is known of its tables: move it away and start again, or give another data directory", path)
}

// newer compares versions like 0.9 and 0.11 number by number. What is no number
// counts as newer, since this build cannot know it.
func newer(a, b string) bool {
	left, right := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(left), len(right)) {
		x, errX := number(left, i)
		y, errY := number(right, i)
		if errX != nil || errY != nil {
			return a != b
		}
		if x != y {
			return x > y
		}
	}
	return false
}

func number(parts []string, i int) (int, error) {
	if i >= len(parts) {
		return 0, nil
	}
	return strconv.Atoi(parts[i])
}
