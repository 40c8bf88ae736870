package api_test

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/carrier"
	"muster/carrier/twilio"
	"muster/incident"
)

// post makes a webhook, signed with a key.
func post(path, key string, form url.Values) *http.Request {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if key != "" {
		r.Header.Set(carrier.SignatureHeader, twilio.Webhooks{AuthToken: key, PublicURL: public}.Sign(path, form))
	}
	return r
}

func sms(body string) url.Values {
	return url.Values{"MessageSid": {"SM1"}, "From": {phone}, "To": {"+12025550100"}, "Body": {body}}
}

func status(status, code string) url.Values {
	return url.Values{"MessageSid": {"SM1"}, "To": {phone}, "MessageStatus": {status}, "ErrorCode": {code}}
}

const statusPath = "/webhooks/twilio/status?i=" + known + "&p=p1&a=2"

func TestATextIsAnsweredOnceItIsTaken(t *testing.T) {
	h := open(t)
	h.desk.reply = "Accepted <Building 3> & thanks / 收到"
	a := h.send(post("/webhooks/twilio/sms", authToken, sms("K7M 1"))).ok(http.StatusOK)
	require.Equal(t, "application/xml; charset=utf-8", a.Header().Get("Content-Type"))
	var answer struct {
		Message string
	}
	require.NoError(t, xml.Unmarshal(a.Body.Bytes(), &answer))
	require.Equal(t, h.desk.reply, answer.Message)
	require.Equal(t, []carrier.Inbound{{ID: "SM1", From: phone, To: "+12025550100", Body: "K7M 1"}}, h.desk.texts)
	h.desk.reply = ""
	a = h.send(post("/webhooks/twilio/sms", authToken, sms("1"))).ok(http.StatusOK)
	require.NotContains(t, a.Body.String(), "<Message")
}

func TestATextThatTheEngineDoesNotHoldIsNotTaken(t *testing.T) {
	for name, err := range map[string]error{
		"the engine is away": away(), "it failed": errDown, "it refused": incident.Fail(incident.CodeEnded, "It has ended."),
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.desk.err = err
			h.send(post("/webhooks/twilio/sms", authToken, sms("1"))).problem(http.StatusServiceUnavailable, "text_not_taken")
			require.NotContains(t, h.log.String(), phone)
		})
	}
}

func TestATextLeavesTheCarrierItsAnswerWithinASecond(t *testing.T) {
	h := open(t)
	h.desk.answer = func(ctx context.Context) error {
		due, bounded := ctx.Deadline()
		require.True(t, bounded)
		require.LessOrEqual(t, time.Until(due), 900*time.Millisecond)
		return nil
	}
	h.send(post("/webhooks/twilio/sms", authToken, sms("1"))).ok(http.StatusOK)
}

func TestACarrierThatHangsUpHasDelivered(t *testing.T) {
	h := open(t)
	h.desk.answer = func(ctx context.Context) error { return ctx.Err() }
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h.send(post("/webhooks/twilio/sms", authToken, sms("1")).WithContext(ctx)).ok(http.StatusOK)
}

func TestNothingIsDoneForABadSignature(t *testing.T) {
	h := open(t)
	h.desk.delivered = func(context.Context, string, []incident.Receipt) error {
		t.Error("a forged receipt was handed over")
		return nil
	}
	for _, path := range []string{"/webhooks/twilio/sms", statusPath, "/webhooks/twilio/voice"} {
		for _, key := range []string{"", "another0123456789", authToken + "x"} {
			h.send(post(path, key, sms("1"))).problem(http.StatusForbidden, "signature_invalid")
		}
		tampered := post(path, authToken, sms("1"))
		tampered.URL.RawQuery += "&x=1"
		h.send(tampered).problem(http.StatusForbidden, "signature_invalid")
		nothing := httptest.NewRequest("POST", path, nil)
		h.send(nothing).problem(http.StatusForbidden, "signature_invalid")
		text := httptest.NewRequest("POST", path, strings.NewReader(`{"Body":"1"}`))
		text.Header.Set("Content-Type", "application/json")
		h.send(text).problem(http.StatusForbidden, "signature_invalid")
	}
	require.Empty(t, h.desk.texts)
}

