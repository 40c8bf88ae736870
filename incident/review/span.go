package review

// Spans: how long something took, as JSON and as people write it.

import (
	"fmt"
	"strconv"
	"time"
)

// Span is how long something took; in JSON it is a number of seconds, to the millisecond.
type Span time.Duration

// MarshalJSON implements json.Marshaler.
func (s Span) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, time.Duration(s).Round(time.Millisecond).Seconds(), 'f', -1, 64), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Span) UnmarshalJSON(data []byte) error {
	seconds, err := strconv.ParseFloat(string(data), 64)
	if err != nil {
		return fmt.Errorf("a span is a number of seconds: %w", err)
	}
	*s = Span(time.Duration(seconds * float64(time.Second)).Round(time.Millisecond))
	return nil
}

const day = 24 * time.Hour

// up rounds the span up to a second, so that nothing is late by nothing.
func (s Span) up() Span { return Span((time.Duration(s) + time.Second - 1).Truncate(time.Second)) }

// String writes the span as a clock shows it: 0:42, 12:05, 1:02:03, 2d 03:04.
func (s Span) String() string {
	d := time.Duration(s)
	h, m, rest := int(d/time.Hour), int(d/time.Minute)%60, int(d/time.Second)%60
	switch {
	case d >= day:
		return fmt.Sprintf("%dd %02d:%02d", h/24, h%24, m)
	case d >= time.Hour:
		return fmt.Sprintf("%d:%02d:%02d", h, m, rest)
	}
	return fmt.Sprintf("%d:%02d", m, rest)
}
