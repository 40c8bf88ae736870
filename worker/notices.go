package worker

// Notices: what weighs and begins them, and the queue on which their batches leave, apart from everything that pages need.

import (
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"muster/activities"
	"muster/workflows"
)

// batchSlots is how many batches leave at once: each rests in its slot until its messages' turn has come.
const (
	batchSlots   = 16
	batchPollers = 2
)

func registerNotices(w worker.Worker, n activities.NoticeJobs) {
	w.RegisterActivityWithOptions(n.WeighNotice, activity.RegisterOptions{Name: activities.WeighNotice})
	w.RegisterActivityWithOptions(n.BeginNotice, activity.RegisterOptions{Name: activities.BeginNotice})
	w.RegisterActivityWithOptions(n.StopNotice, activity.RegisterOptions{Name: activities.StopNotice})
}

func batchWorker(engine client.Client, p Parts) worker.Worker {
	o := p.options(batchSlots, batchPollers)
	o.DisableWorkflowWorker = true
	w := worker.New(engine, workflows.QueueBatches, o)
	w.RegisterActivityWithOptions(p.Batches.SendNoticeBatch, activity.RegisterOptions{Name: activities.SendBatch})
	w.RegisterActivityWithOptions(p.Batches.SettleNoticeBatch, activity.RegisterOptions{Name: activities.SettleBatch})
	return w
}
