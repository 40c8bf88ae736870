package up_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli"
	"muster/cli/command"
	"muster/cli/up"
)

// alone sets an environment of its own: nothing configured, a fresh data directory.
func alone(t *testing.T) {
	t.Helper()
	for _, name := range []string{"MUSTER_TEMPORAL_ADDRESS", "MUSTER_PUBLIC_URL", "MUSTER_DATABASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "MUSTER_SMS_FROM", "MUSTER_ADMIN_TOKEN"} {
		t.Setenv(name, "")
	}
	t.Setenv("MUSTER_DATA_DIR", t.TempDir())
	t.Setenv("MUSTER_LISTEN", "127.0.0.1:0")
}

func TestWithoutAnEngineUpNamesBothWaysOut(t *testing.T) {
	alone(t)
	var out, errs bytes.Buffer
	require.Equal(t, 2, cli.Main([]string{"up"}, nil, &out, &errs, up.Program(nil)))
	require.Contains(t, errs.String(), "MUSTER_TEMPORAL_ADDRESS")
	require.Contains(t, errs.String(), "all-in-one")
}

func TestAWrongConfigurationIsOneOfUsage(t *testing.T) {
	alone(t)
	t.Setenv("MUSTER_SMS_FROM", "+12025550100")
	var usage *command.UsageError
	program := up.Program(nil)
	require.ErrorAs(t, program.Up(t.Context(), nil, nil, cli.UpOptions{Log: "info"}), &usage)
	require.ErrorContains(t, usage, "half set up")
	_, err := program.Config()
	require.ErrorContains(t, err, "half set up")
}

func TestALevelOfLoggingMustBeOne(t *testing.T) {
	alone(t)
	err := up.Program(nil).Up(t.Context(), nil, nil, cli.UpOptions{Log: "loud"})
	require.EqualError(t, err, `--log is debug, info, warn or error, not "loud".`)
}

func TestConfigListsWhatIsInForce(t *testing.T) {
	alone(t)
	t.Setenv("MUSTER_ADMIN_TOKEN", "a-secret-of-16-characters")
	settings, err := up.Program(nil).Config()
	require.NoError(t, err)
	require.Contains(t, settings, "127.0.0.1:0")
	require.NotContains(t, settings, "a-secret")
}
