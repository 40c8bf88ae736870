package client

// Incidents: declaring, reading, ordering.

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// Incident is an incident with the text that it was read from, for those who want that.
type Incident struct {
	incident.View
	raw json.RawMessage
}

// UnmarshalJSON implements json.Unmarshaler.
func (i *Incident) UnmarshalJSON(data []byte) error {
	i.raw = slices.Clone(data)
	return json.Unmarshal(data, &i.View)
}

// MarshalJSON gives what was read.
func (i Incident) MarshalJSON() ([]byte, error) { return i.raw, nil }

// Entry is a line of a timeline with the text that it was read from.
type Entry struct {
	incident.Entry
	raw json.RawMessage
}

// UnmarshalJSON implements json.Unmarshaler.
func (e *Entry) UnmarshalJSON(data []byte) error {
	e.raw = slices.Clone(data)
	return json.Unmarshal(data, &e.Entry)
}

// MarshalJSON gives what was read.
func (e Entry) MarshalJSON() ([]byte, error) { return e.raw, nil }

// Declaration is what opens an incident.
type Declaration struct {
	frozen.Declaration
	Story *frozen.Story `json:"story,omitempty"` // a drill's own clock
}

// Declare opens an incident. The key makes repeating it harmless: it is repeated until it is known to have arrived.
func (c *Client) Declare(ctx context.Context, d Declaration, key string) (Incident, error) {
	var opened Incident
	err := c.surely(ctx, root+"/incidents", d, key, &opened)
	return opened, err
}

// Filter narrows a list of incidents; empty fields do not.
type Filter struct {
	State, Mode, Site string
}

// Incidents lists incidents, the newest first.
func (c *Client) Incidents(ctx context.Context, f Filter) ([]Incident, error) {
	query := url.Values{}
	for name, value := range map[string]string{"state": f.State, "mode": f.Mode, "site": f.Site} {
		if value != "" {
			query.Set(name, value)
		}
	}
	found, err := list[Incident](ctx, c, root+"/incidents", query)
	slices.SortStableFunc(found, func(a, b Incident) int { return time.Time(b.OpenedAt).Compare(time.Time(a.OpenedAt)) })
	return found, err
}

// Running lists the incidents that have not ended, those still in response first, each part the newest first.
func (c *Client) Running(ctx context.Context) ([]Incident, error) {
	open, err := c.Incidents(ctx, Filter{State: string(incident.Open)})
	if err != nil {
		return nil, err
	}
	down, err := c.Incidents(ctx, Filter{State: string(incident.StandingDown)})
	open = slices.DeleteFunc(open, func(i Incident) bool { // stood down between the two questions
		return slices.ContainsFunc(down, func(d Incident) bool { return d.ID == i.ID })
	})
	return append(open, down...), err
}

// Incident reads one incident.
func (c *Client) Incident(ctx context.Context, id string) (Incident, error) {
	var found Incident
	err := c.get(ctx, incidentPath(id), nil, &found)
	return found, err
}

// Timeline reads an incident's entries whose Seq is higher than after, in order.
func (c *Client) Timeline(ctx context.Context, id string, after int) ([]Entry, error) {
	return list[Entry](ctx, c, incidentPath(id, "timeline"), url.Values{"after": {strconv.Itoa(after)}})
}

// Order tells an incident something: path is what follows its id ("steps", "F02", "done"). It answers with the incident.
// Like a declaration it is repeated until it is known to have arrived, which changes nothing twice.
func (c *Client) Order(ctx context.Context, id string, path []string, body any) (Incident, error) {
	var after Incident
	err := c.surely(ctx, incidentPath(id, path...), body, rand.Text(), &after)
	return after, err
}

// tries is how often a request is sent whose arrival is not known.
const tries = 3

// surely posts a body under a key, again if nobody knows whether it has arrived.
func (c *Client) surely(ctx context.Context, path string, body any, key string, out any) error {
	header := http.Header{"Idempotency-Key": {key}}
	err := c.post(ctx, path, body, header, out)
	for n := 1; n < tries && lost(err); n++ {
		err = c.post(ctx, path, body, header, out)
	}
	return err
}

func incidentPath(id string, more ...string) string {
	path := root + "/incidents/" + url.PathEscape(id)
	for _, part := range more {
		path += "/" + url.PathEscape(part)
	}
	return path
}
