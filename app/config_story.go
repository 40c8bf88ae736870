package app

// The simulator's story clock, as the environment gives it.

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"muster/incident/frozen"
)

// storyClock says whether a real incident may run on a clock of its own, which only the simulator allows (RESPONSE.md section 1).
type storyClock struct {
	On    bool
	Texts *frozen.Story // of what is declared by text, which brings no clock; nil: the real one
}

const storyClockForm = "1, or a moment and a speed for what is declared by text, as 2026-11-23T14:00:00+08:00/5; or leave it empty"

// UnmarshalText reads "1", or a moment in RFC 3339 and a speed from 1 to 3600, divided by a slash.
func (s *storyClock) UnmarshalText(text []byte) error {
	if on, err := strconv.ParseBool(string(text)); err == nil {
		*s = storyClock{On: on}
		return nil
	}
	moment, times, _ := strings.Cut(string(text), "/")
	start, noMoment := time.Parse(time.RFC3339, moment)
	speed, noSpeed := strconv.ParseFloat(times, 64)
	story := frozen.Story{Start: start.UTC(), Speed: speed}
	if noMoment != nil || noSpeed != nil || !story.Sound() {
		return errors.New("give " + storyClockForm)
	}
	*s = storyClock{On: true, Texts: &story}
	return nil
}

// String is what muster config prints.
func (s storyClock) String() string {
	if s.Texts == nil {
		return strconv.FormatBool(s.On)
	}
	return fmt.Sprintf("true; what is declared by text begins at %s, %g times as fast", s.Texts.Start.Format(time.RFC3339), s.Texts.Speed)
}
