package client

// Reviews: reading what an incident's timeline shows.

import (
	"context"
	"encoding/json"
	"slices"

	"muster/incident/review"
)

// Review is a review with the text that it was read from, for those who want that.
type Review struct {
	review.Review
	raw json.RawMessage
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *Review) UnmarshalJSON(data []byte) error {
	r.raw = slices.Clone(data)
	return json.Unmarshal(data, &r.Review)
}

// MarshalJSON gives what was read.
func (r Review) MarshalJSON() ([]byte, error) { return r.raw, nil }

// Review reads the review of an incident.
func (c *Client) Review(ctx context.Context, id string) (Review, error) {
	var found Review
	err := c.get(ctx, incidentPath(id, "review"), nil, &found)
	return found, err
}
