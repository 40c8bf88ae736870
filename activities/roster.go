package activities

// Warnings about rosters: what is to be told to whom.

import (
	"context"
	"time"

	"muster/incident"
)

// WarnOfRoster is the activity's name.
const WarnOfRoster = "WarnOfRoster"

// RosterDay is the input of WarnOfRoster: a site, a local date, and of what is to be told.
type RosterDay struct {
	Site string       `json:"site"`
	Date string       `json:"date"`
	Tell []RosterLack `json:"tell,omitempty"` // empty: of all that is lacking
}

// RosterLack is something that a roster lacks: people in a seat for some time, somebody's skill in a seat, or a number of somebody's
// that works.
type RosterLack struct {
	Seat      string    `json:"seat,omitempty"`
	Skill     string    `json:"skill,omitempty"`
	Responder string    `json:"responder,omitempty"` // empty: it is people that are lacking
	From      time.Time `json:"from,omitzero"`
	To        time.Time `json:"to,omitzero"`
	Short     int       `json:"short,omitempty"` // how many people
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
