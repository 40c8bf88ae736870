package sim

// The simulator's two ends of the wire: its socket, which can be unplugged and notes when a request's first byte comes, and
// its calls to Muster.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"muster/carrier"
)

type socket struct {
	mu      sync.Mutex
	address string // where it listens, once it has
	server  *http.Server
	ended   chan struct{}
	opened  atomic.Int64 // connections accepted
}

// Connections counts the connections that callers have opened since the simulator was.
func (s *Simulator) Connections() int { return int(s.socket.opened.Load()) }

// Listen serves at an address such as 127.0.0.1:0, and returns the URL to call.
func (s *Simulator) Listen(address string) (string, error) {
	s.socket.mu.Lock()
	defer s.socket.mu.Unlock()
	if s.socket.server != nil {
		return "", errors.New("the simulator listens already")
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", err
	}
	s.socket.address = listener.Addr().String()
	s.serve(listener)
	return "http://" + s.socket.address, nil
}

// Unplug refuses connections and cuts those that there are, until Plug.
func (s *Simulator) Unplug() {
	s.socket.mu.Lock()
	defer s.socket.mu.Unlock()
	if s.socket.server == nil {
		return
	}
	_ = s.socket.server.Close() // everything is cut; there is nobody to tell of an error
	<-s.socket.ended
	s.socket.server = nil
}

// Plug listens again where Listen did.
func (s *Simulator) Plug() error {
	s.socket.mu.Lock()
	defer s.socket.mu.Unlock()
	if s.socket.server != nil {
		return nil
	}
	listener, err := net.Listen("tcp", s.socket.address)
	if err != nil {
		return err
	}
	s.serve(listener)
	return nil
}

func (s *Simulator) serve(listener net.Listener) {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, stampKey{}, c) },
	}
	ended := make(chan struct{})
	s.socket.server, s.socket.ended = server, ended
	go func() {
		defer close(ended)
		_ = server.Serve(stampedListener{listener, &s.socket.opened}) // ends with Unplug
	}()
}

type stampKey struct{}

type stampedListener struct {
	net.Listener
	opened *atomic.Int64
}

// Accept wraps each connection, so that it notes when a request begins.
func (l stampedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.opened.Add(1)
	stamped := &stampedConn{Conn: conn}
	stamped.awaits.Store(true)
	return stamped, nil
}

// stampedConn notes when the first byte came since it was last written to: where nobody sends a request before the answer
// to the one before, that is a request's first byte.
type stampedConn struct {
	net.Conn
	awaits atomic.Bool // a request
	first  atomic.Pointer[time.Time]
}

// Read implements net.Conn.
func (c *stampedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.awaits.CompareAndSwap(true, false) {
		now := time.Now()
		c.first.Store(&now)
	}
	return n, err
}

// Write implements net.Conn.
func (c *stampedConn) Write(p []byte) (int, error) {
	c.awaits.Store(true)
	return c.Conn.Write(p)
}

// firstByte is when a request began to arrive, by the simulator's clock; now, where that is not known.
func (s *Simulator) firstByte(r *http.Request) time.Time {
	now := s.options.Clock()
	if stamped, ok := r.Context().Value(stampKey{}).(*stampedConn); ok {
		if first := stamped.first.Load(); first != nil {
			return now.Add(-time.Since(*first))
		}
	}
	return now
}

func newClient() *http.Client {
	return &http.Client{
		Timeout:       15 * time.Second,
		Transport:     &http.Transport{MaxIdleConns: 64, MaxIdleConnsPerHost: 64, IdleConnTimeout: 20 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post posts a signed form, and returns the answer's body. errAway means that it is worth trying again.
func (s *Simulator) post(ctx context.Context, address string, form url.Values) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.dial(address), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("the address cannot be called")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set(carrier.SignatureHeader, carrier.Sign(s.options.AuthToken, address, form))
	res, err := s.client.Do(req)
	if err != nil {
		return nil, errNoAnswer
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxForm))
	switch {
	case err != nil:
		return nil, errNoAnswer
	case res.StatusCode == http.StatusBadGateway, res.StatusCode == http.StatusServiceUnavailable, res.StatusCode == http.StatusGatewayTimeout:
		return nil, errAway
	case res.StatusCode < 200 || res.StatusCode > 299:
		return nil, fmt.Errorf("HTTP %d", res.StatusCode)
	}
	return body, nil
}

// dial is where an address is really reached: the public one is replaced by the one to dial.
func (s *Simulator) dial(address string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rest, ours := strings.CutPrefix(address, strings.TrimSuffix(s.options.PublicURL, "/")); ours && strings.HasPrefix(rest, "/") {
		return strings.TrimSuffix(s.options.DialURL, "/") + rest
	}
	return address
}
