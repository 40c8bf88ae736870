// Package twilio speaks with the vendor: it sends and asks over its REST interface, and verifies, reads and answers its webhooks.
package twilio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"muster/carrier"
)

// VendorURL is the vendor's own address.
const VendorURL = "https://api.twilio.com"

// callbackRetries asks the vendor to repeat a callback that we could not take; others get the address to the letter.
const callbackRetries = "#rc=5&rp=all"

const (
	maxBody     = 1600
	maxValidity = 10 * time.Hour
)

// Options say which account to use and where. Only what is said to be empty or 0 may be left out.
type Options struct {
	AccountSID     string            // letters and digits
	AuthToken      string            // letters and digits; it also signs webhooks
	From           string            // Muster's own number, E.164 or a short code
	VoiceFrom      string            // the number that calls come from, E.164; empty: nobody is called
	VoiceURL       string            // where keys are to come, such as https://example.org/webhooks/twilio/voice; empty: nobody is called
	StatusCallback string            // where receipts are to come, such as https://example.org/webhooks/twilio/status; empty: none are asked for
	BaseURL        string            // where the interface is; empty: the vendor's
	Timeout        time.Duration     // bound of one call, beside its context; 0: 10 s
	Transport      http.RoundTripper // for tests; nil: one of our own
	Observe        carrier.Observer  // is told of each request; nil: nobody is
	// Answered is told of each answer, whatever it says: its header, when it was asked for and when it came; nil: nobody is.
	Answered func(h http.Header, asked, at time.Time)
}

// Carrier is the adapter; it implements carrier.Port and carrier.Inbox.
type Carrier struct {
	options Options
	base    *url.URL
	vendor  bool // the base is the vendor's own
	http    *http.Client
}

var (
	_ carrier.Port  = (*Carrier)(nil)
	_ carrier.Inbox = (*Carrier)(nil)
)

var (
	alphanumeric = regexp.MustCompile(`^[a-zA-Z0-9]+$`)
	shortCode    = regexp.MustCompile(`^[0-9]{3,8}$`)
)

// New checks the options and makes an adapter; its errors are sentences for the operator and hold no secret.
func New(o Options) (*Carrier, error) {
	if o.BaseURL == "" {
		o.BaseURL = VendorURL
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	base, err := checkBase(o.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := checkAccount(o); err != nil {
		return nil, err
	}
	if err := checkCallback(o.StatusCallback); err != nil {
		return nil, err
	}
	return &Carrier{options: o, base: base, vendor: isVendor(base), http: newHTTPClient(o.Transport)}, nil
}

func checkBase(address string) (*url.URL, error) {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.User != nil || (base.Scheme != "https" && base.Scheme != "http") {
		return nil, errors.New("the carrier's address must be a plain http or https URL: set MUSTER_TWILIO_BASE_URL, or leave it empty for the vendor's own")
	}
	if isVendor(base) && base.Scheme != "https" {
		return nil, errors.New("the vendor's own address must begin with https: correct MUSTER_TWILIO_BASE_URL")
	}
	return base, nil
}

func checkAccount(o Options) error {
	if !alphanumeric.MatchString(o.AccountSID) || !alphanumeric.MatchString(o.AuthToken) {
		return errors.New("the carrier's account id and token are letters and digits only: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
	}
	if !carrier.ValidNumber(o.From) && !shortCode.MatchString(o.From) {
		return errors.New("the number that messages come from must be like +12025550100 or a short code, so that people can answer: check MUSTER_SMS_FROM")
	}
	if o.VoiceFrom != "" && !carrier.ValidNumber(o.VoiceFrom) {
		return errors.New("the number that calls come from must be like +12025550100: check MUSTER_VOICE_FROM")
	}
	return nil
}

func checkCallback(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("the public address must be a plain http or https URL: check MUSTER_PUBLIC_URL")
	}
	if strings.Contains(u.Hostname(), "_") {
		return errors.New("the carrier calls no host with an underscore in its name: choose another for MUSTER_PUBLIC_URL")
	}
	return nil
}

// isVendor says whether an address belongs to the vendor, in any of its regions.
func isVendor(base *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(base.Hostname()), ".")
	return host == "twilio.com" || strings.HasSuffix(host, ".twilio.com")
}

// Close lets go of idle connections.
func (c *Carrier) Close() { c.http.CloseIdleConnections() }

// Asks implements carrier.Port: the vendor can be asked about messages and calls alike.
func (c *Carrier) Asks(channel carrier.Channel) (asks, ok bool) {
	ok = channel == carrier.SMS || (channel == carrier.Voice && c.Speaks())
	return ok, ok
}

// Send implements carrier.Port: one request, never repeated.
func (c *Carrier) Send(ctx context.Context, m carrier.Message) (carrier.Record, error) {
	if err := c.check(m); err != nil {
		return carrier.Record{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	exchange := c.begin(ctx)
	answer, err := exchange.service().CreateMessage(c.params(m))
	if err != nil {
		return carrier.Record{}, exchange.failure(err)
	}
	record := recordOf(*answer)
	if record.ID == "" {
		return carrier.Record{}, exchange.failure(errUnreadable)
	}
	return record, nil
}

// check refuses what must not reach the network, or what the network would refuse anyway.
func (c *Carrier) check(m carrier.Message) error {
	switch {
	case !carrier.ValidNumber(m.To):
		return &carrier.Error{Class: carrier.Recipient, Err: errors.New("not an E.164 number")}
	case c.vendor && carrier.Demonstration(m.To):
		return &carrier.Error{Class: carrier.Recipient, Err: errors.New("a demonstration number is never sent to the vendor")}
	case m.Body == "" || !utf8.ValidString(m.Body) || utf8.RuneCountInString(m.Body) > maxBody:
		return &carrier.Error{Class: carrier.Bug, Err: errors.New("the text must be 1 to 1600 characters of UTF-8")}
	}
	return nil
}

func (c *Carrier) params(m carrier.Message) *openapi.CreateMessageParams {
	params := &openapi.CreateMessageParams{}
	params.SetTo(m.To).SetFrom(c.options.From).SetBody(m.Body)
	if c.options.StatusCallback != "" {
		params.SetStatusCallback(c.callback(m.Tag))
	}
	if m.ValidFor > 0 {
		params.SetValidityPeriod(int((min(m.ValidFor, maxValidity) + time.Second - 1) / time.Second))
	}
	return params
}

// callback is the address for a message's receipts, with its tag.
func (c *Carrier) callback(tag carrier.Tag) string {
	address := c.options.StatusCallback
	if query := tag.Query(); query != "" {
		address += "?" + query
	}
	if c.vendor {
		address += callbackRetries
	}
	return address
}
