package scenario_test

// What the program says at its start to an environment that it cannot run in.

import (
	"net"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestEnvironmentThatCannotBeIsExplainedInASentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story string
		env   []string
		code  int
		says  []string
	}{
		{"an account without its token", []string{"TWILIO_ACCOUNT_SID=AC1"}, 2, []string{"half set up", "not set: MUSTER_SMS_FROM, TWILIO_AUTH_TOKEN"}},
		{"a token without its account", []string{"TWILIO_AUTH_TOKEN=secretive", "MUSTER_SMS_FROM=+12025550199"}, 2, []string{"half set up", "not set: TWILIO_ACCOUNT_SID"}},
		{"another address without an account", []string{"MUSTER_TWILIO_BASE_URL=http://127.0.0.1:1"}, 2, []string{"MUSTER_TWILIO_BASE_URL", "TWILIO_ACCOUNT_SID"}},
		{"a database that is none of PostgreSQL", []string{"MUSTER_DATABASE_URL=mysql://u:verysecret@db/muster"}, 2, []string{"MUSTER_DATABASE_URL", "postgres://"}},
		{"a database server that is not there", []string{"MUSTER_DATABASE_URL=postgres://u:verysecret@127.0.0.1:1/muster"}, 1, []string{"postgres://u@127.0.0.1:1/muster", "does not answer", "MUSTER_DATABASE_URL"}},
		{"an engine that is not there", []string{"MUSTER_TEMPORAL_ADDRESS=127.0.0.1:1"}, 2, []string{"engine at 127.0.0.1:1 does not answer", "MUSTER_TEMPORAL_ADDRESS"}},
		{"a key that is too short to be shared", []string{"MUSTER_PHONE_KEY=short"}, 2, []string{"MUSTER_PHONE_KEY needs 32 characters"}},
		{"a short token", []string{"MUSTER_ADMIN_TOKEN=short"}, 2, []string{"MUSTER_ADMIN_TOKEN", "16 characters"}},
		{"an address without a port", []string{"MUSTER_LISTEN=localhost"}, 2, []string{"MUSTER_LISTEN", "127.0.0.1:8080"}},
		{"a story clock under a real carrier", []string{storyClock, "TWILIO_ACCOUNT_SID=AC1", "TWILIO_AUTH_TOKEN=x1", "MUSTER_SMS_FROM=+12025550199"}, 2, []string{"MUSTER_STORY_CLOCK"}},
		{"a story clock that stands still", []string{"MUSTER_STORY_CLOCK=2026-11-23T14:00:00+08:00/0"}, 2, []string{"MUSTER_STORY_CLOCK", "a moment and a speed"}},
		{"answers by pigeon", []string{"MUSTER_INBOUND=pigeon"}, 2, []string{"MUSTER_INBOUND", "webhook or poll"}},
		{"a directory of plans that is not there", []string{"MUSTER_PLANS_DIR=/nowhere"}, 2, []string{"/nowhere"}},
		{"a data directory that cannot be made", []string{"MUSTER_DATA_DIR=/proc/muster"}, 2, []string{"/proc/muster", "MUSTER_DATA_DIR"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			muster := harness.New(t, c.env...)
			code, said := muster.Fail("up")
			require.Equal(t, c.code, code, said)
			for _, part := range c.says {
				require.Contains(t, said, part)
			}
			require.NotContains(t, said, "secretive")
			require.NotContains(t, said, "verysecret")
			require.NotContains(t, said, "goroutine")
		})
	}
}

func TestSecondProgramLeavesADataDirectoryInUseAlone(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	fire := muster.Declare(harness.Fire())
	code, said := muster.Fail("up")
	require.Equal(t, 2, code, said)
	require.Contains(t, said, "in use by another Muster")
	require.Contains(t, said, "MUSTER_DATA_DIR")
	require.Equal(t, "open", muster.Incident(fire.ID).State, "the first goes on")
}

func TestTakenPortIsNamedWithTheVariable(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = taken.Close() }()
	muster := harness.New(t, "MUSTER_LISTEN="+taken.Addr().String())
	code, said := muster.Fail("up")
	require.Equal(t, 2, code, said)
	require.Contains(t, said, taken.Addr().String())
	require.Contains(t, said, "address already in use")
	require.Contains(t, said, "MUSTER_LISTEN")
	require.NoDirExists(t, filepath.Join(muster.Dir, "data"), "nothing was made")
}
