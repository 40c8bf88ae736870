package scenario_test

// Answers that no webhook brings: while webhooks are cut, and where Muster has no address that a carrier could call.

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
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
var cannotTaken = regexp.MustCompile(`Noted: you cannot|已记录您不能`)

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
		all = slices.DeleteFunc(slices.Clone(all), func(q question) bool { return twice(all, q) })
		return len(all) >= n
	})
	return all[:n]
}

// twice says whether a code happens to name two pages of a phone: its answer would get a question back.
func twice(all []question, q question) bool {
	return slices.ContainsFunc(all, func(o question) bool { return o != q && o.phone == q.phone && o.code == q.code })
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
	network.SetFaults(sim.Faults{TextsLost: true, Receipts: sim.ReceiptFaults{Cut: true}})
	cut := cutFor(t)
	begun := time.Now()
	late := muster.Declare(harness.Fire("location", "Building 4, floor 9")) // pages leave while no receipt comes
	written := map[string]int{}                                             // by phone
	each := time.NewTicker(cut / answers)
	for _, q := range open {
		<-each.C
		require.ErrorIs(t, network.Reply(t.Context(), q.phone, q.code+" 5"), sim.ErrNotTaken)
		written[q.phone]++
	}
	unreported := cutOff(network, begun, begun.Add(cut/2))
	network.SetFaults(sim.Faults{})
	t.Logf("%d answers within %s, of which no webhook told", answers, time.Since(begun).Round(time.Millisecond))
	t.Logf("%d receipts cut; of %d messages of the first half nobody learns that they arrived", network.ReceiptsCut(), len(unreported))
	require.NotEmpty(t, unreported, "pages went on")
	require.GreaterOrEqual(t, network.ReceiptsCut(), len(unreported))
	harness.Await(t, 90*time.Second, "all answers are applied", func() bool { return len(answered(muster, incidents)) >= answers })
	t.Logf("all applied %s after the last one", (time.Since(begun) - cut).Round(time.Millisecond))
	requireRepliedOnce(t, network, written)
	muster.Kill()
	muster.Start() // which reads the list again, and finds nothing new but this
	network.SetFaults(sim.Faults{TextsLost: true})
	requireListIsRead(t, network)
	requireRepliedOnce(t, network, written)
	times := answered(muster, incidents)
	for _, q := range open {
		require.Equal(t, 1, times[q.incident+" "+q.page], "the answer to page %s of %s", q.page, q.incident)
	}
	requireUnreported(t, muster, append(incidents, late), unreported)
	harness.RequireOnce(t, network.Ledger())
}

// cutOff are the pages that the carrier took between two moments.
func cutOff(network *sim.Simulator, from, to time.Time) map[string]bool {
	ids := map[string]bool{}
	for _, e := range network.Ledger() {
		if e.Tag.Page != "" && e.Accepted.After(from) && e.Accepted.Before(to) {
			ids[e.ID] = true
		}
	}
	return ids
}

// requireUnreported fails if a receipt of some pages has come; that the carrier took them is known.
func requireUnreported(t *testing.T, muster *harness.Program, incidents []harness.Incident, ids map[string]bool) {
	t.Helper()
	known := 0
	for _, in := range incidents {
		for _, p := range muster.Incident(in.ID).Pages {
			for _, a := range p.Attempts {
				if a.CarrierID != nil && ids[*a.CarrierID] {
					require.Equal(t, "sent", a.State, "of page %s of %s", p.ID, in.ID)
					known++
				}
			}
		}
	}
	require.Positive(t, known)
}

