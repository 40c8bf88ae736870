package workflows

// Keys: what somebody presses in a call that an incident placed.

import (
	"go.temporal.io/sdk/workflow"

	"muster/incident"
)

func (r *run) press(ctx workflow.Context, in incident.Press) (incident.Spoken, error) {
	said := r.inc.Press(r.now(ctx), in)
	r.changed = true
	return said, nil
}
