package scenario_test

// Answers that no webhook brings: while webhooks are cut, and where Muster has no address that a carrier could call.

import (
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/test/harness"
)

// cutEnv says for how long webhooks are cut, such as 30s.
const cutEnv = "MUSTER_CUT"

func cutFor(t *testing.T) time.Duration {
	t.Helper()
	if os.Getenv(cutEnv) == "" {
		return 6 * time.Second
	}
	cut, err := time.ParseDuration(os.Getenv(cutEnv))
	require.NoError(t, err)
	return cut
}

// fires are three, far apart, to which the site's day crew is called three times.
func fires(muster *harness.Program) []harness.Incident {
	var all []harness.Incident
	for _, place := range []string{"Building 1, floor 2", "Building 3, floor 12", "Building 5, floor 7"} {
		all = append(all, muster.Declare(harness.Fire("location", place)))
	}
	return all
}

// cannotTaken is what somebody reads who has said that they cannot.
var cannotTaken = regexp.MustCompile(`CANNOT`)

// question is a page that waits for somebody's answer.
type question struct{ incident, page, phone, code string }

// questions are so many pages of incidents that wait, once there are.
func questions(t *testing.T, muster *harness.Program, network *sim.Simulator, incidents []harness.Incident, n int) []question {
	t.Helper()
	var all []question
	harness.Await(t, 20*time.Second, "enough people have a page", func() bool {
		all = nil
		for _, in := range incidents {
			all = append(all, asked(muster.Incident(in.ID), network)...)
		}
		return len(all) >= n
	})
	return all[:n]
}

func asked(in harness.Incident, network *sim.Simulator) []question {
	phones := map[string]string{} // by the carrier's id
	for _, e := range network.Ledger() {
		phones[e.ID] = e.To
	}
	var all []question
	for _, p := range in.Pages {
		if p.State == "paging" && p.Token != nil && len(p.Attempts) > 0 && p.Attempts[0].CarrierID != nil {
			all = append(all, question{in.ID, p.ID, phones[*p.Attempts[0].CarrierID], *p.Token})
		}
	}
	return all
}

// answered counts what the timelines say that came of pages: one entry for each that was accepted or declined.
func answered(muster *harness.Program, incidents []harness.Incident) map[string]int {
	times := map[string]int{}
	for _, in := range incidents {
		for _, e := range muster.Timeline(in.ID) {
			if e.Kind == "page.accepted" || e.Kind == "page.declined" {
				times[in.ID+" "+e.Page]++
			}
		}
	}
	return times
}

func TestAnswersWhileWebhooksAreCutAreAppliedOnce(t *testing.T) {
	t.Parallel()
	const answers = 40
	muster, network := harness.WithCarrier(t, sim.Options{})
	muster.Start()
	muster.Staff()
	network.AddPhones(staffNumbers()...)
	incidents := fires(muster)
	open := questions(t, muster, network, incidents, answers)
	network.SetFaults(sim.Faults{TextsLost: true})
	cut := cutFor(t)
	begun := time.Now()
	written := map[string]int{} // by phone
	each := time.NewTicker(cut / answers)
	for _, q := range open {
		<-each.C
		require.ErrorIs(t, network.Reply(t.Context(), q.phone, q.code+" 5"), sim.ErrNotTaken)
		written[q.phone]++
	}
	network.SetFaults(sim.Faults{})
	t.Logf("%d answers within %s, of which no webhook told", answers, time.Since(begun).Round(time.Millisecond))
	harness.Await(t, 20*time.Second, "all answers are applied", func() bool { return len(answered(muster, incidents)) >= answers })
	t.Logf("all applied %s after the last one", (time.Since(begun) - cut).Round(time.Millisecond))
	muster.Kill()
	muster.Start() // which reads the list again
	muster.Declare(harness.Fire("location", "Building 2"))
	requireRepliedOnce(t, network, written)
	times := answered(muster, incidents)
	for _, q := range open {
		require.Equal(t, 1, times[q.incident+" "+q.page], "the answer to page %s of %s", q.page, q.incident)
	}
	harness.RequireOnce(t, network.Ledger())
}

// requireRepliedOnce waits until everybody has read a reply to each of their texts, and fails if somebody has read one more.
func requireRepliedOnce(t *testing.T, network *sim.Simulator, texts map[string]int) {
	t.Helper()
	for phone, n := range texts {
		replies := func() int {
			read := 0
			for _, m := range network.Messages(phone) {
				if m.Direction == sim.Out && cannotTaken.MatchString(m.Body) {
					read++
				}
			}
			return read
		}
		harness.Await(t, 30*time.Second, "every text has its reply", func() bool { return replies() >= n })
		require.Equal(t, n, replies(), "replies to the %d texts of %s", n, phone)
	}
}
