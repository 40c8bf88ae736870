// Package postgres runs a private PostgreSQL server for tests, from the server binaries that are installed on the machine.
// It listens on a free port of the loopback interface, lets nobody in without a password made for it, and leaves nothing behind.
package postgres

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
)

// The names on a server: who owns it, and whom tests use, who may do nothing but own databases.
const (
	owner = "postgres"
	user  = "muster"
)

// patience is how long a server may take to start or to end.
const patience = 60 * time.Second

// Server is a PostgreSQL server that can be stopped, or cut off, and started again on the same data at the same port.
type Server struct {
	dir, bin, password string
	as                 *syscall.SysProcAttr
	claimed            *os.File
	port               int
	databases          atomic.Int64
	durable            bool     // commits reach the disk
	running            *process // nil: it does not run
}

// process is what runs; over is closed once it has ended.
type process struct {
	cmd  *exec.Cmd
	over chan struct{}
}

// Start runs a new server until the test ends. Where none can be run, the test fails with a sentence that says what is missing.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := Open()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// StartDurable is Start for a server whose commits reach the disk, as those of servers with data that somebody needs do.
func StartDurable(t testing.TB) *Server {
	t.Helper()
	s, err := open(true)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// Open makes and runs a new server; Close ends it.
func Open() (*Server, error) { return open(false) }

func open(durable bool) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	as, err := unprivileged()
	if err != nil {
		return nil, err
	}
	parent := folder(as.Credential)
	sweep(parent)
	dir, err := os.MkdirTemp(parent, prefix)
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin, password: password(), as: as, durable: durable}
	if s.claimed, err = claim(dir); err == nil {
		err = s.make()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func password() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails
	return hex.EncodeToString(raw)
}

// make makes the server's data, starts it for the first time, and lets in the user whom tests use.
func (s *Server) make() error {
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(s.password+"\n"), 0o600); err != nil {
		return err
	}
	for _, path := range []string{s.dir, secret} {
		if c := s.as.Credential; c != nil {
			if err := os.Chown(path, int(c.Uid), int(c.Gid)); err != nil {
				return err
			}
		}
	}
	made, err := s.command("initdb", "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C", "--username="+owner,
		"--auth=scram-sha-256", "--pwfile="+secret, "--pgdata="+s.data()).CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb failed: %w\n%s", err, made)
	}
	if err := s.Resume(); err != nil {
		return err
	}
	return s.exec(s.url(owner, owner), fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", user, s.password))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }
func (s *Server) log() string  { return filepath.Join(s.dir, "log") }

// command is one of the server's binaries, run by a user who may run it.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC", "HOME=" + s.dir}
	as := *s.as
	cmd.SysProcAttr = &as
	return cmd
}

// Close ends the server and removes all that it has written.
func (s *Server) Close() error {
	err := errors.Join(s.Stop(), os.RemoveAll(s.dir))
	if s.claimed != nil {
		err = errors.Join(err, s.claimed.Close())
		s.claimed = nil
	}
	return err
}

// Stop ends the server in order: whoever is connected is cut off.
func (s *Server) Stop() error { return s.end(syscall.SIGINT) }

// Crash ends the server without order: at its next start it recovers.
func (s *Server) Crash() error { return s.end(syscall.SIGQUIT) }

// Kill ends the server's main process as a power cut would. What that has started ends by itself, and Resume waits for it.
func (s *Server) Kill() error { return s.end(syscall.SIGKILL) }

func (s *Server) end(signal syscall.Signal) error {
	if s.running == nil {
		return nil
	}
	p := s.running
	s.running = nil
	_ = p.cmd.Process.Signal(signal) // it may have ended
	select {
	case <-p.over:
		return nil
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		<-p.over
		return fmt.Errorf("the server did not end within %s", patience)
	}
}

// Resume starts the server, again after Stop, Crash or Kill, and returns once it answers.
func (s *Server) Resume() error {
	if s.port != 0 {
		return s.again()
	}
	var err error
	for range 20 { // somebody else may be quicker at a port
		port := freePort()
		if err = s.start(port); err == nil {
			s.port = port
			return nil
		}
	}
	return err
}

// again starts the server at its port. It refuses while some process of the one that was killed is still about to end.
func (s *Server) again() (err error) {
	for range 50 {
		if err = s.start(s.port); err == nil {
			return nil
		}
		<-time.After(100 * time.Millisecond)
	}
	return err
}

// settings are for a server whose data nobody needs after the test, so that it need not reach the disk; unless it is durable.
func (s *Server) settings(port int) []string {
	args := []string{"-D", s.data(), "-p", strconv.Itoa(port)}
	list := []string{"listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"}
	if !s.durable {
		list = append(list, "fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_wal_size=128MB")
	}
	for _, setting := range list {
		args = append(args, "-c", setting)
	}
	return args
}

func (s *Server) start(port int) error {
	log, err := os.OpenFile(s.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	cmd := s.command("postgres", s.settings(port)...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	p := &process{cmd: cmd, over: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.over) }()
	s.running = p
	if err := s.awaitAnswer(p, port); err != nil {
		said, _ := os.ReadFile(s.log())
		lines := strings.Split(strings.TrimSpace(string(said)), "\n")
		return errors.Join(fmt.Errorf("%w; it wrote:\n%s", err, strings.Join(lines[max(0, len(lines)-10):], "\n")), s.Stop())
	}
	return nil
}

func (s *Server) awaitAnswer(p *process, port int) error {
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	late := time.After(patience)
	for {
		if s.exec(s.at(port, owner, owner), "SELECT 1") == nil {
			return nil
		}
		select {
		case <-ticks.C:
		case <-p.over:
			return errors.New("the server ended at its start")
		case <-late:
			return fmt.Errorf("the server did not answer within %s", patience)
		}
	}
}

func (s *Server) at(port int, name, database string) string {
	return fmt.Sprintf("postgres://%s:%s@127.0.0.1:%d/%s?sslmode=disable", name, s.password, port, database)
}

func (s *Server) url(name, database string) string { return s.at(s.port, name, database) }

// exec runs SQL on a connection of its own.
func (s *Server) exec(url, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgconn.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql).ReadAll()
	return errors.Join(err, conn.Close(ctx))
}
