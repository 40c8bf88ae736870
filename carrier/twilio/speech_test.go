package twilio_test

// What a call says, read back as the vendor reads it: its attributes come in any order.

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/carrier"
)

const voicePath = "/webhooks/twilio/voice?i=inc-1&p=p-2&a=3&r=1"

var tag = carrier.Tag{Incident: "inc-1", Page: "p-2", Attempt: 3}

// element is any part of the markup.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Inner   []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func read(t require.TestingT, markup []byte) []element {
	var response element
	require.NoError(t, xml.Unmarshal(markup, &response), string(markup))
	require.Equal(t, "Response", response.XMLName.Local)
	return response.Inner
}

func names(list []element) string {
	var all []string
	for _, e := range list {
		all = append(all, e.XMLName.Local)
	}
	return strings.Join(all, " ")
}

func TestACallAsksTwiceForOneKeyAndSaysGoodbye(t *testing.T) {
	markup, err := hooks.Speech(tag, carrier.Speech{Language: "zh", Text: "火警 <3号楼> & more", Bye: "再见", Ask: 1})
	require.NoError(t, err)
	verbs := read(t, markup)
	require.Equal(t, "Gather Gather Say Hangup", names(verbs))
	for round, gather := range verbs[:2] {
		require.Equal(t, "dtmf", gather.attr("input"))
		require.Equal(t, "1", gather.attr("numDigits"))
		require.Equal(t, "POST", gather.attr("method"))
		require.Equal(t, "6", gather.attr("timeout"))
		require.Equal(t, public+"/webhooks/twilio/voice?i=inc-1&p=p-2&a=3&r="+string(rune('1'+round)), gather.attr("action"))
		require.Equal(t, "Say", names(gather.Inner))
		require.Equal(t, "zh-CN", gather.Inner[0].attr("language"))
		require.Equal(t, "火警 <3号楼> & more", gather.Inner[0].Text)
	}
	require.Equal(t, "再见", verbs[2].Text)
}

func TestTheLastRoundAndTheEndOfACall(t *testing.T) {
	markup, err := hooks.Speech(tag, carrier.Speech{Language: "en", Text: "again", Bye: "bye", Ask: 4})
	require.NoError(t, err)
	verbs := read(t, markup)
	require.Equal(t, "Gather Say Hangup", names(verbs), "a repetition past the second round is asked for once")
	require.Contains(t, verbs[0].attr("action"), "r=4")
	markup, err = hooks.Speech(tag, carrier.Speech{Language: "en", Text: "Accepted."})
	require.NoError(t, err)
	verbs = read(t, markup)
	require.Equal(t, "Say Hangup", names(verbs))
	require.Equal(t, "en-US", verbs[0].attr("language"))
}

func TestWhateverIsSaidIsMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.String().Draw(t, "text")
		markup, err := hooks.Speech(tag, carrier.Speech{Language: "en", Text: "a" + said, Ask: 2})
		require.NoError(t, err)
		require.Equal(t, "Gather Hangup", names(read(t, markup)))
	})
}

func TestASignedKeyIsRead(t *testing.T) {
	form := url.Values{"CallSid": {"CA1"}, "Digits": {"7"}, "From": {own}, "To": {phone}}
	press, err := hooks.Press(signed(voicePath, form))
	require.NoError(t, err)
	require.Equal(t, carrier.Press{Tag: tag, CallID: "CA1", Key: "7", Round: 1}, press)
	form.Del("Digits")
	press, err = hooks.Press(signed("/webhooks/twilio/voice", form))
	require.NoError(t, err)
	require.Equal(t, carrier.Press{CallID: "CA1"}, press, "somebody calls Muster")
	_, err = hooks.Press(signed("/webhooks/twilio/voice?i=inc-1", form))
	require.Error(t, err)
	_, err = hooks.Press(signed(voicePath, url.Values{"Digits": {"7"}}))
	require.Error(t, err)
	forged := signed(voicePath, form)
	forged.URL.RawQuery = strings.Replace(forged.URL.RawQuery, "a=3", "a=4", 1)
	_, err = hooks.Press(forged)
	require.Error(t, err, "the tag and the round are under the signature")
	require.Equal(t, http.MethodPost, forged.Method)
}

func TestAReceiptOfACallIsRead(t *testing.T) {
	form := url.Values{"CallSid": {"CA1"}, "CallStatus": {"no-answer"}, "To": {phone}, "SequenceNumber": {"2"}, "Timestamp": {"now"}}
	receipt, err := hooks.Receipt(signed(statusPath, form))
	require.NoError(t, err)
	require.Equal(t, carrier.Receipt{Tag: tag, ID: "CA1", To: phone, Call: carrier.CallNoAnswer}, receipt)
	form.Set("CallStatus", "something new")
	receipt, err = hooks.Receipt(signed(statusPath, form))
	require.NoError(t, err)
	require.Equal(t, carrier.CallQueued, receipt.Call, "it was taken at least")
}
