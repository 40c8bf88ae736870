package scenario_test

// Two processes on one engine, which both read the carrier's list.

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/test/harness"
)

// startEngine runs an engine by itself until the test ends, and gives its address.
func startEngine(t *testing.T) string {
	t.Helper()
	cmd := exec.Command(harness.Binary(t), "engine", "--data-dir", t.TempDir(), "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(strings.TrimPrefix(line, "engine "))
}

// shareKey gives a program the key by which phones are found, as processes of one installation have it.
func shareKey(t *testing.T, muster *harness.Program) {
	t.Helper()
	require.NoError(t, os.MkdirAll(muster.Data(), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(muster.Data(), "phone-key"), []byte(strings.Repeat("ab", 32)), 0o600))
}

// carrierOf are the variables by which a program reaches its carrier.
func carrierOf(muster *harness.Program) []string {
	var env []string
	for _, pair := range muster.Environ() {
		if strings.HasPrefix(pair, "TWILIO_") || strings.HasPrefix(pair, "MUSTER_SMS_FROM=") || strings.HasPrefix(pair, "MUSTER_TWILIO_BASE_URL=") {
			env = append(env, pair)
		}
	}
	return env
}

func TestTwoReadersOfOneListHandEachTextOverOnce(t *testing.T) {
	t.Parallel()
	shared := []string{"MUSTER_INBOUND=poll", "MUSTER_TEMPORAL_ADDRESS=" + startEngine(t), "MUSTER_KEYS_FILE=" + filepath.Join(t.TempDir(), "keys.json")}
	one, network := harness.WithCarrier(t, sim.Options{Quiet: true}, shared...)
	two := harness.New(t, append(carrierOf(one), shared...)...)
	for _, muster := range []*harness.Program{one, two} {
		shareKey(t, muster)
		muster.Start()
		muster.Staff()
	}
	network.AddPhones(staffNumbers()...)
	fire := one.Declare(harness.Fire())
	written := map[string]int{}
	open := questions(t, one, network, []harness.Incident{fire}, 10)
	for _, q := range open {
		require.NoError(t, network.Reply(t.Context(), q.phone, q.code+" 5"))
		written[q.phone]++
	}
	requireRepliedOnce(t, network, written)
	requireListIsRead(t, network) // by both, once more
	requireRepliedOnce(t, network, written)
	now := one.Incident(fire.ID)
	for _, q := range open {
		for _, p := range now.Pages {
			if p.ID == q.page {
				require.Equal(t, "declined", p.State)
			}
		}
	}
	for _, muster := range []*harness.Program{one, two} {
		require.Contains(t, muster.Log(), "a text was read from the carrier's list", "it does read the list")
	}
}
