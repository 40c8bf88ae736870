package carrier

// The signature of webhooks, for those who make it and those who check it.

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/url"
	"slices"
)

// SignatureHeader is the header that a webhook's signature comes in.
const SignatureHeader = "X-Twilio-Signature"

// Sign computes a webhook's signature as the vendor does: HMAC-SHA1 with the account's key over the address (without a
// fragment) followed by each form key, in order, and its values (each once, in order), in base64.
func Sign(key, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(key))
	write := func(text string) { _, _ = io.WriteString(mac, text) } // a hash never fails
	write(address)
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := slices.Compact(slices.Sorted(slices.Values(form[name])))
		for _, value := range values {
			write(name)
			write(value)
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
