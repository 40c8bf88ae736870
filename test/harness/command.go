package harness

// Commands: the program's command line against the running program.

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Fail runs the program as it is set up and returns its exit code and what it wrote; it must end by itself.
func (p *Program) Fail(args ...string) (int, string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, Binary(p.t), args...)
	cmd.Env, cmd.Dir = append(p.Environ(), "MUSTER_URL="+p.URL, "MUSTER_TOKEN="+Token), p.Dir
	out, err := cmd.CombinedOutput()
	require.Error(p.t, err, "%s", out)
	require.NoError(p.t, ctx.Err(), "the program did not end: %s", out)
	return cmd.ProcessState.ExitCode(), string(out)
}

// Muster runs a command of the program against the running one and gives what it prints.
func (p *Program) Muster(args ...string) string {
	p.t.Helper()
	cmd := exec.Command(Binary(p.t), args...)
	cmd.Env, cmd.Dir = append(p.Environ(), "MUSTER_URL="+p.URL, "MUSTER_TOKEN="+Token), p.Dir
	out, err := cmd.CombinedOutput()
	require.NoError(p.t, err, "%s", out)
	return string(out)
}

// Command is a command of the program that runs.
type Command struct {
	t    testing.TB
	cmd  *exec.Cmd
	mu   sync.Mutex
	out  bytes.Buffer
	done chan error
}

// Begin runs a command of the program against the running one and does not wait for it.
func (p *Program) Begin(args ...string) *Command {
	p.t.Helper()
	c := &Command{t: p.t, cmd: exec.Command(Binary(p.t), args...), done: make(chan error, 1)}
	c.cmd.Env, c.cmd.Dir = append(p.Environ(), "MUSTER_URL="+p.URL, "MUSTER_TOKEN="+Token), p.Dir
	c.cmd.Stdout, c.cmd.Stderr = c, c
	require.NoError(p.t, c.cmd.Start())
	p.t.Cleanup(func() { _ = c.cmd.Process.Kill() })
	go func() { c.done <- c.cmd.Wait() }()
	return c
}

// Write implements io.Writer for what the command prints.
func (c *Command) Write(data []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.Write(data)
}

// Output is what the command has printed so far.
func (c *Command) Output() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.String()
}

// AwaitOutput waits until the command has printed a phrase.
func (c *Command) AwaitOutput(phrase string, within time.Duration) {
	c.t.Helper()
	Await(c.t, within, "the command prints "+phrase, func() bool { return strings.Contains(c.Output(), phrase) })
}

// AwaitEnd waits until the command has ended well and gives all that it printed.
func (c *Command) AwaitEnd(within time.Duration) string {
	c.t.Helper()
	select {
	case err := <-c.done:
		require.NoError(c.t, err, "%s", c.Output())
	case <-time.After(within):
		require.FailNow(c.t, "the command did not end", "%s", c.Output())
	}
	return c.Output()
}
