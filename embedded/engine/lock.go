// One process per data directory.

package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// dirLock holds a data directory for this process; the kernel frees it when the
// process ends, however it ends.
type dirLock struct{ file *os.File }

func lockDir(dir string) (*dirLock, error) {
	file, err := os.OpenFile(filepath.Join(dir, "engine.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot write into the data directory %s: %w", dir, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("the data directory %s is in use by another process: stop that one first, or give another directory", dir)
	}
	return &dirLock{file: file}, nil
}

func (l *dirLock) release() {
	// Closing frees the lock; nothing was written to the file.
	_ = l.file.Close()
}
