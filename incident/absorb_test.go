package incident_test

// Stories of what an incident takes over from another one: what is news, what it knows better itself, and what it says of the rest.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// host is an incident that Ann is coming to, and Ben is asked for; what comes is from the gas leak next door.
func host(t *testing.T) *town {
	t.Helper()
	w := begin(t, declared(patrol(2), gatehouse()))
	w.to(0)
	w.says("ann", "1")
	w.to(10 * time.Second)
	return w
}

// comes is a hand-over.
func comes(change func(*incident.Carried)) incident.Carried {
	c := incident.Carried{From: "inc-9", Plan: "gas", Title: both("Gas"), Location: "Building 2", OpenedAt: noon, By: "gus"}
	change(&c)
	return c
}

func (w *town) absorbs(c incident.Carried) {
	w.t.Helper()
	require.NoError(w.t, w.inc.Absorb(w.now, c))
	w.settle()
}

// sits is somebody in a seat there.
func sits(seat, id string, state incident.HolderState) incident.SeatHolder {
	return incident.SeatHolder{Seat: seat, Title: both("Seat " + seat), Name: id, Holder: incident.Holder{Responder: id, State: state}}
}

func TestTheLaterWordOnAFactCounts(t *testing.T) {
	trapped := func(value string, at time.Duration) incident.Carried {
		return comes(func(c *incident.Carried) {
			c.Facts = []incident.CarriedFact{{Title: both("Trapped"), ID: "trapped", Value: value, By: "eve", At: noon.Add(at)}}
		})
	}
	for name, row := range map[string]struct {
		c     incident.Carried
		value string
		says  int
	}{
		"earlier":          {trapped("5", 10*time.Second), "3", 1},
		"later":            {trapped("5", 30*time.Second), "5", 2},
		"later, the same":  {trapped("3", 30*time.Second), "3", 1},
		"not of this type": {trapped("many", 30*time.Second), "3", 1},
	} {
		w := host(t)
		w.to(20 * time.Second)
		w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "trapped", Value: "3", By: "ann"}))
		w.absorbs(row.c)
		require.Equal(t, row.value, valueOf(w, "trapped"), name)
		require.Len(t, w.entries(incident.KindFact), row.says, name)
	}
	w := host(t)
	w.to(20 * time.Second)
	w.says("ann", "9")
	w.absorbs(trapped("5", time.Second))
	require.Equal(t, "5", valueOf(w, "trapped"), "where nothing is known anything is news")
}

func TestWhatHasNoPlaceHereIsSaidOnce(t *testing.T) {
	w := host(t)
	c := comes(func(c *incident.Carried) {
		c.Holders = []incident.SeatHolder{sits("VALVE", "ben", incident.HolderAccepted), sits("SEC", "stranger", incident.HolderAccepted), sits("MED", "cao", incident.HolderOnScene)}
		c.Facts = []incident.CarriedFact{{Title: both("Gas off"), ID: "gas_off", Value: "true", By: "eve", At: noon}, {Title: both("Out"), ID: "out", Value: "true", By: "eve", At: noon}}
		c.Done = []frozen.Text{both("Shut the valve")}
	})
	w.absorbs(c)
	all := strings.Join(w.entries(incident.KindMerged), "\n")
	require.Contains(t, all, "ben accepted Seat VALVE there")
	require.Contains(t, all, "stranger accepted Seat SEC there")
	require.NotContains(t, all, "cao accepted")
	require.Contains(t, all, "Gas off")
	require.NotContains(t, all, "Out")
	require.Contains(t, all, "Done there: Shut the valve")
	said := len(w.record)
	w.absorbs(c)
	require.Len(t, w.record, said)

	w = host(t)
	w.absorbs(comes(func(*incident.Carried) {}))
	require.NotContains(t, strings.Join(w.entries(incident.KindMerged), "\n"), "Done there")
}

