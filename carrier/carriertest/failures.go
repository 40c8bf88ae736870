package carriertest

// The part of the suite in which the network fails or refuses.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

func ambiguousAnswers(t *testing.T, open func(t *testing.T) Harness) {
	for _, c := range []struct {
		name  string
		fault Fault
		taken int
	}{
		{"server error", ServerError, 0},
		{"bad gateway", BadGateway, 0},
		{"cut", Cut, 0},
		{"truncated", Truncated, 1},
		{"bad gateway, taken", BadGatewayTaken, 1},
		{"lost", Lost, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t)
			_, err := h.Port.Send(within(t), page(phone, body, 1)) // a connection to reuse: the tempting case for a repeat
			require.NoError(t, err)
			h.Network.Fail(c.fault)
			_, err = h.Port.Send(within(t), page(phone, body, 2))
			require.True(t, failed(t, h, err, carrier.Ambiguous).Written)
			require.Equal(t, 2, h.Network.Posts(), "a request was repeated")
			require.Equal(t, 1+c.taken, h.Network.Accepted(phone))
			found, err := h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute)})
			require.NoError(t, err)
			require.Len(t, found, 1+c.taken)
		})
	}
}

func ambiguousTimeout(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	h.Network.Fail(Held)
	ctx, cancel := context.WithCancel(within(t))
	result := make(chan error, 1)
	go func() {
		_, err := h.Port.Send(ctx, page(phone, body, 1))
		result <- err
	}()
	h.Network.AwaitHeld(t, 1)
	cancel()
	err := <-result
	require.True(t, failed(t, h, err, carrier.Ambiguous).Written)
	require.ErrorIs(t, err, context.Canceled)
	h.Network.Release()
	require.Equal(t, 1, h.Network.Posts())
	require.Equal(t, 1, h.Network.Accepted(phone))
}

func throttled(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	h.Network.Fail(TooMany)
	_, err := h.Port.Send(within(t), page(phone, body, 1))
	failure := failed(t, h, err, carrier.Throttled)
	require.Equal(t, RetryAfter, failure.RetryAfter)
	require.Equal(t, 429, failure.Status)
	require.Zero(t, h.Network.Accepted(phone))
	_, err = h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
}

func unwritten(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	h.Network.Unplug()
	_, err := h.Port.Send(within(t), page(phone, body, 1))
	failure := failed(t, h, err, carrier.Throttled)
	require.False(t, failure.Written)
	require.Zero(t, failure.Status)
	_, err = h.Port.Find(within(t), carrier.Query{To: phone})
	_ = failed(t, h, err, carrier.Throttled)
	h.Network.Plug(t)
	_, err = h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
	require.Equal(t, 1, h.Network.Accepted(phone))
}

func refusals(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	for code, class := range map[int]carrier.Class{
		21211: carrier.Recipient, 21614: carrier.Recipient, 21610: carrier.OptedOut, 21611: carrier.QueueFull,
		21408: carrier.Account, 21606: carrier.Account, 21617: carrier.Bug, 29999: carrier.Bug, 20429: carrier.Throttled, 21612: carrier.Route,
	} {
		h.Network.Refuse(phone, code)
		_, err := h.Port.Send(within(t), page(phone, body, 1))
		failure := failed(t, h, err, class)
		require.Equal(t, code, failure.Code)
		require.True(t, failure.Written)
	}
	require.Zero(t, h.Network.Accepted(phone))
}
