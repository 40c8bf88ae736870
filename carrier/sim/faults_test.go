package sim_test

// The faults.

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
)

func TestFaultsDoWhatTheySay(t *testing.T) {
	for _, c := range []struct {
		fault  sim.Fault
		status int // 0: no answer
		taken  bool
	}{
		{sim.None, 201, true},
		{sim.Lost, 0, true},
		{sim.Truncated, 0, true},
		{sim.BadGatewayTaken, 502, true},
		{sim.BadGateway, 502, false},
		{sim.ServerError, 500, false},
		{sim.TooMany, 429, false},
		{sim.Cut, 0, false},
		{sim.Slow, 201, true},
		{sim.Held, 201, true},
	} {
		t.Run(string(c.fault), func(t *testing.T) {
			n := open(t, newMuster(t))
			n.SetFaults(sim.Faults{Next: []sim.Fault{c.fault}, Hold: time.Millisecond, Delay: time.Millisecond, RetryAfter: 90 * time.Second})
			a, err := n.call(t, http.MethodPost, messages, form(phone, page, 1))
			if c.status == 0 {
				require.Error(t, err)
			} else {
				require.NoError(t, err)
				require.Equal(t, c.status, a.status)
			}
			if c.status == 502 {
				require.Contains(t, a.text, "<html>")
			}
			if c.status == 429 {
				require.Equal(t, "90", a.header.Get("Retry-After"))
			}
			require.Equal(t, c.taken, len(n.Ledger()) == 1)
			require.Equal(t, 1, n.Posts())
			require.NotEmpty(t, n.sent(t, phone, page, 2), "a fault for one request befell another")
		})
	}
}

func TestAHeldAnswerComesWhenItIsReleased(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.SetFaults(sim.Faults{Next: []sim.Fault{sim.Held, sim.Held}})
	answers := make(chan int, 2)
	ctx := within(t)
	for i := range 2 {
		go func() {
			a, _ := n.callWithin(ctx, http.MethodPost, messages, form(phone, page, i))
			answers <- a.status
		}()
	}
	require.NoError(t, n.Await(within(t), func() bool { return n.Held() == 2 }))
	require.Len(t, n.Ledger(), 2, "held, but accepted")
	m.await(t, "/webhooks/twilio/status", 4) // receipts do not wait for the answer
	require.Equal(t, 2, n.Held())
	n.Release()
	require.Equal(t, []int{201, 201}, []int{<-answers, <-answers})
	require.NoError(t, n.Await(within(t), func() bool { return n.Held() == 0 }))
}

func TestASlowAnswerTakesNothingFromACallerWhoHasGone(t *testing.T) {
	n := open(t, newMuster(t))
	n.SetFaults(sim.Faults{Next: []sim.Fault{sim.Slow}, Delay: time.Hour})
	arrived := make(chan error, 1)
	ctx := within(t)
	go func() {
		_, err := n.callWithin(ctx, http.MethodPost, messages, form(phone, page, 1))
		arrived <- err
	}()
	require.NoError(t, n.Await(within(t), func() bool { return n.Posts() == 1 }))
	n.Unplug()
	require.Error(t, <-arrived)
	require.NoError(t, n.Plug())
	n.sent(t, phone, page, 2)
	require.Len(t, n.Ledger(), 1)
}

func TestChancesFollowTheirSeedAndTheirShare(t *testing.T) {
	outcome := func(seed uint64) (statuses []int) {
		n := open(t, newMuster(t), func(o *sim.Options) { o.Seed = seed })
		n.SetFaults(sim.Faults{Chances: []sim.Chance{{Fault: sim.BadGateway, Share: 0.3}, {Fault: sim.TooMany, Share: 0.3}}})
		for i := range 200 {
			statuses = append(statuses, n.send(t, form(phone, page, i)).status)
		}
		return statuses
	}
	first := outcome(7)
	require.Equal(t, first, outcome(7))
	require.NotEqual(t, first, outcome(8))
	count := map[int]int{}
	for _, status := range first {
		count[status]++
	}
	for status, want := range map[int]int{502: 60, 429: 60, 201: 80} {
		require.InDelta(t, want, count[status], 30, "HTTP %d", status)
	}
}

func TestTheListLags(t *testing.T) {
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	ticks := make(chan time.Duration, 1)
	ticks <- 0
	n := open(t, newMuster(t), func(o *sim.Options) {
		o.Clock = func() time.Time { passed := <-ticks; ticks <- passed; return now.Add(passed) }
	})
	n.SetFaults(sim.Faults{ListLag: 10 * time.Second})
	id := n.sent(t, phone, page, 1)
	require.Empty(t, n.list(t, url.Values{"To": {phone}}))
	<-ticks
	ticks <- 10 * time.Second
	require.Equal(t, []string{id}, n.list(t, url.Values{"To": {phone}}))
}

func TestTheListCanFailByItself(t *testing.T) {
	n := open(t, newMuster(t))
	n.SetFaults(sim.Faults{ListFails: true})
	n.sent(t, phone, page, 1)
	a, err := n.call(t, http.MethodGet, messages, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusInternalServerError, a.status)
}

func TestTheNetworkCanBeDown(t *testing.T) {
	n := open(t, newMuster(t))
	n.SetFaults(sim.Faults{Outage: sim.Unavailable})
	require.Equal(t, http.StatusServiceUnavailable, n.send(t, form(phone, page, 1)).status)
	n.SetFaults(sim.Faults{Outage: sim.Cutting})
	_, err := n.call(t, http.MethodPost, messages, form(phone, page, 1))
	require.Error(t, err)
	n.SetFaults(sim.Faults{})
	n.Unplug()
	_, err = n.call(t, http.MethodPost, messages, form(phone, page, 1))
	require.ErrorContains(t, err, "refused")
	require.NoError(t, n.Plug())
	n.sent(t, phone, page, 1)
	require.Len(t, n.Ledger(), 1)
}
