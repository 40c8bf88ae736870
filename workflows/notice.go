package workflows

// The Notice workflow: it brings one notice to its residents, batch after batch, each message once, and tells its incident how far it
// has come. It stands beside the incident and outlives it. Its id is made of both, so that a notice begins one only.

import (
	"math"
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/notice"
)

// The contract of Notice, beside that of messages.go.
const (
	NoticeType     = "Notice"
	NoticeStopped  = "NoticeStopped"  // a signal to a notice: no more of it is sent
	NoticeReported = "NoticeReported" // a signal to an incident: an incident.NoticeReport
	NoticeProgress = "NoticeProgress" // a query: a notice.Progress
	QueueBatches   = "muster-notice-batches"
)

// The times of a notice.
const (
	batchAims    = 5 * time.Second  // so long a batch takes by itself
	batchSlack   = 15 * time.Second // which it may take longer while others share the network
	batchMargin  = 5 * time.Second  // at its end, in which no message is begun
	reportEvery  = 30 * time.Second // between two reports, unless it is the last
	longestPause = 10 * time.Second // while the carrier refuses everything
)

// mostInBatch is how many messages a batch has at most.
const mostInBatch = 20

// NoticeInput is the input of Notice. After continue-as-new it carries the state.
type NoticeInput struct {
	activities.NoticeStart
	State *NoticeState `json:"state,omitempty"`
	Limit int          `json:"limit,omitempty"` // of a run's history, in events; 0: the default
}

// NoticeState is what goes through continue-as-new.
type NoticeState struct {
	Begun    time.Time       `json:"begun"`
	Next     int             `json:"next"`             // the first resident of whom nothing has been tried
	Again    []int           `json:"again,omitempty"`  // those before whose message was not begun
	Doubts   []Doubt         `json:"doubts,omitempty"` // messages that may have left
	Pause    time.Time       `json:"pause,omitzero"`   // until then the carrier takes nothing
	Refused  int             `json:"refused,omitempty"`
	Progress notice.Progress `json:"progress"`
	Reported int             `json:"reported,omitempty"` // of how many residents the incident knows
	ReportAt time.Time       `json:"report_at,omitzero"`
	Stopped  bool            `json:"stopped,omitempty"`
}

// Doubt is a message of which nobody knows whether it has left.
type Doubt struct {
	N     int       `json:"n"`
	Since time.Time `json:"since"`
	AskAt time.Time `json:"ask_at"`
}

// noticeRun is one run of Notice.
type noticeRun struct {
	in   NoticeInput
	s    *NoticeState
	stop workflow.ReceiveChannel
}

// Notice brings a notice to its residents.
func Notice(ctx workflow.Context, in NoticeInput) error {
	n := &noticeRun{in: in, s: in.State, stop: workflow.GetSignalChannel(ctx, NoticeStopped)}
	if n.s == nil {
		n.s = &NoticeState{Begun: workflow.Now(ctx)}
	}
	if err := workflow.SetQueryHandler(ctx, NoticeProgress, func() (notice.Progress, error) { return n.s.Progress, nil }); err != nil {
		return err
	}
	for n.open() {
		n.hear(ctx)
		n.expire(ctx)
		n.settleDue(ctx)
		n.giveUpStopped()
		n.sendNext(ctx)
		n.report(ctx)
		if n.full(ctx) && n.stop.Len() == 0 {
			next := n.in
			next.State = n.s
			return workflow.NewContinueAsNewError(ctx, NoticeType, next)
		}
		if err := n.rest(ctx); err != nil {
			return err
		}
	}
	n.s.Progress.Done = true
	n.tell(ctx)
	return nil
}

// open says whether something is left to send or to find out.
func (n *noticeRun) open() bool { return n.left() > 0 || len(n.s.Doubts) > 0 }

// left is to how many residents nothing has been sent yet.
func (n *noticeRun) left() int { return len(n.s.Again) + len(n.in.Residents) - n.s.Next }

func (n *noticeRun) full(ctx workflow.Context) bool {
	limit := n.in.Limit
	if limit == 0 {
		limit = continueAt
	}
	info := workflow.GetInfo(ctx)
	return info.GetContinueAsNewSuggested() || info.GetCurrentHistoryLength() > limit
}

// hear takes in that the notice is to be stopped.
func (n *noticeRun) hear(ctx workflow.Context) {
	for n.stop.ReceiveAsync(nil) {
		n.s.Stopped = true
	}
	n.giveUpStopped()
}

// giveUpStopped gives up what has not been begun of a notice that was stopped.
func (n *noticeRun) giveUpStopped() {
	if n.s.Stopped {
		n.giveUp("stopped")
	}
}

// expire gives up what should have left long ago.
func (n *noticeRun) expire(ctx workflow.Context) {
	due := notice.Reach{Parts: n.in.Parts, Rate: n.in.Rate}.Takes()
	if workflow.Now(ctx).Before(n.s.Begun.Add(due + notice.OverdueBy)) {
		return
	}
	n.giveUp("expired")
	for range n.s.Doubts {
		n.s.Progress.Fail("unknown")
	}
	n.s.Doubts = nil
}

