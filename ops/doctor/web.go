package doctor

// Addresses: whether something answers there, whose clock it has, and whether webhooks with our signature are taken.

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"muster/carrier"
)

// mostRead bounds what is read of an answer.
const mostRead = 64 << 10

// Web asks at addresses.
type Web struct {
	Client *http.Client
	Now    func() time.Time
}

// Answer is what came back.
type Answer struct {
	Status int
	Body   string
	Dated  *Dated // nil: the answer bears no date
}

// do asks once, and follows no redirect: a carrier does not either.
func (w Web) do(r *http.Request) (Answer, error) {
	asked := w.Now()
	response, err := w.Client.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostRead))
	a := Answer{Status: response.StatusCode, Body: string(body)}
	if dated, ok := DateOf(response.Header, asked, w.Now()); ok {
		a.Dated = &dated
	}
	return a, err
}

// Get asks at an address.
func (w Web) Get(ctx context.Context, address string) (Answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, err
	}
	return w.do(r)
}

// Webhook posts a receipt that is of no message to the public address, signed as the carrier would: it is taken and changes
// nothing. key signs; public is MUSTER_PUBLIC_URL.
func (w Web) Webhook(ctx context.Context, public, key string) Finding {
	const check = "webhook"
	address := public + "/webhooks/twilio/status"
	form := url.Values{"MessageSid": {"SM00000000000000000000000000000000"}, "MessageStatus": {"sent"}, "To": {"+12025550100"}, "From": {"+12025550199"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return Failure(check, "%s cannot be called: correct MUSTER_PUBLIC_URL", public)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set(carrier.SignatureHeader, carrier.Sign(key, address, form))
	answer, err := w.do(r)
	switch {
	case err != nil:
		return Failure(check, "nothing answers at %s: start Muster, or look at the proxy and the name in MUSTER_PUBLIC_URL; if your network only lets others in, try `curl %s/healthz` from outside", public, public)
	case answer.Status == http.StatusForbidden:
		return Failure(check, "%s refuses the carrier's signature: the running Muster has another MUSTER_PUBLIC_URL or TWILIO_AUTH_TOKEN, or a proxy changes host, path or query", public)
	case answer.Status >= 300 && answer.Status < 400:
		return Failure(check, "%s sends on to another address (HTTP %d), which no carrier follows: name that address in MUSTER_PUBLIC_URL", public, answer.Status)
	case answer.Status < 200 || answer.Status > 299:
		return Failure(check, "%s does not take what the carrier posts (HTTP %d): look at the proxy, and at Muster's log", public, answer.Status)
	}
	return Well(check, "%s takes what the carrier posts", public)
}

// Insecure is a finding about an address that is not encrypted; false where it is.
func Insecure(public string) (Finding, bool) {
	if strings.HasPrefix(public, "https://") {
		return Finding{}, false
	}
	return Warning("webhook", "MUSTER_PUBLIC_URL is not encrypted (%s): what people answer can be read on the way; put a proxy with a certificate in front", public), true
}
