package workflows

// Refresh: what the incident takes over of its site's roster goes along with it into its next run.

import (
	"time"

	"muster/incident"
)

func (r *run) refreshRoster(now time.Time, o incident.RefreshRoster) error {
	if err := r.inc.RefreshRoster(now, o); err != nil {
		return err
	}
	r.start.In.Site, r.indexed, r.hashed = r.inc.In.Site, nil, -1 // somebody may have another number
	return nil
}
