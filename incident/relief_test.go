package incident_test

// Stories of relief: "8", the end of a shift and leave; who is relieved stays until somebody else has the seat.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

func checks(d time.Duration) func(*frozen.Seat) { return func(s *frozen.Seat) { s.CheckIn = d } }

// holders are a seat's, in order.
func (w *town) holders(seat string) []string {
	var ids []string
	for _, h := range w.seat(seat).Holders {
		ids = append(ids, h.Responder)
	}
	return ids
}

// relievable is a house where ann guards, with a step in hand, and the others are on duty as posted.
func relievable(t *testing.T, posts ...roster.Post) *town {
	t.Helper()
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1), asks("EVAC", 1, with("SEC"))}, does("S1", "SEC")), house(posts...)))
	w.trip = true
	w.to(0)
	w.says("ann", "3")
	return w
}

func TestWhoAsksForReliefStaysUntilSomebodyHasTheSeat(t *testing.T) {
	w := relievable(t, post("SEC", "ann", "ben"), post("EVAC", "ann"))
	require.Equal(t, []string{"ann"}, w.holders("SEC"))
	w.to(time.Minute)
	before := len(w.calls())
	require.Equal(t, "Relief is being called. Stay until somebody takes over: you are told who.", w.says("ann", "8"))
	require.Equal(t, []string{"1m0s Ann is to be relieved (Seat SEC, Seat EVAC): has asked for it"}, w.entries(incident.KindReliefAsked))
	require.Equal(t, []string{"1m0s ben"}, w.calls()[before:], "one more is called, and never who asked")
	require.Equal(t, []string{"ann"}, w.holders("SEC"))
	require.Equal(t, 1, w.seat("SEC").Filled)
	require.NotNil(t, w.seat("SEC").Holders[0].ReliefAskedAt)
	w.says("ann", "8")
	require.Len(t, w.entries(incident.KindReliefAsked), 1, "to ask again changes nothing")
	w.to(70 * time.Second)
	w.says("ben", "1")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
	require.Equal(t, []string{"ben"}, w.holders("EVAC"))
	require.Equal(t, []string{"1m10s Ben relieves Ann (Seat SEC)", "1m10s Ben relieves Ann (Seat EVAC)"}, w.entries(incident.KindRelieved))
	require.Contains(t, w.last("ann"), "Fire: Ben relieves you (Seat SEC, Seat EVAC). Hand over what you know")
	require.Contains(t, w.bodies("ben", incident.NotePage)[0], "Fire: you relieve Ann (Seat SEC, Seat EVAC).")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees, "what was open is the new one's")
	require.Empty(t, w.inc.State.Seats[0].Declined, "nobody is shut out by having been relieved")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ben", By: "boss"}))
	w.to(2 * time.Minute)
	require.Contains(t, w.calls(), "1m10s ann", "who was relieved may be called again")
}

func TestReliefThatNobodyTakesReachesCommanderAndCompany(t *testing.T) {
	w := relievable(t, post("SEC", "ann"), post("EVAC", "ann"))
	before := len(w.calls())
	w.says("ann", "8")
	w.to(6 * time.Minute)
	calls := w.calls()[before:]
	require.Equal(t, "0s boss", calls[0], "nobody else is on duty: the next rung comes at once")
	require.Contains(t, calls, "5m0s coy")
	require.Contains(t, w.last("coy"), "NO RELIEF YET for: Seat SEC, Seat EVAC.")
	require.Equal(t, []string{"ann"}, w.holders("SEC"), "who is on scene stays")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ida", By: "boss"}))
	require.Equal(t, []string{"ida"}, w.holders("SEC"), "whoever the commander sends relieves as well")
	require.Equal(t, []string{"ann"}, w.holders("EVAC"))
}

func TestTheOneWhoHasWaitedLongestGoesFirst(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC", everyone))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben", "dai", "eve"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.to(time.Minute)
	w.says("ben", "8")
	w.to(2 * time.Minute)
	w.says("ann", "8")
	w.says("dai", "1")
	require.Equal(t, []string{"ann", "dai"}, w.holders("SEC"))
	w.to(3 * time.Minute)
	w.says("eve", "1")
	require.Equal(t, []string{"dai", "eve"}, w.holders("SEC"))
	require.Equal(t, []string{"dai", "eve"}, w.step("S1").Assignees)
}

func TestReliefWithMoreThanEnoughPeopleIsImmediate(t *testing.T) {
	w := relievable(t, post("SEC", "ann"), post("EVAC", "ann"))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ida", By: "boss"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "EVAC", Responder: "ida", By: "boss"}))
	before := len(w.calls())
	w.says("ann", "8")
	require.Equal(t, []string{"ida"}, w.holders("SEC"))
	require.Len(t, w.calls(), before, "nobody has to be called")
}

func TestReliefWhoDoesNotComeReopensTheSeat(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, within(3*time.Minute))})
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "8")
	w.says("ben", "1")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
	before := len(w.calls())
	w.to(4 * time.Minute)
	require.Equal(t, "3m30s ann", w.calls()[before], "the promise was broken: whoever was relieved is asked as anybody is")
}

func TestLeavingEndsTheWishForRelief(t *testing.T) {
	w := relievable(t, post("SEC", "ann", "ben"), post("EVAC", "ann"))
	w.says("ann", "8")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "ann", By: "boss"}))
	require.Empty(t, w.holders("SEC"))
	require.Contains(t, w.last("ben"), "You: Seat SEC")
	w.says("ben", "1")
	require.Equal(t, []string{"0s Ben relieves Ann (Seat EVAC)"}, w.entries(incident.KindRelieved), "nobody is left to be relieved in the other")
}

