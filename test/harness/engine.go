package harness

// An engine in a process of its own: the one inside the program, run alone.

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Engine is an engine that can be killed and started again on the same data, at the same address.
type Engine struct {
	Address string

	t        testing.TB
	dir      string
	database string // of a PostgreSQL server; empty: files in dir
	page     string // where it serves its own page; empty: not at all
	cmd      *exec.Cmd
}

// PID is the running engine's process id.
func (e *Engine) PID() int { return e.cmd.Process.Pid }

// StartEngine runs a new engine on files until the test ends.
func StartEngine(t testing.TB) *Engine {
	t.Helper()
	return (&Engine{t: t, dir: t.TempDir(), Address: FreeAddress(t)}).run()
}

func (e *Engine) run() *Engine {
	e.t.Helper()
	e.t.Cleanup(func() { e.end(syscall.SIGTERM) })
	e.Start()
	return e
}

// Start runs the engine and returns once it takes workflows.
func (e *Engine) Start() {
	e.t.Helper()
	e.cmd = exec.Command(Binary(e.t), "engine", "--listen", e.Address)
	e.cmd.Env = []string{"HOME=" + e.dir, "PATH=" + os.Getenv("PATH"), "MUSTER_ENGINE_DATABASE_URL=" + e.database}
	if e.database == "" {
		e.cmd.Args = append(e.cmd.Args, "--data-dir", e.dir)
	}
	if e.page != "" {
		e.cmd.Args = append(e.cmd.Args, "--ui", "--ui-listen", e.page)
	}
	out, err := e.cmd.StdoutPipe()
	require.NoError(e.t, err)
	require.NoError(e.t, e.cmd.Start())
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "engine ") {
			return
		}
	}
	require.FailNow(e.t, "the engine has not started")
}

// Kill ends the engine as a power cut would.
func (e *Engine) Kill() { e.end(syscall.SIGKILL) }

func (e *Engine) end(s syscall.Signal) {
	if e.cmd == nil {
		return
	}
	_ = e.cmd.Process.Signal(s)
	_ = e.cmd.Wait() // it was told to end
	e.cmd = nil
}
