package incident_test

// Stories of what passes on with a relief: who of several relieves, and which steps, what command and what else goes with it.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

func TestWhoWishesForReliefIsNamedAndTheRosterIsNobody(t *testing.T) {
	w := relievable(t, post("SEC", "ann"), post("EVAC", "ann"))
	notes := len(w.bodies("ann", incident.NotePage))
	w.says("ann", "8")
	require.Equal(t, "ann", w.first(incident.KindReliefAsked).By)
	require.Len(t, w.bodies("ann", incident.NotePage), notes, "she has asked herself: the reply tells her")

	site := house(post("SEC", "ann"))
	site.Roster.Leave = []roster.Leave{{Responder: "ann", From: noon.Add(time.Minute), To: noon.Add(time.Hour)}}
	w = begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), site))
	w.to(0)
	w.says("ann", "3")
	w.to(time.Minute)
	require.Empty(t, w.first(incident.KindReliefAsked).By)
	require.Len(t, w.bodies("ann", incident.NotePage), 1)
}

// overdue is a seat for three in which ann waits for relief, and eve is there; ben, who has not come, was replaced by dai.
func overdue(t *testing.T) *town {
	t.Helper()
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 3, within(3*time.Minute))}), house(post("SEC", "ann", "eve", "ben", "dai"))))
	w.to(time.Second)
	w.says("ann", "3")
	w.says("eve", "3")
	w.says("ben", "1")
	w.to(5 * time.Minute)
	w.says("dai", "3")
	w.to(6 * time.Minute)
	w.says("ann", "8")
	require.Equal(t, []string{"ann", "eve", "ben", "dai"}, w.holders("SEC"), "three are needed beside her")
	w.to(7 * time.Minute)
	return w
}

func TestWhoCameLastAndStaysRelieves(t *testing.T) {
	for name, row := range map[string]struct {
		wishes, says, by string
	}{
		"the latest one":                       {"", "3", "Dai"},
		"or who promises anew":                 {"", "2 5", "Ben"},
		"who stays, although the other is new": {"dai", "3", "Eve"},
		"the latest of those who stay":         {"eve", "3", "Dai"},
	} {
		t.Run(name, func(t *testing.T) {
			w := overdue(t)
			if row.wishes != "" {
				w.says(row.wishes, "8")
			}
			w.says("ben", row.says)
			require.Equal(t, []string{"7m0s " + row.by + " relieves Ann (Seat SEC)"}, w.entries(incident.KindRelieved))
			require.Contains(t, w.last("ann"), row.by+" relieves you")
		})
	}
}

func TestOnlyTheSeatsOpenStepsPassOnWithIt(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, with("EVAC")), asks("EVAC", 1, with("SEC"))},
		does("S1", "SEC"), does("S2", "SEC"), does("S3", "EVAC"), does("S4", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"), post("EVAC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S4", By: "gus", To: "fay"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ben", By: "gus"}))
	w.says("ann", "8")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	require.Equal(t, []string{"ben"}, w.step("S2").Assignees)
	require.Equal(t, []string{"ann"}, w.step("S3").Assignees, "the other seat is hers still")
	require.Equal(t, []string{"fay"}, w.step("S4").Assignees, "and what somebody else does is theirs")
}

func TestWhoSharesAStepWithTheRelievedKeepsIt(t *testing.T) {
	w := lateInHand(t, frozen.Rules, defaults()...)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ida", By: "gus"}))
	w.says("ann", "8")
	require.Equal(t, []string{"ida"}, w.holders("SEC"))
	require.ElementsMatch(t, []string{"hal", "ida"}, w.step("S1").Assignees)
	require.Equal(t, "hal", w.climbAbout(incident.AboutLate).InHand, "he sees to it still")
}

func (w *town) climbAbout(kind incident.SubjectKind) *incident.Climb {
	w.t.Helper()
	for _, c := range w.inc.State.Climbs {
		if c.About.Kind == kind {
			return c
		}
	}
	require.Fail(w.t, "no climb", kind)
	return nil
}

func TestCommandPassesWithTheDeputysSeat(t *testing.T) {
	p := patient()
	w := begin(t, declared(p, house(post("SEC", "ann"), post("DEP", "don", "eve"))))
	w.to(0)
	w.says("don", "3")
	require.Equal(t, "don", inCommand(w))
	w.says("don", *w.pageAbout("don", "DEP").Token+" 8")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "DEP", Responder: "eve", By: "gus"}))
	require.Equal(t, "eve", inCommand(w))
	require.Contains(t, w.entries(incident.KindCommand), "0s Eve is in command: relieves Don")
}

func TestWhatTheRelievedHadInHandClimbsOnUnlessTheyStay(t *testing.T) {
	for _, stays := range []bool{true, false} {
		seats := []frozen.Seat{asks("SEC", 1, with("EVAC")), asks("EVAC", 1, with("SEC"), from(frozen.L1)), asks("ELEC", 1, licence("elec"))}
		w := begin(t, declared(plan(seats), house(post("SEC", "boss", "ben"))))
		w.to(0)
		w.says("boss", "3")
		if stays {
			w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "EVAC", Responder: "boss", By: "gus"}))
		}
		w.to(95 * time.Second)
		w.says("boss", w.tagged("boss", "1"))
		require.Equal(t, "boss", *w.seat("ELEC").Ladder.InHand)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ben", By: "gus"}))
		w.says("boss", "8")
		require.Equal(t, []string{"ben"}, w.holders("SEC"))
		require.Equal(t, stays, w.seat("ELEC").Ladder.InHand != nil)
	}
}

func TestWhoIsAssignedAnewStaysUnlessNoMessageReachesThem(t *testing.T) {
	for text, waits := range map[string]bool{"8": false, "STOP": true} {
		w := relievable(t, post("SEC", "ann"), post("EVAC", "ann"))
		w.says("ann", text)
		require.NotNil(t, w.seat("SEC").Holders[0].ReliefAskedAt)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "gus"}))
		require.Equal(t, waits, w.seat("SEC").Holders[0].ReliefAskedAt != nil, text)
	}
}
