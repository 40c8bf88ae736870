package harness

// Muster's own database as something from outside treats it: locked, or broken.

import (
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"
)

// The bytes of the log's index by which SQLite's writers, readers and the like keep one another out.
const (
	firstLock = 120
	locks     = 8
)

// LockDatabase locks the running program's database exclusively, for reading and writing, as another process may; release
// ends it.
func (p *Program) LockDatabase() (release func()) {
	p.t.Helper()
	return p.lock("muster.db-shm", firstLock, locks)
}

// The bytes of a database itself by which those who open it keep one another out; nothing stands there.
const (
	firstOpening = 0x40000000
	openings     = 512
)

// LockClosedDatabase locks the database exclusively while the program is stopped: whoever opens it waits; release ends it.
func (p *Program) LockClosedDatabase() (release func()) {
	p.t.Helper()
	return p.lock("muster.db", firstOpening, openings)
}

func (p *Program) lock(name string, first, bytes int64) (release func()) {
	p.t.Helper()
	file, err := os.OpenFile(p.Data(name), os.O_RDWR, 0)
	require.NoError(p.t, err)
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: first, Len: bytes}
	Await(p.t, 10*time.Second, "the database is locked", func() bool {
		return syscall.FcntlFlock(file.Fd(), syscall.F_SETLK, &lock) == nil
	})
	return func() { require.NoError(p.t, file.Close()) }
}

// BreakDatabase puts something in the place of the database that is none, while the program is stopped; mend puts the
// database back, whether the program runs or not.
func (p *Program) BreakDatabase() (mend func()) {
	p.t.Helper()
	path, aside := p.Data("muster.db"), p.Data("aside.db")
	_, err := os.Stat(path + "-wal")
	require.ErrorIs(p.t, err, fs.ErrNotExist, "the program was stopped in order")
	require.NoError(p.t, os.Rename(path, aside))
	require.NoError(p.t, os.WriteFile(path, []byte("these are not the rows that you are looking for, a hundred bytes and more of them, so that it is read at all"), 0o600))
	return func() { require.NoError(p.t, os.Rename(aside, path)) }
}
