package harness

// The front of an estate: one address before all APIs, as a load balancer is. It passes a request on to another API only where
// the first one could not be connected to.

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// front passes requests on.
type front struct {
	url    string
	phones string // who has the handsets; empty: the APIs

	mu   sync.Mutex
	apis []string // host:port
	next int
}

// serve listens at the front's address until the test ends.
func (f *front) serve(t testing.TB) {
	t.Helper()
	listener, err := net.Listen("tcp", strings.TrimPrefix(f.url, "http://"))
	require.NoError(t, err)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.Host = "http", r.In.Host }, Transport: f, FlushInterval: -1,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	server := &http.Server{Handler: proxy, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
}

func (f *front) add(api string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.apis = append(f.apis, api)
}

// turn is the APIs in the order in which they are tried, another first each time.
func (f *front) turn(path string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.phones != "" && strings.HasPrefix(path, "/api/v1/phones") {
		return []string{f.phones}
	}
	f.next++
	var order []string
	for k := range f.apis {
		order = append(order, f.apis[(f.next+k)%len(f.apis)])
	}
	return order
}

// RoundTrip implements http.RoundTripper.
func (f *front) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	failed := errors.New("there is no API")
	for _, host := range f.turn(r.URL.Path) {
		r.URL.Host, r.Body = host, io.NopCloser(bytes.NewReader(body))
		response, err := http.DefaultTransport.RoundTrip(r)
		var dialled *net.OpError
		if err == nil || !errors.As(err, &dialled) || dialled.Op != "dial" {
			return response, err
		}
		failed = err
	}
	return nil, failed
}
