// This file holds the ladders that a plan may name without writing them out. Their figures are design values.

package document

import (
	"time"

	"muster/incident/frozen"
)

// Ladders are the names of the ladders that need no declaration, the fastest first.
var Ladders = []string{"life", "urgent", "service", "watch"}

// builtIn gives the rungs of one of the Ladders; nil for another name.
func builtIn(name string) []Rung {
	switch name {
	case "life":
		return []Rung{
			rung(0, "", frozen.Holders), rung(30, "", frozen.Holders, frozen.Substitutes), rung(45, frozen.Voice, frozen.Holders),
			rung(60, "", frozen.Group), rung(90, "", frozen.Commander), last(300, 60, frozen.Company),
		}
	case "urgent":
		return usual(90, 150, 180, 300, 900, 300)
	case "service":
		return usual(300, 420, 600, 900, 1800, 900)
	case "watch":
		return []Rung{
			rung(0, "", frozen.Holders), rung(900, "", frozen.Holders), rung(1200, "", frozen.Holders, frozen.Substitutes),
			rung(1800, "", frozen.Group, frozen.Commander), last(3600, 1800, frozen.Commander, frozen.Company),
		}
	}
	return nil
}

// usual is a ladder by its moments in seconds, and how often the last rung comes again.
func usual(again, voice, substitutes, group, company, every int) []Rung {
	return []Rung{
		rung(0, "", frozen.Holders), rung(again, "", frozen.Holders), rung(voice, frozen.Voice, frozen.Holders),
		rung(substitutes, "", frozen.Holders, frozen.Substitutes), rung(group, "", frozen.Group, frozen.Commander),
		last(company, every, frozen.Commander, frozen.Company),
	}
}

// rung pages by SMS, or by another channel first.
func rung(seconds int, first frozen.Channel, page ...frozen.Selector) Rung {
	r := Rung{At: Duration(time.Duration(seconds) * time.Second), Page: page, By: []frozen.Channel{frozen.SMS}}
	if first != "" {
		r.By = []frozen.Channel{first, frozen.SMS}
	}
	return r
}

func last(seconds, every int, page ...frozen.Selector) Rung {
	r := rung(seconds, "", page...)
	r.Repeat = Duration(time.Duration(every) * time.Second)
	return r
}
