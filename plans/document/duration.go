// This file reads and writes durations as Go does, without the zeros at their end.

package document

import (
	"fmt"
	"strings"
	"time"
)

// Duration is a stretch of time such as 90s, 2m or 168h.
type Duration time.Duration

// longest keeps sums of durations far from overflow; a plan looks no further than a year.
const longest = 366 * 24 * time.Hour

// Of gives the stretch of time.
func (d Duration) Of() time.Duration { return time.Duration(d) }

// UnmarshalText reads a duration; its error says what to write.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || parsed < 0 || parsed > longest {
		return fmt.Errorf("%q is no time; write it like 90s, 2m or 24h, up to a year", cut(string(text)))
	}
	if parsed%time.Second != 0 {
		return fmt.Errorf("%q is finer than a second; write whole seconds, like 90s", cut(string(text)))
	}
	*d = Duration(parsed)
	return nil
}

// MarshalText writes the shortest form that reads back the same.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String gives "2m", not "2m0s".
func (d Duration) String() string {
	s := time.Duration(d).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
