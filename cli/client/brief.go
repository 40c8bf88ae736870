package client

// The brief of an incident.

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
)

// Brief is a hand-over in one language, with the text that it was read from.
type Brief struct {
	Text string
	raw  json.RawMessage
}

// UnmarshalJSON implements json.Unmarshaler.
func (b *Brief) UnmarshalJSON(data []byte) error {
	b.raw = slices.Clone(data)
	var read struct {
		Text string `json:"text"`
	}
	err := json.Unmarshal(data, &read)
	b.Text = read.Text
	return err
}

// MarshalJSON gives what was read.
func (b Brief) MarshalJSON() ([]byte, error) { return b.raw, nil }

// Brief reads what whoever takes an incident over has to know; lang is en or zh.
func (c *Client) Brief(ctx context.Context, id, lang string) (Brief, error) {
	var found Brief
	err := c.get(ctx, incidentPath(id, "brief"), url.Values{"lang": {lang}}, &found)
	return found, err
}
