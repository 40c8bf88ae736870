package carrier

// How a message carries its attempt to the network and back.

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// ErrTag means that a callback's query holds part of a tag only, or an attempt that is no number.
var ErrTag = errors.New("carrier: the callback's tag is incomplete")

// Query renders a tag for a status callback: i=<incident>&p=<page>&a=<attempt>; the zero Tag is empty.
func (t Tag) Query() string {
	if t == (Tag{}) {
		return ""
	}
	return fmt.Sprintf("i=%s&p=%s&a=%d", url.QueryEscape(t.Incident), url.QueryEscape(t.Page), t.Attempt)
}

// ParseTag reads a tag from a status callback's query: the zero Tag where there is none, ErrTag where it is malformed.
func ParseTag(query url.Values) (Tag, error) {
	if !query.Has("i") && !query.Has("p") && !query.Has("a") {
		return Tag{}, nil
	}
	attempt, err := strconv.Atoi(query.Get("a"))
	if err != nil || attempt < 0 || query.Get("i") == "" || query.Get("p") == "" {
		return Tag{}, ErrTag
	}
	return Tag{Incident: query.Get("i"), Page: query.Get("p"), Attempt: attempt}, nil
}
