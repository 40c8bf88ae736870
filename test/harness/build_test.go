package harness_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestALaterVersionHasOtherCodeAndLeavesTheTreeAsItIs(t *testing.T) {
	source := filepath.Join("..", "..", filepath.FromSlash(harness.Later.File))
	before, err := os.ReadFile(source)
	require.NoError(t, err)
	for _, version := range []string{"next", "last"} {
		path := harness.Build(t, version, harness.Later)
		said, err := exec.CommandContext(t.Context(), path, "version").CombinedOutput()
		require.NoError(t, err, "%s", said)
		require.Contains(t, string(said), version)
		code, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Contains(code, []byte(harness.Later.New[1:len(harness.Later.New)-1])))
		require.False(t, bytes.Contains(code, []byte(harness.Later.Old[1:len(harness.Later.Old)-1])))
	}
	after, err := os.ReadFile(source)
	require.NoError(t, err)
	require.Equal(t, before, after)
}
