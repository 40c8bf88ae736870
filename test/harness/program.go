// Package harness runs the whole program from outside: the binary as a process, the API over HTTP, phones in a simulator.
package harness

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BinaryEnv names the variable that holds the path of the all-in-one program.
const BinaryEnv = "MUSTER_BIN"

// Token is the administrator's in every program that the harness starts.
const Token = "a-token-for-the-tests"

// Program is a Muster that can be started, killed and started again on the same data.
type Program struct {
	URL string
	Dir string

	t       testing.TB
	binary  string // of another build than the one under test; empty: of that one
	command string // that runs it: up, or one of its parts
	listen  string
	env     []string
	*process
}

// process is what runs, if it does, and what it has written.
type process struct {
	mu  sync.Mutex
	cmd *exec.Cmd
	log bytes.Buffer
	sim string
}

// New prepares a program on an empty data directory; env are further variables, "NAME=value". Start runs it.
func New(t testing.TB, env ...string) *Program {
	t.Helper()
	listen := FreeAddress(t)
	return &Program{t: t, command: "up", URL: "http://" + listen, listen: listen, Dir: t.TempDir(), env: env, process: &process{}}
}

// For is the same program as another test sees it, which fails by itself where the program disappoints it.
func (p *Program) For(t testing.TB) *Program {
	other := *p
	other.t = t
	return &other
}

// With is the same program, on the same data, with further variables.
func (p *Program) With(env ...string) *Program {
	other := *p
	other.env = append(slices.Clone(p.env), env...)
	return &other
}

// Start runs a new program until the test ends.
func Start(t testing.TB, env ...string) *Program {
	t.Helper()
	p := New(t, env...)
	p.Start()
	return p
}

// FreeAddress is one on this machine that nothing listens at. It lies below the ports that the system gives out by itself:
// one of those could be somebody else's by the time that the program starts.
func FreeAddress(t testing.TB) string {
	for range 100 {
		listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(20_000+rand.IntN(10_000)))
		if err == nil {
			require.NoError(t, listener.Close())
			return listener.Addr().String()
		}
	}
	require.FailNow(t, "no port is free")
	return ""
}

// Binary is the path of the program under test.
func Binary(t testing.TB) string {
	t.Helper()
	path := os.Getenv(BinaryEnv)
	if path == "" {
		t.Skipf("set %s to the all-in-one program, or run make test", BinaryEnv)
	}
	absolute, err := filepath.Abs(path)
	require.NoError(t, err)
	return absolute
}

// Environ are the variables that the program runs with. Where tests trade memory for time, so does it.
func (p *Program) Environ() []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + p.Dir, "MUSTER_LISTEN=" + p.listen, "MUSTER_DATA_DIR=" + filepath.Join(p.Dir, "data"), "MUSTER_ADMIN_TOKEN=" + Token,
		"GOGC=" + os.Getenv("GOGC"),
		"MUSTER_NOTICE_RATE=100", // parts a second: as many as no test waits for
	}, p.env...)
}

// Start runs the program and returns once a declaration would be taken.
func (p *Program) Start() {
	p.t.Helper()
	p.Launch()
	p.AwaitReady(60 * time.Second)
}

// Launch runs the program without waiting for it.
func (p *Program) Launch() {
	p.t.Helper()
	cmd := exec.Command(cmp.Or(p.binary, Binary(p.t)), p.command)
	cmd.Env = p.Environ()
	cmd.Dir = p.Dir
	cmd.Stderr = &locked{p: p}
	out, err := cmd.StdoutPipe()
	require.NoError(p.t, err)
	require.NoError(p.t, cmd.Start())
	p.mu.Lock()
	p.cmd = cmd
	p.mu.Unlock()
	go p.read(out)
	p.t.Cleanup(func() { p.Kill(); p.report() })
}

var simulatorLine = regexp.MustCompile(`simulator at (http://\S+)`)

func (p *Program) read(out io.Reader) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		p.mu.Lock()
		p.log.WriteString(lines.Text() + "\n")
		if m := simulatorLine.FindStringSubmatch(lines.Text()); m != nil {
			p.sim = m[1]
		}
		p.mu.Unlock()
	}
}

// locked writes the program's log under its lock.
type locked struct{ p *Program }

// Write implements io.Writer.
func (l *locked) Write(data []byte) (int, error) {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	return l.p.log.Write(data)
}

// Log is what the program has written so far.
func (p *Program) Log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// LogsEnv names a folder in which each program's whole log is kept when its test ends, and its data if the test has failed.
const LogsEnv = "MUSTER_TEST_LOGS"

// report shows what the program wrote last, once, however often it was launched.
func (p *Program) report() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if folder := os.Getenv(LogsEnv); folder != "" && p.log.Len() > 0 {
		if err := p.keep(folder); err != nil {
			p.t.Logf("what the program left is not kept: %s", err)
		}
	}
	if p.t.Failed() && p.log.Len() > 0 {
		lines := strings.Split(p.log.String(), "\n")
		p.t.Logf("the program wrote:\n%s", strings.Join(lines[max(0, len(lines)-60):], "\n"))
	}
	p.log.Reset()
}

// keep puts the program's log into a folder, and its data beside it if the test has failed.
func (p *Program) keep(folder string) error {
	path := filepath.Join(folder, fmt.Sprintf("%s-%d", strings.ReplaceAll(p.t.Name(), "/", "-"), time.Now().UnixMilli()))
	if err := os.WriteFile(path+".log", p.log.Bytes(), 0o600); err != nil || !p.t.Failed() {
		return err
	}
	return os.CopyFS(path, os.DirFS(p.Dir))
}

// AwaitReady waits until a declaration would be taken.
func (p *Program) AwaitReady(within time.Duration) {
	p.t.Helper()
	Await(p.t, within, "the program is ready", func() bool {
		response, err := http.Get(p.URL + "/readyz")
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
}

// Kill ends the program as a power cut would.
func (p *Program) Kill() { p.signal(syscall.SIGKILL) }

// Stop ends the program in order.
func (p *Program) Stop() { p.signal(syscall.SIGTERM) }

func (p *Program) signal(s syscall.Signal) {
	p.mu.Lock()
	cmd := p.cmd
	p.cmd = nil
	p.mu.Unlock()
	if cmd == nil {
		return
	}
	_ = cmd.Process.Signal(s)
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		_ = cmd.Process.Kill()
		<-done
	}
}

// PID is the running process's id, 0 if it does not run.
func (p *Program) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

// Await looks at a condition until it holds: often at first, and then less and less, since each look is work for the program.
func Await(t testing.TB, within time.Duration, what string, holds func() bool) {
	t.Helper()
	const first, last = 20 * time.Millisecond, 200 * time.Millisecond
	deadline := time.Now().Add(within)
	for pause := first; !holds(); pause = min(pause*5/4, last) {
		if time.Now().After(deadline) {
			require.FailNow(t, fmt.Sprintf("waited %s in vain: %s", within, what))
		}
		<-time.After(pause)
	}
}
