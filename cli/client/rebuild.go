package client

// Rebuilding: the readable copies of incidents made anew.

import (
	"context"
	"net/http"
	"net/url"
)

// Rebuilt is an incident whose readable copy has been made anew.
type Rebuilt struct {
	ID      string `json:"id"`
	Entries int    `json:"entries"`
	First   int    `json:"first"` // seq of the first entry that was found
	Sealed  bool   `json:"sealed"`
	Problem string `json:"problem,omitempty"` // why its sealed record could not be used
}

// Rebuild makes all of them anew and tells of each page of incidents that is done.
func (c *Client) Rebuild(ctx context.Context, tell func([]Rebuilt)) error {
	for query := (url.Values{}); ; {
		var page struct {
			Items []Rebuilt `json:"items"`
			Next  *string   `json:"next_cursor"`
		}
		if err := c.call(ctx, request{method: http.MethodPost, path: root + "/rebuild", query: query}, &page); err != nil {
			return err
		}
		tell(page.Items)
		if page.Next == nil || *page.Next == "" {
			return nil
		}
		query.Set("cursor", *page.Next)
	}
}
