package carriertest

// The part of the suite that is about calls. Ports that call nobody are let off.

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

const spoken = "Fire, Building 3: smoke in the corridor. To accept, press 7."

func ring(to string, attempt int) carrier.Call {
	return carrier.Call{
		To: to, Ring: 20 * time.Second, Tag: carrier.Tag{Incident: "inc-1", Page: "page-1", Attempt: attempt},
		Speech: carrier.Speech{Language: "en", Text: spoken, Bye: "Goodbye.", Ask: 1},
	}
}

// RunVoice runs the suite's part for ports that call. open makes a harness whose port is a carrier.Caller.
func RunVoice(t *testing.T, open func(t *testing.T) Harness) {
	tests := []struct {
		name string
		run  func(t *testing.T, h Harness, voice carrier.Caller)
	}{
		{"calls once and tells whom", callsOnce},
		{"finds calls by recipient, newest first", findsCalls},
		{"finds no more calls than asked, and says so", findsCallsLimited},
		{"calls an answer that nobody can read ambiguous", ambiguousCalls},
		{"calls a slow answer ambiguous", slowCall},
		{"tells how long to wait when throttled", throttledCall},
		{"says that nothing was written when there was no connection", unwrittenCall},
		{"sorts refusals by code", refusedCalls},
		{"refuses by itself what no network takes", localCallRefusals},
		{"does nothing once its context has ended", endedCall},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := open(t)
			voice, ok := h.Port.(carrier.Caller)
			require.True(t, ok)
			asks, has := h.Port.Asks(carrier.Voice)
			require.True(t, asks && has)
			test.run(t, h, voice)
		})
	}
}

func callsOnce(t *testing.T, h Harness, voice carrier.Caller) {
	before := time.Now().Add(-2 * time.Second)
	record, err := voice.Call(within(t), ring(phone, 1))
	require.NoError(t, err)
	require.NotEmpty(t, record.ID)
	require.Equal(t, phone, record.To)
	require.Equal(t, carrier.CallQueued, record.Status)
	require.WithinRange(t, record.Created, before, time.Now().Add(2*time.Second))
	require.Equal(t, 1, h.Network.Posts())
	require.Equal(t, 1, h.Network.Accepted(phone))
}

// placeSeveral places so many calls, and lists their ids, newest first.
func placeSeveral(t *testing.T, voice carrier.Caller, n int) []string {
	t.Helper()
	var placed []string
	for attempt := 1; attempt <= n; attempt++ {
		record, err := voice.Call(within(t), ring(phone, attempt))
		require.NoError(t, err)
		placed = append([]string{record.ID}, placed...)
	}
	return placed
}

func callIDs(records []carrier.CallRecord) []string {
	var ids []string
	for _, r := range records {
		ids = append(ids, r.ID)
	}
	return ids
}

func findsCalls(t *testing.T, h Harness, voice carrier.Caller) {
	placed := placeSeveral(t, voice, 3)
	_, err := voice.Call(within(t), ring("+12025550124", 1))
	require.NoError(t, err)
	_, err = h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
	found, err := voice.FindCalls(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute)})
	require.NoError(t, err)
	require.Equal(t, placed, callIDs(found), "texts are no calls")
	found, err = voice.FindCalls(within(t), carrier.Query{To: phone, Since: time.Now().Add(3 * time.Second)})
	require.NoError(t, err)
	require.Empty(t, found)
	messages, err := h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute)})
	require.NoError(t, err)
	require.Len(t, messages, 1, "calls are no texts")
}

func findsCallsLimited(t *testing.T, _ Harness, voice carrier.Caller) {
	placed := placeSeveral(t, voice, 70)
	found, err := voice.FindCalls(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute), Limit: 1000})
	require.NoError(t, err)
	require.Equal(t, placed, callIDs(found), "over several pages")
	found, err = voice.FindCalls(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute), Limit: 3})
	require.ErrorIs(t, err, carrier.ErrCut)
	require.Equal(t, placed[:3], callIDs(found))
}

