package workflows

// The RosterWarning workflow: it tells the duty manager of a site what the roster lacks, each thing once a day.

import (
	"go.temporal.io/sdk/workflow"

	"muster/activities"
)

// RosterWarningType is the workflow's type. Its id names the site, the day, and how many there have been on it, so that nobody is told
// twice.
const RosterWarningType = "RosterWarning"

// RosterDay is the workflow's input: a site, the local date on which it is told of, and what is new on it.
type RosterDay = activities.RosterDay

// RosterLack is something that is new.
type RosterLack = activities.RosterLack

// RosterTold is what comes of it.
type RosterTold = activities.RosterTold

// RosterWarning tells of one site and day. While a real incident is open there it waits, until the day is over.
func RosterWarning(ctx workflow.Context, in RosterDay) error {
	var told activities.RosterTold
	if err := housekeep(ctx, activities.WarnOfRoster, in, &told); err != nil {
		return err
	}
	about := teller{about: workflow.GetInfo(ctx).WorkflowExecution.ID, site: in.Site}
	about.tell(ctx, told.Tell, told.Until, false)
	return nil
}
