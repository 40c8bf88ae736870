package harness

// Other builds of the program, as versions to come would be: of another name, and of code that this tree does not have.

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Change has other code stand in a file of this tree in place of what stands there once. The file itself stays as it is.
type Change struct{ File, Old, New string }

// Later is what a later version has: another word in the timeline's sentence about a step that is done. It shows who was at work.
var Later = Change{File: "incident/words/step.go", Old: `": done by "`, New: `": completed by "`}

// Build builds the program without an engine from changed code, and gives its path. What has not changed is taken from the
// cache: the same changes, under whatever version's name, are only linked again. This package's own test has built Later before
// the whole program is tested.
func Build(t testing.TB, version string, changes ...Change) string {
	t.Helper()
	root := strings.TrimSpace(run(t, "go", "list", "-m", "-f", "{{.Dir}}", "muster"))
	dir := t.TempDir()
	replaced := map[string]string{}
	for _, c := range changes {
		path := filepath.Join(root, filepath.FromSlash(c.File))
		code, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(code), c.Old), "%q in %s", c.Old, c.File)
		replaced[path] = filepath.Join(dir, filepath.Base(path))
		require.NoError(t, os.WriteFile(replaced[path], []byte(strings.Replace(string(code), c.Old, c.New, 1)), 0o600))
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	require.NoError(t, err)
	list, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "muster")
	require.NoError(t, os.WriteFile(list, overlay, 0o600))
	run(t, "go", "build", "-overlay", list, "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X main.version="+version, "-o", program, "muster/cmd/muster")
	return program
}

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	require.NoError(t, err, "%s %s: %s", name, args, &said)
	return string(out)
}
