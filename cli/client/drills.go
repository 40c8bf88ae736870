package client

// Drills: the calendar of drills.

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"slices"
	"time"
)

// Schedule is a drill of the calendar, with the text that it was read from.
type Schedule struct {
	ID       string
	Plan     string
	Site     string
	Location string
	Timezone string
	Repeat   Repeat
	From, To string
	Notice   string
	Paused   bool
	PausedBy *string `json:"paused_by"`
	Skips    []string
	Next     []struct {
		Date string
		At   time.Time
	}
	Last *struct {
		Date, State string
		Incident    *string
		Why         *string
	}
	Overdue []struct {
		Date, Why string
		At        time.Time
	}
	raw json.RawMessage
}

// Repeat says by which rule a drill recurs.
type Repeat struct {
	Unit    string   `json:"unit"`
	Every   int      `json:"every,omitempty"`
	Days    []string `json:"days,omitempty"`
	Month   int      `json:"month,omitempty"`
	Day     int      `json:"day,omitempty"`
	Nth     int      `json:"nth,omitempty"`
	Weekday string   `json:"weekday,omitempty"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Schedule) UnmarshalJSON(data []byte) error {
	type plain Schedule
	if err := json.Unmarshal(data, (*plain)(s)); err != nil {
		return err
	}
	s.raw = slices.Clone(data)
	return nil
}

// MarshalJSON gives what was read.
func (s Schedule) MarshalJSON() ([]byte, error) { return s.raw, nil }

// NewSchedule is a drill that is to be put into the calendar.
type NewSchedule struct {
	Plan     string  `json:"plan"`
	Site     string  `json:"site"`
	Location string  `json:"location"`
	Summary  string  `json:"summary,omitempty"`
	Repeat   Repeat  `json:"repeat"`
	First    string  `json:"first,omitempty"`
	Until    string  `json:"until,omitempty"`
	From     string  `json:"from"`
	To       string  `json:"to,omitempty"`
	Jitter   string  `json:"jitter,omitempty"`
	Notice   string  `json:"notice"`
	Ahead    string  `json:"ahead,omitempty"`
	Speed    float64 `json:"speed,omitempty"`
	By       string  `json:"by"`
}

// ScheduleDrill puts a drill into the calendar. It is repeated until it is known to have arrived, which makes nothing twice.
func (c *Client) ScheduleDrill(ctx context.Context, s NewSchedule) (Schedule, error) {
	var made Schedule
	err := c.surely(ctx, root+"/drills", s, rand.Text(), &made)
	return made, err
}

// Drills lists the calendar, what comes next first.
func (c *Client) Drills(ctx context.Context, site string) ([]Schedule, error) {
	query := url.Values{}
	if site != "" {
		query.Set("site", site)
	}
	return list[Schedule](ctx, c, root+"/drills", query)
}

// ChangeDrill does something to a schedule: pause, resume, skip or delete.
func (c *Client) ChangeDrill(ctx context.Context, id, verb string, body map[string]any) (Schedule, error) {
	var after Schedule
	err := c.post(ctx, root+"/drills/"+url.PathEscape(id)+"/"+verb, body, nil, &after)
	return after, err
}

// DueDrill is how a plan stands against its cadence at a site.
type DueDrill struct {
	Site, Plan, Standing string
	Months               int        `json:"every_months"`
	Last                 *time.Time `json:"last_at"`
	DueOn                *string    `json:"due_on"`
	Next                 *time.Time `json:"next_at"`
}

// DueDrills are the plans with their cadences, the most urgent first, and the text that they were read from.
type DueDrills struct {
	Items    []DueDrill
	Complete bool
	raw      json.RawMessage
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *DueDrills) UnmarshalJSON(data []byte) error {
	type plain DueDrills
	if err := json.Unmarshal(data, (*plain)(d)); err != nil {
		return err
	}
	d.raw = slices.Clone(data)
	return nil
}

// MarshalJSON gives what was read.
func (d DueDrills) MarshalJSON() ([]byte, error) { return d.raw, nil }

// DrillsDue lists how often plans must be practised, and when they are due.
func (c *Client) DrillsDue(ctx context.Context) (DueDrills, error) {
	var due DueDrills
	err := c.get(ctx, root+"/drills/due", nil, &due)
	return due, err
}
