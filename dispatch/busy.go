package dispatch

// Busy people: who works in other incidents when one is declared, so that its first wave calls them last.

import (
	"context"
	"time"

	"muster/incident/frozen"
)

// busyTimeout is how long the first page waits at most to know who is busy.
const busyTimeout = 50 * time.Millisecond

// busy lists who of the site's people works in other incidents of the same mode. What is not known in time is left out.
func (d *Desk) busy(ctx context.Context, in *frozen.Input) []string {
	if in.Away != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	ids, err := d.shadow.Busy(ctx, in.Site.ID, string(in.Declaration.Mode))
	if err != nil {
		d.log.Warn("who is busy in other incidents is not known yet", "incident", in.ID, "error", causeOf(err))
		return nil
	}
	return ids
}
