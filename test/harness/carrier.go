package harness

// A carrier in another process than Muster's: the simulator in the test's own, behind the vendor's routes over HTTP.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
)

// The account by which programs of the harness use the test's carrier.
const (
	account = "ACharness"
	secret  = "harnesssecret"
	number  = "+12025550199"
)

// WithCarrier prepares a program whose carrier is a simulator in the test's process, and that simulator.
func WithCarrier(t testing.TB, options sim.Options, env ...string) (*Program, *sim.Simulator) {
	t.Helper()
	p := New(t, env...)
	carrier, variables := openCarrier(t, options, p.URL)
	p.env = append(p.env, variables...)
	return p, carrier
}

// openCarrier runs a simulator in the test's process, and gives the variables by which programs use it.
func openCarrier(t testing.TB, options sim.Options, public string) (*sim.Simulator, []string) {
	t.Helper()
	options.AccountSID, options.AuthToken, options.From, options.PublicURL = account, secret, number, public
	carrier, err := sim.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { _ = carrier.Close() })
	url, err := carrier.Listen("127.0.0.1:0")
	require.NoError(t, err)
	return carrier, []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=" + secret, "MUSTER_SMS_FROM=" + number, "MUSTER_TWILIO_BASE_URL=" + url}
}
