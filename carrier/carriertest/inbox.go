package carriertest

// The part of the suite in which phones write and the list is asked for it.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

func inboxTests() []test {
	return []test{
		{"lists what phones have written, oldest first", receivesOldestFirst},
		{"lists what was written since", receivesSince},
		{"lists no more texts than asked, and says so", receivesLimited},
		{"lists all texts of a list of several pages", receivesPages},
		{"lists a text once the list shows it", receivesLate},
		{"says that it could not ask for texts", receivesNothing},
		{"finds what was sent to anybody", findsAnybodys},
	}
}

func receivesOldestFirst(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	const other = "+12025550124"
	before := time.Now().Add(-2 * time.Second)
	first := h.Network.Write(t, phone, "K7M 1")
	_, err := h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
	second := h.Network.Write(t, other, "stop")
	third := h.Network.Write(t, phone, "火警 3栋")
	got, err := h.Inbox.Received(within(t), before, 0)
	require.NoError(t, err)
	require.Equal(t, []string{first, second, third}, textIDs(got), "what Muster sent is not among it")
	require.Equal(t, []string{phone, other, phone}, []string{got[0].From, got[1].From, got[2].From})
	require.Equal(t, []string{"K7M 1", "stop", "火警 3栋"}, []string{got[0].Body, got[1].Body, got[2].Body})
	require.Equal(t, []string{"", "STOP", ""}, []string{got[0].OptOut, got[1].OptOut, got[2].OptOut})
	for _, in := range got {
		require.WithinRange(t, in.At, before, time.Now().Add(2*time.Second))
		require.NotEmpty(t, in.To)
	}
}

func receivesSince(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	h.Network.Write(t, phone, "1")
	got, err := h.Inbox.Received(within(t), time.Now().Add(-2*time.Second), 0)
	require.NoError(t, err)
	require.Len(t, got, 1)
	at := got[0].At
	got, err = h.Inbox.Received(within(t), at.Add(999*time.Millisecond), 0)
	require.NoError(t, err)
	require.Len(t, got, 1, "a list that tells seconds may not hide what was written within one")
	got, err = h.Inbox.Received(within(t), at.Add(2*time.Second), 0)
	require.NoError(t, err)
	require.Empty(t, got)
}

func receivesLimited(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	written := writeSeveral(t, h, 7)
	got, err := h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 3)
	require.ErrorIs(t, err, carrier.ErrCut)
	_ = failed(t, h, err, carrier.Ambiguous)
	require.Equal(t, written[4:], textIDs(got), "the newest are kept")
	got, err = h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 7)
	require.NoError(t, err, "there is nothing more")
	require.Equal(t, written, textIDs(got))
}

func receivesPages(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	written := writeSeveral(t, h, 120)
	got, err := h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 10_000)
	require.NoError(t, err)
	require.Equal(t, written, textIDs(got))
}

func receivesLate(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	h.Network.Lag(time.Hour)
	id := h.Network.Write(t, phone, "1")
	got, err := h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 0)
	require.NoError(t, err)
	require.Empty(t, got)
	h.Network.Lag(0)
	got, err = h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 0)
	require.NoError(t, err)
	require.Equal(t, []string{id}, textIDs(got))
}

func receivesNothing(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	h.Network.Write(t, phone, "1")
	h.Network.Unplug()
	_, err := h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 0)
	_ = failed(t, h, err, carrier.Throttled)
	h.Network.Plug(t)
	got, err := h.Inbox.Received(within(t), time.Now().Add(-time.Minute), 0)
	require.NoError(t, err)
	require.Len(t, got, 1)
}

func findsAnybodys(t *testing.T, open func(t *testing.T) Harness) {
	h := open(t)
	mine, err := h.Port.Send(within(t), page(phone, body, 1))
	require.NoError(t, err)
	other, err := h.Port.Send(within(t), page("+12025550124", body, 1))
	require.NoError(t, err)
	h.Network.Write(t, phone, "1")
	found, err := h.Port.Find(within(t), carrier.Query{Since: time.Now().Add(-time.Minute)})
	require.NoError(t, err)
	require.Equal(t, []string{other.ID, mine.ID}, idsOf(found))
}

// writeSeveral has the phone write so many texts, and lists their ids, oldest first.
func writeSeveral(t *testing.T, h Harness, n int) []string {
	t.Helper()
	var ids []string
	for k := range n {
		ids = append(ids, h.Network.Write(t, phone, fmt.Sprint(k)))
	}
	return ids
}

func textIDs(texts []carrier.Inbound) []string {
	ids := []string{}
	for _, in := range texts {
		ids = append(ids, in.ID)
	}
	return ids
}
