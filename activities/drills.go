package activities

// Drills by calendar: what a drill's starter asks the Desk for. The names and bodies by which it does so stand here too.

import (
	"context"
	"time"

	"muster/incident"
)

// The activities' names.
const (
	TakeDrill  = "TakeDrill"
	BeginDrill = "BeginDrill"
)

// DrillWake is the input of TakeDrill: which schedule woke which starter, and when it was to.
type DrillWake struct {
	Schedule string    `json:"schedule"`
	Starter  string    `json:"starter"` // the workflow's id
	Woken    time.Time `json:"woken"`
}

// DrillTaken is the output of TakeDrill: the occurrence that the starter sees to from now on.
type DrillTaken struct {
	Found   bool            `json:"found"` // false: there is none, or another starter has it
	Date    string          `json:"date,omitempty"`
	Site    string          `json:"site,omitempty"`
	At      time.Time       `json:"at,omitzero"`        // when it begins
	Tell    []incident.Send `json:"tell,omitempty"`     // the announcement; empty for a surprise
	CallOff []incident.Send `json:"call_off,omitempty"` // what is said if it does not begin
}

// DrillTime is the input of BeginDrill.
type DrillTime struct {
	Schedule string `json:"schedule"`
	Starter  string `json:"starter"`
	Date     string `json:"date"`
}

// DrillEnd is the output of BeginDrill: whether the occurrence is settled, and whether it has begun.
type DrillEnd struct {
	Settled  bool   `json:"settled"` // false: its time has not come, and nothing speaks against it so far
	Begun    bool   `json:"begun"`
	Incident string `json:"incident,omitempty"`
}

// DrillDesk keeps the calendar of drills.
type DrillDesk interface {
	// TakeDrill gives a starter the occurrence that it was woken for, once.
	TakeDrill(ctx context.Context, w DrillWake) (DrillTaken, error)
	// BeginDrill declares a drill whose time has come, or says that it is not to begin. Asked again it says the same.
	BeginDrill(ctx context.Context, t DrillTime) (DrillEnd, error)
}

// Calendar starts drills.
type Calendar struct {
	Desk DrillDesk
}

// TakeDrill gives a starter its occurrence.
func (c *Calendar) TakeDrill(ctx context.Context, w DrillWake) (DrillTaken, error) {
	return c.Desk.TakeDrill(ctx, w)
}

// BeginDrill begins a drill, or settles that it does not begin.
func (c *Calendar) BeginDrill(ctx context.Context, t DrillTime) (DrillEnd, error) {
	return c.Desk.BeginDrill(ctx, t)
}
