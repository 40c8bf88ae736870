package text

import (
	"fmt"
	"time"
)

// Spans of time, short enough to sit in a table.

const day = 24 * time.Hour

// Clock writes a span as a clock does: 0:42, 12:05, 1:02:03, 2d 03:04. A negative one is written without its sign.
func Clock(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	d = d.Round(time.Second)
	h, m, s := int(d/time.Hour), int(d/time.Minute)%60, int(d/time.Second)%60
	switch {
	case d >= day:
		return fmt.Sprintf("%dd %02d:%02d", h/24, h%24, m)
	case d >= time.Hour:
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// Age writes roughly how long ago something was: 12s, 3m, 2h, 4d.
func Age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", max(0, int(d/time.Second)))
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d/time.Minute))
	case d < 2*day:
		return fmt.Sprintf("%dh", int(d/time.Hour))
	}
	return fmt.Sprintf("%dd", int(d/day))
}
