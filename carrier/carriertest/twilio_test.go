package carriertest_test

// The suite against the vendor's adapter, over HTTP to the simulator.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/carriertest"
	"muster/carrier/sim"
	"muster/carrier/twilio"
)

const (
	account = "AC0123456789abcdef0123456789abcdef"
	token   = "simulatortoken0123456789"
	own     = "+12025550100"
)

func TestTwilioAdapterConforms(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "sydney") // must not matter
	t.Setenv("TWILIO_REGION", "au1")
	carriertest.Run(t, open)
}

func TestTwilioAdapterCallsAsItSends(t *testing.T) {
	carriertest.RunVoice(t, open)
}

func open(t *testing.T) carriertest.Harness {
	t.Helper()
	network, err := sim.Open(sim.Options{
		AccountSID: account, AuthToken: token, From: own, PublicURL: "http://127.0.0.1:9", Quiet: true,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, network.Close()) })
	base, err := network.Listen("127.0.0.1:0")
	require.NoError(t, err)
	port, err := twilio.New(twilio.Options{
		AccountSID: account, AuthToken: token, From: own, BaseURL: base, StatusCallback: "http://127.0.0.1:9/webhooks/twilio/status",
		VoiceFrom: own, VoiceURL: "http://127.0.0.1:9/webhooks/twilio/voice",
	})
	require.NoError(t, err)
	t.Cleanup(port.Close)
	return carriertest.Harness{Port: port, Inbox: port, Network: &simulated{sim: network}, Secrets: []string{account, token}}
}

// simulated lends the simulator's faults to the suite.
type simulated struct {
	sim *sim.Simulator
}

func (s *simulated) Fail(faults ...carriertest.Fault) {
	names := map[carriertest.Fault]sim.Fault{
		carriertest.ServerError: sim.ServerError, carriertest.BadGateway: sim.BadGateway, carriertest.Cut: sim.Cut, carriertest.TooMany: sim.TooMany,
		carriertest.Truncated: sim.Truncated, carriertest.BadGatewayTaken: sim.BadGatewayTaken, carriertest.Lost: sim.Lost, carriertest.Held: sim.Held,
	}
	next := sim.Faults{RetryAfter: carriertest.RetryAfter}
	for _, fault := range faults {
		next.Next = append(next.Next, names[fault])
	}
	s.sim.SetFaults(next)
}

func (s *simulated) Refuse(to string, code int) {
	s.sim.SetHabit(to, sim.Bounces(code))
	s.sim.SetCallHabit(to, sim.CannotBeCalled(code))
}

func (s *simulated) AwaitHeld(t *testing.T, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	require.NoError(t, s.sim.Await(ctx, func() bool { return s.sim.Held() == n }))
}

func (s *simulated) Release() { s.sim.Release() }

func (s *simulated) Unplug() { s.sim.Unplug() }

func (s *simulated) Plug(t *testing.T) {
	t.Helper()
	require.NoError(t, s.sim.Plug())
}

func (s *simulated) Write(t *testing.T, from, text string) string {
	t.Helper()
	s.sim.AddPhones(from)
	require.NoError(t, s.sim.Reply(t.Context(), from, text))
	box := s.sim.Messages(from)
	return box[len(box)-1].ID
}

func (s *simulated) Lag(d time.Duration) { s.sim.SetFaults(sim.Faults{ListLag: d}) }

func (s *simulated) Posts() int { return s.sim.Posts() }

func (s *simulated) Accepted(to string) int {
	n := 0
	for _, entry := range s.sim.Ledger() {
		if entry.To == to {
			n++
		}
	}
	return n
}

func (s *simulated) Connections() int { return s.sim.Connections() }