// giveUp sends no more of what has not been begun.
func (n *noticeRun) giveUp(why string) {
	for range n.left() {
		n.s.Progress.Fail(why)
	}
	n.s.Again, n.s.Next = nil, len(n.in.Residents)
}

// batchSize is how many messages a batch has: as many as leave in a few seconds.
func (n *noticeRun) batchSize() int {
	if n.in.Rate <= 0 {
		return mostInBatch
	}
	each := float64(n.in.Parts) / float64(len(n.in.Residents))
	return int(min(max(1, math.Floor(batchAims.Seconds()*n.in.Rate/each)), mostInBatch))
}

// take picks the residents of the next batch.
func (n *noticeRun) take() []activities.NoticeItem {
	var items []activities.NoticeItem
	for size := n.batchSize(); len(items) < size && n.left() > 0; {
		k := n.s.Next
		if len(n.s.Again) > 0 {
			k, n.s.Again = n.s.Again[0], n.s.Again[1:]
		} else {
			n.s.Next++
		}
		items = append(items, n.item(k))
	}
	return items
}

func (n *noticeRun) item(k int) activities.NoticeItem {
	return activities.NoticeItem{N: k, Resident: n.in.Residents[k]}
}

// sendNext has the next batch sent, once: what its activity does not say is in doubt.
func (n *noticeRun) sendNext(ctx workflow.Context) {
	if workflow.Now(ctx).Before(n.s.Pause) {
		return
	}
	items := n.take()
	if len(items) == 0 {
		return
	}
	since := workflow.Now(ctx).Add(-incident.AskBefore)
	own := notice.Reach{Parts: 2 * n.in.Parts * len(items) / len(n.in.Residents), Rate: n.in.Rate}.Takes() // twice: some texts are longer than others
	timeout := own + batchSlack + batchMargin
	var result activities.BatchResult
	err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueBatches, StartToCloseTimeout: timeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), activities.SendBatch, activities.Batch{
		ID: n.in.ID, Site: n.in.Site, Text: n.in.Text, Items: items, Rate: n.in.Rate, Within: timeout - batchMargin,
	}).Get(ctx, &result)
	if err != nil {
		workflow.GetLogger(ctx).Warn("a batch of a notice was lost: its messages are unknown", "error", err)
	}
	n.sent(ctx, items, result.Results, since)
}

// sent takes in what became of a batch.
func (n *noticeRun) sent(ctx workflow.Context, items []activities.NoticeItem, results []activities.NoticeResult, since time.Time) {
	var wait time.Duration
	for _, item := range items {
		switch r := resultOf(item.N, results); r.Fate {
		case incident.FateUnknown, incident.FateAbsent:
			n.s.Doubts = append(n.s.Doubts, Doubt{N: item.N, Since: since, AskAt: workflow.Now(ctx).Add(incident.SettleAfter)})
		case incident.FateNotStarted:
			n.s.Again = append(n.s.Again, item.N)
			wait = max(wait, r.After)
		case incident.FateSent, incident.FateFailed:
			n.count(ctx, r)
		}
	}
	n.pause(ctx, wait)
}

// pause lets the carrier rest that refuses messages, for longer the more often it does.
func (n *noticeRun) pause(ctx workflow.Context, wait time.Duration) {
	if wait == 0 {
		n.s.Refused = 0
		return
	}
	n.s.Refused++
	n.s.Pause = workflow.Now(ctx).Add(min(wait*time.Duration(n.s.Refused), max(wait, longestPause)))
}

// resultOf is what became of a message; of one that nothing is said about it is unknown.
func resultOf(k int, results []activities.NoticeResult) activities.NoticeResult {
	for _, r := range results {
		if r.N == k {
			return r
		}
	}
	return activities.NoticeResult{N: k, Fate: incident.FateUnknown}
}

// count takes in what became of a message for good.
func (n *noticeRun) count(ctx workflow.Context, r activities.NoticeResult) {
	p := &n.s.Progress
	switch {
	case r.Fate == incident.FateSent:
		at := workflow.Now(ctx)
		p.Sent, p.LastAt = p.Sent+1, &at
	case r.Why == activities.WhyOptedOut:
		p.OptedOut++
	default:
		p.Fail(r.Why)
	}
}

// rest waits until something can be done: the carrier takes messages again, or can be asked.
func (n *noticeRun) rest(ctx workflow.Context) error {
	now := workflow.Now(ctx)
	var due []time.Time
	if n.left() > 0 {
		due = append(due, n.s.Pause)
	}
	for _, d := range n.s.Doubts {
		due = append(due, d.AskAt)
	}
	if len(due) == 0 {
		return nil
	}
	at := slices.MinFunc(due, time.Time.Compare)
	if !at.After(now) {
		return nil
	}
	_, err := workflow.AwaitWithTimeout(ctx, max(shortestTimer, at.Sub(now)), func() bool { return n.stop.Len() > 0 })
	return err
}
