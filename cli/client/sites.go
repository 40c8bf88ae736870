package client

// Sites: which there are, and bringing one in.

import (
	"context"
	"net/http"
	"net/url"
)

// Site is a site of the running Muster.
type Site struct {
	ID string `json:"id"`
}

// Sites lists them.
func (c *Client) Sites(ctx context.Context) ([]Site, error) {
	return list[Site](ctx, c, root+"/sites", nil)
}

// Import brings in a site file, or a new version of one, and gives the site's id. By force it may leave nobody on duty,
// and undo what people have changed since the last file.
func (c *Client) Import(ctx context.Context, file []byte, force bool) (string, error) {
	query := url.Values{}
	if force {
		query.Set("force", "true")
	}
	var site Site
	err := c.call(ctx, request{method: http.MethodPost, path: root + "/sites", query: query, body: file, contentType: "application/yaml"}, &site)
	return site.ID, err
}
