package inbox_test

// Reports: the list says what became of messages, and each incident hears of its own once.

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/inbox"
)

// outbox is a network that takes messages and shows them in its list.
type outbox struct {
	records []carrier.Record
	asked   []carrier.Query
	err     error
}

// Send implements carrier.Port.
func (o *outbox) Send(_ context.Context, m carrier.Message) (carrier.Record, error) {
	if o.err != nil {
		return carrier.Record{}, o.err
	}
	r := carrier.Record{ID: fmt.Sprint("SM", len(o.records)), To: m.To, Status: carrier.Queued, Created: time.Now()}
	o.records = append(o.records, r)
	return r, nil
}

// Find implements carrier.Port.
func (o *outbox) Find(_ context.Context, q carrier.Query) ([]carrier.Record, error) {
	o.asked = append(o.asked, q)
	return o.records, o.err
}

// Asks implements carrier.Port.
func (o *outbox) Asks(carrier.Channel) (asks, ok bool) { return true, true }

// told notes what incidents hear.
type told struct {
	heard map[string][]carrier.Receipt
	err   error
}

func (d *told) deliver(_ context.Context, id string, receipts []carrier.Receipt) error {
	if d.err != nil {
		return d.err
	}
	d.heard[id] = append(d.heard[id], receipts...)
	return nil
}

func reports(sent ...carrier.Receipt) (*inbox.Reports, *outbox, *told) {
	network, incidents := &outbox{}, &told{heard: map[string][]carrier.Receipt{}}
	return inbox.NewReports(inbox.ReportOptions{
		Carrier: network, Deliver: incidents.deliver, Recall: func(context.Context) ([]carrier.Receipt, error) { return sent, nil },
	}), network, incidents
}

func send(t *testing.T, s *inbox.Reports, id, page string) {
	t.Helper()
	_, err := s.Send(t.Context(), carrier.Message{To: "+12025550123", Body: "x", Tag: carrier.Tag{Incident: id, Page: page, Attempt: 1}})
	require.NoError(t, err)
}

func TestEachIncidentHearsOnceWhatBecameOfItsMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, network, incidents := reports()
		send(t, s, "inc-a", "p1")
		send(t, s, "inc-b", "p2")
		require.NoError(t, s.Pass(t.Context()))
		require.Empty(t, incidents.heard, "nothing is final yet")
		network.records[0].Status, network.records[0].Code = carrier.Undelivered, 30003
		for range 3 {
			require.NoError(t, s.Pass(t.Context()))
		}
		want := carrier.Receipt{Tag: carrier.Tag{Incident: "inc-a", Page: "p1", Attempt: 1}, ID: "SM0", To: "+12025550123", Status: carrier.Undelivered, Code: 30003}
		require.Equal(t, map[string][]carrier.Receipt{"inc-a": {want}}, incidents.heard)
		require.Empty(t, network.asked[0].To, "it is asked for everybody's at once")
	})
}

func TestWhatAnIncidentDidNotHearItIsToldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, network, incidents := reports()
		send(t, s, "inc-a", "p1")
		network.records[0].Status = carrier.Delivered
		incidents.err = errAway
		require.ErrorIs(t, s.Pass(t.Context()), errAway)
		incidents.err = nil
		require.NoError(t, s.Pass(t.Context()))
		require.Len(t, incidents.heard["inc-a"], 1)
	})
}

func TestTheListIsLeftAloneWhileNothingIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, network, _ := reports()
		require.NoError(t, s.Pass(t.Context()))
		require.Empty(t, network.asked)
		send(t, s, "inc-a", "p1")
		later(20 * time.Minute)
		require.NoError(t, s.Pass(t.Context()))
		require.Empty(t, network.asked, "some networks never say what became of a message")
	})
}

func TestMessagesOfBeforeTheStartAreRecalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tag := carrier.Tag{Incident: "inc-a", Page: "p1", Attempt: 2}
		s, network, incidents := reports(carrier.Receipt{Tag: tag, ID: "SM-before"})
		network.records = []carrier.Record{{ID: "SM-before", Status: carrier.Failed, Code: 30005}, {ID: "SM-strange", Status: carrier.Failed}}
		require.NoError(t, s.Pass(t.Context()))
		require.Equal(t, []carrier.Receipt{{Tag: tag, ID: "SM-before", Status: carrier.Failed, Code: 30005}}, incidents.heard["inc-a"])
		later(2 * time.Minute)
		require.NoError(t, s.Pass(t.Context()))
		require.Len(t, incidents.heard["inc-a"], 1, "what was told is not recalled")
	})
}
