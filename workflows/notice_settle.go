package workflows

// What becomes of a notice's messages that are in doubt, and what its incident is told.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
)

// settleDue asks about the messages in doubt whose time has come. What the carrier has not accepted is sent with a later batch,
// unless the notice was stopped. One question is under way at a time, so that none can cross another.
func (n *noticeRun) settleDue(ctx workflow.Context) {
	due, rest := n.dueDoubts(workflow.Now(ctx))
	if len(due) == 0 {
		return
	}
	in := activities.BatchSettle{ID: n.in.ID, Site: n.in.Site, Text: n.in.Text}
	for _, d := range due {
		in.Asks = append(in.Asks, activities.BatchAsk{NoticeItem: n.item(d.N), Since: d.Since})
	}
	var result activities.BatchResult
	err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueBatches, StartToCloseTimeout: settleTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), activities.SettleBatch, in).Get(ctx, &result)
	if err != nil {
		workflow.GetLogger(ctx).Info("the carrier was not asked about messages of a notice", "error", err)
	}
	n.s.Doubts = rest
	for _, d := range due {
		switch r := resultOf(d.N, result.Results); r.Fate {
		case incident.FateSent, incident.FateFailed:
			n.count(ctx, r)
		case incident.FateAbsent:
			n.s.Again = append(n.s.Again, d.N)
		case incident.FateUnknown, incident.FateNotStarted:
			d.AskAt = workflow.Now(ctx).Add(incident.SettleAfter)
			n.s.Doubts = append(n.s.Doubts, d)
		}
	}
}

// dueDoubts are the messages to be asked about now, as many as one question takes.
func (n *noticeRun) dueDoubts(now time.Time) (due, rest []Doubt) {
	for _, d := range n.s.Doubts {
		if len(due) < mostInBatch && !d.AskAt.After(now) {
			due = append(due, d)
		} else {
			rest = append(rest, d)
		}
	}
	return due, rest
}

// report tells the incident how far the notice has come: at each tenth, and not too often.
func (n *noticeRun) report(ctx workflow.Context) {
	handled := n.s.Progress.Handled()
	tenth := max(1, len(n.in.Residents)/10)
	if handled-n.s.Reported < tenth || workflow.Now(ctx).Before(n.s.ReportAt) || !n.open() {
		return
	}
	n.tell(ctx)
}

// tell sends a report. An incident that is over needs none.
func (n *noticeRun) tell(ctx workflow.Context) {
	n.s.Reported, n.s.ReportAt = n.s.Progress.Handled(), workflow.Now(ctx).Add(reportEvery)
	report := incident.NoticeReport{Notice: n.in.Notice, Progress: n.s.Progress}
	if err := workflow.SignalExternalWorkflow(ctx, n.in.Incident, "", NoticeReported, report).Get(ctx, nil); err != nil {
		workflow.GetLogger(ctx).Info("an incident was not told of its notice", "error", err)
	}
}
