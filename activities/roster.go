package activities

// Warnings about rosters: what is to be told to whom.

import (
	"context"
	"time"

	"muster/incident"
)

// WarnOfRoster is the activity's name.
const WarnOfRoster = "WarnOfRoster"

// RosterDay is the input of WarnOfRoster: a site and a local date.
type RosterDay struct {
	Site string `json:"site"`
	Date string `json:"date"`
}

// RosterTold is the output of WarnOfRoster: the messages, none where nothing is lacking, and until when they are of use.
type RosterTold struct {
	Tell  []incident.Send `json:"tell,omitempty"`
	Until time.Time       `json:"until,omitzero"`
}

// RosterDesk looks over rosters.
type RosterDesk interface {
	WarnOfRoster(ctx context.Context, d RosterDay) (RosterTold, error)
}

// Rosters are warned of.
type Rosters struct {
	Desk RosterDesk
}

// WarnOfRoster says what is to be told to whom about a site's roster.
func (r *Rosters) WarnOfRoster(ctx context.Context, d RosterDay) (RosterTold, error) {
	return r.Desk.WarnOfRoster(ctx, d)
}