// requireListIsRead has a stranger write what no webhook brings, and waits until they are answered.
func requireListIsRead(t *testing.T, network *sim.Simulator) {
	t.Helper()
	stranger := "+12025559999"
	network.AddPhones(stranger)
	if err := network.Reply(t.Context(), stranger, "what was that?"); err != nil {
		require.ErrorIs(t, err, sim.ErrNotTaken)
	}
	harness.Await(t, 90*time.Second, "the list has been read", func() bool { return len(network.Messages(stranger)) == 2 })
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

func TestFireWithoutAnyWebhookFromDeclarationToItsEnd(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock, "MUSTER_INBOUND=poll", "MUSTER_PUBLIC_URL=http://127.0.0.1:9") // where nobody answers
	require.Contains(t, muster.Muster("config"), "poll")
	fire := muster.Declare(harness.Fire("confirmed", true, "story", story(morning, 4)))
	town := harness.NewTown(t, muster, fire.ID)
	town.Oblige()
	awaitDone(t, muster, fire.ID, 3)
	muster.Kill() // whatever was being read or replied to
	muster.Start()
	ended := town.AwaitState("closed", 150*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	requireGapless(t, muster.Timeline(fire.ID))
	settled := awaitSettled(t, muster, fire.ID)
	harness.RequireSent(t, settled, muster.Ledger())
	requireTextsOnce(t, muster.Ledger())
	requireDelivered(t, muster, fire.ID)
}

// requireTextsOnce fails if somebody was sent the same words twice: a repeat says that it is one.
func requireTextsOnce(t *testing.T, ledger []sim.Entry) {
	t.Helper()
	pages := 0
	times := map[string]int{}
	for _, e := range ledger {
		if harness.Code(e.Body) != "" {
			times[e.To+" "+e.Body]++
			pages++
		}
	}
	require.Greater(t, pages, 30)
	for text, n := range times {
		require.Equal(t, 1, n, "%s", text)
	}
}

// requireDelivered waits until it is known of some messages that they arrived, though no receipt told.
func requireDelivered(t *testing.T, muster *harness.Program, id string) {
	t.Helper()
	delivered := 0
	for _, p := range muster.Incident(id).Pages {
		for _, a := range p.Attempts {
			if a.State == "delivered" {
				delivered++
			}
		}
	}
	require.Greater(t, delivered, 10)
}

func TestWithoutReceiptsTheListTellsWhomAMessageDidNotReach(t *testing.T) {
	t.Parallel()
	muster := harness.New(t, "MUSTER_INBOUND=poll")
	muster.Start()
	muster.Staff()
	fire := muster.Declare(harness.Fire("location", "Building 1"))
	harness.Await(t, 10*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	muster.Do("POST", declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "li-hua", "reason": "to see whom it calls", "outcome": "false-alarm"}, nil)
	first := muster.Ledger()[0].To
	muster.Habit(first, "bounce", "code", 30005)
	second := muster.Declare(harness.Fire("location", "Building 5"))
	awaitLine(t, muster, second.ID, "page.unreachable", "", 15*time.Second)
	for _, p := range muster.Incident(second.ID).Pages {
		if p.State == "unreachable" {
			return
		}
	}
	require.Fail(t, "nobody is out of reach")
}

// A text that an incident had, which has ended since, is in the list for a while. Nobody may take it for news, even where all
// that Muster itself had noted of it is gone.
func TestTextOfAnEndedIncidentIsNotAnsweredTwice(t *testing.T) {
	t.Parallel()
	muster, network := harness.WithCarrier(t, sim.Options{})
	muster.Start()
	network.AddPhones(staffNumbers()...)
	fire := muster.Declare(harness.Fire())
	q := questions(t, muster, network, []harness.Incident{fire}, 1)[0]
	require.NoError(t, network.Reply(t.Context(), q.phone, q.code+" 5"))
	muster.Do("POST", declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "li-hua", "reason": "burnt toast", "outcome": "false-alarm"}, nil)
	harness.Await(t, 20*time.Second, "the incident has ended", func() bool { return muster.Incident(fire.ID).State == "closed" })
	awaitSettled(t, muster, fire.ID)
	before := network.Messages(q.phone)
	network.SetFaults(sim.Faults{TextsLost: true})
	muster.Kill()
	for _, name := range []string{"inbound.json", "muster.db", "muster.db-wal", "muster.db-shm"} {
		if err := os.Remove(muster.Data(name)); !errors.Is(err, fs.ErrNotExist) {
			require.NoError(t, err)
		}
	}
	muster.Start()
	requireListIsRead(t, network)
	require.Equal(t, before, network.Messages(q.phone))
}
