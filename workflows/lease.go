package workflows

// Leases: what incidents tell one another about people whom two of them hold.

import (
	"go.temporal.io/sdk/workflow"

	"muster/incident"
)

// tellOther tells another incident what was decided about somebody. One that has ended needs to know nothing.
func (r *run) tellOther(ctx workflow.Context, v incident.Verdict) {
	future := workflow.SignalExternalWorkflow(ctx, v.To, "", PersonTaken, v.Claim)
	r.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := future.Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("another incident was not told whom it shares no longer", "incident", v.To, "error", err)
		}
		r.working--
		r.changed = true
	})
}
