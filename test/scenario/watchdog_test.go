package scenario_test

// A worker that panics when it takes up an incident again: nobody would hear of it but for the watchdog.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

const operator = "+12025550198"

// pagedWithin is how soon operator and company hear of an incident that cannot go on.
const pagedWithin = 30 * time.Second

// watched is what the API says is wrong.
func watched(muster *harness.Program) []struct {
	Kind string
	Refs []string
	Told int
} {
	var list struct {
		Items []struct {
			Kind string
			Refs []string
			Told int
		}
	}
	muster.Do(http.MethodGet, "/api/v1/watchdog", nil, &list)
	return list.Items
}

// said are the watchdog's texts to a number that begin with a word, and when the first of them was accepted.
func said(muster *harness.Program, number, begins string) (n int, first time.Time) {
	for _, e := range muster.Ledger() {
		if e.To == number && strings.HasPrefix(e.Body, begins) {
			if n++; n == 1 {
				first = e.Accepted
			}
		}
	}
	return n, first
}

func TestOperatorAndCompanyArePagedWhenAWorkerPanicsOnReplay(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, "MUSTER_OPERATOR="+operator)
	fire := muster.Declare(harness.Fire())
	harness.Await(t, 10*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	require.Empty(t, watched(muster))
	muster.Kill()

	broken := muster.With("MUSTER_TEST_FAULT=panic-on-replay")
	broken.Start()
	restarted := time.Now()
	company := []string{harness.NewTown(t, broken, fire.ID).Phone("li-hua"), harness.NewTown(t, broken, fire.ID).Phone("zhang-wei")}
	for _, number := range append(company, operator) {
		harness.Await(t, pagedWithin, number+" is paged", func() bool { n, _ := said(broken, number, "Muster ALARM: Fire, "); return n == 1 })
		_, first := said(broken, number, "Muster ALARM: Fire, ")
		t.Logf("%s was paged %s after the program was there with the panicking worker", number, first.Sub(restarted).Round(100*time.Millisecond))
		require.Less(t, first.Sub(restarted), pagedWithin)
	}
	require.Contains(t, broken.Log(), "a test asked for it", "the worker did panic")
	require.Equal(t, "stuck", watched(broken)[0].Kind)
	require.Equal(t, []string{fire.ID}, watched(broken)[0].Refs)
	require.Equal(t, 3, watched(broken)[0].Told)
	status, _ := broken.Call(http.MethodGet, "/readyz", nil)
	require.Equal(t, http.StatusOK, status, "a new declaration would be taken")
	broken.Kill()

	muster.Start()
	for _, number := range append(company, operator) {
		harness.Await(t, 60*time.Second, number+" hears that it is over", func() bool { n, _ := said(muster, number, "Muster ALL CLEAR: "); return n == 1 })
		n, _ := said(muster, number, "Muster ALARM")
		require.Equal(t, 1, n, "what was said is known after the restart")
	}
	require.Equal(t, "open", muster.Incident(fire.ID).State)
	require.Empty(t, watched(muster))
	harness.RequireOnce(t, muster.Ledger())
}

func TestOperatorAndCompanyHearThatTheEngineIsAway(t *testing.T) {
	t.Parallel()
	engine := harness.StartEngine(t)
	muster := harness.Start(t, "MUSTER_OPERATOR="+operator, "MUSTER_TEMPORAL_ADDRESS="+engine.Address)
	engine.Kill()
	killed := time.Now()
	for _, number := range []string{operator, "+12025550118", "+12025550119"} {
		harness.Await(t, 45*time.Second, number+" is paged", func() bool { n, _ := said(muster, number, "Muster ALARM: engine away"); return n == 1 })
		_, first := said(muster, number, "Muster ALARM: engine away")
		t.Logf("%s was paged %s after the engine was killed", number, first.Sub(killed).Round(100*time.Millisecond))
	}
	require.Equal(t, "engine", watched(muster)[0].Kind)
	engine.Start()
	harness.Await(t, time.Minute, "the operator hears that it is over", func() bool { n, _ := said(muster, operator, "Muster ALL CLEAR: the engine"); return n == 1 })
	harness.Await(t, 10*time.Second, "nothing is wrong", func() bool { return len(watched(muster)) == 0 })
}

// The carrier takes every message, and then says that the sender is not registered: a declaration is taken all the same.
func TestTheOperatorHearsThatTheCarrierRefusesTheSender(t *testing.T) {
	t.Parallel()
	muster := harness.New(t, "MUSTER_OPERATOR="+operator)
	muster.Start()
	muster.Staff()
	town := harness.NewTown(t, muster, "")
	for _, id := range []string{"luo-yong", "li-hua", "zhang-wei"} {
		muster.Habit(town.Phone(id), "bounce", "code", 30034)
	}
	_, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.NotContains(t, string(ready), "carrier")
	fire := muster.Declare(harness.Fire())
	harness.Await(t, time.Minute, "the operator is told", func() bool {
		n, _ := said(muster, operator, "Muster ALARM: carrier refuses our account or number")
		return n == 1
	})
	status, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.Equal(t, http.StatusOK, status, "a declaration would be taken")
	require.Contains(t, string(ready), "The carrier refuses this account or number")
	require.Equal(t, "carrier", watched(muster)[0].Kind)
	awaitLine(t, muster, fire.ID, "page.unreachable", "the carrier does not serve our account or number", 15*time.Second)
}

func TestAFaultIsRefusedWherePhonesRing(t *testing.T) {
	t.Parallel()
	for said, env := range map[string][]string{
		"simulator only":  {"MUSTER_TEST_FAULT=panic-on-replay", "TWILIO_ACCOUNT_SID=AC1", "TWILIO_AUTH_TOKEN=x1", "MUSTER_SMS_FROM=+12025550199"},
		"for tests only":  {"MUSTER_TEST_FAULT=anything"},
		"MUSTER_OPERATOR": {"MUSTER_OPERATOR=+12025550198,zhang"},
	} {
		code, out := harness.New(t, env...).Fail("up")
		require.Equal(t, 2, code, out)
		require.Contains(t, out, said)
		require.NotContains(t, out, "+12025550198")
	}
}
