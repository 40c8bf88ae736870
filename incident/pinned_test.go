package incident_test

// Stories of a post that nobody leaves.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func pinned(s *frozen.Seat) { s.Pinned = true }

// manned is a control room of two, one more than it needs, and a guard who stays silent.
func manned(with ...func(*frozen.Seat)) frozen.Input {
	return declared(plan([]frozen.Seat{asks("CTRL", 1, append(with, spare(0))...), asks("SEC", 1)}), house(post("CTRL", "ann", "ben"), post("SEC", "dai")))
}

func TestNobodyIsCalledAwayFromAPinnedSeat(t *testing.T) {
	w := begin(t, manned(pinned))
	w.says("ann", "1")
	w.to(10 * time.Minute)
	require.Empty(t, w.seatsAskedOf("ann"))
	require.Empty(t, w.seatsAskedOf("ben"))
	require.Contains(t, w.last("boss"), "Seat SEC", "the gap reaches the commander instead")
}

func TestWhoeverIsRosteredToAnOrdinarySeatMayBeCalledForAnother(t *testing.T) {
	w := begin(t, manned())
	w.says("ann", "1")
	w.to(time.Minute)
	require.Equal(t, []string{"SEC"}, w.seatsAskedOf("ben"))
}

func TestWhoeverDeclinedAPinnedSeatIsNotAtIt(t *testing.T) {
	w := begin(t, manned(pinned))
	w.says("ann", "5")
	w.to(time.Minute)
	require.Equal(t, []string{"SEC"}, w.seatsAskedOf("ann"))
}

// seatsAskedOf are the seats that a person is being asked for.
func (w *town) seatsAskedOf(id string) []string {
	var seats []string
	for _, p := range w.inc.State.Pages {
		if p.Responder != id || p.State != incident.PagePaging {
			continue
		}
		for _, about := range p.About {
			if about.Kind == incident.AboutSeat {
				seats = append(seats, about.Ref)
			}
		}
	}
	return seats
}
