package activities_test

// Batches of a notice against a carrier: each message once, in its reader's language, and nothing to who wants none.

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/testsuite"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/notice"
)

// mailbox is a carrier that fails as each number's entry says.
type mailbox struct {
	mu    sync.Mutex
	taken []carrier.Message
	fail  map[string]*carrier.Error
}

func (m *mailbox) Send(_ context.Context, msg carrier.Message) (carrier.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	failure := m.fail[msg.To]
	if failure == nil || failure.Class == carrier.Ambiguous {
		m.taken = append(m.taken, msg)
	}
	if failure != nil {
		return carrier.Record{}, failure
	}
	return carrier.Record{ID: "SM" + msg.To}, nil
}

func (m *mailbox) Find(_ context.Context, q carrier.Query) ([]carrier.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []carrier.Record
	for _, msg := range m.taken {
		if msg.To == q.To {
			found = append(found, carrier.Record{ID: "SM" + msg.To, To: msg.To, Body: msg.Body, Created: time.Now()})
		}
	}
	return found, nil
}

func (m *mailbox) Asks(carrier.Channel) (asks, ok bool) { return true, true }

// row is the residents of a row of houses.
type row struct {
	mu   sync.Mutex
	list []activities.Resident
	out  []string
}

func (r *row) Audience(string, notice.Audience) ([]activities.Resident, error) { return r.list, nil }

func (r *row) Resident(_, id string) (activities.Resident, bool) {
	for _, known := range r.list {
		if known.ID == id {
			return known, true
		}
	}
	return activities.Resident{}, false
}

func (r *row) OptedOut(_ context.Context, phone string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out = append(r.out, phone)
	return nil
}

func houses() *row {
	return &row{list: []activities.Resident{
		{ID: "a", Phone: "+12025550101", Language: "en"},
		{ID: "b", Phone: "+12025550102", Language: "zh"},
		{ID: "c", Phone: "+12025550103", Language: "en", OptedOut: true},
		{ID: "d", Phone: "+12025550104", Language: "en"},
		{ID: "e", Phone: "+12025550105", Language: "en"},
		{ID: "f", Phone: "+12025550106", Language: "en"},
	}}
}

var leave = incident.Text{EN: "Leave.", ZH: "请撤离"}

func TestABatchSaysOfEachMessageWhatBecameOfIt(t *testing.T) {
	box, people := &mailbox{fail: map[string]*carrier.Error{
		"+12025550104": {Class: carrier.OptedOut}, "+12025550105": {Class: carrier.Ambiguous}, "+12025550106": {Class: carrier.Throttled, RetryAfter: 2 * time.Second},
	}}, houses()
	b := &activities.Batches{Residents: people, Pager: &activities.Pager{Carrier: box, ValidFor: time.Hour}, Pace: activities.NewPace(1000)}
	in := activities.Batch{ID: "notice-inc-1-n1", Site: "s", Text: leave, Rate: 1000, Within: 5 * time.Second}
	for k, id := range []string{"a", "b", "c", "d", "e", "f", "gone"} {
		in.Items = append(in.Items, activities.NoticeItem{N: k, Resident: id})
	}
	require.Equal(t, []activities.NoticeResult{
		{N: 0, Fate: incident.FateSent},
		{N: 1, Fate: incident.FateSent},
		{N: 2, Fate: incident.FateFailed, Why: activities.WhyOptedOut},
		{N: 3, Fate: incident.FateFailed, Why: activities.WhyOptedOut},
		{N: 4, Fate: incident.FateUnknown},
		{N: 5, Fate: incident.FateNotStarted, After: 2 * time.Second},
		{N: 6, Fate: incident.FateFailed, Why: activities.WhyGone},
	}, runBatch(t, b, in).Results)
	require.Equal(t, []string{"+12025550104"}, people.out, "the network's word is kept")
	bodies := map[string]string{}
	for _, m := range box.taken {
		bodies[m.To] = m.Body
		require.Equal(t, "notice-inc-1-n1", m.Tag.Incident)
		require.Equal(t, time.Hour, m.ValidFor)
	}
	require.Equal(t, map[string]string{"+12025550101": "Leave.", "+12025550102": "请撤离", "+12025550105": "Leave."}, bodies)

	settled, err := b.SettleNoticeBatch(context.Background(), activities.BatchSettle{ID: in.ID, Site: "s", Text: leave, Asks: []activities.BatchAsk{
		{NoticeItem: in.Items[4], Since: time.Now().Add(-time.Minute)}, {NoticeItem: in.Items[5], Since: time.Now().Add(-time.Minute)},
	}})
	require.NoError(t, err)
	require.Equal(t, []incident.Fate{incident.FateSent, incident.FateAbsent}, []incident.Fate{settled.Results[0].Fate, settled.Results[1].Fate})
	require.Len(t, box.taken, 3, "asking sends nothing")
}

func TestABatchBeginsNothingPastItsTime(t *testing.T) {
	box := &mailbox{}
	b := &activities.Batches{Residents: houses(), Pager: &activities.Pager{Carrier: box}, Pace: activities.NewPace(1000)}
	result := runBatch(t, b, activities.Batch{
		ID: "notice-inc-1-n1", Site: "s", Text: leave, Rate: 10, Within: 150 * time.Millisecond,
		Items: []activities.NoticeItem{{N: 0, Resident: "a"}, {N: 1, Resident: "b"}, {N: 2, Resident: "d"}},
	})
	require.Equal(t, incident.FateSent, result.Results[0].Fate)
	require.Equal(t, incident.FateNotStarted, result.Results[2].Fate)
	require.Len(t, box.taken, 1)
}

func runBatch(t *testing.T, b *activities.Batches, in activities.Batch) activities.BatchResult {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivityWithOptions(b.SendNoticeBatch, activity.RegisterOptions{Name: activities.SendBatch})
	value, err := env.ExecuteActivity(activities.SendBatch, in)
	require.NoError(t, err)
	var result activities.BatchResult
	require.NoError(t, value.Get(&result))
	return result
}

// quietDesk remembers what was started.
type quietDesk struct{ started []activities.NoticeStart }

func (d *quietDesk) StartNotice(_ context.Context, n activities.NoticeStart) error {
	d.started = append(d.started, n)
	return nil
}

func (d *quietDesk) StopNotice(context.Context, string) error { return nil }

func TestANoticeIsWeighedAndHandedOver(t *testing.T) {
	desk := &quietDesk{}
	n := &activities.Notices{Residents: houses(), Desk: desk, Rate: 2}
	in := activities.JobInput{Incident: "inc-1", Site: "s", Job: incident.Job{ID: "begin-n1", Kind: incident.JobBegin, Notice: "n1", Audience: "site", Text: leave, Rate: 0.5}}
	weighed, err := n.WeighNotice(context.Background(), in)
	require.NoError(t, err)
	require.Equal(t, incident.JobResult{Job: "begin-n1", Told: 5, OptedOut: 1, Parts: 5, Rate: 0.5}, weighed)
	require.Empty(t, desk.started, "weighing starts nothing")
	_, err = n.BeginNotice(context.Background(), in)
	require.NoError(t, err)
	require.Equal(t, "notice-inc-1-n1", desk.started[0].ID)
	require.Equal(t, []string{"a", "b", "d", "e", "f"}, desk.started[0].Residents)

	n.Residents = &row{}
	none, err := n.BeginNotice(context.Background(), in)
	require.NoError(t, err)
	require.Zero(t, none.Told)
	require.Len(t, desk.started, 1, "a notice for nobody needs no workflow")
}
