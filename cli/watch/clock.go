package watch

// The incident's own clock, told between two readings.

import (
	"math"
	"time"
)

// clock runs as fast as the readings show that the incident's does: a drill may run an hour in a minute.
type clock struct {
	now, at   time.Time // of the last reading: the incident's time, and this machine's
	now0, at0 time.Time // of the first one
	speed     float64   // 0: not measured yet
}

// measure is how long two readings must be apart to tell the speed.
const measure = time.Second

// read takes in a reading. Monotonic time is dropped, since it may stand still while a machine sleeps.
func (c *clock) read(now, at time.Time) {
	at = at.Round(0)
	if c.at0.IsZero() {
		c.now0, c.at0 = now, at
	}
	if passed := at.Sub(c.at0); passed >= measure {
		c.speed = max(1, math.Round(float64(now.Sub(c.now0))/float64(passed))) // stories run at whole speeds
	}
	c.now, c.at = now, at
}

// tell is the incident's time at a moment of this machine's.
func (c *clock) tell(at time.Time) time.Time {
	return c.now.Add(time.Duration(float64(at.Round(0).Sub(c.at)) * max(1, c.speed)))
}
