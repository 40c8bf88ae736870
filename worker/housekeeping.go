package worker

// Housekeeping: what is neither an incident nor in a hurry. Its worker is small and apart from all others.

import (
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/workflows"
)

const (
	housekeepingSlots   = 20
	housekeepingPollers = 2
)

func housekeepingWorker(engine client.Client, p Parts) worker.Worker {
	w := worker.New(engine, workflows.QueueHousekeeping, p.options(housekeepingSlots, housekeepingPollers))
	w.RegisterWorkflowWithOptions(workflows.DrillStart, workflow.RegisterOptions{Name: workflows.DrillStartType})
	w.RegisterActivityWithOptions(p.Calendar.TakeDrill, activity.RegisterOptions{Name: activities.TakeDrill})
	w.RegisterActivityWithOptions(p.Calendar.BeginDrill, activity.RegisterOptions{Name: activities.BeginDrill})
	w.RegisterWorkflowWithOptions(workflows.RosterWarning, workflow.RegisterOptions{Name: workflows.RosterWarningType})
	w.RegisterActivityWithOptions(p.Rosters.WarnOfRoster, activity.RegisterOptions{Name: activities.WarnOfRoster})
	w.RegisterWorkflowWithOptions(workflows.TestPage, workflow.RegisterOptions{Name: workflows.TestPageType})
	w.RegisterActivityWithOptions(p.Errands.RunErrand, activity.RegisterOptions{Name: activities.RunErrand})
	w.RegisterActivityWithOptions(p.Sealer.SealRecord, activity.RegisterOptions{Name: activities.SealRecord})
	return w
}
