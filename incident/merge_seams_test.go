package incident_test

// Merging where other things go on: leases, check-ins, relief.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

func TestPeopleOfAMergeAreNotTakenApartByLeases(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	a.says("ann", "1")
	require.NoError(t, a.mergeInto(b))
	later := incident.Claim{Incident: a.inc.In.ID, Responder: "ann", Theirs: "ann", Life: true, Since: b.now.Add(time.Hour)}
	b.inc.Claimed(b.now, later)
	require.Equal(t, "ann", seatOf(b, "SEC").Holders[0].Responder)
	require.Empty(t, b.inc.Take(b.now, false, false).Tell)
}

func TestSilenceOnSceneGoesAlong(t *testing.T) {
	p := patrol(2)
	p.Seats[0].CheckIn = 10 * time.Minute
	a, b := twins(t, p, gatehouse())
	a.says("ann", "3")
	a.to(16 * time.Minute)
	require.NotEmpty(t, a.entries(incident.KindCheckMissed))
	b.to(17 * time.Minute)
	require.NoError(t, a.mergeInto(b))
	b.to(18 * time.Minute)
	require.True(t, slices.ContainsFunc(b.inc.State.Climbs, func(c *incident.Climb) bool {
		return c.About == incident.Subject{Kind: incident.AboutSilent, Ref: "ann"}
	}))
}

func TestReliefThatIsUnderWayGoesAlong(t *testing.T) {
	a, b := twins(t, patrol(1), gatehouse())
	a.says("ann", "3")
	a.says("ann", "8")
	require.NoError(t, a.mergeInto(b))
	require.NotNil(t, seatOf(b, "SEC").Holders[0].ReliefAskedAt)
}
