package client

// Notices to residents.

import (
	"context"

	"muster/incident"
)

// Notices lists an incident's notices, oldest first.
func (c *Client) Notices(ctx context.Context, id string) ([]incident.NoticeView, error) {
	var page struct {
		Items []incident.NoticeView `json:"items"`
	}
	err := c.get(ctx, incidentPath(id, "notices"), nil, &page)
	return page.Items, err
}

// PreviewNotice says what a notice would take; nothing is sent.
func (c *Client) PreviewNotice(ctx context.Context, id string, body any) (incident.NoticeDraft, error) {
	var draft incident.NoticeDraft
	err := c.post(ctx, incidentPath(id, "notices", "preview"), body, nil, &draft)
	return draft, err
}