func TestWhoCannotBeReachedThereIsNotCalledHere(t *testing.T) {
	w := host(t)
	w.absorbs(comes(func(c *incident.Carried) {
		c.Unreachable = []incident.Person{{ID: "ben", Bad: incident.FailOptedOut}, {ID: "stranger", Bad: incident.FailOptedOut, NoVoice: "recipient"}, {ID: "dai", NoVoice: "recipient"}}
	}))
	require.Equal(t, []string{"ben", "dai"}, known(w))
	require.Len(t, w.entries(incident.KindUnreachable), 1)
	require.Equal(t, incident.Failure(""), person(w, "ben").NoVoice)
	w.absorbs(comes(func(c *incident.Carried) {
		c.Unreachable = []incident.Person{{ID: "ben", Bad: incident.FailRecipient, NoVoice: "recipient"}, {ID: "dai", NoVoice: "carrier"}}
	}))
	require.Equal(t, incident.Person{ID: "ben", Bad: incident.FailOptedOut, NoVoice: "recipient"}, person(w, "ben"), "what is known here stays")
	require.Equal(t, incident.Person{ID: "dai", NoVoice: "recipient"}, person(w, "dai"))
	require.Len(t, w.entries(incident.KindUnreachable), 1)
	w.absorbs(comes(func(c *incident.Carried) { c.Unreachable = []incident.Person{{ID: "ben"}, {ID: "dai"}} }))
	require.Equal(t, incident.Failure("recipient"), person(w, "ben").NoVoice, "no word of a failure is no word that there is none")
	require.Equal(t, incident.Failure("recipient"), person(w, "dai").NoVoice)
}

