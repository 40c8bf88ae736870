// Package client speaks to a running Muster over HTTP (CONTRACT.md section 2). It holds no state but an address and a token.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

const (
	root = "/api/v1"
	// patience bounds a call that answers at once; the stream has none.
	patience = 30 * time.Second
	// maxAnswer bounds what is read of an answer.
	maxAnswer = 64 << 20
)

// Client calls one Muster. It is safe for use by several goroutines.
type Client struct {
	base  *url.URL
	token string
	http  *http.Client
}

// New makes a client for an address such as http://127.0.0.1:8080. An empty token is not sent.
func New(address, token string) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || base.Host == "" || base.RawQuery != "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("%q is no address: write one such as http://127.0.0.1:8080", address)
	}
	return &Client{base: base, token: token, http: &http.Client{}}, nil
}

// Address is where the client calls.
func (c *Client) Address() string { return c.base.String() }

// request is one call: what is sent, and how.
type request struct {
	method, path string // the path's parts are escaped
	query        url.Values
	body         []byte
	contentType  string
	header       http.Header
}

// call sends a request and decodes the answer into out, unless that is nil. Its errors are *RefusalError for a refusal, *AwayError
// where nobody answered.
func (c *Client) call(ctx context.Context, r request, out any) error {
	return c.callWithin(ctx, patience, r, out)
}

// callWithin is a call that may take longer, or less long, than usual.
func (c *Client) callWithin(ctx context.Context, longest time.Duration, r request, out any) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	answer, err := c.send(ctx, r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return c.away(err)
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return problem(answer, data)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return &RefusalError{Status: answer.StatusCode, Detail: fmt.Sprintf("%s answered with something that is not Muster's: see whether MUSTER_URL names Muster.", c.Address())}
	}
	return nil
}

func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	address := c.base.String() + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(r.body))
	if err != nil {
		return nil, fmt.Errorf("call %s: %w", c.Address(), err)
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	answer, err := c.http.Do(req)
	if err != nil {
		return nil, c.away(err)
	}
	return answer, nil
}

// get reads a path.
func (c *Client) get(ctx context.Context, path string, query url.Values, out any) error {
	return c.call(ctx, request{method: http.MethodGet, path: path, query: query}, out)
}

// post sends a body as JSON.
func (c *Client) post(ctx context.Context, path string, body any, header http.Header, out any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write the request: %w", err)
	}
	return c.call(ctx, request{method: http.MethodPost, path: path, body: data, contentType: "application/json", header: header}, out)
}

// pageSize is how many items a list is asked for at a time.
const pageSize = "200"

// list reads every page of a list.
func list[T any](ctx context.Context, c *Client, path string, query url.Values) ([]T, error) {
	if query == nil {
		query = url.Values{}
	}
	query.Set("limit", pageSize)
	items := []T{}
	for {
		var page struct {
			Items []T     `json:"items"`
			Next  *string `json:"next_cursor"`
		}
		if err := c.get(ctx, path, query, &page); err != nil {
			return nil, err
		}
		items = append(items, page.Items...)
		if page.Next == nil || *page.Next == "" {
			return items, nil
		}
		query.Set("cursor", *page.Next)
	}
}

// away says why no answer came. A context that has ended stays what it is.
func (c *Client) away(err error) error {
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	var dial *net.OpError
	unsent := errors.Is(err, syscall.ECONNREFUSED) || (errors.As(err, &dial) && dial.Op == "dial")
	return &AwayError{Address: c.Address(), Unsent: unsent, err: err}
}
