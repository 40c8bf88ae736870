package app

// What is refused before anything is begun, and what is said to be in force.

import (
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithoutAnEngineNothingIsBegun(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	c, err := Load([]string{"MUSTER_DATA_DIR=" + filepath.Join(t.TempDir(), "data"), "MUSTER_LISTEN=" + taken.Addr().String()})
	require.NoError(t, err)
	var out strings.Builder
	err = Run(t.Context(), c, nil, &out, slog.New(slog.DiscardHandler))
	var environment *EnvironmentError
	require.ErrorAs(t, err, &environment)
	require.ErrorIs(t, err, ErrNoEngine, "and not the port that is taken")
	require.Empty(t, out.String())
	_, err = os.Stat(c.DataDir)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestWhatTheCommandLineObeysIsSaidToo(t *testing.T) {
	for environ, want := range map[string]map[string]string{
		"": {"MUSTER_URL": "(where MUSTER_LISTEN says)", "MUSTER_TOKEN": "(as MUSTER_ADMIN_TOKEN)", "MUSTER_BY": "(your login)"},
		"MUSTER_URL=https://li:verysecret@muster.example.org MUSTER_TOKEN=verysecret MUSTER_BY=li-hua": {
			"MUSTER_URL": "https://li:xxxxx@muster.example.org", "MUSTER_TOKEN": "(hidden)", "MUSTER_BY": "li-hua",
		},
	} {
		c, err := Load(strings.Fields(environ))
		require.NoError(t, err)
		described := c.Describe()
		for name, value := range want {
			require.Regexp(t, "(?m)^"+name+" +"+regexp.QuoteMeta(value)+"$", described)
		}
		require.NotContains(t, described, "verysecret")
	}
}