func known(w *town) (ids []string) {
	for _, p := range w.inc.State.People {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	return ids
}

func person(w *town, id string) incident.Person {
	k := slices.IndexFunc(w.inc.State.People, func(p *incident.Person) bool { return p.ID == id })
	require.GreaterOrEqual(w.t, k, 0, id)
	return *w.inc.State.People[k]
}

func TestAlarmsThatGoOnHereAreNotRaisedAgain(t *testing.T) {
	w := host(t)
	c := comes(func(c *incident.Carried) {
		c.Dangers, c.Silent, c.Help = []string{"ann", "stranger"}, []string{"ben", "stranger"}, []string{"dai", "stranger"}
	})
	w.absorbs(c)
	alarms := func() (about []incident.Subject) {
		for _, climb := range w.inc.State.Climbs {
			if climb.About.Kind != incident.AboutSeat {
				about = append(about, climb.About)
			}
		}
		return about
	}
	require.ElementsMatch(t, []incident.Subject{{Kind: incident.AboutDanger, Ref: "ann"}, {Kind: incident.AboutSilent, Ref: "ben"}, {Kind: incident.AboutHelp, Ref: "dai"}}, alarms(),
		"of people whom it knows")
	require.Equal(t, []string{"stranger", "stranger"}, w.inc.TakenOf(c).Unknown, "the others are the other incident's")
	w.to(20 * time.Second)
	dangers, calls := len(w.entries(incident.KindDanger)), len(w.calls())
	w.absorbs(c)
	require.Len(t, alarms(), 3)
	require.Len(t, w.entries(incident.KindHelp), 1)
	require.Len(t, w.entries(incident.KindDanger), dangers)
	require.Len(t, w.calls(), calls)
}

func TestRefusalsGoAlongAndTakeNobodyOutOfTheirSeat(t *testing.T) {
	w := host(t)
	refusals := comes(func(c *incident.Carried) {
		c.Declined = []incident.Refusal{{Seat: "VALVE", Responder: "ben"}, {Seat: "SEC", Responder: "ann"}, {Seat: "SEC", Responder: "ben"}, {Seat: "SEC", Responder: "cao"}}
	})
	w.absorbs(refusals)
	require.Equal(t, []string{"ben", "cao"}, declined(w, "SEC"))
	require.Equal(t, "ann", w.seat("SEC").Holders[0].Responder)
	require.Nil(t, w.openCall("ben"), "he is asked no longer")
	asked := w.openCall("cao").ID // what he was asked for was the other seat
	w.absorbs(refusals)
	require.Equal(t, []string{"ben", "cao"}, declined(w, "SEC"), "once")
	w.absorbs(comes(func(c *incident.Carried) {
		c.Holders = []incident.SeatHolder{sits("SEC", "cao", incident.HolderOnScene)}
	}))
	require.Equal(t, []string{"ben"}, declined(w, "SEC"), "who has come after all does not refuse it any more; Ben does")
	require.Nil(t, w.openCall("cao"), "and is asked for no other one")
	require.Equal(t, incident.PageStoodDown, w.page(asked).State)
}

// declined are those who have refused a seat.
func declined(w *town, seat string) []string {
	k := slices.IndexFunc(w.inc.State.Seats, func(s *incident.Seat) bool { return s.ID == seat })
	require.GreaterOrEqual(w.t, k, 0, seat)
	return w.inc.State.Seats[k].Declined
}

// openCall is what somebody is asked for, nil if nothing.
func (w *town) openCall(id string) *incident.Page {
	for _, p := range w.inc.State.Pages {
		if p.Responder == id && p.Kind == incident.CallPage && open(p) {
			return p
		}
	}
	return nil
}

func TestWhoWasAskedForSeveralSeatsAndHasOneThereLeavesTheOthersToOthers(t *testing.T) {
	both := patrol(1)
	both.Seats[0].SharesWith, both.Seats[1].SharesWith = []string{"MED"}, []string{"SEC"}
	w := begin(t, declared(both, house(post("SEC", "ann"), post("MED", "ann"))))
	w.to(0)
	require.Len(t, w.openCall("ann").About, 2)
	w.absorbs(comes(func(c *incident.Carried) {
		c.Holders = []incident.SeatHolder{sits("SEC", "ann", incident.HolderOnScene)}
	}))
	p := w.page("p1")
	require.Equal(t, incident.PageAccepted, p.State)
	require.Equal(t, []incident.Subject{{Kind: incident.AboutSeat, Ref: "SEC"}}, p.About)
	require.Empty(t, w.seat("MED").Holders)
	w.to(2 * time.Minute)
	require.NotNil(t, seatOf(w, "MED").Ladder, "it climbs on")
}

func TestTakenSaysWhoCommandsAndWhoIsKnown(t *testing.T) {
	w := host(t)
	c := comes(func(c *incident.Carried) { c.Called = []string{"ann", "ben", "ida"} })
	taken := w.inc.TakenOf(c)
	require.Equal(t, incident.Taken{Plan: "fire", Title: both("Fire"), Location: w.inc.In.Declaration.Location, Seated: []string{"ann"}, Asked: []string{"ben"}}, taken)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Contains(t, w.inc.TakenOf(c).Commander, "Boss")
}

func TestLinksGoAlongButNotTheOneToThisIncident(t *testing.T) {
	w := host(t)
	w.absorbs(comes(func(c *incident.Carried) {
		c.Links = []incident.Link{{Incident: "inc-1", Kind: incident.LinkParent, Plan: "fire"}, {Incident: "inc-7", Kind: incident.LinkChild, Plan: "power"}}
	}))
	require.ElementsMatch(t, []incident.Link{{Incident: "inc-9", Kind: incident.LinkMerged, Plan: "gas"}, {Incident: "inc-7", Kind: incident.LinkChild, Plan: "power"}}, w.view().Links)
}

func TestOnlyWhoIsAPartAlreadyIsTakenInAfterTheEnd(t *testing.T) {
	p := patrol(2)
	p.Steps = append(p.Steps, does("PACK", "SEC", in(frozen.Recovery)))
	w := begin(t, declared(p, gatehouse()))
	w.to(0)
	w.says("ann", "1")
	w.absorbs(comes(func(*incident.Carried) {}))
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "boss"}))
	require.Equal(t, incident.StandingDown, w.view().State)
	require.NoError(t, w.inc.Absorb(w.now, comes(func(*incident.Carried) {})), "the same again")
	other := comes(func(c *incident.Carried) { c.From = "inc-8" })
	require.ErrorContains(t, w.inc.Absorb(w.now, other), "It has stood down.")
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "boss", Reason: "over"}))
	require.Error(t, w.inc.Absorb(w.now, comes(func(*incident.Carried) {})), "nothing is taken in once it is over")
}
