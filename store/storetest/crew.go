package storetest

// Crews: who is held in which incident, and who of them in two.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func crewed(id string, rev int, site string, mode frozen.Mode, holds ...incident.Hold) incident.Shadow {
	return incident.Shadow{Incident: id, Rev: rev, Crew: &incident.Crew{Site: site, Mode: mode, Title: incident.Text{EN: id}, Level: frozen.L3, Life: id == "fire", Holds: holds}}
}

func findsWhoIsElsewhere(t *testing.T, h Harness) {
	s := open(t, h)
	at := func(minutes int) time.Time { return Opened.Add(time.Duration(minutes)*time.Minute + 7) }
	holds := func(id string, minutes int) incident.Hold {
		return incident.Hold{Responder: id, Hash: "h-" + id, Since: at(minutes)}
	}
	for _, batch := range []incident.Shadow{
		crewed("storm", 3, "home", frozen.Real, holds("ann", 1), holds("ben", 2)),
		crewed("drill", 3, "home", frozen.Drill, holds("ann", 1)),
		crewed("away", 3, "other", frozen.Real, incident.Hold{Responder: "annie", Hash: "h-ann", Since: at(4)}, incident.Hold{Responder: "cat", Since: at(1)}),
		crewed("twin", 3, "home", frozen.Real, incident.Hold{Responder: "twin-of-ann", Hash: "h-ann", Since: at(5)}),
		crewed("fire", 5, "home", frozen.Real, holds("ann", 3), incident.Hold{Responder: "dai", Since: at(3)}),
	} {
		record(t, s, batch)
	}
	known, err := s.Elsewhere(ctx(t), "fire")
	require.NoError(t, err)
	require.Equal(t, []string{"twin-of-ann", "ben", "ann"}, known.Busy, "those of the site and mode, the latest first")
	require.Equal(t, []incident.Claim{
		{Incident: "away", Responder: "ann", Theirs: "annie", Title: incident.Text{EN: "away"}, Level: frozen.L3, Since: at(4)},
		{Incident: "storm", Responder: "ann", Theirs: "ann", Title: incident.Text{EN: "storm"}, Level: frozen.L3, Since: at(1)},
	}, known.Claims, "whoever shares a phone at the same site is somebody else")
	record(t, s, crewed("storm", 4, "home", frozen.Real, holds("ben", 2)))
	record(t, s, crewed("storm", 3, "home", frozen.Real, holds("ann", 1), holds("ben", 2)))
	known, err = s.Elsewhere(ctx(t), "fire")
	require.NoError(t, err)
	require.Len(t, known.Claims, 1, "an older batch that comes late changes nothing")
	ids, err := s.Busy(ctx(t), "home", string(frozen.Real))
	require.NoError(t, err)
	require.Equal(t, []string{"twin-of-ann", "dai", "ann", "ben"}, ids)
	known, err = s.Elsewhere(ctx(t), "nobody")
	require.NoError(t, err)
	require.Empty(t, known)
}
