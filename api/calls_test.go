package api_test

// Keys and calls: what comes in while somebody is on the phone, and what the call says to it.

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/incident"
)

const voicePath = "/webhooks/twilio/voice?i=" + known + "&p=p1&a=2&r=1"

func keyed(digits string) url.Values {
	form := url.Values{"CallSid": {"CA1"}, "From": {"+12025550100"}, "To": {phone}, "CallStatus": {"in-progress"}}
	if digits != "" {
		form.Set("Digits", digits)
	}
	return form
}

// spoken is the markup of a call, as far as it is looked at.
type spoken struct {
	Say []struct {
		Language string `xml:"language,attr"`
		Text     string `xml:",chardata"`
	}
	Gather []struct {
		Action    string `xml:"action,attr"`
		Input     string `xml:"input,attr"`
		NumDigits string `xml:"numDigits,attr"`
		Say       string
	}
	Hangup *struct{}
}

func (a answer) spoken() spoken {
	a.t.Helper()
	var said spoken
	require.NoError(a.t, xml.Unmarshal(a.Body.Bytes(), &said))
	return said
}

func TestAKeyIsTakenAndTheCallSaysWhatItDid(t *testing.T) {
	h := open(t)
	h.desk.said = incident.Spoken{Language: "zh", Text: "已接受：安全 & <警戒>"}
	a := h.send(post(voicePath, authToken, keyed("7"))).ok(http.StatusOK)
	require.Equal(t, "application/xml; charset=utf-8", a.Header().Get("Content-Type"))
	said := a.spoken()
	require.Len(t, said.Say, 1)
	require.Equal(t, "zh-CN", said.Say[0].Language)
	require.Equal(t, h.desk.said.Text, said.Say[0].Text)
	require.Empty(t, said.Gather)
	require.NotNil(t, said.Hangup)
	require.Equal(t, []incident.Press{{ID: "CA1-1-7", Page: "p1", Attempt: 2, CarrierID: "CA1", Key: "7", Round: 1}}, h.desk.keys)
}

func TestACallThatAsksForAKeyNamesWhereItGoes(t *testing.T) {
	h := open(t)
	h.desk.said = incident.Spoken{Language: "en", Text: "To accept, press 7.", Bye: "Goodbye.", Ask: 2}
	said := h.send(post(voicePath, authToken, keyed("3"))).ok(http.StatusOK).spoken()
	require.Len(t, said.Gather, 1, "the last round")
	require.Equal(t, public+"/webhooks/twilio/voice?i="+known+"&p=p1&a=2&r=2", said.Gather[0].Action)
	require.Equal(t, "dtmf", said.Gather[0].Input)
	require.Equal(t, "1", said.Gather[0].NumDigits)
	require.Equal(t, "To accept, press 7.", said.Gather[0].Say)
	require.Equal(t, "Goodbye.", said.Say[0].Text)
}

func TestAKeyThatTheEngineDoesNotHoldIsAskedForAgain(t *testing.T) {
	h := open(t)
	h.desk.err = errDown
	said := h.send(post(voicePath, authToken, keyed("7"))).ok(http.StatusOK).spoken()
	require.Contains(t, said.Gather[0].Say, "Press the key again")
	require.Contains(t, said.Gather[0].Action, "r=1", "in the same round: that the engine was away is not the caller's fault")
	require.NotContains(t, h.log.String(), phone)
}

func TestACallThatIsNoneOfOursIsHungUpOn(t *testing.T) {
	h := open(t)
	a := h.send(post("/webhooks/twilio/voice", authToken, url.Values{"CallSid": {"CA1"}})).ok(http.StatusOK)
	require.Contains(t, a.Body.String(), "<Response/>")
	require.Empty(t, h.desk.keys)
	h.send(post(voicePath, authToken, url.Values{"Digits": {"1"}})).problem(422, "request_invalid")
	h.send(post("/webhooks/twilio/voice?i="+known, authToken, keyed("1"))).problem(422, "request_invalid")
}

func TestWhatAReceiptOfACallSays(t *testing.T) {
	for _, row := range []struct {
		status  string
		state   incident.AttemptState
		failure incident.Failure
	}{
		{"initiated", incident.AttemptSent, ""},
		{"ringing", incident.AttemptSent, ""},
		{"in-progress", incident.AttemptSent, ""},
		{"something new", incident.AttemptSent, ""},
		{"completed", incident.AttemptDelivered, ""},
		{"busy", incident.AttemptUndelivered, incident.FailUnreachable},
		{"no-answer", incident.AttemptUndelivered, incident.FailUnreachable},
		{"canceled", incident.AttemptUndelivered, incident.FailUnreachable},
		{"failed", incident.AttemptFailed, incident.FailUnreachable},
	} {
		h := open(t)
		taken := make(chan []incident.Receipt, 1)
		h.desk.delivered = func(_ context.Context, _ string, receipts []incident.Receipt) error {
			taken <- receipts
			return nil
		}
		close(h.stopping) // nothing is collected any more
		form := url.Values{"CallSid": {"CA1"}, "To": {phone}, "CallStatus": {row.status}, "SequenceNumber": {"2"}}
		h.send(post(statusPath, authToken, form)).ok(http.StatusNoContent)
		require.Equal(t, []incident.Receipt{{Page: "p1", Attempt: 2, CarrierID: "CA1", State: row.state, Failure: row.failure}}, <-taken, row.status)
	}
}

func TestKeysArePressedAtAHandsetInACall(t *testing.T) {
	h := open(t)
	path := "/api/v1/phones/" + url.PathEscape(phone) + "/keys"
	h.handsets.boxes[phone] = []api.Message{{ID: "CA9-1", Direction: "out", Channel: "voice", Body: "To accept, press 7."}}
	since := h.ask("POST", path, fields{"digits": "7"}).ok(200).items()
	require.Len(t, since, 1, "what was there before is not shown again")
	require.Equal(t, []string{"7"}, h.handsets.pressed)
	for _, digits := range []string{"", "seven", "1a"} {
		h.ask("POST", path, fields{"digits": digits}).problem(422, "request_invalid")
	}
	h.ask("POST", "/api/v1/phones/12/keys", fields{"digits": "1"}).problem(422, "request_invalid")
	h.handsets.err = api.ErrNoCall
	h.ask("POST", path, fields{"digits": "1"}).problem(http.StatusConflict, "call_none")
	h.handsets.err = errDown
	h.ask("POST", path, fields{"digits": "1"}).problem(http.StatusServiceUnavailable, "text_not_taken")
}
