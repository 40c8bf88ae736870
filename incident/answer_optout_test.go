package incident_test

// Stories of those who want no more messages: their work goes to others, and their posts are called for.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestOptOutTellsTheCommanderAndTheLadderGoesOn(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	require.Empty(t, w.says("ann", "STOP"), "the carrier answers that itself")
	require.Equal(t, []string{"0s ann", "1s ben"}, w.calls())
	require.Equal(t, []string{"Fire: Ann has opted out of messages and cannot be reached by SMS. Others are being called."}, w.bodies("boss", incident.NotePage))
	require.Equal(t, []string{"1s Ann not reached: has opted out of messages"}, w.entries(incident.KindUnreachable))
	w.says("ben", "STOP")
	require.Equal(t, "You receive emergency messages again.", w.says("ann", "START"))
	w.to(31 * time.Second)
	require.Contains(t, w.calls(), "30s ann")
	require.NotContains(t, w.calls(), "30s ben", "one person's word counts for that person")
}

func TestPermanentFailureThatIsNoOptOutIsNotTheCommandersNews(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "wrong number")
	require.Empty(t, w.bodies("boss", incident.NotePage))
}

func TestWorkOfWhoOptedOutGoesToOthers(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.says("ann", "STOP")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", By: "gus", To: "ann"}))
	require.Len(t, w.bodies("ann", incident.TaskPage), 1, "she gets it by radio: no message can reach her")
}

// A holder who wants no more messages stays where they are until somebody has taken over, and that somebody is called at once.
func TestPostOfAHolderWhoOptsOutIsCalledFor(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "3")
	w.to(5 * time.Second)
	w.says("ann", "STOP")
	w.to(6 * time.Second)
	require.Equal(t, []string{"ann"}, holders(w.seat("ELEC")), "she is still there")
	require.Contains(t, w.calls(), "5s ben")
	require.Equal(t, []string{"5s Ann is to be relieved (Seat ELEC): no messages reach them any more"}, w.entries(incident.KindReliefAsked))
	w.says("ben", "1")
	w.to(7 * time.Second)
	require.Equal(t, []string{"ben"}, holders(w.seat("ELEC")))
}

// holders are whoever holds a seat.
func holders(s incident.SeatView) (ids []string) {
	for _, h := range s.Holders {
		ids = append(ids, h.Responder)
	}
	return ids
}

// The carrier may say so, or somebody who says yes once more: no message reaches them all the same.
func TestPostOfWhomTheCarrierCannotTextAnyMoreIsCalledFor(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "3")
	w.says("ann", "STOP")
	w.says("ann", "1")
	w.to(6 * time.Second)
	require.Contains(t, w.calls(), "1s ben", "her yes takes nothing back")
	w.says("ben", "1")
	w.to(7 * time.Second)
	require.Equal(t, []string{"ben"}, holders(w.seat("ELEC")))
}

func TestWhoOptsInAgainBeforeAnybodyCameStays(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "3")
	w.says("ann", "STOP")
	w.to(5 * time.Second)
	w.says("ann", "START")
	w.to(6 * time.Second)
	require.NotContains(t, w.says("ben", "1"), "Accepted", "nobody is asked for any more")
	require.Equal(t, []string{"ann"}, holders(w.seat("ELEC")))
}
