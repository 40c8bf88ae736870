// Package offline holds the commands that need no running Muster: they read plan and site files.
package offline

import (
	"time"

	"muster/cli/command"
)

// layouts are how people write a moment; the first are in the site's own time.
var layouts = []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.RFC3339}

// moment reads a moment in a place's time; an empty one is now.
func moment(said string, place *time.Location) (time.Time, error) {
	if said == "" {
		return time.Now(), nil
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, said, place); err == nil {
			return at, nil
		}
	}
	return time.Time{}, command.Usagef("%q is no moment: write one such as 2026-11-23T03:00, in the site's own time.", said)
}
