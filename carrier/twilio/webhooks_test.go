package twilio_test

// Verifying, reading and answering webhooks.

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/carrier"
	"muster/carrier/twilio"
)

const (
	public     = "https://muster.example"
	smsPath    = "/webhooks/twilio/sms"
	statusPath = "/webhooks/twilio/status?i=inc-1&p=p-2&a=3"
)

var hooks = twilio.Webhooks{AuthToken: token, PublicURL: public}

// signed makes the request that the vendor would post to a path.
func signed(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	r.Header.Set(carrier.SignatureHeader, hooks.Sign(path, form))
	return r
}

func text() url.Values {
	return url.Values{"MessageSid": {"SM1"}, "From": {phone}, "To": {own}, "Body": {"K7M 1 收到"}, "NumMedia": {"0"}, "AddedLater": {"x"}}
}

func TestASignedTextIsRead(t *testing.T) {
	in, err := hooks.Inbound(signed(smsPath, text()))
	require.NoError(t, err)
	require.Equal(t, carrier.Inbound{ID: "SM1", From: phone, To: own, Body: "K7M 1 收到"}, in)
}

func TestASignedReceiptIsReadWithItsTag(t *testing.T) {
	form := url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"undelivered"}, "To": {phone}, "ErrorCode": {"30003"}}
	receipt, err := hooks.Receipt(signed(statusPath, form))
	require.NoError(t, err)
	require.Equal(t, carrier.Receipt{
		Tag: carrier.Tag{Incident: "inc-1", Page: "p-2", Attempt: 3}, ID: "SM1", To: phone, Status: carrier.Undelivered, Code: 30003,
	}, receipt)
}

func TestAReceiptMayLackATagButNotHalfOfIt(t *testing.T) {
	form := url.Values{"SmsSid": {"SM1"}, "SmsStatus": {"sent"}}
	receipt, err := hooks.Receipt(signed("/webhooks/twilio/status", form))
	require.NoError(t, err)
	require.Equal(t, carrier.Receipt{ID: "SM1", Status: carrier.Sent}, receipt)
	_, err = hooks.Receipt(signed("/webhooks/twilio/status?i=inc-1", form))
	require.ErrorIs(t, err, twilio.ErrMalformed)
	_, err = hooks.Receipt(signed(statusPath, url.Values{"MessageStatus": {"sent"}}))
	require.ErrorIs(t, err, twilio.ErrMalformed)
}

func TestATextWithoutSenderOrIdIsMalformed(t *testing.T) {
	for _, name := range []string{"MessageSid", "From"} {
		form := text()
		form.Del(name)
		_, err := hooks.Inbound(signed(smsPath, form))
		require.ErrorIs(t, err, twilio.ErrMalformed, name)
	}
}

func TestAnyChangeBreaksTheSignature(t *testing.T) {
	for name, change := range map[string]func(*http.Request, url.Values){
		"no signature": func(r *http.Request, _ url.Values) { r.Header.Del(carrier.SignatureHeader) },
		"another signature": func(r *http.Request, _ url.Values) {
			r.Header.Set(carrier.SignatureHeader, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
		},
		"changed text":    func(_ *http.Request, f url.Values) { f.Set("Body", "K7M 5") },
		"added parameter": func(_ *http.Request, f url.Values) { f.Set("Extra", "1") },
		"second value":    func(_ *http.Request, f url.Values) { f.Add("Body", "K7M 5") },
		"left out":        func(_ *http.Request, f url.Values) { f.Del("NumMedia") },
		"another query":   func(r *http.Request, _ url.Values) { r.URL.RawQuery = "i=x&p=y&a=1" },
		"another path":    func(r *http.Request, _ url.Values) { r.URL.Path = "/webhooks/twilio/status" },
	} {
		t.Run(name, func(t *testing.T) {
			form := text()
			r := signed(smsPath, form)
			change(r, form)
			altered := httptest.NewRequest(http.MethodPost, r.URL.String(), strings.NewReader(form.Encode()))
			altered.Header = r.Header
			_, err := hooks.Inbound(altered)
			require.ErrorIs(t, err, twilio.ErrSignature)
		})
	}
}

func TestAnotherAccountsSignatureIsRefused(t *testing.T) {
	form := text()
	r := signed(smsPath, form)
	r.Header.Set(carrier.SignatureHeader, carrier.Sign("anothertoken", public+smsPath, form))
	require.ErrorIs(t, hooks.Verify(r), twilio.ErrSignature)
}

func TestWithoutATokenNothingIsGenuine(t *testing.T) {
	open := twilio.Webhooks{PublicURL: public}
	form := text()
	r := signed(smsPath, form)
	r.Header.Set(carrier.SignatureHeader, carrier.Sign("", public+smsPath, form))
	require.ErrorIs(t, open.Verify(r), twilio.ErrSignature)
}

func TestTheVendorsVectorsVerify(t *testing.T) {
	vendor := twilio.Webhooks{AuthToken: "12345", PublicURL: "https://mycompany.com"}
	form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}, "To": {"+18005551212"}, "Caller": {"+14158675310"}, "From": {"+14158675310"}}
	r := httptest.NewRequest(http.MethodPost, "/myapp.php?foo=1&bar=2", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set(carrier.SignatureHeader, "GvWf1cFY/Q7PnoempGyD5oXAezc=")
	require.NoError(t, vendor.Verify(r))
}

