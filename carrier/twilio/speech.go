package twilio

// Speech: what a call says, in the vendor's markup, and what the vendor posts while a call is on.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/twilio/twilio-go/twiml"

	"muster/carrier"
)

// VoicePath is where the keys of calls are posted to, below the public address.
const VoicePath = "/webhooks/twilio/voice"

// keyWait is how many seconds a call waits for a key once it has said its text. [design]
const keyWait = "6"

// speech renders what a call says. A key is posted to an address below keys, with the call's tag and the round.
func speech(keys string, tag carrier.Tag, s carrier.Speech) (string, error) {
	say := func(text string) twiml.Element {
		return &twiml.VoiceSay{Language: spokenIn(s.Language), Message: printable(text)}
	}
	if s.Ask == 0 {
		return twiml.Voice([]twiml.Element{say(s.Text), &twiml.VoiceHangup{}})
	}
	var verbs []twiml.Element
	for round := s.Ask; round <= max(s.Ask, carrier.Rounds); round++ {
		verbs = append(verbs, &twiml.VoiceGather{
			Input: "dtmf", NumDigits: "1", Timeout: keyWait, Method: http.MethodPost, Action: keyAddress(keys, tag, round),
			InnerElements: []twiml.Element{say(s.Text)},
		})
	}
	if s.Bye != "" {
		verbs = append(verbs, say(s.Bye))
	}
	return twiml.Voice(append(verbs, &twiml.VoiceHangup{}))
}

func keyAddress(keys string, tag carrier.Tag, round int) string {
	query := "r=" + strconv.Itoa(round)
	if tagged := tag.Query(); tagged != "" {
		query = tagged + "&" + query
	}
	return keys + "?" + query
}

// spokenIn is the vendor's name of a language.
func spokenIn(lang string) string {
	if lang == "zh" {
		return "zh-CN"
	}
	return "en-US"
}

// Speech renders the answer to a key, of ReplyType.
func (w Webhooks) Speech(tag carrier.Tag, s carrier.Speech) ([]byte, error) {
	answer, err := speech(strings.TrimSuffix(w.PublicURL, "/")+VoicePath, tag, s)
	return []byte(answer), err
}

// Press verifies and reads a key that was pressed in a call; its tag is the zero Tag where the call is none of ours. Its errors
// are those of Verify.
func (w Webhooks) Press(r *http.Request) (carrier.Press, error) {
	if err := w.Verify(r); err != nil {
		return carrier.Press{}, err
	}
	query := r.URL.Query()
	tag, err := carrier.ParseTag(query)
	if err != nil {
		return carrier.Press{}, ErrMalformed
	}
	press := carrier.Press{Tag: tag, CallID: r.PostForm.Get("CallSid"), Key: r.PostForm.Get("Digits"), Round: max(0, code(query.Get("r")))}
	if press.CallID == "" {
		return carrier.Press{}, ErrMalformed
	}
	return press, nil
}

// callReceipt reads what a status callback says of a call.
func callReceipt(tag carrier.Tag, form url.Values) carrier.Receipt {
	return carrier.Receipt{
		Tag: tag, ID: form.Get("CallSid"), To: form.Get("To"), Call: callStatusOf(form.Get("CallStatus")),
		Code: code(form.Get("ErrorCode")),
	}
}
