package app

// The doctor's round outside of this process: the Muster that runs, the carrier, the public address, certificates.

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"muster/carrier"
	"muster/carrier/twilio"
	"muster/ops/doctor"
)

// muster asks the Muster that listens where this configuration says, if one does.
func (e *examination) muster(ctx context.Context) []doctor.Finding {
	const check = "muster"
	answer, err := e.web.Get(ctx, "http://"+loopback(e.Listen)+"/readyz")
	switch {
	case err != nil:
		return []doctor.Finding{doctor.Warning(check, "nothing answers at %s: Muster does not run here", e.Listen)}
	case answer.Status != http.StatusOK:
		return []doctor.Finding{doctor.Failure(check, "the Muster at %s would take no declaration (HTTP %d): see its log", e.Listen, answer.Status)}
	}
	if strings.Contains(answer.Body, "degraded") {
		return []doctor.Finding{doctor.Warning(check, "the Muster at %s takes declarations, but something does not work: see http://%s/readyz", e.Listen, e.Listen)}
	}
	return []doctor.Finding{doctor.Well(check, "the one at %s takes declarations", e.Listen)}
}

// loopback is where something is reached on this machine that listens at an address.
func loopback(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err == nil && (host == "" || (ip != nil && ip.IsUnspecified())) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return listen
}

// carrier asks the carrier for its newest message, which needs the credentials and sends nothing.
func (e *examination) carrier(ctx context.Context) []doctor.Finding {
	const check = "carrier"
	if e.Simulated() {
		return []doctor.Finding{doctor.Warning(check, "none is configured: the simulator stands in, and NO PHONE RINGS; set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and MUSTER_SMS_FROM")}
	}
	noted := &noting{next: e.web.Client.Transport, now: e.web.Now}
	port, err := twilio.New(twilio.Options{
		AccountSID: e.TwilioAccount, AuthToken: e.TwilioToken, From: e.SMSFrom, VoiceFrom: e.voiceNumber(), BaseURL: e.TwilioBaseURL, Transport: noted,
	})
	if err != nil {
		return []doctor.Finding{doctor.Failure(check, "%s", err)}
	}
	defer port.Close()
	_, err = port.Find(ctx, carrier.Query{Since: e.web.Now(), Limit: 1})
	if noted.dated != nil {
		e.clocks = append(e.clocks, doctor.Clock("the carrier's", *noted.dated))
	}
	if err != nil && !errors.Is(err, carrier.ErrCut) {
		return []doctor.Finding{doctor.Failure(check, "%s", unanswered(err))}
	}
	return []doctor.Finding{doctor.Well(check, "takes the account and its token")}
}

// unanswered says why the carrier did not answer as it should, and what to do.
func unanswered(err error) string {
	var failed *carrier.Error
	if !errors.As(err, &failed) {
		return "the carrier does not answer: look at this machine's way to the internet"
	}
	switch {
	case failed.Class == carrier.Account && failed.Status == 0:
		return fmt.Sprintf("the carrier's certificate is not trusted: %s; look for a proxy in between, and at this machine's clock", failed.Err)
	case failed.Class == carrier.Account:
		return fmt.Sprintf("the carrier refuses the account (HTTP %d, code %d): check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and whether the account is suspended", failed.Status, failed.Code)
	case failed.Status == 0:
		return "the carrier does not answer: look at this machine's way to the internet, and at MUSTER_TWILIO_BASE_URL if it is set"
	}
	return fmt.Sprintf("the carrier answers HTTP %d, code %d: look at its status page, and try again", failed.Status, failed.Code)
}

// noting is a transport that notes the other side's time.
type noting struct {
	next  http.RoundTripper
	now   func() time.Time
	dated *doctor.Dated
}

// RoundTrip implements http.RoundTripper.
func (n *noting) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := n.now()
	response, err := n.next.RoundTrip(r)
	if err == nil {
		if dated, ok := doctor.DateOf(response.Header, asked, n.now()); ok {
			n.dated = &dated
		}
	}
	return response, err
}

func (e *examination) webhook(ctx context.Context) []doctor.Finding {
	const check = "webhook"
	switch {
	case e.polls():
		return []doctor.Finding{doctor.Well(check, "none is needed: answers are read from the carrier's list")}
	case e.Simulated():
		return []doctor.Finding{doctor.Well(check, "the simulator's, on this machine")}
	}
	var found []doctor.Finding
	if insecure, is := doctor.Insecure(e.PublicURL); is {
		found = append(found, insecure)
	}
	return append(found, e.web.Webhook(ctx, e.PublicURL, e.TwilioToken))
}

func (e *examination) certificates(ctx context.Context) []doctor.Finding {
	var found []doctor.Finding
	now := e.web.Now()
	if e.TemporalCert != "" {
		_, ours := doctor.Pair(engineCertificate, e.TemporalCert, e.TemporalKey, now)
		found = append(found, ours)
	}
	if secured, err := e.engineTLS(); e.TemporalAddress != "" && err == nil && secured != nil {
		found = append(found, doctor.Shown(ctx, "the certificate of the engine at "+e.TemporalAddress, e.TemporalAddress, named(secured, e.TemporalAddress), now)...)
	}
	if u, err := url.Parse(e.PublicURL); err == nil && u.Scheme == "https" {
		address := u.Host
		if u.Port() == "" {
			address = net.JoinHostPort(u.Hostname(), "443")
		}
		found = append(found, doctor.Shown(ctx, "the certificate of "+e.PublicURL, address, named(&tls.Config{MinVersion: tls.VersionTLS12}, address), now)...)
	}
	return found
}
