package doctor

// Directories: whether they can be written, and whether the disk has room.

import (
	"os"
	"path/filepath"
	"syscall"
)

// Directory looks whether a directory can be written, or be made where it is not there yet. variable is where it was given.
func Directory(check, path, variable string, room uint64) Finding {
	there, missing := path, false
	for {
		_, err := os.Stat(there)
		if err == nil {
			break
		}
		if parent := filepath.Dir(there); os.IsNotExist(err) && parent != there {
			there, missing = parent, true
			continue
		}
		return Failure(check, "%s cannot be looked at: mend its permissions or give another one in %s", path, variable)
	}
	probe, err := os.CreateTemp(there, ".muster-doctor-*")
	if err != nil {
		return Failure(check, "%s cannot be written by this user: mend its permissions or give another one in %s", there, variable)
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	var fs syscall.Statfs_t
	if err := syscall.Statfs(there, &fs); err == nil && fs.Bavail*uint64(fs.Bsize) < room {
		return Failure(check, "the disk of %s is full (%d MB free): make room, at least %d MB", path, fs.Bavail*uint64(fs.Bsize)>>20, room>>20)
	}
	if missing {
		return Well(check, "%s is not there yet and can be made", path)
	}
	return Well(check, "%s can be written", path)
}
