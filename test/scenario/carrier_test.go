package scenario_test

// The vendor's protocol: a carrier in another process, on a bad day.

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/test/harness"
)

// obliging has everybody at the site say yes.
func obliging(network *sim.Simulator, after time.Duration) {
	for _, number := range network.Phones() {
		network.SetHabit(number, sim.Accepts(after))
	}
}

// badDay is a carrier that loses, refuses and delays, and whose receipts come twice, late and in the wrong order.
func badDay() sim.Faults {
	return sim.Faults{
		Next:     []sim.Fault{sim.Lost, sim.BadGateway, sim.TooMany, sim.BadGatewayTaken, sim.Slow, sim.Truncated, sim.Cut, sim.ServerError, sim.Lost, sim.BadGateway},
		Chances:  []sim.Chance{{Fault: sim.Lost, Share: 0.08}, {Fault: sim.BadGateway, Share: 0.08}, {Fault: sim.TooMany, Share: 0.08}, {Fault: sim.Slow, Share: 0.08}},
		Receipts: sim.ReceiptFaults{Duplicated: 0.5, Reordered: 0.3, Late: 0.3, Dropped: 0.1},
	}
}

func TestFireOnACarriersBadDayTextsEverybodyOnce(t *testing.T) {
	t.Parallel()
	muster, network := harness.WithCarrier(t, sim.Options{Seed: 7})
	muster.Start()
	muster.Staff()
	network.AddPhones(staffNumbers()...)
	obliging(network, 200*time.Millisecond)
	network.SetFaults(badDay())
	fire := muster.Declare(harness.Fire())
	require.Equal(t, "real", fire.Carrier)
	var now harness.Incident
	harness.Await(t, 40*time.Second, "everybody who was called has answered", func() bool {
		now = muster.Incident(fire.ID)
		return len(now.Pages) > 10 && !slices.ContainsFunc(now.Pages, func(p harness.Page) bool { return p.State == "paging" || p.State == "queued" || p.State == "seen" })
	})
	network.SetFaults(sim.Faults{})
	at := declarations + "/" + fire.ID
	muster.Do(http.MethodPost, at+"/cancel", map[string]string{"by": "li-hua", "reason": "enough", "outcome": "false-alarm"}, nil)
	now = awaitSettled(t, muster, fire.ID)
	ledger := network.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 30)
	harness.RequireSent(t, now, ledger)
	requireGapless(t, muster.Timeline(fire.ID))
	require.NotEmpty(t, lines(muster.Timeline(fire.ID), "page.unknown"), "the bad day was one")
}

// staffNumbers are those of the site's 30 responders.
func staffNumbers() []string {
	var numbers []string
	for k := range 30 {
		numbers = append(numbers, fmt.Sprintf("+120255501%02d", k))
	}
	return numbers
}

func TestUnderARealCarrierThereAreNoHandsetsToLookAt(t *testing.T) {
	t.Parallel()
	muster, network := harness.WithCarrier(t, sim.Options{})
	muster.Start()
	require.Equal(t, "simulator_only", muster.Refused(http.StatusNotFound, http.MethodGet, "/api/v1/phones", nil).Code)
	fire := muster.Declare(harness.Fire())
	harness.Await(t, 10*time.Second, "the carrier has the first page", func() bool { return len(network.Ledger()) > 0 })
	require.NoError(t, network.Reply(t.Context(), network.Ledger()[0].To, "1"))
	awaitLine(t, muster, fire.ID, "page.accepted", "", 10*time.Second)
	stranger := "+12025559999"
	require.NoError(t, network.Reply(t.Context(), stranger, "火警"))
	require.Contains(t, network.Messages(stranger)[1].Body, "starts nothing")
}
