package sites

// The ways by which a site's people may be called.

import (
	"fmt"
	"slices"
)

var channels = []string{"sms", "voice"}

// Uses says whether a site's people may be called by a channel.
func (s *Site) Uses(channel string) bool {
	return len(s.Channels) == 0 || slices.Contains(s.Channels, channel)
}

func (c *checker) channels(path string, list []string) {
	c.each(path, list, "the channel")
	for i, channel := range list {
		if !slices.Contains(channels, channel) {
			c.say(fmt.Sprintf("%s[%d]", path, i), "value", "the channel %q is not known; write sms or voice", short(channel))
		}
	}
	if len(list) > 0 && !slices.Contains(list, "sms") {
		c.say(path, "value", "everybody is written to; write sms, and voice if people may be called")
	}
}
