package carriertest

// The tests of the suite; carriertest.go lists them.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/carrier"
)

const (
	phone   = "+12025550123"
	body    = "FIRE Building 3, smoke in the corridor. Reply K7M 1"
	patient = 10 * time.Second
)

func page(to, text string, attempt int) carrier.Message {
	return carrier.Message{To: to, Body: text, Tag: carrier.Tag{Incident: "inc-1", Page: "page-1", Attempt: attempt}, ValidFor: 5 * time.Minute}
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	t.Cleanup(cancel)
	return ctx
}

// failed checks that an error is a carrier's, of a class, and shows nothing that it must not.
func failed(t *testing.T, h Harness, err error, class carrier.Class) *carrier.Error {
	t.Helper()
	var failure *carrier.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, class, failure.Class, "%v: %v", err, failure.Err)
	requireSilent(t, h, err)
	return failure
}

// requireSilent checks that no text of an error, or of what it wraps, holds a number, a body or a secret.
func requireSilent(t *testing.T, h Harness, err error) {
	t.Helper()
	hidden := append([]string{phone, strings.TrimPrefix(phone, "+"), "smoke", "K7M"}, h.Secrets...)
	for ; err != nil; err = errors.Unwrap(err) {
		for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
			for _, secret := range hidden {
				require.NotContains(t, text, secret)
			}
		}
	}
}

func sendsOnce(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	before := time.Now().Add(-2 * time.Second)
	record, err := h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
	require.NotEmpty(t, record.ID)
	require.Equal(t, phone, record.To)
	require.Equal(t, body, record.Body)
	require.Equal(t, carrier.Queued, record.Status)
	require.Zero(t, record.Code)
	require.WithinRange(t, record.Created, before, time.Now().Add(2*time.Second))
	require.Equal(t, 1, h.Network.Posts())
	require.Equal(t, 1, h.Network.Accepted(phone))
}

func findsNewestFirst(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	sent := sendSeveral(t, h, 3)
	_, err := h.Port.Send(within(t), page("+12025550124", body, 1))
	require.NoError(t, err)

	found, err := h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute)})
	require.NoError(t, err)
	require.Equal(t, sent, idsOf(found))
	for _, record := range found {
		require.Equal(t, phone, record.To)
	}
	require.Equal(t, body+" (call 3)", found[0].Body)
}

func findsSince(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	record, err := h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
	found, err := h.Port.Find(within(t), carrier.Query{To: phone, Since: record.Created.Add(999 * time.Millisecond)})
	require.NoError(t, err)
	require.Len(t, found, 1, "a list that tells seconds may not hide what was created within one")
	found, err = h.Port.Find(within(t), carrier.Query{To: phone, Since: record.Created.Add(2 * time.Second)})
	require.NoError(t, err)
	require.Empty(t, found)
}

func findsLimited(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	sent := sendSeveral(t, h, 7)
	found, err := h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute), Limit: 3})
	require.ErrorIs(t, err, carrier.ErrCut)
	_ = failed(t, h, err, carrier.Ambiguous)
	require.Equal(t, sent[:3], idsOf(found))

	found, err = h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute), Limit: 7})
	require.NoError(t, err, "there is nothing more")
	require.Equal(t, sent, idsOf(found))
}

// findsPages has more messages than any list shows at once; nobody may take the rest for absent.
func findsPages(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	sent := sendSeveral(t, h, 120)
	found, err := h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute), Limit: 1000})
	require.NoError(t, err)
	require.Equal(t, sent, idsOf(found))

	found, err = h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute), Limit: 110})
	require.ErrorIs(t, err, carrier.ErrCut)
	require.Equal(t, sent[:110], idsOf(found))

	found, err = h.Port.Find(within(t), carrier.Query{To: phone, Since: time.Now().Add(-time.Minute)})
	require.ErrorIs(t, err, carrier.ErrCut, "who names no limit hears of it too")
	require.Equal(t, sent[:50], idsOf(found))
}