func ambiguousCalls(t *testing.T, h Harness, voice carrier.Caller) {
	taken := 0
	for n, fault := range []Fault{ServerError, BadGateway, Cut, Truncated, BadGatewayTaken, Lost} {
		h.Network.Fail(fault)
		_, err := voice.Call(within(t), ring(phone, n))
		require.True(t, failed(t, h, err, carrier.Ambiguous).Written)
		require.Equal(t, n+1, h.Network.Posts(), "a request was repeated")
		if fault >= Truncated {
			taken++
		}
		require.Equal(t, taken, h.Network.Accepted(phone))
		found, err := voice.FindCalls(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute)})
		require.NoError(t, err)
		require.Len(t, found, taken)
	}
}

func slowCall(t *testing.T, h Harness, voice carrier.Caller) {
	h.Network.Fail(Held)
	ctx, cancel := context.WithCancel(within(t))
	result := make(chan error, 1)
	go func() {
		_, err := voice.Call(ctx, ring(phone, 1))
		result <- err
	}()
	h.Network.AwaitHeld(t, 1)
	cancel()
	err := <-result
	require.True(t, failed(t, h, err, carrier.Ambiguous).Written)
	h.Network.Release()
	require.Equal(t, 1, h.Network.Accepted(phone))
}

func throttledCall(t *testing.T, h Harness, voice carrier.Caller) {
	h.Network.Fail(TooMany)
	_, err := voice.Call(within(t), ring(phone, 1))
	require.Equal(t, RetryAfter, failed(t, h, err, carrier.Throttled).RetryAfter)
	require.Zero(t, h.Network.Accepted(phone))
}

func unwrittenCall(t *testing.T, h Harness, voice carrier.Caller) {
	h.Network.Unplug()
	_, err := voice.Call(within(t), ring(phone, 1))
	require.False(t, failed(t, h, err, carrier.Throttled).Written)
	_, err = voice.FindCalls(within(t), carrier.Query{To: phone})
	_ = failed(t, h, err, carrier.Throttled)
	h.Network.Plug(t)
	_, err = voice.Call(within(t), ring(phone, 1))
	require.NoError(t, err)
}

func refusedCalls(t *testing.T, h Harness, voice carrier.Caller) {
	for code, class := range map[int]carrier.Class{21211: carrier.Recipient, 21217: carrier.Recipient, 21215: carrier.Account, 20429: carrier.Throttled, 29999: carrier.Bug} {
		h.Network.Refuse(phone, code)
		_, err := voice.Call(within(t), ring(phone, 1))
		require.Equal(t, code, failed(t, h, err, class).Code)
	}
	require.Zero(t, h.Network.Accepted(phone))
}

func localCallRefusals(t *testing.T, h Harness, voice carrier.Caller) {
	for _, c := range []struct {
		name, to, text string
		class          carrier.Class
	}{
		{"no number", "", spoken, carrier.Recipient},
		{"a local number", "2025550123", spoken, carrier.Recipient},
		{"nothing to say", phone, "", carrier.Bug},
		{"too long", phone, strings.Repeat("火", 4001), carrier.Bug},
		{"not UTF-8", phone, "smoke \xff", carrier.Bug},
	} {
		call := ring(c.to, 1)
		call.Speech.Text = c.text
		_, err := voice.Call(within(t), call)
		require.False(t, failed(t, h, err, c.class).Written, c.name)
	}
	require.Zero(t, h.Network.Posts())
	call := ring(phone, 1)
	call.Speech.Text = strings.Repeat("火", 1500)
	call.Tag.Incident = fmt.Sprint("inc-", strings.Repeat("x", 24))
	_, err := voice.Call(within(t), call)
	require.NoError(t, err, "as much as Muster says at most")
}

func endedCall(t *testing.T, h Harness, voice carrier.Caller) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := voice.Call(ctx, ring(phone, 1))
	require.False(t, failed(t, h, err, carrier.Throttled).Written)
	_, err = voice.FindCalls(ctx, carrier.Query{To: phone})
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, h.Network.Posts())
}
