package twilio

// An exchange is one call: the library's client interface with the call's context, which the library itself knows nothing of.

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"muster/carrier"
)

const (
	maxAnswer     = 1 << 20        // bytes of an answer that are read
	maxRetryAfter = 24 * time.Hour // longer is nonsense
)

var (
	errUnreadable = errors.New("the carrier's answer could not be read")
	errRefused    = errors.New("the carrier refused the request")
	errUntrusted  = errors.New("the certificate at the carrier's address is not trusted")
)

type exchange struct {
	ctx     context.Context
	carrier *Carrier
	written atomic.Bool // a connection was there, so that bytes may have left
	status  int         // of the answer, 0 if there was none
}

var _ client.BaseClient = (*exchange)(nil)

func (c *Carrier) begin(ctx context.Context) *exchange { return &exchange{ctx: ctx, carrier: c} }

// service is the library's interface over this exchange. The handler is made by hand, since the library's own reads
// TWILIO_EDGE and TWILIO_REGION and rewrites addresses by them.
func (e *exchange) service() *openapi.ApiService {
	return openapi.NewApiService(&client.RequestHandler{Client: e})
}

// AccountSid implements client.BaseClient.
func (e *exchange) AccountSid() string { return e.carrier.options.AccountSID }

// SetTimeout implements client.BaseClient; the context bounds each call instead.
func (e *exchange) SetTimeout(time.Duration) {}

// SetOauth implements client.BaseClient; only the account's token is used.
func (e *exchange) SetOauth(client.OAuth) {}

// OAuth implements client.BaseClient.
func (e *exchange) OAuth() client.OAuth { return nil }

// SendRequest implements client.BaseClient: it does one request, reads the answer whole and closes it. Every error is a *carrier.Error.
func (e *exchange) SendRequest(method, rawURL string, data url.Values, _ map[string]interface{}, _ ...byte) (*http.Response, error) {
	if e.carrier.options.Observe == nil {
		return e.do(method, rawURL, data)
	}
	done := e.carrier.options.Observe(e.ctx, callName(method, rawURL))
	res, err := e.do(method, rawURL, data)
	done(err)
	return res, err
}

// callName tells what is asked from the address that the library has made.
func callName(method, rawURL string) string {
	calls := strings.Contains(rawURL, "/Calls")
	switch {
	case method == http.MethodPost && calls:
		return carrier.CallPlace
	case method == http.MethodPost:
		return carrier.CallSend
	case calls:
		return carrier.CallListCalls
	}
	return carrier.CallList
}

func (e *exchange) do(method, rawURL string, data url.Values) (*http.Response, error) {
	req, err := e.request(method, rawURL, data)
	if err != nil {
		return nil, &carrier.Error{Class: carrier.Bug, Err: errors.New("the request could not be made")}
	}
	asked := time.Now()
	res, err := e.carrier.http.Do(req)
	if err != nil {
		return nil, e.failure(err)
	}
	if e.carrier.options.Answered != nil {
		e.carrier.options.Answered(res.Header, asked, time.Now())
	}
	e.status = res.StatusCode
	body, err := readAll(res.Body)
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return nil, e.refusal(res, body)
	}
	if err != nil {
		return nil, e.failure(err)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

func (e *exchange) request(method, rawURL string, data url.Values) (*http.Request, error) {
	address, err := e.address(rawURL)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	form := data.Encode()
	if method == http.MethodGet {
		address.RawQuery = form
	} else {
		body = onceReader{strings.NewReader(form)}
	}
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { e.written.Store(true) }}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(e.ctx, trace), method, address.String(), body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.ContentLength = int64(len(form))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.SetBasicAuth(e.carrier.options.AccountSID, e.carrier.options.AuthToken)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "muster")
	return req, nil
}

// onceReader hides that its reader could be rewound: net/http then has no way to repeat a POST by itself.
type onceReader struct{ io.Reader }

// address puts a path of the vendor's under our base address.
func (e *exchange) address(rawURL string) (*url.URL, error) {
	vendor, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	return e.carrier.base.JoinPath(vendor.Path), nil
}

// readAll reads an answer up to its bound, and closes it.
func readAll(body io.ReadCloser) ([]byte, error) {
	defer func() { _ = body.Close() }()
	read, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err == nil && len(read) > maxAnswer {
		err = errUnreadable
	}
	return read, err
}

// refusal is the error of an answer that is not a success; a body that cannot be read leaves the HTTP status to tell.
func (e *exchange) refusal(res *http.Response, body []byte) *carrier.Error {
	var said struct {
		Code int `json:"code"`
	}
	if json.Unmarshal(body, &said) != nil {
		said.Code = 0
	}
	return &carrier.Error{
		Class:      carrier.Classify(said.Code, res.StatusCode),
		Code:       said.Code,
		Status:     res.StatusCode,
		RetryAfter: retryAfter(res.Header.Get("Retry-After"), time.Now()),
		Written:    true,
		Err:        errRefused,
	}
}

// failure is the error of a call without a readable answer. What was never written was never taken: it is Throttled, and
// may be repeated. Once written, nobody knows.
func (e *exchange) failure(err error) *carrier.Error {
	var known *carrier.Error
	if errors.As(err, &known) {
		return known
	}
	failed := &carrier.Error{Class: carrier.Ambiguous, Status: e.status, Written: e.written.Load(), Err: plain(err)}
	if !failed.Written {
		failed.Class = unwritten(err)
	}
	return failed
}

func unwritten(err error) carrier.Class {
	if untrusted(err) {
		return carrier.Account // nobody but the operator can mend it
	}
	return carrier.Throttled
}

func untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate)
}

// plain strips what may hold an address, a number or a text from a cause.
func plain(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var network net.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network):
		return err
	case untrusted(err):
		return errUntrusted
	}
	return errUnreadable
}

// retryAfter reads the header: seconds, or a date.
func retryAfter(header string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.Atoi(header); err == nil {
		wait = time.Duration(min(max(seconds, 0), int(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}

// newHTTPClient makes a client that follows no redirect and speaks HTTP/1 only, whose transport repeats no POST without a
// body that can be rewound.
func newHTTPClient(transport http.RoundTripper) *http.Client {
	if transport == nil {
		transport = newTransport()
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func newTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSHandshakeTimeout:    3 * time.Second,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        20 * time.Second, // shorter than the vendor's, so that a stale connection is seldom met
		MaxResponseHeaderBytes: 64 << 10,
		Protocols:              protocols,
	}
}