// sendSeveral sends so many texts to the phone, and lists their ids, newest first.
func sendSeveral(t *testing.T, h Harness, n int) []string {
	t.Helper()
	var sent []string
	for attempt := 1; attempt <= n; attempt++ {
		record, err := h.Port.Send(within(t), page(phone, fmt.Sprintf("%s (call %d)", body, attempt), attempt))
		require.NoError(t, err)
		sent = append([]string{record.ID}, sent...)
	}
	return sent
}

func idsOf(records []carrier.Record) []string {
	var ids []string
	for _, record := range records {
		ids = append(ids, record.ID)
	}
	return ids
}

func localRefusals(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	for _, c := range []struct {
		name, to, text string
		class          carrier.Class
	}{
		{"no number", "", body, carrier.Recipient},
		{"a local number", "2025550123", body, carrier.Recipient},
		{"empty", phone, "", carrier.Bug},
		{"too long", phone, strings.Repeat("火", 1601), carrier.Bug},
		{"not UTF-8", phone, "smoke \xff", carrier.Bug},
	} {
		_, err := h.Port.Send(within(t), page(c.to, c.text, 1))
		require.False(t, failed(t, h, err, c.class).Written, c.name)
	}
	require.Zero(t, h.Network.Posts())
	_, err := h.Port.Send(within(t), page(phone, strings.Repeat("火", 1600), 1))
	require.NoError(t, err)
}

func endedContext(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := h.Port.Send(ctx, page(phone, body, 1))
	require.False(t, failed(t, h, err, carrier.Throttled).Written)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, h.Network.Posts())
}

func endedFind(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := h.Port.Find(ctx, carrier.Query{To: phone})
	require.ErrorIs(t, err, context.Canceled)
	requireSilent(t, h, err)
}

func concurrent(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	ctx := within(t)
	const phones, each = 40, 5
	failures := make(chan error, phones*each)
	var all sync.WaitGroup
	for p := range phones {
		for attempt := range each {
			all.Go(func() {
				to := fmt.Sprintf("+120255501%02d", p)
				record, err := h.Port.Send(ctx, page(to, fmt.Sprint(to, attempt), attempt))
				if err == nil && (record.To != to || record.Body != fmt.Sprint(to, attempt)) {
					err = errors.New("the answer belongs to another message")
				}
				failures <- err
			})
		}
	}
	all.Wait()
	close(failures)
	for err := range failures {
		require.NoError(t, err)
	}
	for p := range phones {
		require.Equal(t, each, h.Network.Accepted(fmt.Sprintf("+120255501%02d", p)))
	}
	require.Equal(t, phones*each, h.Network.Posts())
}

func reusesConnections(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	for range 50 {
		h.Network.Fail(BadGateway)
		_, err := h.Port.Send(within(t), page(phone, body, 1))
		_ = failed(t, h, err, carrier.Ambiguous)
		_, err = h.Port.Find(within(t), carrier.Query{To: phone})
		require.NoError(t, err)
	}
	require.LessOrEqual(t, h.Network.Connections(), 2, "answers are not read to their end and closed")
}

func leavesNothing(t *testing.T, open func(t *testing.T) Harness) {
	before := goleak.IgnoreCurrent()
	t.Run("while it fails", func(t *testing.T) {
		for _, run := range []func(*testing.T, func(*testing.T) Harness){ambiguousAnswers, ambiguousTimeout, throttled, unwritten, refusals, endedContext, concurrent} {
			run(t, open)
		}
	})
	goleak.VerifyNone(t, before)
}

func channels(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	_, ok := h.Port.Asks(carrier.SMS)
	require.True(t, ok, "an adapter that cannot send SMS is of no use yet")
	asks, ok := h.Port.Asks(carrier.Channel("pigeon"))
	require.False(t, asks || ok)
}
