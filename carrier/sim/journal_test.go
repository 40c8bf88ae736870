package sim_test

// The ledger across kills.

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
)

func inDir(dir string) func(*sim.Options) { return func(o *sim.Options) { o.Dir = dir } }

// copyLedger is what a kill would leave: the file as it is now.
func copyLedger(t *testing.T, dir, more string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "carrier-ledger.jsonl"))
	require.NoError(t, err)
	after := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(after, "carrier-ledger.jsonl"), append(raw, more...), 0o600))
	return after
}

func TestTheLedgerOutlivesAKill(t *testing.T) {
	dir := t.TempDir()
	m := newMuster(t)
	m.set(0, "noted")
	n := open(t, m, inDir(dir))
	id := n.sent(t, phone, page, 1)
	n.awaitStatus(t, id, carrier.Delivered)
	n.SetHabit("+12025550124", sim.Bounces(30003))
	bounced := n.sent(t, "+12025550124", page, 2)
	n.awaitStatus(t, bounced, carrier.Undelivered)
	require.NoError(t, n.Reply(within(t), "+12025550125", "STOP"))
	require.NoError(t, n.Reply(within(t), phone, "K7M 1"))
	require.NoError(t, n.Await(within(t), func() bool {
		for _, e := range n.Ledger() {
			if !e.Status.Final() {
				return false
			}
		}
		return true
	}))

	again := open(t, m, inDir(copyLedger(t, dir, "")))
	require.Equal(t, plain(n.Ledger()), plain(again.Ledger()))
	require.Len(t, again.Ledger(), 4)
	for _, number := range n.Phones() {
		require.Len(t, again.Messages(number), len(n.Messages(number)))
	}
	require.Equal(t, n.Phones(), again.Phones())
	require.EqualValues(t, 21610, again.send(t, form("+12025550125", page, 3)).body["code"], "it has forgotten who said STOP")
	require.Equal(t, []string{id}, again.list(t, url.Values{"To": {phone}, "From": {own}})[1:])
}

// plain makes times comparable after their way through the file.
func plain(entries []sim.Entry) []sim.Entry {
	for i := range entries {
		entries[i].FirstByte, entries[i].Accepted = entries[i].FirstByte.UTC().Round(0), entries[i].Accepted.UTC().Round(0)
	}
	return entries
}

func TestAMessageIsInTheFileBeforeItsAnswer(t *testing.T) {
	dir := t.TempDir()
	n := open(t, newMuster(t), inDir(dir), func(o *sim.Options) { o.Sync = true })
	id := n.sent(t, phone, page, 1)
	raw, err := os.ReadFile(filepath.Join(dir, "carrier-ledger.jsonl"))
	require.NoError(t, err)
	require.Contains(t, string(raw), id)
}

func TestATornLastLineIsForgotten(t *testing.T) {
	dir := t.TempDir()
	n := open(t, newMuster(t), inDir(dir), func(o *sim.Options) { o.SentAfter, o.DeliveredAfter = time.Hour, time.Hour })
	n.sent(t, phone, page, 1)
	torn := copyLedger(t, dir, `{"kind":"message","message":{"id":"SMtorn","body":"`+strings.Repeat("x", 4096))
	again := open(t, newMuster(t), inDir(torn))
	require.Len(t, again.Ledger(), 1)
	second := again.sent(t, phone, page, 2)
	third := open(t, newMuster(t), inDir(copyLedger(t, torn, "")))
	require.Len(t, third.Ledger(), 2, "the torn line spoilt the next one")
	require.Equal(t, second, third.Ledger()[1].ID)
}

func TestADamagedLedgerIsNotReadPast(t *testing.T) {
	dir := t.TempDir()
	n := open(t, newMuster(t), inDir(dir))
	n.sent(t, phone, page, 1)
	for _, line := range []string{"{broken\n", `{"kind":"message"}` + "\n"} {
		_, err := sim.Open(sim.Options{AccountSID: account, AuthToken: token, PublicURL: public, Dir: copyLedger(t, dir, line)})
		require.ErrorContains(t, err, "damaged")
	}
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := sim.Open(sim.Options{AccountSID: account, AuthToken: token, PublicURL: public, Dir: file})
	require.ErrorContains(t, err, "ledger")
}

func TestWhatWasUnderWayGoesOnWhenResumed(t *testing.T) {
	dir := t.TempDir()
	first := newMuster(t)
	first.set(503, "")
	n := open(t, first, inDir(dir), func(o *sim.Options) { o.SentAfter, o.DeliveredAfter = time.Hour, time.Hour })
	n.SetHabit("+12025550124", sim.Bounces(30005))
	n.sent(t, phone, page, 1)
	n.sent(t, "+12025550124", page, 2)
	n.SetHabit(phone, sim.Accepts(0))
	n.sent(t, phone, page, 3)
	first.await(t, "/webhooks/twilio/sms", 1)

	second := newMuster(t)
	again := open(t, second, inDir(copyLedger(t, dir, "")))
	again.Resume()
	require.Equal(t, []string{"sent", "delivered"}, statuses(second.await(t, statusHook+"1", 2)))
	require.Equal(t, []string{"sent", "undelivered"}, statuses(second.await(t, statusHook+"2", 2)))
	require.Equal(t, "K7M 1", second.await(t, "/webhooks/twilio/sms", 1)[0].form.Get("Body"))
}

func TestWhatIsSettledIsNotResumed(t *testing.T) {
	dir := t.TempDir()
	first := newMuster(t)
	first.set(503, "")
	n := open(t, first, inDir(dir), func(o *sim.Options) { o.RetryWait = time.Microsecond })
	require.ErrorIs(t, n.Reply(within(t), phone, "given up"), sim.ErrNotTaken)
	first.set(0, "")
	require.NoError(t, n.Reply(within(t), phone, "taken"))
	id := n.sent(t, phone, page, 1)
	n.awaitStatus(t, id, carrier.Delivered)

	second := newMuster(t)
	again := open(t, second, inDir(copyLedger(t, dir, "")), func(o *sim.Options) { o.SentAfter, o.DeliveredAfter = 20*time.Millisecond, 40*time.Millisecond })
	again.sent(t, phone, page, 2)
	again.Resume()
	second.await(t, statusHook+"2", 2)
	again.sent(t, phone, page, 3)
	second.await(t, statusHook+"3", 2)
	require.Len(t, second.await(t, statusHook+"2", 0), 2, "a message of this run was taken up twice")
	require.Empty(t, second.await(t, statusHook+"1", 0))
	require.Empty(t, second.await(t, "/webhooks/twilio/sms", 0))
}

func TestAReceiptThatWasPostedIsNotOwedAgain(t *testing.T) {
	dir := t.TempDir()
	n := open(t, newMuster(t), inDir(dir), func(o *sim.Options) { o.DeliveredAfter = time.Hour })
	n.awaitStatus(t, n.sent(t, phone, page, 1), carrier.Sent)
	second := newMuster(t)
	again := open(t, second, inDir(copyLedger(t, dir, "")))
	again.Resume()
	require.Equal(t, []string{"delivered"}, statuses(second.await(t, statusHook+"1", 1)))
}