func TestReliefOfTheCommanderPassesTheCommandWithABrief(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("C1", "CMD"))
	p.Seats[len(p.Seats)-1].FromLevel, p.Command.SilentAfter = "", 3*time.Minute
	w := begin(t, declared(p, house(post("SEC", "ann"), post("CMD", "don"))))
	w.to(0)
	for _, id := range []string{"ann", "don"} {
		w.says(id, "3")
	}
	require.Equal(t, "don", w.inc.State.Commander)
	w.to(time.Minute)
	w.says("don", "8")
	require.Equal(t, "don", w.inc.State.Commander, "until somebody takes it")
	w.says("boss", "1")
	require.Equal(t, "boss", w.inc.State.Commander)
	require.Equal(t, []string{"boss"}, w.holders("CMD"))
	require.Equal(t, []string{"0s Don is in command", "1m0s Boss is in command: relieves Don"}, w.entries(incident.KindCommand))
	require.Len(t, w.entries(incident.KindBrief), 1)
	require.Equal(t, []string{"boss"}, w.step("C1").Assignees)
	require.Error(t, w.inc.Questioned(w.now, incident.SetLevel{Level: frozen.L1, By: "don"}), "who was relieved commands no longer")
}

// early and late are two shifts of the house that change at 12:10 UTC.
func shifting(early, late []roster.Post, people ...roster.Leave) frozen.Site {
	site := house()
	site.Roster.Shifts = []roster.Shift{shift("early", "00:10", "12:10", early...), shift("late", "12:10", "00:10", late...)}
	site.Roster.Leave = people
	return site
}

func TestTheNewShiftRelievesTheOldOne(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2, spare(1)), asks("MED", 1)}, does("S1", "SEC"))
	w := begin(t, declared(p, shifting(
		[]roster.Post{post("SEC", "ann", "ben", "fay"), post("MED", "gus"), post("CMD", "boss")},
		[]roster.Post{post("SEC", "dai", "eve", "ida"), post("CMD", "don")})))
	w.trip = true
	w.to(0)
	w.says("ann", "3")
	w.says("gus", "3")
	w.to(10*time.Minute - time.Second)
	before := len(w.calls())
	w.to(10 * time.Minute)
	require.Equal(t, []string{"10m0s Shift change: 1 to be relieved, each stays until somebody takes over"}, w.entries(incident.KindShift))
	require.Equal(t, []string{"10m0s Ann is to be relieved (Seat SEC): the shift is over"}, w.entries(incident.KindReliefAsked), "nobody else is rostered to MED: gus stays")
	require.Equal(t, []string{"10m0s dai", "10m0s eve", "10m0s ida"}, w.calls()[before:])
	require.Contains(t, w.last("ann"), "Fire: your shift is over. Relief is being called (Seat SEC). Stay until you are told who takes over.")
	w.to(11 * time.Minute)
	for _, c := range w.calls()[before:] {
		require.NotRegexp(t, "(ben|fay)", c, "who has not accepted by the change is not called any more")
	}
	w.says("ben", "1")
	require.ElementsMatch(t, []string{"ann", "ben"}, w.holders("SEC"), "an answer counts all the same")
	w.says("dai", "1")
	w.says("eve", "1")
	require.Equal(t, []string{"dai", "eve"}, w.holders("SEC"))
	require.Nil(t, w.seat("SEC").Ladder)
	w.to(20 * time.Hour)
	require.Equal(t, []string{"gus"}, w.holders("MED"))
}

func TestLeaveOfAHolderHasThemRelieved(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)})
	site := house(post("SEC", "ann"))
	site.Roster.Leave = []roster.Leave{{Responder: "ann", From: noon.Add(5 * time.Minute), To: noon.Add(time.Hour)}}
	w := begin(t, declared(p, site))
	w.to(0)
	w.says("ann", "3")
	w.to(6 * time.Minute)
	require.Equal(t, []string{"5m0s Ann is to be relieved (Seat SEC): on leave from now on"}, w.entries(incident.KindReliefAsked))
	require.Equal(t, []string{"ann"}, w.holders("SEC"))
	w.to(59 * time.Minute)
	require.NotNil(t, w.seat("SEC").Ladder)
	w.to(61 * time.Minute)
	require.Nil(t, w.seat("SEC").Holders[0].ReliefAskedAt, "back from leave")
	require.Nil(t, w.seat("SEC").Ladder, "nobody is called for it any more")
}

func TestAPromiseOutlastsTheShift(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, within(3*time.Minute))})
	w := begin(t, declared(p, shifting([]roster.Post{post("SEC", "ann")}, []roster.Post{post("SEC", "ben"), post("CMD", "don")})))
	w.to(9 * time.Minute)
	w.says("ann", "1")
	w.to(10 * time.Minute)
	require.Equal(t, "10m0s ben", w.calls()[len(w.calls())-1])
	w.to(13 * time.Minute)
	require.Equal(t, incident.HolderLate, w.seat("SEC").Holders[0].State, "the promise is broken all the same")
	w.says("ben", "3")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
	require.Empty(t, w.inc.State.Seats[0].Declined)
}

func TestOlderIncidentsKeepTheirRules(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 1, checks(time.Minute))}), shifting([]roster.Post{post("SEC", "ann")}, []roster.Post{post("SEC", "ben")}))
	in.Rules = 2
	w := begin(t, in)
	w.to(0)
	w.says("ann", "3")
	require.Equal(t, "Relief asked for: the commander is being told. Stay until somebody takes over.", w.says("ann", "8"))
	w.to(time.Hour)
	require.Equal(t, []string{"0s Ann asks for relief: commander told"}, w.entries(incident.KindHelp))
	for _, kind := range []incident.Kind{incident.KindShift, incident.KindReliefAsked, incident.KindCheckAsked} {
		require.Empty(t, w.entries(kind))
	}
}
