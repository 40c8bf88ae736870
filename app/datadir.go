package app

// The data directory: its lock, its keys and its token.

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// dataDir is a data directory that this process has to itself.
type dataDir struct {
	path string
	lock *os.File
}

// openDataDir makes the directory if need be and takes it for this process.
func openDataDir(path string) (*dataDir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be made: %w; give another one in MUSTER_DATA_DIR", path, err)
	}
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be written: %w; mend its permissions or give another one in MUSTER_DATA_DIR", path, err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("the data directory %s is in use by another Muster: stop that one, or give another directory in MUSTER_DATA_DIR", path)
	}
	return &dataDir{path: path, lock: lock}, nil
}

// dirInUse says whether another process has a data directory; it makes none.
func dirInUse(path string) bool {
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer func() { _ = lock.Close() }()
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil
}

func (d *dataDir) close() { _ = d.lock.Close() }

func (d *dataDir) file(name string) string { return filepath.Join(d.path, name) }

// secret reads a secret that is kept in the directory, or makes it: n random bytes in hex.
func (d *dataDir) secret(name string, n int) (string, error) {
	data, err := os.ReadFile(d.file(name))
	if err == nil && len(strings.TrimSpace(string(data))) >= n {
		return strings.TrimSpace(string(data)), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("the file %s cannot be read: %w", d.file(name), err)
	}
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	made := hex.EncodeToString(raw)
	if err := writeWhole(d.file(name), []byte(made+"\n")); err != nil {
		return "", fmt.Errorf("the file %s cannot be written: %w; make room or mend the permissions", d.file(name), err)
	}
	return made, nil
}

// writeWhole writes a file so that it is there in full or not at all.
func writeWhole(path string, data []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part.Name()) }()
	_, err = part.Write(data)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), path)
}

// roomNeeded is how much disk must be free for a declaration to be taken.
const roomNeeded = 32 << 20

// room says whether the disk has enough left.
func (d *dataDir) room() error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(d.path, &fs); err != nil {
		return nil
	}
	if free := fs.Bavail * uint64(fs.Bsize); free < roomNeeded {
		return fmt.Errorf("the disk of the data directory is full (%d MB free): make room, at least %d MB", free>>20, roomNeeded>>20)
	}
	return nil
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
