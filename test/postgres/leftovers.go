package postgres

// What tests that were killed could not remove: the next ones do.

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// prefix begins the names of the folders in which servers keep their files.
const prefix = "muster-postgres-"

// settled is how old a folder is at least before it may be somebody's leftover: its owner needs a moment to claim it.
const settled = time.Minute

// claim takes a folder for this process, until it ends.
func claim(dir string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(dir, "claim"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

// sweep removes the folders that belong to nobody any more. What cannot be removed is left to others.
func sweep(parent string) {
	found, _ := filepath.Glob(filepath.Join(parent, prefix+"*")) // the pattern is a good one
	for _, dir := range found {
		info, err := os.Stat(dir)
		if err != nil || time.Since(info.ModTime()) < settled {
			continue
		}
		if lock, err := claim(dir); err == nil {
			_ = os.RemoveAll(dir)
			_ = lock.Close()
		}
	}
}
