package store

// SQLite: all that is particular to it.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"syscall"
	"time"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"muster/store/migrations"
)

// SQLite lets one connection write at a time, so writers queue for a pool of one, in the order in which they come; readers
// have their own connections and never wait for a writer.
const (
	defaultReaders = 4
	defaultBusy    = 5 * time.Second
	openAgain      = 20 * time.Millisecond
	applicationID  = 0x4d757374 // in the file's header: "Must"
	writerCache    = 16 << 10   // KiB
	readerCache    = 4 << 10    // KiB, for each
	rowsAtOnce     = 1000       // in one statement, which may have 32,766 values
	journalLimit   = 64 << 20   // bytes that the write-ahead log keeps on disk once it has been written back
)

// openSQLite opens a file as openFile does, again while another process is busy with it: SQLite does not wait by itself for
// one that opens the same new file.
func openSQLite(ctx context.Context, o Options) (*pools, error) {
	patience, cancel := context.WithTimeout(ctx, o.Busy)
	defer cancel()
	for {
		p, err := openFile(ctx, o)
		if err == nil || !errors.Is(Translate(err), ErrBusy) {
			return p, err
		}
		select {
		case <-time.After(openAgain):
		case <-patience.Done():
			return nil, err
		}
	}
}

// openFile opens the two pools on a file, which is made if it is not there, and brings its schema up.
func openFile(ctx context.Context, o Options) (*pools, error) {
	if err := touch(o.Path); err != nil {
		return nil, err
	}
	p := &pools{dialect: migrations.SQLite, snapshots: &sql.TxOptions{ReadOnly: true}}
	var err error
	if p.write, p.writing, err = openPool(o.Path, 1, writerSettings(o)); err == nil {
		err = claim(ctx, p.writing)
	}
	if err == nil {
		p.applied, err = migrations.Up(ctx, p.writing, migrations.SQLite)
	}
	if err == nil {
		p.read, p.reading, err = openPool(o.Path, o.Readers, readerSettings(o))
	}
	if err != nil {
		return nil, errors.Join(err, p.shut())
	}
	return p, nil
}

// touch makes the file so that nobody else can read it: the write-ahead log takes over its mode.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case err == nil:
		return f.Close()
	case errors.Is(err, syscall.ENOSPC):
		return &Error{Kind: ErrFull, Err: err}
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return &Error{Kind: ErrReadOnly, Err: err}
	default:
		return &Error{Kind: ErrOpen, Err: err}
	}
}

// claim marks a new file as Muster's, and refuses one that another program has made. It is also the first write, which
// finds out whether there is room for one.
func claim(ctx context.Context, db *sql.DB) error {
	var owner, tables int
	err := db.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema)").Scan(&owner, &tables)
	switch {
	case err != nil || owner == applicationID:
		return err
	case owner != 0 || tables != 0:
		return &Error{Kind: ErrCorrupt, Err: fmt.Errorf("a database of application %d with %d tables", owner, tables)}
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

// writerSettings make every transaction take the write lock at its start, so that none fails halfway for another's sake,
// and every commit reach the disk.
func writerSettings(o Options) url.Values {
	s := settings(o)
	s.Set("_txlock", "immediate")
	s.Add("_pragma", fmt.Sprintf("cache_size(-%d)", writerCache))
	s.Add("_pragma", "journal_mode(WAL)")
	s.Add("_pragma", "synchronous(FULL)")
	s.Add("_pragma", "temp_store(MEMORY)") // what a savepoint may have to undo
	s.Add("_pragma", fmt.Sprintf("journal_size_limit(%d)", journalLimit))
	return s
}

func readerSettings(o Options) url.Values {
	s := settings(o)
	s.Set("_txlock", "deferred")
	s.Add("_pragma", fmt.Sprintf("cache_size(-%d)", readerCache))
	s.Add("_pragma", "query_only(1)")
	return s
}

func settings(o Options) url.Values {
	s := url.Values{}
	s.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", o.Busy.Milliseconds()))
	s.Add("_pragma", "foreign_keys(1)")
	return s
}

func openPool(path string, size int, settings url.Values) (*gorm.DB, *sql.DB, error) {
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+settings.Encode())
	if err != nil {
		return nil, nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	db, err := gorm.Open(gormsqlite.New(gormsqlite.Config{DriverName: "sqlite", Conn: pool}),
		&gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true, CreateBatchSize: rowsAtOnce})
	return db, pool, err
}

// sqliteKind classifies a code of SQLite's; nil if the error is not one.
func sqliteKind(err error) (code string, kind error) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return "", nil
	}
	code = strconv.Itoa(e.Code())
	switch e.Code() {
	case codes.SQLITE_CONSTRAINT_PRIMARYKEY, codes.SQLITE_CONSTRAINT_UNIQUE, codes.SQLITE_CONSTRAINT_ROWID:
		return code, ErrDuplicate
	case codes.SQLITE_IOERR_SHMSIZE: // there was no room for the log's index
		return code, ErrFull
	}
	return code, primaryKind(e.Code() & 0xff)
}

// primaryKind classifies the low byte of a code, which says what its higher ones only refine.
func primaryKind(code int) error {
	switch code {
	case codes.SQLITE_FULL:
		return ErrFull
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return ErrBusy
	case codes.SQLITE_READONLY, codes.SQLITE_PERM:
		return ErrReadOnly
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		return ErrCorrupt
	case codes.SQLITE_CANTOPEN:
		return ErrOpen
	default:
		return ErrFailed
	}
}
