package api

// Bodies: their size, their type, and whether they can be read at all, before any call sees them.

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"muster/incident/photo"
)

// The largest bodies, in bytes.
const (
	maxBody   = 64 << 10
	maxImport = 4 << 20
	maxRest   = 16 << 20 // of a body that is too large is read, and thrown away
)

// bodyKind is what a call takes.
type bodyKind struct {
	limit int
	types []string // the first is the one to be named; nil: whatever comes, also nothing
	check func(body []byte) *problemError
	slow  time.Duration // how long it may take to arrive, where that is longer than the server's own limit; 0: no longer
}

var (
	jsonBody = bodyKind{limit: maxBody, types: []string{"application/json"}, check: readableJSON}
	anyBody  = bodyKind{limit: maxBody} // a webhook's, which is to be verified before anything is said of it
	// photoBody also lets those in by name that are refused with what to do about them, once they are looked at.
	photoBody = bodyKind{limit: photo.MaxBytes, types: []string{"image/jpeg", "image/png", "image/heic", "image/heif"}, slow: photoTimeout}
	siteBody  = bodyKind{limit: maxImport, types: []string{"application/yaml", "application/x-yaml", "text/yaml"}}
)

// admit reads a body whole, refuses what is not of its kind, and names the order that the request is.
func (k bodyKind) admit(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	if k.slow > 0 {
		_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(k.slow)) // what has no such limit needs none
	}
	body, refused := k.read(c.Request)
	if refused != nil {
		refused.write(c)
		return
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	if k.types != nil {
		c.Request.Header.Set("Content-Type", k.types[0])
	}
	r := requestOf(c.Request.Context())
	r.order = orderID(c.Request, body)
	if k.check != nil && r.note != nil {
		r.note.body = body
	}
	with(c, r)
	next(ctx)
}

func (k bodyKind) read(r *http.Request) ([]byte, *problemError) {
	if refused := k.fits(r.Header); refused != nil {
		return nil, refused
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(k.limit)+1))
	switch {
	case len(body) > k.limit:
		_, _ = io.CopyN(io.Discard, r.Body, maxRest) // many clients read no answer before they have sent all
		return nil, k.tooLarge()
	case err != nil:
		return nil, problem(codeMalformed, "The body did not arrive whole: send it again.")
	case k.types != nil && len(bytes.TrimSpace(body)) == 0:
		return nil, problem(codeEmpty, "The body is empty: see under /docs what this call takes.", fault{"body", "Give a body."})
	case k.check != nil:
		return body, k.check(body)
	}
	return body, nil
}

// fits looks at the headers; a request that does not say its type is taken at its word.
func (k bodyKind) fits(h http.Header) *problemError {
	if k.types == nil {
		return nil
	}
	if encoding := h.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return problem(codeType, "Send the body as it is, without a Content-Encoding.")
	}
	said := h.Get("Content-Type")
	if said == "" {
		return nil
	}
	media, _, err := mime.ParseMediaType(said)
	if err != nil || !slices.Contains(k.types, media) {
		return problem(codeType, "Send the body as "+k.types[0]+", and say so in the header Content-Type.")
	}
	return nil
}

func (k bodyKind) tooLarge() *problemError {
	return problem(codeBody, fmt.Sprintf("The body is larger than %d KiB: send less.", k.limit>>10))
}

// readableJSON refuses what is no JSON, and texts with control characters that no phone and no database can hold.
func readableJSON(body []byte) *problemError {
	decoder := json.NewDecoder(bytes.NewReader(body))
	for depth, began := 0, false; ; began = true {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case err != nil || (began && depth == 0):
			return problem(codeMalformed, fmt.Sprintf("The body is not one JSON value from its byte %d on: correct it there.", decoder.InputOffset()+1))
		}
		switch t := token.(type) {
		case json.Delim:
			depth += nesting(t)
		case string:
			if strings.ContainsFunc(t, unprintable) {
				return unfit("body", "A text holds a control character: take it out.")
			}
		}
	}
}

func nesting(d json.Delim) int {
	if d == '{' || d == '[' {
		return 1
	}
	return -1
}

func unprintable(r rune) bool { return (r < ' ' && r != '\n' && r != '\r' && r != '\t') || r == 0x7f }

// keyHeader names a request, so that repeating it does nothing twice.
const keyHeader = "Idempotency-Key"

const longestKey = 200

// checkKey refuses a key that is none, before anything is done under it.
func checkKey(c *gin.Context) {
	keys, given := c.Request.Header[keyHeader]
	if !given {
		return
	}
	if len(keys) != 1 || keys[0] == "" || !utf8.ValidString(keys[0]) || utf8.RuneCountInString(keys[0]) > longestKey {
		unfit("header."+keyHeader, fmt.Sprintf("Give one key of 1 to %d characters, or none.", longestKey)).write(c)
	}
}

// orderID names an order. Under a key it is the same for the same request only: the same key for another call or body is
// another order.
func orderID(r *http.Request, body []byte) string {
	key := r.Header.Get(keyHeader)
	if key == "" {
		return "req-" + rand.Text()
	}
	sum := sha256.New()
	for _, part := range [][]byte{[]byte(key), []byte(r.URL.Path), body} {
		_, _ = fmt.Fprintf(sum, "%d:", len(part)) // a hash never fails
		_, _ = sum.Write(part)
	}
	return "key-" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum.Sum(nil)[:20])
}
