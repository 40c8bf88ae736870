// A SQLite file, opened apart from the server and before it.

package schema

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	// The driver that the server uses too.
	_ "modernc.org/sqlite"
)

// file is one connection to a SQLite file.
type file struct {
	path string
	db   *sql.DB
}

// open makes the file if it is missing, for its owner's eyes only. Commits
// reach the disk before they return.
func open(ctx context.Context, path string) (*file, error) {
	if err := touch(path); err != nil {
		return nil, openError(path, err)
	}
	query := url.Values{"_pragma": {"busy_timeout=10000", "journal_mode=wal", "synchronous=2"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, openError(path, err)
	}
	return &file{path: path, db: db}, nil
}

// touch makes an empty file. One that exists is not opened at all: closing it
// again would free the locks that this process holds on it.
func touch(path string) error {
	made, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return made.Close()
}

// openError tells a file of another kind from one that cannot be reached.
func openError(path string, err error) error {
	if strings.Contains(err.Error(), "not a database") || strings.Contains(err.Error(), "malformed") {
		return fmt.Errorf("%s is damaged or no database: put back a copy of it, or move it away and start again, which loses what it held", path)
	}
	return fmt.Errorf("cannot open %s: %w; look whether the disk is full and the folder is yours", path, err)
}

func (f *file) close() error { return f.db.Close() }

// transact runs the statements, all or none.
func (f *file) transact(ctx context.Context, statements ...string) error {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// texts reads a column of text.
func texts(ctx context.Context, q querier, query string, args ...any) (out []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// quote writes a text as an SQL literal.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
