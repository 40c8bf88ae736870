//go:build !unix

package printer

import (
	"errors"
	"os"
	"os/exec"
)

// apart gives how to end a command where there are no groups.
func apart(cmd *exec.Cmd) (end func() error) {
	return func() error {
		if cmd.Process == nil {
			return nil
		}
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		return nil
	}
}