func TestAWebhookHasALimit(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/webhooks/twilio/sms", statusPath, "/webhooks/twilio/voice"} {
		h.send(post(path, authToken, sms(strings.Repeat("x", 64<<10)))).problem(http.StatusRequestEntityTooLarge, "body_too_large")
	}
	require.Empty(t, h.desk.texts)
}

func TestASignedFormThatLacksAField(t *testing.T) {
	h := open(t)
	h.send(post("/webhooks/twilio/sms", authToken, url.Values{"Body": {"1"}})).problem(422, "request_invalid")
	h.send(post(statusPath, authToken, url.Values{"MessageStatus": {"sent"}})).problem(422, "request_invalid")
	h.send(post("/webhooks/twilio/status?i="+known, authToken, status("sent", ""))).problem(422, "request_invalid")
}

func TestWhatAReceiptSays(t *testing.T) {
	for _, row := range []struct {
		status, code string
		state        incident.AttemptState
		failure      incident.Failure
	}{
		{"queued", "", incident.AttemptSent, ""},
		{"sending", "", incident.AttemptSent, ""},
		{"sent", "", incident.AttemptSent, ""},
		{"delivered", "", incident.AttemptDelivered, ""},
		{"something new", "", incident.AttemptSent, ""},
		{"undelivered", "30003", incident.AttemptUndelivered, incident.FailUnreachable},
		{"undelivered", "30006", incident.AttemptUndelivered, incident.FailRecipient},
		{"failed", "21610", incident.AttemptFailed, incident.FailOptedOut},
		{"failed", "", incident.AttemptFailed, "ambiguous"}, // as the harness names what has no code
	} {
		h := open(t)
		taken := make(chan []incident.Receipt, 1)
		h.desk.delivered = func(_ context.Context, id string, receipts []incident.Receipt) error {
			require.Equal(t, known, id)
			taken <- receipts
			return nil
		}
		close(h.stopping) // nothing is collected any more
		a := h.send(post(statusPath, authToken, status(row.status, row.code))).ok(http.StatusNoContent)
		require.Empty(t, a.Body.String())
		require.Equal(t, []incident.Receipt{{Page: "p1", Attempt: 2, CarrierID: "SM1", State: row.state, Failure: row.failure}}, <-taken)
	}
}

func TestAReceiptThatTheEngineDoesNotHoldIsNotTaken(t *testing.T) {
	h := open(t)
	h.desk.delivered = func(context.Context, string, []incident.Receipt) error { return errDown }
	h.send(post(statusPath, authToken, status("failed", "30003"))).problem(http.StatusServiceUnavailable, "engine_unavailable")
	require.NotContains(t, h.log.String(), phone)
}

func TestEveryReceiptIsToldToWhoeverListensForTheAccountsTroubles(t *testing.T) {
	var told []carrier.Receipt
	h := open(t, func(o *api.Options) { o.Reported = func(r carrier.Receipt) { told = append(told, r) } })
	h.desk.delivered = func(context.Context, string, []incident.Receipt) error { return nil }
	close(h.stopping) // nothing is collected any more
	h.send(post(statusPath, authToken, status("failed", "30034"))).ok(http.StatusNoContent)
	h.send(post("/webhooks/twilio/status?i=ntc-1&p=SM2&a=1", authToken, status("undelivered", "30007"))).ok(http.StatusNoContent)
	h.send(post(statusPath, "another", status("failed", "30034")))
	require.Len(t, told, 2, "of an incident and of a notice, but not of a stranger")
	require.Equal(t, 30034, told[0].Code)
	require.Equal(t, 30007, told[1].Code)
}

func TestAReceiptOfNoIncidentIsNobodys(t *testing.T) {
	h := open(t)
	h.desk.delivered = func(context.Context, string, []incident.Receipt) error {
		t.Error("it was handed over")
		return nil
	}
	for _, query := range []string{"", "?i=stray&p=SM2&a=1"} {
		h.send(post("/webhooks/twilio/status"+query, authToken, status("delivered", ""))).ok(http.StatusNoContent)
	}
}
