package scenario_test

// The slim program as it runs in its image: static, without rights, in a folder that holds nothing else.

import (
	"context"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// nobody is the image's user.
const nobody = 65532

// buildSlim builds the slim program and checks that it needs no library. A clone that git refuses to read will do, as in the image.
func buildSlim(t *testing.T) string {
	t.Helper()
	slim := filepath.Join(t.TempDir(), "muster")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", slim, "./cmd/muster")
	build.Dir = filepath.Join("..", "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	file, err := elf.Open(slim)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	libraries, err := file.ImportedLibraries()
	require.NoError(t, err)
	require.Empty(t, libraries, "it is static")
	require.Nil(t, file.Section(".interp"), "nothing loads it but the kernel")
	return slim
}

// slimFolder makes an empty folder of the image's user and gives what runs the program there: as that user where the tests run
// as root, without any variable of ours.
func slimFolder(t *testing.T, slim string) (dir string, run func(ctx context.Context, env []string, args ...string) *exec.Cmd) {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "muster-slim-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	program := filepath.Join(dir, "bin")
	data, err := os.ReadFile(slim)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(program, data, 0o755))
	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.Mkdir(empty, 0o700))
	require.NoError(t, os.Chmod(dir, 0o755))
	root := os.Getuid() == 0
	if root {
		require.NoError(t, os.Chown(empty, nobody, nobody))
	}
	return empty, func(ctx context.Context, env []string, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, program, args...)
		cmd.Dir, cmd.Env = empty, env
		if root {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}}
		}
		return cmd
	}
}
