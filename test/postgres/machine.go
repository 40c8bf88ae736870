package postgres

// What the machine has to offer: the server's binaries, a user who may run them, a free port.

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	osuser "os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// errNone says what to install.
var errNone = errors.New("no PostgreSQL server is installed, and these tests need one: install Debian's package postgresql (apt-get install postgresql), or put initdb and postgres of another system into PATH; it need not run")

// binaries finds the folder of the server's binaries: Debian's, of the newest version, or what is in PATH.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is a good one
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	if path, err := exec.LookPath("postgres"); err == nil {
		if behind, err := filepath.EvalSymlinks(path); err == nil {
			found = append(found, filepath.Dir(behind))
		}
	}
	for _, folder := range found {
		if runs(filepath.Join(folder, "initdb")) && runs(filepath.Join(folder, "postgres")) {
			return folder, nil
		}
	}
	return "", errNone
}

// version is the number in a folder such as /usr/lib/postgresql/15/bin, 0 if there is none.
func version(folder string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
	return n
}

func runs(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// unprivileged says as whom the server runs, since it refuses to run as root: as whoever runs the tests, or for root as
// somebody without rights.
func unprivileged() (*syscall.SysProcAttr, error) {
	as := endsWithUs()
	if os.Geteuid() != 0 {
		return as, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := osuser.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(found.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(found.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("the user %s has no number: %w", name, err)
		}
		as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid), Groups: []uint32{}}
		return as, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody: add one, or run the tests as an ordinary user")
}

// folder is where a server's files go: where files usually do for a while, unless its user cannot get there.
func folder(as *syscall.Credential) string {
	for _, candidate := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		if as == nil || entered(candidate) {
			return candidate
		}
	}
	return os.TempDir()
}

// entered says whether everybody can get into a folder.
func entered(path string) bool {
	for ; ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if filepath.Dir(path) == path {
			return true
		}
	}
}

// freePort is one below those that the system gives out by itself: such a one could be somebody else's soon.
func freePort() int {
	for {
		port := 30_000 + rand.IntN(2_000)
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			_ = listener.Close()
			return port
		}
	}
}
