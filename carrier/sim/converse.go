package sim

// Conversing: the vendor's markup for calls, as far as Muster writes it: what is said is put into the handset's mailbox, and
// keys are posted back.

import (
	"encoding/xml"
	"errors"
	"net/url"
	"strings"
	"time"

	"muster/carrier"
)

// mostDocuments keeps a call from going on for ever.
const mostDocuments = 20

// failedSpeech is what the vendor says where it cannot read what a call is to say.
const failedSpeech = "We are sorry. An application error has occurred. Goodbye."

var errSpeech = errors.New("what a call is to say cannot be read")

// verb is one element of the markup.
type verb struct {
	XMLName xml.Name
	Action  string `xml:"action,attr"`
	Text    string `xml:",chardata"`
	Inner   []verb `xml:",any"`
}

func readSpeech(markup []byte) ([]verb, error) {
	var document verb
	if err := xml.Unmarshal(markup, &document); err != nil || document.XMLName.Local != "Response" {
		return nil, errSpeech
	}
	return document.Inner, nil
}

// converse plays a call to its handset, from the first document to the last.
func (s *Simulator) converse(t *talk) {
	markup, err := []byte(t.TwiML), error(nil)
	if t.URL != "" {
		markup, err = s.fetchSpeech(t, t.URL, "")
	}
	for range mostDocuments {
		var verbs []verb
		if err == nil {
			verbs, err = readSpeech(markup)
		}
		if err != nil {
			s.write(t, Out, failedSpeech)
			return
		}
		address, k := s.play(t, verbs)
		if address == "" {
			return
		}
		markup, err = s.fetchSpeech(t, address, k.digit)
		if k.done != nil {
			k.done <- err
		}
	}
}

// play does the verbs of a document, and says where to go on: with a key, or empty at the end.
func (s *Simulator) play(t *talk, verbs []verb) (address string, pressed key) {
	for _, v := range verbs {
		switch v.XMLName.Local {
		case "Say":
			s.write(t, Out, v.Text)
		case "Redirect":
			return strings.TrimSpace(v.Text), key{}
		case "Hangup":
			return "", key{}
		case "Gather":
			if k, ok := s.gather(t, v); ok {
				return v.Action, k
			}
		}
		if s.ctx.Err() != nil {
			return "", key{}
		}
	}
	return "", key{}
}

// gather says what a key is asked for with, and waits for one.
func (s *Simulator) gather(t *talk, v verb) (key, bool) {
	said := ""
	for _, inner := range v.Inner {
		if inner.XMLName.Local == "Say" {
			said = inner.Text
			s.write(t, Out, said)
		}
	}
	wait := s.options.KeyWait
	if t.pickup.Hears != nil {
		digit, after := t.pickup.Hears(said)
		wait = min(wait, time.Second)
		if digit != "" && s.rest(after) {
			t.offerKeys(digit)
		}
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case k := <-t.keys:
		s.write(t, In, k.digit)
		return k, true
	case <-timer.C:
	case <-s.ctx.Done():
	}
	return key{}, false
}

// offerKeys presses keys as the handset's habit has it; what nobody asks for is lost.
func (t *talk) offerKeys(digits string) {
	for _, digit := range digits {
		select {
		case t.keys <- key{digit: string(digit), done: make(chan error, 1)}:
		default:
		}
	}
}

// fetchSpeech asks Muster what a call is to say next.
func (s *Simulator) fetchSpeech(t *talk, address, digit string) (markup []byte, err error) {
	s.mu.Lock()
	form := s.callForm(t.call, carrier.CallInProgress)
	s.mu.Unlock()
	if digit != "" {
		form.Set("Digits", digit)
		form.Set("msg", "Gather End")
	}
	for range 2 {
		if markup, err = s.post(s.ctx, s.absolute(address), form); !errors.Is(err, errNoAnswer) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(ErrNotTaken, err)
	}
	return markup, nil
}

// absolute is an address as the vendor calls it: one without a host is below Muster's own.
func (s *Simulator) absolute(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host == "" {
		return strings.TrimSuffix(s.options.PublicURL, "/") + address
	}
	return address
}

// write puts a line of a call into the ledger, and so into the handset's mailbox.
func (s *Simulator) write(t *talk, direction Direction, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := line{Kind: lineHeard, ID: t.ID, Direction: direction, Text: strings.TrimSpace(text), At: s.options.Clock()}
	if err := s.record(l); err != nil {
		s.options.Logger.Error("the simulator's ledger cannot be written", "error", err)
	}
}
