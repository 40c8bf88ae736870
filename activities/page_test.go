package activities_test

// Waves: what is sent once, what is held back, and what a carrier's answer means for a message.

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/words"
)

// three are phones of three people.
var three = []string{"+12025550121", "+12025550122", "+12025550123"}

// requireFates checks that every message of a wave met the same fate, each under its own page.
func requireFates(t *testing.T, w activities.Wave, results []incident.Result, want incident.Fate) {
	t.Helper()
	require.Len(t, results, len(w.Sends))
	for k, r := range results {
		require.Equal(t, w.Sends[k].Page, r.Page)
		require.Equal(t, w.Sends[k].Attempt, r.Attempt)
		require.Equal(t, want, r.Fate, r.Page)
	}
}

func TestAWaveReachesEachOfItsPhonesOnceAndBearsItsTags(t *testing.T) {
	n := &network{}
	w := wave(three...)
	got := carry(t, &activities.Pager{Carrier: n}, w, 0)
	requireFates(t, w, got.Results, incident.FateSent)
	require.Equal(t, three, n.told())
	for _, m := range n.taken {
		require.Equal(t, "inc-1", m.Tag.Incident)
		require.Equal(t, 1, m.Tag.Attempt)
		require.Positive(t, m.ValidFor, "a page that comes hours later is of no use")
	}
	require.Equal(t, "SM-p2-1", got.Results[1].CarrierID)
}

// A wave that lay about for longer than that may be the ghost of one that was sent.
func TestAWaveThatIsBegunTooLateSendsNothing(t *testing.T) {
	for waited, sends := range map[time.Duration]bool{0: true, 30 * time.Second: true, 30*time.Second + time.Millisecond: false, time.Hour: false} {
		n, w := &network{}, wave(three...)
		got := carry(t, &activities.Pager{Carrier: n}, w, waited)
		if sends {
			requireFates(t, w, got.Results, incident.FateSent)
			require.Equal(t, three, n.told())
			continue
		}
		requireFates(t, w, got.Results, incident.FateUnknown)
		require.Empty(t, n.did, "%s: nothing may be sent", waited)
	}
}

// The look for a real incident takes of the wave's time: what cannot be over by its end is not begun.
func TestNoMessageIsBegunInTheWavesLastSeconds(t *testing.T) {
	for slow, sends := range map[time.Duration]bool{2900 * time.Millisecond: true, 3100 * time.Millisecond: false} {
		synctest.Test(t, func(t *testing.T) {
			n, w := &network{}, wave(three...)
			got := carry(t, &activities.Pager{Carrier: n, Real: &site{slow: slow}}, w, 0)
			if sends {
				requireFates(t, w, got.Results, incident.FateSent)
				return
			}
			requireFates(t, w, got.Results, incident.FateNotStarted)
			require.Empty(t, n.did, "%s: nothing may be begun", slow)
		})
	}
}

