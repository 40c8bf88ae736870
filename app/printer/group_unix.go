//go:build unix

package printer

import (
	"errors"
	"os/exec"
	"syscall"
)

// apart has a command begin a group of its own, and gives how to end all of it.
func apart(cmd *exec.Cmd) (end func() error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return func() error {
		if cmd.Process == nil {
			return nil
		}
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) { // nobody is left of it
			return nil
		}
		return err
	}
}
