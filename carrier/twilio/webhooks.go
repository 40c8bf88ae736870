package twilio

// What the vendor posts to us: it is verified before it is read.

import (
	"crypto/hmac"
	"errors"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twilio/twilio-go/twiml"

	"muster/carrier"
)

var (
	// ErrSignature means that a request does not bear the signature of our account: answer 403 and do nothing.
	ErrSignature = errors.New("the signature is missing or wrong: check that MUSTER_PUBLIC_URL is the address that the carrier calls")
	// ErrMalformed means that a signed request lacks what its kind must have.
	ErrMalformed = errors.New("the webhook lacks a field that it must have")
	// ErrTooLarge means that a request's body is over its bound.
	ErrTooLarge = errors.New("the webhook's body is too large")
)

// MaxWebhook is the largest body of a webhook that is read, in bytes.
const MaxWebhook = 64 << 10

// ReplyType is the content type of a reply.
const ReplyType = "application/xml; charset=utf-8"

// Webhooks verifies, reads and answers webhooks. It holds no state and is safe for concurrent use.
type Webhooks struct {
	AuthToken string // what signatures are made with; empty refuses every request
	PublicURL string // how the vendor reaches us, such as https://example.org
}

// Verify checks that a request is a form signed for our public address, and leaves it parsed in r.PostForm.
// It returns ErrSignature, ErrTooLarge or ErrMalformed.
func (w Webhooks) Verify(r *http.Request) error {
	if err := parse(r); err != nil {
		return err
	}
	said := r.Header.Get(carrier.SignatureHeader)
	if w.AuthToken == "" || said == "" {
		return ErrSignature
	}
	genuine := false
	for _, address := range addresses(w.PublicURL, r.URL) {
		if hmac.Equal([]byte(carrier.Sign(w.AuthToken, address, r.PostForm)), []byte(said)) {
			genuine = true
		}
	}
	if !genuine {
		return ErrSignature
	}
	return nil
}

func parse(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.Method != http.MethodPost {
		return ErrMalformed
	}
	if r.Body != nil {
		r.Body = http.MaxBytesReader(nil, r.Body, MaxWebhook)
	}
	err = r.ParseForm()
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return ErrTooLarge
	}
	if err != nil {
		return ErrMalformed
	}
	return nil
}

// addresses lists the forms in which the vendor may have signed our address: it is not of one mind about ports, and a
// proxy may or may not cut off the path that the public address begins with.
func addresses(public string, asked *url.URL) []string {
	base, err := url.Parse(public)
	if err != nil || base.Host == "" {
		return nil
	}
	prefix := strings.TrimSuffix(base.EscapedPath(), "/")
	paths := []string{prefix + asked.RequestURI()}
	if prefix != "" && strings.HasPrefix(asked.RequestURI(), prefix+"/") {
		paths = append(paths, asked.RequestURI())
	}
	var list []string
	for _, host := range hosts(base) {
		for _, path := range paths {
			list = append(list, base.Scheme+"://"+host+path)
		}
	}
	return list
}

// hosts is the host as configured, and with its port left out or written out.
func hosts(base *url.URL) []string {
	if base.Port() != "" {
		return []string{base.Host, strings.TrimSuffix(base.Host, ":"+base.Port())}
	}
	port := "443"
	if base.Scheme == "http" {
		port = "80"
	}
	return []string{base.Host, net.JoinHostPort(base.Hostname(), port)}
}

// Inbound verifies and reads a message that a phone has sent. Its errors are those of Verify.
func (w Webhooks) Inbound(r *http.Request) (carrier.Inbound, error) {
	if err := w.Verify(r); err != nil {
		return carrier.Inbound{}, err
	}
	form := r.PostForm
	body := worded(strings.ToValidUTF8(form.Get("Body"), string(utf8.RuneError)))
	in := carrier.Inbound{
		ID:     first(form, "MessageSid", "SmsMessageSid", "SmsSid"),
		From:   form.Get("From"),
		To:     form.Get("To"),
		Body:   body,
		OptOut: optOut(form.Get("OptOutType"), body),
	}
	if in.ID == "" || in.From == "" {
		return carrier.Inbound{}, ErrMalformed
	}
	return in, nil
}

// worded is a message's text, or a word in the place of one that has none, such as a picture alone: it is answered like a text
// that is not understood, and stands on the record.
func worded(body string) string {
	if strings.TrimSpace(body) == "" {
		return "(empty)"
	}
	return body
}

// Receipt verifies and reads what became of a message, or of a call; its tag is the zero Tag where that bore none. Its errors
// are those of Verify.
func (w Webhooks) Receipt(r *http.Request) (carrier.Receipt, error) {
	if err := w.Verify(r); err != nil {
		return carrier.Receipt{}, err
	}
	tag, err := carrier.ParseTag(r.URL.Query())
	if err != nil {
		return carrier.Receipt{}, ErrMalformed
	}
	form := r.PostForm
	if form.Has("CallSid") {
		return callReceipt(tag, form), nil
	}
	receipt := carrier.Receipt{
		Tag:    tag,
		ID:     first(form, "MessageSid", "SmsSid"),
		To:     form.Get("To"),
		Status: statusOf(first(form, "MessageStatus", "SmsStatus")),
		Code:   code(form.Get("ErrorCode")),
	}
	if receipt.ID == "" {
		return carrier.Receipt{}, ErrMalformed
	}
	return receipt, nil
}

// Reply renders the answer to an inbound message, of ReplyType: one text back to the phone, or none where text is empty.
func (w Webhooks) Reply(text string) ([]byte, error) {
	var verbs []twiml.Element
	if text != "" {
		verbs = append(verbs, &twiml.MessagingMessage{Body: printable(text)})
	}
	answer, err := twiml.Messages(verbs)
	return []byte(answer), err
}

// Sign signs a form for one of our public paths, as the vendor would; path begins with a slash and may hold a query.
func (w Webhooks) Sign(path string, form url.Values) string {
	return carrier.Sign(w.AuthToken, strings.TrimSuffix(w.PublicURL, "/")+path, form)
}

func first(form url.Values, names ...string) string {
	for _, name := range names {
		if value := form.Get(name); value != "" {
			return value
		}
	}
	return ""
}

// code is 0 for what is not a number.
func code(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// optOut is what the vendor says it has done, or else does by itself on such a word. YES alone is an answer: it allows
// messages again only for a phone that had refused them, which the vendor then says.
func optOut(said, body string) string {
	if said != "" {
		return strings.ToUpper(said)
	}
	if strings.EqualFold(strings.TrimSpace(body), "yes") {
		return ""
	}
	return carrier.Keyword(body)
}

// printable leaves out the control characters that XML cannot hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
