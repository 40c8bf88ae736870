package incident_test

// Stories of command: which leads are asked to take it, what a successor leaves for it, and what is no sign of silence.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

func TestLeadsWhoAreFreeAndOnDutyAreAskedToCommand(t *testing.T) {
	for name, row := range map[string]struct {
		posts []roster.Post
		holds string
		asked bool
	}{
		"a lead on duty": {[]roster.Post{post("", "hal")}, "", true}, "a lead at home": {nil, "", false},
		"a lead who has another seat": {[]roster.Post{post("", "hal")}, "MED", false},
	} {
		t.Run(name, func(t *testing.T) {
			p, rostered := patient(), climbs(frozen.Rung{Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.SMS}, Repeat: time.Minute})
			p.Seats[1] = asks("DEP", 1, rostered) // nobody stands in for him
			p.Seats = append([]frozen.Seat{asks("MED", 1, rostered)}, p.Seats...)
			w := begin(t, declared(p, house(append(row.posts, post("SEC", "ann"), post("DEP", "don"))...)))
			w.to(0)
			w.says("boss", "3")
			w.says("ann", "3")
			if row.holds != "" {
				w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: row.holds, Responder: "hal", By: "gus"}))
			}
			w.to(time.Minute)
			w.says("ann", "6")
			w.to(4*time.Minute + 40*time.Second)
			require.Equal(t, row.asked, slices.ContainsFunc(w.told("hal"), func(s string) bool { return strings.Contains(s, "take command") }))
		})
	}
}

func TestSuccessorLeavesWhatCannotBeHeldTogetherWithTheCommand(t *testing.T) {
	p := patient()
	p.Seats = append([]frozen.Seat{asks("EVAC", 1, with("CMD", "MED")), asks("MED", 1, with("EVAC"))}, p.Seats...)
	w := begin(t, declared(p, house(post("SEC", "ann"), post("DEP", "don"))))
	w.to(0)
	w.says("boss", "3")
	for _, seat := range []string{"EVAC", "MED"} {
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: seat, Responder: "coy", By: "gus"}))
	}
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.to(3 * time.Minute)
	w.says("coy", w.tagged("coy", "1"))
	require.Equal(t, "coy", inCommand(w))
	require.Equal(t, []string{"coy"}, w.holders("CMD"))
	require.Contains(t, w.holders("EVAC"), "coy", "which goes with it")
	require.Empty(t, w.holders("MED"))
	require.NotNil(t, w.seat("MED").Ladder, "somebody else is called for it")
}

func TestNobodyIsSucceededForNotSayingWhetherTwoIncidentsAreOne(t *testing.T) {
	w := commandedBy(t, true)
	w.inc.MayBeSame(w.now, incident.Other{ID: "inc-2", Plan: "fire", Title: both("Fire"), Site: "house", Mode: frozen.Real, State: incident.Open, Location: "B1", OpenedAt: noon})
	w.to(15 * time.Minute)
	require.True(t, slices.ContainsFunc(w.told("boss"), isAsked), "he has been asked")
	require.Equal(t, "boss", inCommand(w))
}

func TestCommanderWhoHasAnotherNumberByNowKeepsTheCommand(t *testing.T) {
	for renewed, commander := range map[bool]string{true: "boss", false: "don"} {
		w := commandedBy(t, true)
		w.to(time.Minute)
		w.fails("boss", incident.FailRecipient)
		w.to(2 * time.Minute)
		if renewed {
			o := asItStands(w)
			k := slices.IndexFunc(o.Roster.Responders, func(r roster.Responder) bool { return r.ID == "boss" })
			o.Roster.Responders[k].Phone = "+12025559999"
			w.refresh(o)
		}
		w.to(6 * time.Minute)
		require.Equal(t, commander, inCommand(w), "another number: %v", renewed)
	}
}

func TestOfTwoIncidentsAtOneMomentTheOneThatIsNamedFirstKeepsSomebody(t *testing.T) {
	p := twice(t, false)
	for _, w := range []*town{p.storm, p.fire} {
		w.to(0)
		w.says("ann", "1")
	}
	p.reads(p.fire, p.storm)
	p.reads(p.storm, p.fire)
	p.reads(p.fire, p.storm)
	require.Empty(t, p.inBoth())
	require.Contains(t, p.fire.holders("SEC"), "ann", "inc-fire before inc-storm")
	require.Equal(t, []string{"ann"}, p.storm.inc.State.Leases.Busy, "there she is called last")
}

func TestOnlyTheSeatsOfCommandEndTheSearchForACommander(t *testing.T) {
	w := commandedBy(t, false)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Len(t, w.entries(incident.KindCommandSought), 1)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "eve", By: "gus"}))
	require.Empty(t, inCommand(w), "a guard is no commander")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "DEP", Responder: "don", By: "gus"}))
	require.Equal(t, "don", inCommand(w))
	w.to(5 * time.Minute)
	require.False(t, slices.ContainsFunc(w.told("may"), func(s string) bool { return strings.Contains(s, "take command") }), "the search is over")
}