func TestTheAddressMayBeSignedWithOrWithoutItsPort(t *testing.T) {
	for _, c := range []struct {
		public, signed string
		want           error
	}{
		{"https://muster.example", "https://muster.example", nil},
		{"https://muster.example", "https://muster.example:443", nil},
		{"https://muster.example:443", "https://muster.example", nil},
		{"https://muster.example:8443", "https://muster.example:8443", nil},
		{"https://muster.example:8443", "https://muster.example", nil},
		{"http://muster.example", "http://muster.example:80", nil},
		{"https://[2001:db8::1]", "https://[2001:db8::1]", nil},
		{"https://[2001:db8::1]", "https://[2001:db8::1]:443", nil},
		{"https://[2001:db8::1]:8443", "https://[2001:db8::1]", nil},
		{"https://muster.example/", "https://muster.example", nil},
		{"https://muster.example/muster", "https://muster.example/muster", nil},
		{"https://muster.example", "http://muster.example", twilio.ErrSignature},
		{"https://muster.example", "https://muster.example:8443", twilio.ErrSignature},
		{"https://muster.example", "https://other.example", twilio.ErrSignature},
		{"https://muster.example/muster", "https://muster.example", twilio.ErrSignature},
		{"", "https://muster.example", twilio.ErrSignature},
	} {
		form := text()
		r := signed(smsPath, form)
		r.Header.Set(carrier.SignatureHeader, carrier.Sign(token, c.signed+smsPath, form))
		require.Equal(t, c.want, twilio.Webhooks{AuthToken: token, PublicURL: c.public}.Verify(r), "%s signed as %s", c.public, c.signed)
	}
}

func TestAProxyMayLeaveThePublicPathInPlace(t *testing.T) {
	form := text()
	r := signed("/muster"+smsPath, form)
	r.Header.Set(carrier.SignatureHeader, carrier.Sign(token, public+"/muster"+smsPath, form))
	require.NoError(t, twilio.Webhooks{AuthToken: token, PublicURL: public + "/muster"}.Verify(r))
}

func TestAnySignedFormVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := url.Values(rapid.MapOf(rapid.String(), rapid.SliceOfN(rapid.String(), 1, 3)).Draw(t, "form"))
		require.NoError(t, hooks.Verify(signed(statusPath, form)))
	})
}

func TestOnlyASmallFormIsRead(t *testing.T) {
	form := text()
	form.Set("Body", strings.Repeat("x", twilio.MaxWebhook))
	require.ErrorIs(t, hooks.Verify(signed(smsPath, form)), twilio.ErrTooLarge)

	r := signed(smsPath, text())
	r.Header.Set("Content-Type", "application/json")
	require.ErrorIs(t, hooks.Verify(r), twilio.ErrMalformed)

	r = signed(smsPath, text())
	r.Method = http.MethodGet
	require.ErrorIs(t, hooks.Verify(r), twilio.ErrMalformed)

	r = httptest.NewRequest(http.MethodPost, smsPath, strings.NewReader("Body=%zz"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	require.ErrorIs(t, hooks.Verify(r), twilio.ErrMalformed)
}

func TestAnOptOutIsWhatTheVendorHasHandled(t *testing.T) {
	for _, c := range []struct{ said, body, want string }{
		{"", "1", ""},
		{"", "stop", "STOP"},
		{"", "UNSTOP", "START"},
		{"", "yes", ""},
		{"START", "yes", "START"},
		{"stop", "Arret", "STOP"},
		{"", "HELP", "HELP"},
		{"", "help me", ""},
	} {
		form := text()
		form.Set("Body", c.body)
		if c.said != "" {
			form.Set("OptOutType", c.said)
		}
		in, err := hooks.Inbound(signed(smsPath, form))
		require.NoError(t, err)
		require.Equal(t, c.want, in.OptOut, "%+v", c)
	}
}

func TestABrokenTextIsReadAsUTF8(t *testing.T) {
	form := text()
	form.Set("Body", "K7M 1\xff")
	in, err := hooks.Inbound(signed(smsPath, form))
	require.NoError(t, err)
	require.Equal(t, "K7M 1\ufffd", in.Body)
}

func TestATextWithoutWordsIsAnsweredLikeOneThatNobodyUnderstands(t *testing.T) {
	for _, body := range []string{"", " \n"} { // a picture alone
		form := text()
		form.Set("Body", body)
		in, err := hooks.Inbound(signed(smsPath, form))
		require.NoError(t, err)
		require.Equal(t, "(empty)", in.Body)
	}
}

func TestNoReplyIsAnEmptyResponse(t *testing.T) {
	answer, err := hooks.Reply("")
	require.NoError(t, err)
	require.Contains(t, string(answer), "<Response/>")
}

func TestAReplySurvivesItsMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a < b & c > d", "已接受，3分钟到 \"ok\"", "line\nline", "\x00\x1b[0m", "]]>", "\ufffe"})).Draw(t, "text")
		answer, err := hooks.Reply(said)
		require.NoError(t, err)
		var read struct {
			Message []string
		}
		require.NoError(t, xml.Unmarshal(answer, &read), "%q", answer)
		kept := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, said)
		if said == "" {
			require.Empty(t, read.Message)
			return
		}
		require.Equal(t, []string{kept}, read.Message)
	})
}
