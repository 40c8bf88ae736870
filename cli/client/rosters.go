package client

// Rosters: who is on duty when, and changing it.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Roster is a site's roster.
type Roster struct {
	Site      string          `json:"site"`
	Version   int             `json:"version"`
	Timezone  string          `json:"timezone"`
	Shifts    []RosterShift   `json:"shifts"`
	Overrides []RosterChanged `json:"overrides"`
	Leave     []RosterChanged `json:"leave"`
}

// RosterShift is a shift of a roster.
type RosterShift struct {
	ID     string              `json:"id"`
	From   string              `json:"from"`
	To     string              `json:"to"`
	First  string              `json:"first"`
	Every  int                 `json:"every"`
	Days   []int               `json:"days"`
	Seats  map[string][]string `json:"seats"`
	Others []string            `json:"others"`
}

// RosterChanged is an override, or a leave.
type RosterChanged struct {
	ID        string    `json:"id"`
	Responder string    `json:"responder,omitempty"`
	Seat      *string   `json:"seat,omitempty"`
	Out       *string   `json:"out,omitempty"`
	In        string    `json:"in,omitempty"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
}

// Duty is a stretch in which somebody is on duty.
type Duty struct {
	Responder string    `json:"responder"`
	Seats     []string  `json:"seats"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
}

// Coverage is what a roster lacks.
type Coverage struct {
	Site string    `json:"site"`
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Gaps []struct {
		Seat  string    `json:"seat"`
		From  time.Time `json:"from"`
		To    time.Time `json:"to"`
		Have  int       `json:"have"`
		Need  int       `json:"need"`
		Plans []string  `json:"plans"`
	} `json:"gaps"`
	Unlicensed []struct {
		Seat      string    `json:"seat"`
		Skill     string    `json:"skill"`
		Responder string    `json:"responder"`
		From      time.Time `json:"from"`
		Times     int       `json:"times"`
		Plans     []string  `json:"plans"`
	} `json:"unlicensed"`
	Unreachable []struct {
		Responder string `json:"responder"`
		Why       string `json:"why"`
	} `json:"unreachable"`
}

// RosterTerms are what a change says of itself.
type RosterTerms struct {
	Version       int
	Force, DryRun bool
}

func (t RosterTerms) query() url.Values {
	q := url.Values{}
	if t.Version > 0 {
		q.Set("version", strconv.Itoa(t.Version))
	}
	if t.Force {
		q.Set("force", "true")
	}
	if t.DryRun {
		q.Set("dry_run", "true")
	}
	return q
}

// RosterDone is what a change has come to.
type RosterDone struct {
	Site    string   `json:"site"`
	Version int      `json:"version"`
	DryRun  bool     `json:"dry_run"`
	Added   []string `json:"added"`
	Changed []string `json:"changed"`
	Removed []string `json:"removed"`

	Warnings []string `json:"warnings"`
}

func rosterPath(site string, parts ...string) string {
	path := root + "/sites/" + url.PathEscape(site) + "/roster"
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// Roster shows a site's roster.
func (c *Client) Roster(ctx context.Context, site string) (Roster, error) {
	var r Roster
	err := c.get(ctx, rosterPath(site), nil, &r)
	return r, err
}

// Duties lists who is on duty for some days from now on.
func (c *Client) Duties(ctx context.Context, site, responder string, days int) ([]Duty, error) {
	q := url.Values{"days": {strconv.Itoa(days)}}
	if responder != "" {
		q.Set("responder", responder)
	}
	var found struct{ Items []Duty }
	err := c.get(ctx, rosterPath(site, "duties"), q, &found)
	return found.Items, err
}

// Coverage says what a roster lacks for some days from now on.
func (c *Client) Coverage(ctx context.Context, site string, days int) (Coverage, error) {
	var found Coverage
	err := c.get(ctx, rosterPath(site, "coverage"), url.Values{"days": {strconv.Itoa(days)}}, &found)
	return found, err
}

// ChangeRoster adds or replaces something in a roster: its parts are those of the address behind the roster's.
func (c *Client) ChangeRoster(ctx context.Context, method, site string, t RosterTerms, body any, parts ...string) (RosterDone, error) {
	r := request{method: method, path: rosterPath(site, parts...), query: t.query()}
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return RosterDone{}, fmt.Errorf("write the request: %w", err)
		}
		r.body, r.contentType = data, "application/json"
	}
	var done RosterDone
	err := c.call(ctx, r, &done)
	return done, err
}

// ImportStaff brings people in from a CSV file.
func (c *Client) ImportStaff(ctx context.Context, site string, t RosterTerms, file []byte) (RosterDone, error) {
	var done RosterDone
	err := c.call(ctx, request{method: http.MethodPost, path: rosterPath(site, "staff"), query: t.query(), body: file, contentType: "text/csv"}, &done)
	return done, err
}

// ImportEvents brings leave in from an iCalendar file, or, for a seat, duty.
func (c *Client) ImportEvents(ctx context.Context, site string, t RosterTerms, responder, seat string, file []byte) (RosterDone, error) {
	q := t.query()
	for name, value := range map[string]string{"responder": responder, "seat": seat} {
		if value != "" {
			q.Set(name, value)
		}
	}
	var done RosterDone
	err := c.call(ctx, request{method: http.MethodPost, path: rosterPath(site, "events"), query: q, body: file, contentType: "text/calendar"}, &done)
	return done, err
}

// Calendar is a calendar that programs can subscribe to; its address is told once.
type Calendar struct {
	ID        string    `json:"id"`
	Site      string    `json:"site"`
	Responder *string   `json:"responder"`
	MadeAt    time.Time `json:"made_at"`
	URL       string    `json:"url,omitempty"`
}

// MakeCalendar makes one, of somebody or of the whole site.
func (c *Client) MakeCalendar(ctx context.Context, site, responder string) (Calendar, error) {
	body := map[string]string{}
	if responder != "" {
		body["responder"] = responder
	}
	var made Calendar
	err := c.post(ctx, rosterPath(site, "calendars"), body, nil, &made)
	return made, err
}

// Calendars lists a site's.
func (c *Client) Calendars(ctx context.Context, site string) ([]Calendar, error) {
	return list[Calendar](ctx, c, rosterPath(site, "calendars"), nil)
}

// DeleteCalendar takes one back.
func (c *Client) DeleteCalendar(ctx context.Context, site, id string) error {
	return c.call(ctx, request{method: http.MethodDelete, path: rosterPath(site, "calendars", id)}, nil)
}
