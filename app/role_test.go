package app

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPartsSayAllThatTheyLackAtOnce(t *testing.T) {
	shared := []string{
		"TWILIO_ACCOUNT_SID=AC1", "TWILIO_AUTH_TOKEN=t", "MUSTER_SMS_FROM=+12025550199", "MUSTER_TEMPORAL_ADDRESS=127.0.0.1:7233",
		"MUSTER_DATABASE_URL=postgres://muster@127.0.0.1/muster", "MUSTER_PHONE_KEY=" + strings.Repeat("k", leastKey), "MUSTER_KEYS_FILE=/etc/muster/keys.json",
	}
	for role, lacks := range map[Role]string{
		RoleAPI: "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, MUSTER_SMS_FROM, MUSTER_TEMPORAL_ADDRESS, MUSTER_DATABASE_URL, MUSTER_PHONE_KEY, MUSTER_KEYS_FILE, MUSTER_ADMIN_TOKEN",
		RoleSim: "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, MUSTER_SMS_FROM",
	} {
		c, err := Load(nil)
		require.NoError(t, err)
		c.Role = role
		require.ErrorContains(t, c.CheckRole(), "not set: "+lacks+".")
	}
	c, err := Load(shared)
	require.NoError(t, err)
	c.Role = RoleWorker
	require.NoError(t, c.CheckRole(), "a worker needs no token")
	c.Role = RoleAPI
	require.ErrorContains(t, c.CheckRole(), "not set: MUSTER_ADMIN_TOKEN.")

	c.Role, c.TwilioAccount = RoleWorker, simAccount
	require.ErrorContains(t, c.CheckRole(), "MUSTER_TWILIO_BASE_URL")
	c.TwilioBaseURL = "http://127.0.0.1:8090"
	require.NoError(t, c.CheckRole())
	require.True(t, c.Simulated(), "it is said that no phone rings")
	require.False(t, c.simulates(), "though the simulator is elsewhere")
	c.PhoneKey = "short"
	require.ErrorContains(t, c.CheckRole(), "MUSTER_PHONE_KEY needs 32")
}

func TestABuildIsNamedByItsOwnBytesWhereNothingElseNamesIt(t *testing.T) {
	require.Equal(t, "build-a", Config{BuildID: "build-a"}.build())
	require.Len(t, ownBytes(), buildLength)
	require.Equal(t, ownBytes(), ownBytes())
}
