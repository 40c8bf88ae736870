package twilio_test

// What the adapter sends, where to, and which settings it refuses.

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/twilio"
)

const (
	account  = "AC0123456789abcdef0123456789abcdef"
	token    = "0123456789abcdef0123456789abcdef"
	own      = "+12025550100"
	phone    = "+12025550123"
	callback = "https://muster.example/webhooks/twilio/status"
	created  = `{"sid":"SM1","to":"+12025550123","body":"hi","status":"queued","date_created":"Mon, 23 Nov 2026 03:00:07 +0000","error_code":null}`
)

func options(base string) twilio.Options {
	return twilio.Options{AccountSID: account, AuthToken: token, From: own, BaseURL: base, StatusCallback: callback}
}

func adapter(t *testing.T, o twilio.Options) *twilio.Carrier {
	t.Helper()
	port, err := twilio.New(o)
	require.NoError(t, err)
	t.Cleanup(port.Close)
	return port
}

// against makes an adapter whose carrier is a handler.
func against(t *testing.T, handler http.HandlerFunc) *twilio.Carrier {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return adapter(t, options(server.URL))
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func page() carrier.Message {
	return carrier.Message{To: phone, Body: "火情 FIRE?", Tag: carrier.Tag{Incident: "inc 1", Page: "p&2", Attempt: 3}, ValidFor: 90*time.Second + 1}
}

func classOf(t *testing.T, err error) carrier.Class {
	t.Helper()
	var failure *carrier.Error
	require.ErrorAs(t, err, &failure)
	return failure.Class
}

// transport answers every request itself and keeps the last one: nothing leaves the machine.
type transport struct {
	requests atomic.Int64
	last     *http.Request
	form     url.Values
}

func (tr *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	tr.requests.Add(1)
	tr.last = r
	if r.Body != nil {
		if err := r.ParseForm(); err != nil {
			return nil, err
		}
		tr.form = r.PostForm
	}
	recorder := httptest.NewRecorder()
	recorder.WriteHeader(http.StatusCreated)
	_, _ = recorder.WriteString(created)
	return recorder.Result(), nil
}

func TestTheRequestIsTheOneOfTheContract(t *testing.T) {
	wire := &transport{}
	o := options("http://127.0.0.1:1/some/prefix")
	o.Transport = wire
	record, err := adapter(t, o).Send(within(t), page())
	require.NoError(t, err)
	require.Equal(t, carrier.Record{ID: "SM1", To: phone, Body: "hi", Status: carrier.Queued, Created: time.Date(2026, 11, 23, 3, 0, 7, 0, time.UTC)}, record)

	require.Equal(t, http.MethodPost, wire.last.Method)
	require.Equal(t, "http://127.0.0.1:1/some/prefix/2010-04-01/Accounts/"+account+"/Messages.json", wire.last.URL.String())
	require.Equal(t, url.Values{
		"To": {phone}, "From": {own}, "Body": {"火情 FIRE?"}, "ValidityPeriod": {"91"},
		"StatusCallback": {callback + "?i=inc+1&p=p%262&a=3"},
	}, wire.form)
	user, password, _ := wire.last.BasicAuth()
	require.Equal(t, account, user)
	require.Equal(t, token, password)
	require.Nil(t, wire.last.GetBody, "net/http could repeat a POST whose body it can rewind")
	require.Empty(t, wire.last.Header.Get("Idempotency-Key"), "net/http repeats a POST that bears one")
}

func TestWithoutATagOrAValidityNeitherIsSent(t *testing.T) {
	wire := &transport{}
	o := options("http://127.0.0.1:1")
	o.Transport = wire
	_, err := adapter(t, o).Send(within(t), carrier.Message{To: phone, Body: "hi"})
	require.NoError(t, err)
	require.Equal(t, callback, wire.form.Get("StatusCallback"))
	require.False(t, wire.form.Has("ValidityPeriod"))
	_, err = adapter(t, o).Send(within(t), carrier.Message{To: phone, Body: "hi", ValidFor: 48 * time.Hour})
	require.NoError(t, err)
	require.Equal(t, "36000", wire.form.Get("ValidityPeriod"), "the carrier's longest")
}

func TestTheVendorsEnvironmentDoesNotRedirectUs(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_REGION", "au1")
	for base, want := range map[string]string{"": "api.twilio.com", "http://127.0.0.1:1": "127.0.0.1:1"} {
		wire := &transport{}
		o := options(base)
		o.Transport = wire
		_, err := adapter(t, o).Send(within(t), carrier.Message{To: "+4915112345678", Body: "hi"})
		require.NoError(t, err)
		require.Equal(t, want, wire.last.URL.Host)
	}
}

func TestTheVendorAloneIsAskedToRepeatCallbacks(t *testing.T) {
	for base, want := range map[string]string{"": "?i=a&p=b&a=1#rc=5&rp=all", "https://api.dublin.ie1.twilio.com": "?i=a&p=b&a=1#rc=5&rp=all", "http://127.0.0.1:1": "?i=a&p=b&a=1"} {
		wire := &transport{}
		o := options(base)
		o.Transport = wire
		_, err := adapter(t, o).Send(within(t), carrier.Message{To: "+4915112345678", Body: "hi", Tag: carrier.Tag{Incident: "a", Page: "b", Attempt: 1}})
		require.NoError(t, err)
		require.Equal(t, callback+want, wire.form.Get("StatusCallback"))
	}
}

func TestDemonstrationNumbersNeverReachTheVendor(t *testing.T) {
	for _, base := range []string{"", "https://api.twilio.com", "https://API.Twilio.com.", "https://api.dublin.ie1.twilio.com:443/x", "https://twilio.com"} {
		wire := &transport{}
		o := options(base)
		o.Transport = wire
		port := adapter(t, o)
		for n := range 100 {
			_, err := port.Send(within(t), carrier.Message{To: fmt.Sprintf("+120255501%02d", n), Body: "hi"})
			require.Equal(t, carrier.Recipient, classOf(t, err), base)
		}
		require.Zero(t, wire.requests.Load(), base)
	}
	for _, base := range []string{"https://twilio.com.example", "https://nottwilio.com", "http://127.0.0.1:1"} {
		wire := &transport{}
		o := options(base)
		o.Transport = wire
		_, err := adapter(t, o).Send(within(t), carrier.Message{To: phone, Body: "hi"})
		require.NoError(t, err, base)
	}
}

func TestWhereNoReceiptCanComeNoneIsAskedFor(t *testing.T) {
	wire := &transport{}
	o := options("http://127.0.0.1:1")
	o.StatusCallback, o.Transport = "", wire
	_, err := adapter(t, o).Send(within(t), page())
	require.NoError(t, err)
	require.False(t, wire.form.Has("StatusCallback"))
	require.Equal(t, phone, wire.form.Get("To"))
}

func TestHalfOrWrongSettingsAreRefusedWithAWayOut(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*twilio.Options)
		hint   string
	}{
		"no account":           {func(o *twilio.Options) { o.AccountSID = "" }, "TWILIO_ACCOUNT_SID"},
		"account with a space": {func(o *twilio.Options) { o.AccountSID = "AC 1" }, "TWILIO_ACCOUNT_SID"},
		"no token":             {func(o *twilio.Options) { o.AuthToken = "" }, "TWILIO_AUTH_TOKEN"},
		"token with a sign":    {func(o *twilio.Options) { o.AuthToken = "secret!" }, "TWILIO_AUTH_TOKEN"},
		"no sender":            {func(o *twilio.Options) { o.From = "" }, "MUSTER_SMS_FROM"},
		"one-way sender":       {func(o *twilio.Options) { o.From = "MUSTER" }, "MUSTER_SMS_FROM"},
		"base without host":    {func(o *twilio.Options) { o.BaseURL = "localhost:9" }, "MUSTER_TWILIO_BASE_URL"},
		"base with a password": {func(o *twilio.Options) { o.BaseURL = "https://u:secret@example.org" }, "MUSTER_TWILIO_BASE_URL"},
		"vendor in the clear":  {func(o *twilio.Options) { o.BaseURL = "http://api.twilio.com" }, "https"},
		"callback of no host":  {func(o *twilio.Options) { o.StatusCallback = "/status" }, "MUSTER_PUBLIC_URL"},
		"callback with query":  {func(o *twilio.Options) { o.StatusCallback = callback + "?x=1" }, "MUSTER_PUBLIC_URL"},
		"underscore":           {func(o *twilio.Options) { o.StatusCallback = "https://my_host.example/x" }, "underscore"},
	} {
		o := options("http://127.0.0.1:1")
		c.change(&o)
		_, err := twilio.New(o)
		require.ErrorContains(t, err, c.hint, name)
		require.NotContains(t, err.Error(), "secret", name)
	}
	o := options("http://127.0.0.1:1")
	o.From = "12345"
	_, err := twilio.New(o)
	require.NoError(t, err, "a short code can be answered")
}
