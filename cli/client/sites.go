package client

// Sites: which there are, and bringing one in.

import (
	"context"
	"net/http"
)

// Site is a site of the running Muster.
type Site struct {
	ID string `json:"id"`
}

// Sites lists them.
func (c *Client) Sites(ctx context.Context) ([]Site, error) {
	return list[Site](ctx, c, root+"/sites", nil)
}

// Import brings in a site file, or a new version of one, and gives the site's id.
func (c *Client) Import(ctx context.Context, file []byte) (string, error) {
	var site Site
	err := c.call(ctx, request{method: http.MethodPost, path: root + "/sites", body: file, contentType: "application/yaml"}, &site)
	return site.ID, err
}