func TestWhatTheCarrierSaysDecidesWhatComesNext(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want incident.Result
	}{
		"throttled, for so long": {
			&carrier.Error{Class: carrier.Throttled, Status: 429, RetryAfter: 7 * time.Second},
			incident.Result{Fate: incident.FateNotStarted, After: 7 * time.Second, Why: "throttled"},
		},
		"throttled, without a word how long": {
			&carrier.Error{Class: carrier.Throttled, Status: 429},
			incident.Result{Fate: incident.FateNotStarted, After: time.Second, Why: "throttled"},
		},
		"queue full": {&carrier.Error{Class: carrier.QueueFull}, incident.Result{Fate: incident.FateNotStarted, After: 5 * time.Second, Why: "queue-full"}},
		"account":    {&carrier.Error{Class: carrier.Account}, incident.Result{Fate: incident.FateNotStarted, After: 10 * time.Second, Why: "account"}},
		"ambiguous":  {&carrier.Error{Class: carrier.Ambiguous, Written: true}, incident.Result{Fate: incident.FateUnknown, Why: "ambiguous"}},
		"unclassed":  {errors.New("no idea"), incident.Result{Fate: incident.FateUnknown}},
		"no route":   {&carrier.Error{Class: carrier.Route}, incident.Result{Fate: incident.FateFailed, Failure: incident.FailRecipient, Why: "recipient"}},
		"no number":  {&carrier.Error{Class: carrier.Recipient}, incident.Result{Fate: incident.FateFailed, Failure: incident.FailRecipient, Why: "recipient"}},
		"opted out":  {&carrier.Error{Class: carrier.OptedOut}, incident.Result{Fate: incident.FateFailed, Failure: incident.FailOptedOut, Why: "opted-out"}},
		"our bug":    {&carrier.Error{Class: carrier.Bug}, incident.Result{Fate: incident.FateFailed, Failure: incident.FailFiltered, Why: "bug"}},
	} {
		t.Run(name, func(t *testing.T) {
			n := &network{send: map[string]error{three[1]: c.err}}
			got := carry(t, &activities.Pager{Carrier: n}, wave(three...), 0)
			c.want.Page, c.want.Attempt = "p2", 1
			require.Equal(t, c.want, got.Results[1])
			require.Equal(t, incident.FateSent, got.Results[0].Fate, "the others go their own way")
			require.Equal(t, incident.FateSent, got.Results[2].Fate)
			require.Len(t, n.did, 3, "nothing is repeated within a wave")
		})
	}
}

// What a receipt says is put on the timeline: it must not blame a phone for what is the carrier's, or the operator's, affair.
func TestWhatAReceiptsCodeMeansForAnIncident(t *testing.T) {
	for want, codes := range map[incident.Failure][]int{
		incident.FailQueueFull:   {21611, 30001, 30022, 30023, 14107, 20429},
		incident.FailAccount:     {20003, 21408, 21606, 21608, 30002, 30032, 30034},
		incident.FailUnsaid:      {0, 99999, 20500, 20503},
		incident.FailUnreachable: {30003, 30008, 30036, 30500},
		incident.FailRecipient:   {21211, 21612, 63016, 21614, 30004, 30005, 30006},
		incident.FailOptedOut:    {21610},
		incident.FailFiltered:    {30007, 21617},
	} {
		for _, code := range codes {
			got := activities.Failure(carrier.Classify(code, 0))
			require.Equal(t, want, got, code)
			require.NotEqual(t, words.Unreachable("", "something new"), words.Unreachable("", string(got)), "each has its own words")
		}
	}
}

func TestADrillsCarrierRefusesWhoeverIsNoResponder(t *testing.T) {
	n := &network{}
	contained := activities.Contained(n, func(phone string) bool { return phone != three[1] })
	got := carry(t, &activities.Pager{Carrier: contained, Real: &site{}}, wave(three...), 0)
	require.Equal(t, incident.Result{Page: "p2", Attempt: 1, Fate: incident.FateFailed, Failure: incident.FailRefused}, got.Results[1])
	require.Equal(t, []string{three[0], three[2]}, n.told())
}

func TestADrillsWaveIsHeldWhileSomethingRealIsOrMayBeGoingOn(t *testing.T) {
	for name, where := range map[string]*site{"a real incident is open": {real: "inc-real"}, "nobody can say": {err: errors.New("no idea")}} {
		t.Run(name, func(t *testing.T) {
			n, w := &network{}, wave(three...)
			p := &activities.Pager{Carrier: n, Real: where}
			got := carry(t, p, w, 0)
			requireFates(t, w, got.Results, incident.FateNotStarted)
			require.Equal(t, where.real, got.Overtaken)
			require.Positive(t, got.Results[0].After)
			require.Empty(t, n.did)

			w.Ended = true
			got = carry(t, p, w, 0)
			requireFates(t, w, got.Results, incident.FateSent)
			require.Equal(t, three, n.told(), "people must hear that their drill is over")
			require.Equal(t, 1, where.looks)
		})
	}
}
